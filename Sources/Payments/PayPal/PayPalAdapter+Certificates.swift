import Foundation
package import Shop
import Synchronization
import Transport
import X509

extension PayPalAdapter {
  /// Whether that certificate may be fetched for a message from that network; limited per minute.
  package func mayLearnKey(_ name: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    guard certificates.pins.allow(name) else { return false }
    return certificates.key(from: name, at: now) != nil
      || certificates.mayFetch(name, from: sender, at: now)
  }

  /// Fetches a signing certificate from PayPal's published address.
  package func learnKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    guard certificates.pins.allow(name) else { return false }
    // The fetch for another webhook may have brought it meanwhile.
    if certificates.key(from: name, at: call.now) != nil { return true }
    var request = HTTPRequest(.get, name)
    request.allowsPlainLoopback = api.address.isMock
    request.limits.responseBytes = 65_536
    let response = try request.answer(isRepeatable: false)
    // A temporary failure says nothing about the name.
    guard response.status < 500, response.status != 429 else { return false }
    if response.status == 200, let pem = String(validating: response.body, as: UTF8.self),
      try certificates.keep(pem, from: name, at: call.now)
    {
      return true
    }
    certificates.rest(name, at: call.now)
    return false
  }

  /// Stores learned certificates in a file, so that no start needs a fetch.
  package func keepKeys(in folder: String, at now: Timestamp) throws {
    try certificates.keep(in: folder + "/paypal-certificates.pem", at: now)
  }

  /// Takes a certificate as PayPal publishes it; false unless its address, chain, name and dates
  /// are all right.
  package func keep(_ pem: String, from url: String, at now: Timestamp) -> Bool {
    do {
      return try certificates.keep(pem, from: url, at: now)
    } catch {
      return false
    }
  }
}

/// PayPal's signing certificates that were fetched and verified, by address.
///
/// Only verified ones are stored, so that nobody can displace them by naming others.
final class PayPalCertificateCache: Sendable {
  let pins: PayPalCertificatePins
  private let authorities: PayPalCertificateAuthorities
  private let state = Mutex(State())

  private struct State {
    /// Newest last.
    var kept: [Kept] = []
    var fetches = PayPalCertificateFetches()
    /// The file for them; nil where they are not stored.
    var file: String?
  }

  private struct Kept {
    let url: String
    let pem: String
    let certificate: PayPalCertificate
    /// When it last signed a genuine message; nil before the first.
    var usedAt: Timestamp?
  }

  /// PayPal has one at a time, and two while it replaces one.
  private static let mostKept = 8
  /// The largest size of that file, in bytes.
  private static let largestFile = 1 << 20

  init(pins: PayPalCertificatePins, authorities: PayPalCertificateAuthorities) {
    self.pins = pins
    self.authorities = authorities
  }

  /// The certificates that are known at present.
  var known: [PublicCertificate] { state.withLock { $0.kept.map(\.certificate.certificate) } }

  /// The key of that certificate, if it is known and valid.
  func key(from url: String, at now: Timestamp) -> RSAPublicKey? {
    let found = state.withLock { state in state.kept.first { $0.url == url }?.certificate }
    guard let found, found.certificate.isValid(at: now) else { return nil }
    return found.key
  }

  /// Whether that certificate may be fetched; counts as a fetch if so.
  func mayFetch(_ url: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    state.withLock { $0.fetches.allows(url, from: sender, at: now) }
  }

  /// Remembers that this certificate signed a genuine message, and from which network that came.
  ///
  /// So the certificate in use is never displaced by others of PayPal's that somebody names.
  func noteGenuine(_ url: String, from sender: IPNetwork?, at now: Timestamp) {
    state.withLock { state in
      if let index = state.kept.firstIndex(where: { $0.url == url }) {
        state.kept[index].usedAt = now
      }
      if let sender { state.fetches.know(sender, at: now) }
    }
  }

  /// Rests a name that led to no certificate of PayPal's.
  func rest(_ url: String, at now: Timestamp) {
    state.withLock { $0.fetches.rest(url, at: now) }
  }

  /// Stores learned certificates in a file, and learns those in it.
  ///
  /// Each is judged as if just fetched; a file that cannot be read or written only costs a fetch.
  func keep(in file: String, at now: Timestamp) throws {
    var known: [(url: String, pem: String)] = []
    if FileManager.default.fileExists(atPath: file) {
      let data = try Data(contentsOf: URL(fileURLWithPath: file))
      guard data.count <= Self.largestFile else { throw CocoaError(.fileReadTooLarge) }
      for part in String(decoding: data, as: UTF8.self).split(separator: "# ") {
        let lines = part.split(separator: "\n", maxSplits: 1)
        if lines.count == 2 { known.append((String(lines[0]), String(lines[1]))) }
      }
    }
    for (url, pem) in known.suffix(Self.mostKept) { _ = try keep(pem, from: url, at: now) }
    state.withLock { $0.file = file }
  }

  /// Writes the certificates, which are public and judged again when read: whoever can write the
  /// file can remove some, but add none.
  private func write() throws(ProviderError) {
    let (file, text) = state.withLock { state in
      (state.file, state.kept.map { "# \($0.url)\n\($0.pem)\n" }.joined())
    }
    guard let file else { return }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw .temporary("PayPal's certificates cannot be kept in \(file)")
    }
  }

  /// Takes a certificate; false unless its address, chain, name and dates are right.
  func keep(
    _ pem: String,
    from url: String,
    at now: Timestamp
  ) throws(ProviderError) -> Bool {
    guard pins.allow(url), let certificate = try authorities.certificate(in: pem, at: now) else {
      return false
    }
    state.withLock { state in
      state.kept.removeAll { $0.url == url }
      // One that has signed nothing is removed first: old ones of PayPal's, which anybody can name,
      // never displace the one in use.
      if state.kept.count >= Self.mostKept {
        let first = state.kept.indices.min { one, other in
          (state.kept[one].usedAt?.seconds ?? 0) < (state.kept[other].usedAt?.seconds ?? 0)
        }
        if let first { state.kept.remove(at: first) }
      }
      state.kept.append(Kept(url: url, pem: pem, certificate: certificate))
    }
    try write()
    return true
  }
}

/// Judges certificates that claim to be PayPal's.
struct PayPalCertificateAuthorities: Sendable {
  /// The trusted roots; empty for the system's.
  private let roots: [PublicCertificate]
  /// Known intermediates between a root and PayPal's certificate; trusted only where a root vouches
  /// for them.
  private let links: [PublicCertificate]

  init(_ certificates: [PublicCertificate]) {
    roots = certificates.filter { $0.x509.issuer == $0.x509.subject }
    links = certificates.filter { $0.x509.issuer != $0.x509.subject }
  }

  /// The first certificate of a PEM text; the others are intermediates.
  ///
  /// Nil unless it is valid, issued to a host below paypal.com, and vouched for by a root.
  func certificate(
    in pem: String,
    at now: Timestamp
  ) throws(ProviderError) -> PayPalCertificate? {
    guard let sent = PublicCertificate.all(inPEM: pem), let leaf = sent.first,
      leaf.isNamed(under: ".paypal.com"), let key = RSAPublicKey(leaf)
    else { return nil }
    let chain = CertificateChain(
      roots: roots.isEmpty ? try Self.systemRoots() : roots,
      intermediates: links
    )
    guard chain.trusts(leaf, with: Array(sent.dropFirst()), at: now) else { return nil }
    return PayPalCertificate(certificate: leaf, key: key)
  }

  /// The file of the roots that Debian's programs trust.
  private static let systemPath = "/etc/ssl/certs/ca-certificates.crt"

  /// Reads the system's roots each time, a few times a year, since the system updates them.
  private static func systemRoots() throws(ProviderError) -> [PublicCertificate] {
    let text: String
    do {
      text = try String(contentsOfFile: systemPath, encoding: .utf8)
    } catch {
      throw .refused(
        "expected the system's roots in \(systemPath), found none; install ca-certificates"
      )
    }
    let end = "-----END CERTIFICATE-----"
    // A root that cannot be parsed vouches for nothing.
    return text.split(separator: end).compactMap { PublicCertificate(pem: $0 + end) }
  }
}

/// A verified certificate of PayPal's.
struct PayPalCertificate: Sendable {
  let certificate: PublicCertificate
  let key: RSAPublicKey
}

/// The addresses at which PayPal publishes its signing certificates: nothing else is ever fetched.
///
/// The address comes with the webhook, so its sender chooses it: host and path are pinned to the
/// letter, without user, port, query or any other spelling.
struct PayPalCertificatePins: Sendable {
  /// `https://HOST/v1/notifications/certs/` for each host.
  private let beginnings: [String]

  /// Pins the hosts of the mode, or only the mock's origin.
  init(isLive: Bool, address: ProviderAddress) {
    let hosts =
      isLive
      ? ["api.paypal.com", "api-m.paypal.com"]
      : ["api.sandbox.paypal.com", "api-m.sandbox.paypal.com"]
    let origins = address.isMock ? [address.origin] : hosts.map { "https://\($0)" }
    beginnings = origins.map { $0 + "/v1/notifications/certs/" }
  }

  /// Whether a certificate may be fetched from that address: a pinned beginning, then a plain name.
  func allow(_ url: String) -> Bool {
    guard let beginning = beginnings.first(where: url.hasPrefix) else { return false }
    let name = url.utf8.dropFirst(beginning.utf8.count)
    return (1...200).contains(name.count)
      && name.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}
