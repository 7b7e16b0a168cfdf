import Foundation
import Shop
import X509

/// Judges certificates that say they are PayPal's.
struct PayPalCertificateAuthorities: Sendable {
  /// Roots of our own; empty for the system's.
  private let roots: [PublicCertificate]
  /// Known links between a root and PayPal's certificate: believed only where a root vouches for
  /// them.
  private let links: [PublicCertificate]

  init(_ certificates: [PublicCertificate]) {
    roots = certificates.filter { $0.x509.issuer == $0.x509.subject }
    links = certificates.filter { $0.x509.issuer != $0.x509.subject }
  }

  /// The first certificate of a PEM text, the others being links to a root.
  ///
  /// Nil unless it is valid now, of a host below paypal.com, and a root vouches for it.
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

  /// Where Debian keeps the roots that its programs trust.
  private static let systemPath = "/etc/ssl/certs/ca-certificates.crt"

  /// Read anew each time, a few times a year: the system replaces them by itself.
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
    // A root of a form that is not read here vouches for nobody.
    return text.split(separator: end).compactMap { PublicCertificate(pem: $0 + end) }
  }
}

/// A certificate of PayPal's that was found good.
struct PayPalCertificate: Sendable {
  let certificate: PublicCertificate
  let key: RSAPublicKey
}
