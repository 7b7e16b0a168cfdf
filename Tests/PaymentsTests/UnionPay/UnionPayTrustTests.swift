import CryptoExtras
import Foundation
import Payments
import Shop
import SwiftASN1
import Testing
import X509

/// Which certificates count as UnionPay's.
@Suite(.timeLimit(.minutes(20)))
struct UnionPayTrustTests {
  private typealias UnionPay = PretendUnionPay

  private func isBelieved(
    _ leaf: PretendUnionPay.Leaf = PretendUnionPay.Leaf(),
    isLive: Bool = true,
    middle: PretendUnionPay.Issuer? = nil
  ) throws -> Bool {
    let unionPay = try UnionPay.shared.get()
    let message = try unionPay.signed(UnionPay.paid, try unionPay.certificate(leaf))
    let adapter = try unionPay.adapter(isLive: isLive, middle: middle)
    do {
      _ = try adapter.verify(UnionPay.request(UnionPay.form(message)), at: now)
      return true
    } catch {
      #expect(error == .authentication)
      return false
    }
  }

  @Test func `believes UnionPay's certificate under the pinned ones`() throws {
    #expect(try isBelieved())
    #expect(try isBelieved(PretendUnionPay.Leaf(issuer: try UnionPay.shared.get().root)))
  }

  @Test(arguments: [
    "041@Z2026@某某商户有限公司@00000001", "中国银联股份有限公司", "中国银联股份有限公司@a@b",
    "a@b@中国银联股份有限公司 ", "a@中国银联股份有限公司", "a@b@c@中国银联股份有限公司", "00040000:SIGN",
    "a@b@00040000:SIGN@c", "",
  ])
  func `believes no other owner's under the same authority`(owner: String) throws {
    #expect(try !isBelieved(PretendUnionPay.Leaf(owner: owner)))
  }

  @Test func `believes the test environment's other owner there alone`() throws {
    for owner in ["00040000:SIGN", "a@b@00040000:SIGN@c"] {
      #expect(try isBelieved(PretendUnionPay.Leaf(owner: owner), isLive: false))
    }
    #expect(try !isBelieved(PretendUnionPay.Leaf(owner: "a@b@某某@c"), isLive: false))
  }

  @Test func `believes SHA-1 in the test environment alone`() throws {
    let leaf = PretendUnionPay.Leaf(algorithm: .sha1WithRSAEncryption)
    #expect(try isBelieved(leaf, isLive: false))
    #expect(try !isBelieved(leaf))
  }

  @Test func `believes a certificate from its first second to its last`() throws {
    #expect(try isBelieved(PretendUnionPay.Leaf(start: 0)))
    #expect(try isBelieved(PretendUnionPay.Leaf(end: 0)))
    #expect(try !isBelieved(PretendUnionPay.Leaf(start: 1)))
    #expect(try !isBelieved(PretendUnionPay.Leaf(end: -1)))
  }

  @Test func `believes no authority of the same name`() throws {
    let stranger = try UnionPay.issuer("Test OCA1", under: nil)
    #expect(try !isBelieved(PretendUnionPay.Leaf(issuer: stranger)))
    let root = try UnionPay.issuer("Test Root", under: nil)
    #expect(try !isBelieved(PretendUnionPay.Leaf(issuer: root)))
    // Not even when it is pinned as the intermediate: no root has issued it.
    #expect(try !isBelieved(PretendUnionPay.Leaf(issuer: stranger), middle: stranger))
  }

  @Test func `believes no middle that may not issue, or no longer`() throws {
    let root = try UnionPay.shared.get().root
    let faulty = [
      try UnionPay.issuer("M", under: root, constraints: .notCertificateAuthority),
      try UnionPay.issuer("M", under: root, mayIssue: false),
      try UnionPay.issuer("M", under: root, to: -1),
    ]
    for middle in faulty {
      #expect(try !isBelieved(PretendUnionPay.Leaf(issuer: middle), middle: middle))
    }
    let good = try UnionPay.issuer(
      "M",
      under: root,
      constraints: .isCertificateAuthority(maxPathLength: 0)
    )
    #expect(try isBelieved(PretendUnionPay.Leaf(issuer: good), middle: good))
  }

  @Test func `believes no certificate with a duty that is not known here`() throws {
    #expect(try !isBelieved(PretendUnionPay.Leaf(duty: [1, 2, 3, 4])))
  }

  @Test(arguments: [
    ("version", "5.0.0"), ("version", ""), ("signMethod", "11"), ("signMethod", "12"),
  ])
  func `lets no message choose how it is signed`(name: String, value: String) throws {
    let unionPay = try UnionPay.shared.get()
    let message = try unionPay.signed(UnionPay.paid.merging([name: value]) { $1 })
    #expect(throws: WebhookRefusal.authentication) {
      try unionPay.adapter().verify(UnionPay.request(UnionPay.form(message)), at: now)
    }
  }

  @Test(arguments: [
    ("signature", ""), ("signature", "AAAA"), ("signature", "?"), ("signPubKeyCert", ""),
    ("signPubKeyCert", "-----BEGIN CERTIFICATE-----\r\nAAAA\r\n-----END CERTIFICATE-----\r\n"),
    ("txnAmt", "1"), ("respMsg", "other"), ("new", "1"),
  ])
  func `refuses what was changed or is missing`(name: String, value: String) throws {
    let unionPay = try UnionPay.shared.get()
    let message = try unionPay.signed(UnionPay.paid).merging([name: value]) { $1 }
    #expect(throws: WebhookRefusal.authentication) {
      try unionPay.adapter().verify(UnionPay.request(UnionPay.form(message)), at: now)
    }
  }

  @Test func `refuses settings that do not belong together`() throws {
    let unionPay = try UnionPay.shared.get()
    let pem = try #require(Secret(pem: unionPay.key.pemRepresentation))
    let files = [
      "merchant_certificate": [try unionPay.merchantCertificate()],
      "root_certificate": [try unionPay.root.pem], "middle_certificate": [try unionPay.middle.pem],
    ]
    let values = ["live": ["true"], "mer_id": [UnionPay.merchantID]]
    check("merchant_certificate_files", values, pem, files)
    check("mer_id", values.merging(["mer_id": ["7772900581100"]]) { $1 }, pem, files)
    check("root_certificate_files", values, pem, files.merging(["root_certificate": ["x"]]) { $1 })
    check("middle_certificate_files", values, pem, files.filter { $0.key.hasPrefix("r") })
    let short = try #require(Secret(pem: "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"))
    check("merchant_key_file", values, short, files)
  }

  private func check(
    _ name: String,
    _ values: [String: [String]],
    _ key: Secret,
    _ files: [String: [String]]
  ) {
    let section = SettingsSection(values: values, secrets: ["merchant_key": [key]], files: files)
    do {
      _ = try UnionPayAdapter(section)
      Issue.record("expected a fault of \(name)")
    } catch {
      // Either of the two faults may be reported first.
      #expect([name, "merchant_certificate_files"].contains(error.name))
    }
  }
}
