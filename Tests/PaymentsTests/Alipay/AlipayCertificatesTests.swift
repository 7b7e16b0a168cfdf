import Crypto
import CryptoExtras
import Foundation
import Shop
import SwiftASN1
import TestServers
import Testing
import X509

@testable import Payments

/// Certificate mode, where Alipay signs with another certificate than the settings name.
@Suite(.timeLimit(.minutes(20)))
struct AlipayCertificatesTests {
  /// Alipay's root, an intermediate, and a certificate with its key.
  private struct Authority {
    let root: Certificate.PrivateKey
    let middle: Certificate.PrivateKey
    let rootName: DistinguishedName
    let middleName: DistinguishedName
    let rootPEM: String
    let middlePEM: String

    init(_ name: String = "R1") throws {
      root = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
      middle = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
      rootName = try DistinguishedName { CommonName("Ant Authority \(name)") }
      middleName = try DistinguishedName { CommonName("Ant Authority Class 2 \(name)") }
      rootPEM = try Self.pem(
        subject: rootName,
        key: root.publicKey,
        issuer: rootName,
        by: root,
        isAuthority: true
      )
      middlePEM = try Self.pem(
        subject: middleName,
        key: middle.publicKey,
        issuer: rootName,
        by: root,
        isAuthority: true
      )
    }

    func certificate(
      of owner: String = "Alipay",
      key: _RSA.Signing.PrivateKey,
      serial: UInt8,
      from start: Int64 = -86_400,
      until end: Int64 = 86_400 * 365
    ) throws -> String {
      try Self.pem(
        subject: DistinguishedName {
          CommonName(owner)
          OrganizationName(owner)
        },
        key: Certificate.PublicKey(key.publicKey),
        issuer: middleName,
        by: middle,
        isAuthority: false,
        serial: serial,
        from: start,
        until: end
      )
    }

    private static func pem(
      subject: DistinguishedName,
      key: Certificate.PublicKey,
      issuer: DistinguishedName,
      by signer: Certificate.PrivateKey,
      isAuthority: Bool,
      serial: UInt8 = 1,
      from start: Int64 = -86_400,
      until end: Int64 = 86_400 * 3_650
    ) throws -> String {
      try Certificate(
        version: .v3,
        serialNumber: Certificate.SerialNumber(bytes: [serial]),
        publicKey: key,
        notValidBefore: PretendPayPal.date(start),
        notValidAfter: PretendPayPal.date(end),
        issuer: issuer,
        subject: subject,
        signatureAlgorithm: .sha256WithRSAEncryption,
        extensions: try Certificate.Extensions {
          Critical(
            isAuthority
              ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
              : BasicConstraints.notCertificateAuthority
          )
        },
        issuerPrivateKey: signer
      ).serializeAsPEM().pemString
    }
  }

  private static let query = "alipay.trade.query"
  private static let open = """
    {"code":"10000","trade_no":"2026","out_trade_no":"CSZTL2EYAMJZ00010001",\
    "trade_status":"WAIT_BUYER_PAY","total_amount":"48.50"}
    """

  private static func answer(
    _ method: String,
    _ value: String,
    by key: _RSA.Signing.PrivateKey?,
    named name: String?
  ) throws -> CannedServer.Answer {
    var members = #""\#(method.replacing(".", with: "_"))_response":\#(value)"#
    if let name { members += #","alipay_cert_sn":"\#(name)""# }
    if let key {
      let digest = SHA256.hash(data: Data(value.utf8))
      let signature = try key.signature(for: digest, padding: .insecurePKCS1v1_5)
      members += #","sign":"\#(signature.rawRepresentation.base64EncodedString())""#
    }
    return .init(200, "{\(members)}")
  }

  private static func download(_ pem: String) throws -> CannedServer.Answer {
    let content = Data(pem.utf8).base64EncodedString()
    let value = #"{"code":"10000","msg":"Success","alipay_cert_content":"\#(content)"}"#
    return try answer("alipay.open.app.alipaycert.download", value, by: nil, named: nil)
  }

  private static func name(_ pem: String) throws -> String {
    AlipayCertificateNames.name(of: try #require(PublicCertificate.readable(inPEM: pem).first))
  }

  private static func adapter(
    _ gateway: String,
    _ authority: Authority,
    _ certificate: String
  ) throws -> AlipayAdapter {
    let app = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    return try AlipayAdapter(
      SettingsSection(
        values: [
          "app_id": ["2021000000000000"], "seller_id": ["2088000000000000"],
          "gateway_url": [gateway],
        ],
        secrets: ["app_key": [try #require(Secret(pem: app.pemRepresentation))]],
        files: [
          "alipay_certificate": [certificate + "\n" + authority.middlePEM],
          "app_certificate": [authority.certificate(of: "Shop", key: app, serial: 9)],
          "root_certificate": [authority.rootPEM],
        ]
      )
    )
  }

  private let question = Payment.Question(reference: Reference("CSZTL2EYAMJZ00010001"))
  private let call = Call(now: now) { "nonce" }

  @Test func `a certificate that took over is fetched, verified, kept, and named by check`() throws
  {
    let authority = try Authority()
    let (old, new) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    let first = try authority.certificate(key: old, serial: 2)
    let second = try authority.certificate(key: new, serial: 3)
    let name = try Self.name(second)
    let server = try CannedServer(
      "alipay-cert-next",
      [
        try Self.answer(Self.query, Self.open, by: old, named: Self.name(first)),
        try Self.answer(Self.query, Self.open, by: new, named: name),
        try Self.download(second + "\n" + authority.middlePEM),
        try Self.answer(Self.query, Self.open, by: new, named: name),
      ]
    )
    let gateway = try server.address().text + "/gateway.do"
    let adapter = try Self.adapter(gateway, authority, first)
    let folder = try CannedServer.shared.get().folder
      .appending(path: "state-\(UInt64.random(in: 0 ... .max))").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try adapter.keepKeys(in: folder, at: now)
    #expect(try adapter.query(question, call) == .open)
    #expect(adapter.remarks(at: now).isEmpty)
    #expect(try adapter.query(question, call) == .open)
    #expect(try adapter.query(question, call) == .open)
    let methods = try server.sent().flatMap { $0.fields().filter { $0.hasPrefix("method=") } }
    #expect(
      methods == [
        "method=\(Self.query)", "method=\(Self.query)",
        "method=alipay.open.app.alipaycert.download", "method=\(Self.query)",
      ]
    )
    // Another process, such as `check`, reads the stored certificates.
    let next = try Self.adapter(gateway, authority, first)
    try next.keepKeys(in: folder, at: now)
    let remarks = next.remarks(at: now)
    #expect(remarks.count == 1 && remarks.allSatisfy { $0.contains(name) })
    #expect(next.remarks(at: now) == adapter.remarks(at: now))
    // Once the settings have the new certificate, there is no remark.
    let settled = try Self.adapter(gateway, authority, second)
    try settled.keepKeys(in: folder, at: now)
    #expect(settled.remarks(at: now).isEmpty && settled.faults(at: now).isEmpty)
    #expect(settled.certificates.known.count == 1)
  }

  @Test(arguments: ["stranger", "merchant", "other", "expired", "junk", "none"])
  func `believes no certificate but one of Alipay's own under the roots`(kind: String) throws {
    let authority = try Authority()
    let (old, new) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    let first = try authority.certificate(key: old, serial: 2)
    let good = try authority.certificate(key: new, serial: 3)
    let sent =
      switch kind {
      case "stranger": try Authority().certificate(key: new, serial: 3)
      case "merchant": try authority.certificate(of: "Some Shop", key: new, serial: 3)
      case "other": try authority.certificate(key: new, serial: 4)
      case "expired": try authority.certificate(key: new, serial: 3, until: -1)
      case "junk": "junk"
      default: good
      }
    // By the name of the sent certificate; for "other" and "junk" by the name of a good one.
    let name = ["other", "junk"].contains(kind) ? try Self.name(good) : try Self.name(sent)
    let refusal = #"{"code":"40004","msg":"x","sub_code":"isv.cert-not-exist"}"#
    let download =
      kind == "none"
      ? try Self.answer("alipay.open.app.alipaycert.download", refusal, by: nil, named: nil)
      : try Self.download(sent + "\n" + authority.middlePEM)
    let server = try CannedServer(
      "alipay-cert-\(kind)",
      [try Self.answer(Self.query, Self.open, by: new, named: name), download]
    )
    let adapter = try Self.adapter(server.address().text + "/gateway.do", authority, first)
    let error = #expect(throws: ProviderError.self) { try adapter.query(question, call) }
    let words = error?.description ?? ""
    let why = [
      "stranger": "root_certificate_files do not vouch", "merchant": "made out to Some Shop",
      "other": "Alipay gave another", "expired": "over since", "junk": "Alipay gave another",
      "none": "Alipay gave none of that number",
    ]
    #expect(words.contains("certificate \(name), expected \(try Self.name(first)): "), "\(words)")
    #expect(words.contains(try #require(why[kind])), "\(words)")
    // The name rests: a false one costs one question, not one for each answer.
    #expect(!adapter.certificates.mayAsk(for: name, at: now))
    #expect(adapter.certificates.mayAsk(for: name, at: now.advanced(seconds: 601)))
    #expect(adapter.remarks(at: now).isEmpty)
  }

  @Test(arguments: ["", "x", String(repeating: "G", count: 32), String(repeating: "a", count: 33)])
  func `asks for nothing that is no certificate's number`(name: String) throws {
    let authority = try Authority()
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let first = try authority.certificate(key: key, serial: 2)
    let adapter = try Self.adapter("https://openapi.alipay.com/gateway.do", authority, first)
    #expect(!adapter.certificates.mayAsk(for: name, at: now))
  }

  @Test func `a message names no certificate that is fetched; an answer teaches it`() throws {
    let authority = try Authority()
    let (old, new) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    let first = try authority.certificate(key: old, serial: 2)
    let second = try authority.certificate(key: new, serial: 3)
    let name = try Self.name(second)
    let fields = [
      "alipay_cert_sn=\(name)", "app_id=2021000000000000", "notify_id=n1", "notify_type=x",
      "seller_id=2088000000000000",
    ]
    let digest = SHA256.hash(data: Data(fields.joined(separator: "&").utf8))
    let signature = try new.signature(for: digest, padding: .insecurePKCS1v1_5)
    let sign = signature.rawRepresentation.base64EncodedString().replacing("+", with: "%2B")
    let body = fields.joined(separator: "&") + "&sign_type=RSA2&sign=" + sign
    let notice = WebhookRequest(headers: [], body: Array(body.utf8))
    let adapter = try Self.adapter("https://openapi.alipay.com/gateway.do", authority, first)
    #expect(throws: WebhookRefusal.unknownKey(name)) { try adapter.verify(notice, at: now) }
    #expect(!adapter.mayLearnKey(name, from: nil, at: now))
    let pem = second + "\n" + authority.middlePEM
    #expect(try adapter.certificates.take(pem, named: name, at: now))
    #expect(throws: Never.self) { try adapter.verify(notice, at: now) }
  }

  /// A section in certificate mode with a mistake in it.
  private static func section(
    _ authority: Authority,
    app: String,
    alipay: String,
    root: String,
    key: _RSA.Signing.PrivateKey,
    publicKey: String? = nil
  ) throws -> SettingsSection {
    SettingsSection(
      values: ["app_id": ["2021000000000000"], "seller_id": ["2088000000000000"]],
      secrets: ["app_key": [try #require(Secret(pem: key.pemRepresentation))]],
      files: publicKey.map { ["alipay_public_key": [$0]] } ?? [
        "alipay_certificate": [alipay], "app_certificate": [app], "root_certificate": [root],
      ]
    )
  }

  @Test func `files that were mixed up are named by their setting`() throws {
    let (authority, other) = (try Authority(), try Authority("R2"))
    let (theirs, own) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    let alipay = try authority.certificate(key: theirs, serial: 2) + "\n" + authority.middlePEM
    let app = try authority.certificate(of: "Shop", key: own, serial: 9)
    let strange = try authority.certificate(
      of: "Shop",
      key: _RSA.Signing.PrivateKey(keySize: .bits2048),
      serial: 9
    )
    let root = authority.rootPEM
    let slips: [(String, String, String, fault: String?, found: String)] = [
      (app, alipay, root, nil, ""), (authority.middlePEM + "\n" + app, alipay, root, nil, ""),
      (app, alipay, root + "\n" + other.rootPEM, nil, ""),
      (strange, alipay, root, "app_certificate_files", "another key"),
      (authority.middlePEM, alipay, root, "app_certificate_files", "another key"),
      (alipay, app, root, "alipay_certificate_files", "the app's own"),
      (app, root, root, "alipay_certificate_files", "authorities"),
      (app, alipay, other.rootPEM, "root_certificate_files", "vouch neither"),
      (app, alipay, "", "root_certificate_files", "no certificate in file 1"),
      (app, alipay, String(root.prefix(300)), "root_certificate_files", "no certificate in file 1"),
    ]
    for slip in slips {
      let section = try Self.section(authority, app: slip.0, alipay: slip.1, root: slip.2, key: own)
      do throws(SettingFault) {
        _ = try AlipayAdapter(section)
        #expect(slip.fault == nil)
      } catch {
        #expect(error.name == slip.fault && error.found.contains(slip.found), "\(error)")
      }
    }
    let section = try Self.section(
      authority,
      app: app,
      alipay: alipay,
      root: root,
      key: own,
      publicKey: own.publicKey.pemRepresentation
    )
    let fault = #expect(throws: SettingFault.self) { try AlipayAdapter(section) }
    #expect(fault?.name == "alipay_public_key_files" && fault?.found.contains("own") == true)
  }

  @Test func `certificates that do not count now are faults, in true words`() throws {
    let authority = try Authority()
    let (theirs, own) = (
      try _RSA.Signing.PrivateKey(keySize: .bits2048),
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    )
    let (past, future) =
      ((-86_400 * 9, -86_400), (86_400, 86_400 * 9))
      as (
        (Int64, Int64), (Int64, Int64)
      )
    for (life, words) in [(past, "over since"), (future, "good only from")] {
      let alipay = try authority.certificate(key: theirs, serial: 2, from: life.0, until: life.1)
      let app = try authority.certificate(key: own, serial: 9, from: life.0, until: life.1)
      let adapter = try AlipayAdapter(
        try Self.section(
          authority,
          app: app,
          alipay: alipay + "\n" + authority.middlePEM,
          root: authority.rootPEM,
          key: own
        )
      )
      let faults = adapter.faults(at: now)
      #expect(faults.map(\.name) == ["alipay_certificate_files", "app_certificate_files"])
      #expect(faults.allSatisfy { $0.found.hasPrefix(words) })
      #expect(adapter.remarks(at: now).isEmpty)
    }
  }

  @Test func `says when the certificate of the settings ends soon`() throws {
    let authority = try Authority()
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let soon = try authority.certificate(key: key, serial: 2, until: 86_400 * 20)
    let adapter = try Self.adapter("https://openapi.alipay.com/gateway.do", authority, soon)
    #expect(adapter.remarks(at: now).count == 1)
  }
}
