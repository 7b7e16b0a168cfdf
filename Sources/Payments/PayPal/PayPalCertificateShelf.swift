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
    var kept: [(url: String, certificate: PayPalCertificate)] = []
    var fetches: [Timestamp] = []
  }

  /// PayPal has one at a time, two while it changes them.
  private static let mostKept = 8
  private static let mostFetchesPerMinute = 5

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

  /// Whether a certificate may be fetched now; counts as a fetch if so.
  func mayFetch(at now: Timestamp) -> Bool {
    state.withLock { state in
      state.fetches.removeAll { $0 <= now.advanced(seconds: -60) || $0 > now }
      guard state.fetches.count < Self.mostFetchesPerMinute else { return false }
      state.fetches.append(now)
      return true
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
      state.kept.append((url, certificate))
      if state.kept.count > Self.mostKept { state.kept.removeFirst() }
    }
    return true
  }
}
