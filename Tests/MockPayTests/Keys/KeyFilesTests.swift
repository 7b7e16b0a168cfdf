import Foundation
import SwiftASN1
import Testing
import X509
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct KeyFilesTests {
  private static func certificate(_ name: String) throws -> Certificate {
    try Certificate(pemEncoded: SampleKeys.files().text(name))
  }

  @Test(
    arguments: [
      ("unionpay-signing.pem", "unionpay-middle.pem"),
      ("unionpay-middle.pem", "unionpay-root.pem"),
      ("unionpay-merchant-certificate.pem", "unionpay-middle.pem"),
      ("paypal-certificate.pem", "paypal-middle.pem"), ("paypal-middle.pem", "paypal-root.pem"),
    ]
  )
  func `each certificate is signed by the one above`(leaf: String, issuer: String) throws {
    let (below, above) = try (Self.certificate(leaf), Self.certificate(issuer))
    #expect(below.issuer == above.subject)
    #expect(above.publicKey.isValidSignature(below.signature, for: below))
  }

  @Test func `a stranger has the name and not the authority`() throws {
    let (leaf, stranger) = try (
      Self.certificate("unionpay-signing.pem"), Self.certificate("unionpay-stranger.pem")
    )
    let middle = try Self.certificate("unionpay-middle.pem")
    #expect(leaf.subject == stranger.subject)
    #expect(leaf.issuer != stranger.issuer)
    #expect(!middle.publicKey.isValidSignature(stranger.signature, for: stranger))
  }

  @Test(
    arguments: [
      "wechatpay-platform-expired.pem", "unionpay-signing-expired.pem", "paypal-expired.pem",
    ]
  )
  func `the time of an expired certificate is over`(name: String) throws {
    let end = try Self.certificate(name).notValidAfter
    #expect(end.timeIntervalSince1970 < 1_795_000_000)
  }

  @Test func `a merchant's serial number has 40 capital digits`() throws {
    let text = try SampleKeys.files().text("merchant.txt")
    #expect(text.firstMatch(of: /wechatpay\.merchant_serial=[0-9A-F]{40}\n/) != nil)
    #expect(try SampleKeys.files().text("wechatpay-apiv3.key").utf8.count == 32)
  }

  @Test func `files are for their owner alone, and no folder is overwritten`() throws {
    let name = "mockpay-keys-\(ProcessInfo.processInfo.processIdentifier)"
    let folder = FileManager.default.temporaryDirectory.appending(path: name)
    defer {
      do {
        try FileManager.default.removeItem(at: folder)
      } catch {
        Issue.record("\(folder.path) stays behind: \(error)")
      }
    }
    try SampleKeys.files().write(to: folder)
    let file = folder.appending(path: "stripe.key").path
    let facts = try FileManager.default.attributesOfItem(atPath: file)
    #expect(facts[.posixPermissions] as? Int == 0o600)
    #expect(try KeyFiles(folder: folder).texts == SampleKeys.files().texts)
    let full = KeysError.notEmpty(folder.path)
    #expect(throws: full) { try SampleKeys.files().write(to: folder) }
  }

  @Test func `a missing file is named`() throws {
    var texts = try SampleKeys.files().texts
    texts["alipay-key.pem"] = nil
    #expect(throws: KeysError.missing("alipay-key.pem")) { try Keys(KeyFiles(texts: texts)) }
  }
}
