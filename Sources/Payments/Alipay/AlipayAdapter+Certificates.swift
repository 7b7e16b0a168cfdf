import Crypto
import Foundation
package import Shop
import Synchronization
import Text
import X509

extension AlipayAdapter {
  /// Never: anybody can name any number of certificates in a message.
  ///
  /// Alipay's answers name them too and are protected by TLS: the next answer brings the successor.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    false
  }

  /// Stores fetched certificates in a file, which outlives a restart.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    try certificates.keep(in: folder + "/alipay-certificates.pem", at: now)
  }

  /// Certificates that replace the one in the settings, and when each ends.
  package func remarks(at now: Timestamp) -> [String] {
    certificates.remarks(at: now)
      + (certificateNames.map { certificates.endingSoon($0.own, "the app's", at: now) } ?? [])
  }

  /// Numbers that are not what the console shows, and certificates of the settings that are not
  /// valid at present: Alipay refuses calls that name them.
  package func faults(at now: Timestamp) -> [SettingFault] {
    var faults = wrongNumbers + certificates.faults(at: now)
    if let own = certificateNames?.own, let life = AlipayCertificates.wrongLife(of: own, at: now) {
      faults.append(
        SettingFault(
          "app_certificate_files",
          expected: "the app's certificate of today",
          found: life,
          remedy: "download the new one from the console of the app"
        )
      )
    }
    return faults
  }

  /// Fetches an unknown certificate that an answer names; each name only once in a while.
  func learnCertificate(_ name: String, _ call: Call) throws(ProviderError) {
    guard certificates.mayAsk(for: name, at: call.now) else { return }
    _ = try download(name, call)
  }

  /// Downloads a certificate; the answer need not be signed, since only the roots of the settings
  /// decide whether its content is trusted.
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
      certificates.refuse(name, "Alipay gave none of that number")
      return false
    }
    guard let data = Data(base64Encoded: document.content, options: .ignoreUnknownCharacters),
      let pem = String(validating: data, as: UTF8.self)
    else {
      certificates.refuse(name, "what Alipay gave cannot be read")
      return false
    }
    return try certificates.take(pem, named: name, at: call.now)
  }
}

private struct AlipayCertificateNameDocument: Encodable {
  let name: String

  enum CodingKeys: String, CodingKey {
    case name = "alipay_cert_sn"
  }
}

/// A certificate with its issuers: PEM in base64.
private struct AlipayCertificateDocument: Decodable {
  let content: String

  enum CodingKeys: String, CodingKey {
    case content = "alipay_cert_content"
  }
}

/// Alipay's keys: those of the settings, and those of the certificates that replaced them.
///
/// In certificate mode every answer names the certificate that signed it. An unknown one is
/// fetched. It is trusted when the roots of the settings vouch for it and it is issued to the same
/// company as the one in the settings: the roots vouch for every merchant's certificate too.
final class AlipayCertificates: Sendable {
  private let keys: [RSAPublicKey]
  private let own: [PublicCertificate]
  private let chain: CertificateChain
  private let state = Mutex(State())

  private struct State {
    var learned: [Learned] = []
    /// When each name was last asked for, including names that led to nothing.
    var asked: [String: Timestamp] = [:]
    /// Why a fetched certificate is not trusted, by its name.
    var refused: [String: String] = [:]
    /// The file for fetched certificates; nil where they are not stored.
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
  /// How many names are remembered as asked for, and how long each rests.
  private static let mostAsked = 64
  private static let restSeconds: Int64 = 600
  private static let largestFile = 1 << 20

  /// Takes keys without a certificate, Alipay's certificates, and roots with intermediates.
  init(keys: [RSAPublicKey], certificates: [PublicCertificate], roots: [PublicCertificate]) {
    self.keys = keys
    // Alipay's file also has the issuers of its certificate, which sign no answers.
    let issuers = Set(certificates.map(\.x509.issuer))
    own = certificates.filter { !issuers.contains($0.x509.subject) && RSAPublicKey($0) != nil }
    chain = CertificateChain(
      roots: roots.filter { $0.x509.issuer == $0.x509.subject },
      intermediates: (roots + certificates).filter { $0.x509.issuer != $0.x509.subject }
    )
  }

  /// Whether there is a key at all.
  var isEmpty: Bool { keys.isEmpty && own.isEmpty }

  /// Alipay's certificates that are known at present.
  var known: [PublicCertificate] { own + state.withLock { $0.learned.map(\.certificate) } }

  /// Every key that may have signed at that moment.
  func all(at now: Timestamp) -> [RSAPublicKey] {
    let learned = state.withLock { $0.learned }
    return keys + own.compactMap { RSAPublicKey($0) }
      + learned.filter { $0.certificate.isValid(at: now) }.map(\.key)
  }

  /// Whether the certificate of that name is known, or the settings have none to compare with.
  func knows(_ name: String) -> Bool {
    own.isEmpty || own.contains { AlipayCertificateNames.name(of: $0) == name }
      || state.withLock { $0.learned.contains { $0.name == name } }
  }

  /// Whether that certificate may be asked for; counts as asking.
  func mayAsk(for name: String, at now: Timestamp) -> Bool {
    guard name.utf8.count == 32, name.utf8.allSatisfy({ Self.isHex($0) }), !knows(name) else {
      return false
    }
    return state.withLock { state in
      state.asked = state.asked.filter { _, moment in
        moment <= now && now < moment.advanced(seconds: Self.restSeconds)
      }
      state.refused = state.refused.filter { state.asked[$0.key] != nil }
      guard state.asked[name] == nil, state.asked.count < Self.mostAsked else { return false }
      state.asked[name] = now
      return true
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  /// Takes a certificate in PEM, followed by its issuers; false unless it is Alipay's own.
  func take(_ pem: String, named name: String, at now: Timestamp) throws(ProviderError) -> Bool {
    let sent = PublicCertificate.readable(inPEM: pem)
    guard let leaf = sent.first, let key = RSAPublicKey(leaf) else {
      refuse(name, "what Alipay gave holds no RSA certificate")
      return false
    }
    if let why = doubt(leaf, sent, named: name, at: now) {
      refuse(name, why)
      return false
    }
    // The settings have it by now.
    if own.contains(where: { AlipayCertificateNames.name(of: $0) == name }) { return true }
    state.withLock { state in
      state.learned.removeAll { $0.name == name }
      if state.learned.count >= Self.mostLearned { state.learned.removeFirst() }
      state.learned.append(Learned(name: name, pem: pem, key: key, certificate: leaf))
    }
    try write()
    return true
  }

  /// Why a certificate that came under that name is not trusted; nil when it is.
  private func doubt(
    _ leaf: PublicCertificate,
    _ sent: [PublicCertificate],
    named name: String,
    at now: Timestamp
  ) -> String? {
    let given = AlipayCertificateNames.name(of: leaf)
    guard given == name else { return "Alipay gave another, \(given)" }
    if let life = Self.wrongLife(of: leaf, at: now) { return "it is \(life)" }
    guard own.contains(where: { $0.x509.subject == leaf.x509.subject }) else {
      return "it is made out to \(leaf.commonName ?? "nobody"), and not as the one in the settings"
    }
    return chain.trusts(leaf, with: Array(sent.dropFirst()), at: now)
      ? nil : "root_certificate_files do not vouch for it"
  }

  /// Remembers why a fetched certificate is not trusted.
  func refuse(_ name: String, _ why: String) {
    state.withLock { state in
      if state.asked[name] != nil { state.refused[name] = why }
    }
  }

  /// What to report of an answer that names an untrusted certificate; nil for a trusted one, and
  /// where the settings name none.
  func doubt(_ name: String) -> String? {
    guard !knows(name) else { return nil }
    let expected = own.map(AlipayCertificateNames.name).joined(separator: " or ")
    let why = state.withLock { $0.refused[name] } ?? "it was not fetched"
    return "it names certificate \(name.prefix(32)), expected \(expected): \(why)"
  }

  /// Whether the roots vouch for a certificate of Alipay's in the settings, or for the app's own,
  /// at any time of its validity.
  func isVouchedFor(or app: [PublicCertificate]) -> Bool {
    (own + app.prefix(1)).contains { leaf in
      let (first, last) = (leaf.x509.notValidBefore, leaf.x509.notValidAfter)
      let middle = first.addingTimeInterval(last.timeIntervalSince(first) / 2)
      return [first, middle, last].contains { moment in
        let at = Timestamp(seconds: Int64(moment.timeIntervalSince1970))
        return chain.trusts(leaf, with: app, at: at)
      }
    }
  }

  /// Stores learned certificates in a file, and learns those in it, judged as if just fetched.
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

  /// How many days before the end of a certificate a person is warned.
  private static let warningDays: Int64 = 30

  /// What a person should know of the certificates.
  func remarks(at now: Timestamp) -> [String] {
    var remarks = state.withLock { $0.learned }.map { learned in
      """
      Alipay signs with another certificate than alipay_certificate_files name, number \
      \(learned.name): it was fetched, \(Self.life(of: learned.certificate)), and is used; \
      download it from the console into the settings
      """
    }
    for certificate in own where hasSuccessor(certificate, at: now) {
      guard let life = Self.wrongLife(of: certificate, at: now) else { continue }
      remarks.append("Alipay's certificate in the settings is \(life); another took over")
    }
    return remarks + own.flatMap { endingSoon($0, "Alipay's", at: now) }
  }

  /// What a person should know of a certificate that is valid at present and ends soon.
  func endingSoon(
    _ certificate: PublicCertificate,
    _ whose: String,
    at now: Timestamp
  ) -> [String] {
    let soon = now.advanced(seconds: Self.warningDays * 86_400)
    guard certificate.isValid(at: now), !certificate.isValid(at: soon) else { return [] }
    return [
      "\(whose) certificate in the settings is \(Self.life(of: certificate)); download the new one"
    ]
  }

  /// Whether another certificate is valid.
  private func hasSuccessor(_ certificate: PublicCertificate, at now: Timestamp) -> Bool {
    known.contains { $0 != certificate && $0.isValid(at: now) }
  }

  /// Certificates of the settings that are not valid at present and have no successor.
  func faults(at now: Timestamp) -> [SettingFault] {
    var faults: [SettingFault] = []
    for certificate in own where !hasSuccessor(certificate, at: now) {
      guard let life = Self.wrongLife(of: certificate, at: now) else { continue }
      faults.append(
        SettingFault(
          "alipay_certificate_files",
          expected: "Alipay's certificate of today",
          found: life,
          remedy: "download the new one from the console of the app"
        )
      )
    }
    return faults
  }

  /// Why a certificate is not valid at that moment; nil when it is.
  static func wrongLife(of certificate: PublicCertificate, at now: Timestamp) -> String? {
    guard !certificate.isValid(at: now) else { return nil }
    let first = Timestamp(seconds: Int64(certificate.x509.notValidBefore.timeIntervalSince1970))
    let last = Timestamp(seconds: Int64(certificate.x509.notValidAfter.timeIntervalSince1970))
    return first > now
      ? "good only from \(CivilDate(first)) on" : "over since \(CivilDate(last))"
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
  /// The names of the RSA certificates in Alipay's root file, joined with `_`.
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

  /// The issuer from its most specific part to its country: `CN=…,OU=…,O=…,C=CN`.
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
