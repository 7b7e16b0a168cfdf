import CryptoExtras
import Foundation
import Shop
import SwiftASN1
import X509

/// Judges certificates that say they are PayPal's.
struct PayPalCertificateAuthorities: Sendable {
  /// Roots of our own; empty for the system's.
  private let roots: [Certificate]
  /// Known links between a root and PayPal's certificate: believed only where a root vouches for
  /// them.
  private let links: [Certificate]

  /// Where Debian keeps the roots that its programs trust.
  private static let systemRoots = "/etc/ssl/certs/ca-certificates.crt"

  /// Takes the texts of PEM files.
  init(_ files: [String]) throws(SettingFault) {
    var certificates: [Certificate] = []
    for file in files {
      do {
        certificates += try Self.certificates(in: file)
      } catch {
        throw SettingFault(
          "authorities_files",
          expected: "certificates in PEM",
          found: "something else",
          remedy: "leave it out, except for the mock provider"
        )
      }
    }
    roots = certificates.filter { $0.issuer == $0.subject }
    links = certificates.filter { $0.issuer != $0.subject }
  }

  /// The key of the first certificate of a PEM text, the others being links to a root.
  ///
  /// Nil unless a root vouches for it, it is of a host below paypal.com, and it is valid now.
  func key(in pem: String, at now: Timestamp) -> PayPalCertificateKey? {
    do {
      let sent = try Self.certificates(in: pem)
      guard let leaf = sent.first, try leaf.isOfHost(below: "paypal.com"),
        let key = _RSA.Signing.PublicKey(leaf.publicKey)
      else { return nil }
      let chain = CertificateChain(
        roots: roots.isEmpty ? try Self.system() : roots,
        links: Array(sent.dropFirst()) + links,
        seconds: now.seconds
      )
      guard let validity = try chain.validity(of: leaf) else { return nil }
      return PayPalCertificateKey(key: key, validity: validity)
    } catch {
      return nil
    }
  }

  private static func certificates(in pem: String) throws -> [Certificate] {
    try PEMDocument.parseMultiple(pemString: pem).filter { $0.discriminator == "CERTIFICATE" }
      .map { try Certificate(pemDocument: $0) }
  }

  /// Read anew each time, which is a few times a year: the system replaces them by itself.
  private static func system() throws -> [Certificate] {
    let text = try String(contentsOfFile: systemRoots, encoding: .utf8)
    return try PEMDocument.parseMultiple(pemString: text).compactMap { document in
      // A root of a form that is not read here vouches for nobody.
      do { return try Certificate(pemDocument: document) } catch { return nil }
    }
  }
}

/// Looks for a root that vouches for a certificate.
private struct CertificateChain {
  let roots: [Certificate]
  let links: [Certificate]
  /// When all of them have to be valid.
  let seconds: Int64

  private static let mostLinks = 4

  /// When the certificate and all above it are valid; nil where no root vouches for it now.
  func validity(of certificate: Certificate, below depth: Int = 0) throws -> ClosedRange<Int64>? {
    guard depth <= Self.mostLinks, let own = certificate.validity, own.contains(seconds),
      certificate.hasStrongSignature, certificate.hasKnownExtensions
    else { return nil }
    for root in roots where try isIssuer(root, of: certificate, below: depth) {
      if let above = root.validity, above.contains(seconds) { return own.clamped(to: above) }
    }
    for link in links where try isIssuer(link, of: certificate, below: depth) {
      if let above = try validity(of: link, below: depth + 1) { return own.clamped(to: above) }
    }
    return nil
  }

  /// Whether that certificate may issue others, and has issued this one.
  private func isIssuer(
    _ issuer: Certificate,
    of certificate: Certificate,
    below depth: Int
  ) throws -> Bool {
    guard issuer.subject == certificate.issuer,
      case .isCertificateAuthority(let most) = try issuer.extensions.basicConstraints,
      most.map({ depth <= $0 }) ?? true,
      try issuer.extensions.keyUsage?.keyCertSign ?? true
    else { return false }
    return issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
  }
}

extension Certificate {
  fileprivate var validity: ClosedRange<Int64>? {
    let start = Int64(notValidBefore.timeIntervalSince1970)
    let end = Int64(notValidAfter.timeIntervalSince1970)
    return start <= end ? start...end : nil
  }

  /// No SHA-1: whoever finds a collision could have a certificate of any name.
  fileprivate var hasStrongSignature: Bool { signatureAlgorithm != .sha1WithRSAEncryption }

  /// Whether nothing critical is in it that is not looked at here.
  fileprivate var hasKnownExtensions: Bool {
    let known: Set<ASN1ObjectIdentifier> = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
    ]
    return extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
  }

  /// Whether one of its DNS names is a host below that domain.
  fileprivate func isOfHost(below domain: String) throws -> Bool {
    (try extensions.subjectAlternativeNames ?? SubjectAlternativeNames()).contains { name in
      guard case .dnsName(let host) = name else { return false }
      return host.lowercased().hasSuffix("." + domain)
    }
  }
}
