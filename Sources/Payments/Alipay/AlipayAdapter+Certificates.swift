import Crypto
import Foundation
package import Shop
import Synchronization
import Text
import X509

extension AlipayAdapter {
  /// Never: anybody can name any number of certificates in a message.
  ///
  /// Alipay's answers name them too, and come by TLS: the next one teaches what took over.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    false
  }

  /// Keeps certificates that were fetched over restarts.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    try certificates.keep(in: folder + "/alipay-certificates.pem", at: now)
  }

  /// What took over from the certificate of the settings, and when that ends.
  package func remarks(at now: Timestamp) -> [String] { certificates.remarks(at: now) }

  /// Fetches a certificate that an answer names, if it is not known; each once in a while.
  func learnCertificate(_ name: String, _ call: Call) throws(ProviderError) {
    guard certificates.mayAsk(for: name, at: call.now) else { return }
    _ = try download(name, call)
  }

  /// The answer need not be signed: what it holds is judged by the roots of the settings alone.
  ///
  /// https://opendocs.alipay.com/open/6f534d7f_alipay.open.app.alipaycert.download
  private func download(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    let answer = try answer(
      "alipay.open.app.alipaycert.download",
      AlipayCertificateNameDocument(name: name),
      [],
      call
    )
    let document: AlipayCertificateDocument
    do {
      document = try WebhookBody.decode(AlipayCertificateDocument.self, from: answer.value)
    } catch {
      return false
    }
    guard let data = Data(base64Encoded: document.content, options: .ignoreUnknownCharacters),
      let pem = String(validating: data, as: UTF8.self)
    else { return false }
    return try certificates.take(pem, named: name, at: call.now)
  }
}

private struct AlipayCertificateNameDocument: Encodable {
  let name: String

  enum CodingKeys: String, CodingKey {
    case name = "alipay_cert_sn"
  }
}

/// A certificate with what vouches for it: PEM in base64.
private struct AlipayCertificateDocument: Decodable {
  let content: String

  enum CodingKeys: String, CodingKey {
    case content = "alipay_cert_content"
  }
}

/// Alipay's keys: those of the settings, and those of the certificates that took over since.
///
/// In certificate mode every answer names the certificate that it was signed with. One that is not
/// known is fetched, and believed when the roots of the settings vouch for it and it is made out to
/// the same company as the one in the settings: the roots also vouch for every merchant's.
final class AlipayCertificates: Sendable {
  private let keys: [RSAPublicKey]
  private let own: [PublicCertificate]
  private let chain: CertificateChain
  private let state = Mutex(State())

  private struct State {
    var learned: [Learned] = []
    /// When a name was last asked for, also one that led to nothing.
    var asked: [String: Timestamp] = [:]
    /// Where they are kept over restarts; nil where they are not.
    var file: String?
  }

  private struct Learned {
    let name: String
    let pem: String
    let key: RSAPublicKey
    let certificate: PublicCertificate
  }

  /// Alipay changes its certificate every few years.
  private static let mostLearned = 8
  /// Names that are remembered as asked for; and how long one rests.
  private static let mostAsked = 64
  private static let restSeconds: Int64 = 600
  private static let largestFile = 1 << 20

  /// Takes keys without a certificate, Alipay's certificates, and the roots and what is between.
  init(keys: [RSAPublicKey], certificates: [PublicCertificate], roots: [PublicCertificate]) {
    self.keys = keys
    // Alipay's file has what vouches for its certificate below it: that signs no answers.
    let issuers = Set(certificates.map(\.x509.issuer))
    own = certificates.filter { !issuers.contains($0.x509.subject) && RSAPublicKey($0) != nil }
    chain = CertificateChain(
      roots: roots.filter { $0.x509.issuer == $0.x509.subject },
      intermediates: (roots + certificates).filter { $0.x509.issuer != $0.x509.subject }
    )
  }

  /// Whether there is a key at all.
  var isEmpty: Bool { keys.isEmpty && own.isEmpty }

  /// The certificates of Alipay's that count now.
  var known: [PublicCertificate] { own + state.withLock { $0.learned.map(\.certificate) } }

  /// Every key that may have signed.
  func all(at now: Timestamp) -> [RSAPublicKey] {
    let learned = state.withLock { $0.learned }
    return keys + own.compactMap { RSAPublicKey($0) }
      + learned.filter { $0.certificate.isValid(at: now) }.map(\.key)
  }

  /// Whether the certificate of that name is known, or there is nothing to know it by.
  func knows(_ name: String) -> Bool {
    own.isEmpty || own.contains { AlipayCertificateNames.name(of: $0) == name }
      || state.withLock { $0.learned.contains { $0.name == name } }
  }

  /// Whether that certificate may be asked for now; counts as asking.
  func mayAsk(for name: String, at now: Timestamp) -> Bool {
    guard name.utf8.count == 32, name.utf8.allSatisfy({ Self.isHex($0) }), !knows(name) else {
      return false
    }
    return state.withLock { state in
      state.asked = state.asked.filter { _, moment in
        moment <= now && now < moment.advanced(seconds: Self.restSeconds)
      }
      guard state.asked[name] == nil, state.asked.count < Self.mostAsked else { return false }
      state.asked[name] = now
      return true
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  /// Takes a certificate in PEM, with what vouches for it below; false unless it is Alipay's own.
  func take(_ pem: String, named name: String, at now: Timestamp) throws(ProviderError) -> Bool {
    let sent = PublicCertificate.readable(inPEM: pem)
    guard let leaf = sent.first, AlipayCertificateNames.name(of: leaf) == name,
      let key = RSAPublicKey(leaf), chain.trusts(leaf, with: Array(sent.dropFirst()), at: now),
      own.contains(where: { $0.x509.subject == leaf.x509.subject })
    else { return false }
    state.withLock { state in
      state.learned.removeAll { $0.name == name }
      if state.learned.count >= Self.mostLearned { state.learned.removeFirst() }
      state.learned.append(Learned(name: name, pem: pem, key: key, certificate: leaf))
    }
    try write()
    return true
  }

  /// Keeps what is learned in a file from now on, and learns what stands in it, judged as if it had
  /// just been fetched.
  func keep(in file: String, at now: Timestamp) throws {
    if FileManager.default.fileExists(atPath: file) {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      guard data.count <= Self.largestFile else { throw CocoaError(.fileReadTooLarge) }
      for part in String(decoding: data, as: UTF8.self).split(separator: "# ") {
        let lines = part.split(separator: "\n", maxSplits: 1)
        guard lines.count == 2 else { continue }
        _ = try take(String(lines[1]), named: String(lines[0]), at: now)
      }
    }
    state.withLock { $0.file = file }
  }

  private func write() throws(ProviderError) {
    let (file, text) = state.withLock { state in
      (state.file, state.learned.map { "# \($0.name)\n\($0.pem)\n" }.joined())
    }
    guard let file else { return }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw .temporary("Alipay's certificates cannot be kept in \(file)")
    }
  }

  /// Days before the end of a certificate from which on a person is told.
  private static let warningDays: Int64 = 30

  /// What a person should know of them.
  func remarks(at now: Timestamp) -> [String] {
    var remarks = state.withLock { $0.learned }.map { learned in
      """
      Alipay signs with another certificate than alipay_certificate_files name, number \
      \(learned.name): it was fetched, \(Self.life(of: learned.certificate)), and is used; \
      download it from the console into the settings
      """
    }
    let soon = now.advanced(seconds: Self.warningDays * 86_400)
    remarks += own.filter { !$0.isValid(at: soon) }.map { certificate in
      "Alipay's certificate in the settings is \(Self.life(of: certificate)); download the new one"
    }
    return remarks
  }

  private static func life(of certificate: PublicCertificate) -> String {
    let end = Int64(certificate.x509.notValidAfter.timeIntervalSince1970)
    return "good until \(CivilDate(Timestamp(seconds: end)))"
  }
}

/// How requests name the certificates in certificate mode.
///
/// A name is the MD5 of the issuer's text and the serial number in decimal.
/// https://opendocs.alipay.com/common/057k53
struct AlipayCertificateNames: Sendable {
  let app: String
  /// The app's certificate itself.
  let own: PublicCertificate
  /// Those of Alipay's root file that are RSA, joined with `_`.
  let root: String

  /// Nil without a certificate of either kind.
  init?(app: [PublicCertificate], root: [PublicCertificate]) {
    let roots = root.filter { RSAPublicKey($0) != nil }
    guard let own = app.first, !roots.isEmpty else { return nil }
    self.own = own
    self.app = Self.name(of: own)
    self.root = roots.map(Self.name).joined(separator: "_")
  }

  static func name(of certificate: PublicCertificate) -> String {
    let text = issuer(of: certificate) + certificate.serial.decimal
    return Insecure.MD5.hash(data: Data(text.utf8)).hex
  }

  /// The issuer from its most particular part to its country: `CN=…,OU=…,O=…,C=CN`.
  private static func issuer(of certificate: PublicCertificate) -> String {
    certificate.x509.issuer.reversed().flatMap { $0 }
      .map { "\(letters(of: $0))=\(String($0.value) ?? "")" }.joined(separator: ",")
  }

  private static func letters(of part: RelativeDistinguishedName.Attribute) -> String {
    switch part.type {
    case .RDNAttributeType.commonName: "CN"
    case .RDNAttributeType.organizationalUnitName: "OU"
    case .RDNAttributeType.organizationName: "O"
    case .RDNAttributeType.countryName: "C"
    case .RDNAttributeType.localityName: "L"
    case .RDNAttributeType.stateOrProvinceName: "ST"
    default: "\(part.type)"
    }
  }
}
