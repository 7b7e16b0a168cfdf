import Foundation
import Shop
import Synchronization

/// The signing certificates of PayPal that were fetched and found good, by address.
///
/// Only good ones stand here, so that nobody can push them off by naming others.
final class PayPalCertificateCache: Sendable {
  let pins: PayPalCertificatePins
  private let authorities: PayPalCertificateAuthorities
  private let state = Mutex(State())

  private struct State {
    /// The newest last.
    var kept: [Kept] = []
    var fetches = PayPalCertificateFetches()
    /// Where they are kept over restarts; nil where they are not.
    var file: String?
  }

  private struct Kept {
    let url: String
    let pem: String
    let certificate: PayPalCertificate
    /// When it last signed a genuine message; nil before the first.
    var usedAt: Timestamp?
  }

  /// PayPal has one at a time, two while it changes them.
  private static let mostKept = 8
  /// What such a file has at the most, in bytes.
  private static let largestFile = 1 << 20

  init(pins: PayPalCertificatePins, authorities: PayPalCertificateAuthorities) {
    self.pins = pins
    self.authorities = authorities
  }

  /// The certificates that are known now.
  var known: [PublicCertificate] { state.withLock { $0.kept.map(\.certificate.certificate) } }

  /// The key of that certificate, while it is known and valid.
  func key(from url: String, at now: Timestamp) -> RSAPublicKey? {
    let found = state.withLock { state in state.kept.first { $0.url == url }?.certificate }
    guard let found, found.certificate.isValid(at: now) else { return nil }
    return found.key
  }

  /// Whether that certificate may be fetched now; counts as a fetch if so.
  func mayFetch(_ url: String, from sender: IPNetwork?, at now: Timestamp) -> Bool {
    state.withLock { $0.fetches.allows(url, from: sender, at: now) }
  }

  /// Remembers that this certificate signed a genuine message, and where that came from.
  ///
  /// So the one that is in use is never pushed off by others of PayPal's that somebody names.
  func noteGenuine(_ url: String, from sender: IPNetwork?, at now: Timestamp) {
    state.withLock { state in
      if let index = state.kept.firstIndex(where: { $0.url == url }) {
        state.kept[index].usedAt = now
      }
      if let sender { state.fetches.know(sender, at: now) }
    }
  }

  /// Lets a name rest that led to no certificate of PayPal's.
  func rest(_ url: String, at now: Timestamp) {
    state.withLock { $0.fetches.rest(url, at: now) }
  }

  /// Keeps what is learned in a file from now on, and learns what stands in it.
  ///
  /// What stands there is judged as if it had just been fetched; a file that cannot be read or
  /// written costs a fetch, and nothing else.
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

  /// The certificates are public, and judged again when they are read: whoever can write the file
  /// can take some away, and add none.
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

  /// Takes a certificate; false unless its address, its chain, its name and its dates are good.
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
      // One that has signed nothing makes room first: old ones of PayPal's, which anybody can name,
      // never take the place of the one in use.
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
