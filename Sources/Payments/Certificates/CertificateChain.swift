import Shop
import SwiftASN1
import X509

/// Decides whether a certificate was issued under roots that we chose.
///
/// A pure check of the path: names, signatures, validity, who may issue, and depth. Nothing is
/// fetched, so revoked certificates are not recognized.
struct CertificateChain: Sendable {
  private let roots: [PublicCertificate]
  private let intermediates: [PublicCertificate]
  private let allowsSHA1: Bool

  /// Takes the trusted roots and the intermediates that are known beforehand.
  ///
  /// `allowsSHA1` is only for a provider's test environment, since SHA-1 certificates can be
  /// forged.
  init(
    roots: [PublicCertificate],
    intermediates: [PublicCertificate] = [],
    allowsSHA1: Bool = false
  ) {
    self.roots = roots
    self.intermediates = intermediates
    self.allowsSHA1 = allowsSHA1
  }

  /// More than the path of any provider; also bounds the work on a stranger's certificates.
  private static let mostIntermediates = 4
  private static let mostCandidates = 16

  /// Whether a path of valid certificates leads from `leaf` to a root, possibly over certificates
  /// that came with it.
  func trusts(
    _ leaf: PublicCertificate,
    with sent: [PublicCertificate] = [],
    at now: Timestamp
  ) -> Bool {
    let candidates = intermediates + sent.prefix(Self.mostCandidates)
    return leaf.isValid(at: now) && leaf.hasNoUnknownDuty
      && leads(leaf, over: candidates, below: 0, at: now)
  }

  /// `depth` counts the intermediates between `certificate` and the leaf, itself included.
  private func leads(
    _ certificate: PublicCertificate,
    over candidates: [PublicCertificate],
    below depth: Int,
    at now: Timestamp
  ) -> Bool {
    let isRooted = roots.contains { root in
      root.isValid(at: now) && root.mayIssue(below: depth, isPinned: true)
        && issued(certificate, by: root)
    }
    if isRooted { return true }
    guard depth < Self.mostIntermediates else { return false }
    return candidates.contains { issuer in
      issuer.isValid(at: now) && issuer.mayIssue(below: depth, isPinned: false)
        && issued(certificate, by: issuer)
        && leads(issuer, over: candidates.filter { $0 != issuer }, below: depth + 1, at: now)
    }
  }

  private func issued(_ certificate: PublicCertificate, by issuer: PublicCertificate) -> Bool {
    guard certificate.x509.issuer == issuer.x509.subject, hasGoodHash(certificate) else {
      return false
    }
    return issuer.x509.publicKey.isValidSignature(
      certificate.x509.signature,
      for: certificate.x509
    )
  }

  private func hasGoodHash(_ certificate: PublicCertificate) -> Bool {
    switch certificate.x509.signatureAlgorithm {
    case .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
      .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512:
      true
    case .sha1WithRSAEncryption: allowsSHA1
    default: false
    }
  }
}

extension PublicCertificate {
  /// Whether it may issue certificates with `depth` intermediates between it and the leaf.
  ///
  /// A pinned root need not say so itself; roots of X.509 version 1 cannot.
  fileprivate func mayIssue(below depth: Int, isPinned: Bool) -> Bool {
    do {
      if let usage = try x509.extensions.keyUsage, !usage.keyCertSign { return false }
      switch try x509.extensions.basicConstraints {
      case .isCertificateAuthority(let longest):
        return hasNoUnknownDuty && longest.map { depth <= $0 } ?? true
      case .notCertificateAuthority: return false
      case nil: return isPinned && hasNoUnknownDuty
      }
    } catch {
      return false
    }
  }

  /// Whether it has no critical extension that this check does not handle: RFC 5280, section 4.2.
  fileprivate var hasNoUnknownDuty: Bool {
    x509.extensions.allSatisfy { !$0.critical || Self.heeded.contains($0.oid) }
  }

  private static let heeded: Set<ASN1ObjectIdentifier> = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
    .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
  ]
}
