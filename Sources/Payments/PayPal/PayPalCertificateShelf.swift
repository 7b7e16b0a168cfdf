import Foundation
import Shop
import Synchronization

/// The signing certificates of PayPal that were fetched and found good, by address.
///
/// Only good ones stand here, so that nobody can push them off by naming others.
final class PayPalCertificateShelf: Sendable {
  let pins: PayPalCertificatePins
  private let authorities: PayPalCertificateAuthorities
  private let state = Mutex(State())

  private struct State {
    /// The newest last.
    var kept: [(url: String, pem: String, certificate: PayPalCertificate)] = []
    var fetches = PayPalCertificateFetches()
    /// Where they are kept over restarts; nil where they are not.
    var file: String?
  }

  /// PayPal has one at a time, two while it changes them.
  private static let mostKept = 8
  /// What such a file has at the most, in bytes.
  private static let largestFile = 1 << 20

  init(pins: PayPalCertificatePins, authorities: PayPalCertificateAuthorities) {
    self.pins = pins
    self.authorities = authorities
  }

  /// The key of that certificate, while it is known and valid.
  func key(from url: String, at now: Timestamp) -> RSAPublicKey? {
    let found = state.withLock { state in state.kept.first { $0.url == url }?.certificate }
    guard let found, found.certificate.isValid(at: now) else { return nil }
    return found.key
  }

  /// Whether that certificate may be fetched now; counts as a fetch if so.
  func mayFetch(_ url: String, at now: Timestamp) -> Bool {
    state.withLock { $0.fetches.allows(url, at: now) }
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
      state.kept.append((url, pem, certificate))
      if state.kept.count > Self.mostKept { state.kept.removeFirst() }
    }
    try write()
    return true
  }
}
