import Crypto
import CryptoExtras
import Shop

/// The key of a certificate of PayPal's that was found good.
struct PayPalCertificateKey: Sendable {
  let key: _RSA.Signing.PublicKey
  /// When the certificate, and all that vouch for it, are valid.
  let validity: ClosedRange<Int64>

  func isValid(at now: Timestamp) -> Bool { validity.contains(now.seconds) }

  /// RSA PKCS #1 v1.5 with SHA-256.
  func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature),
      for: SHA256.hash(data: message),
      padding: .insecurePKCS1v1_5
    )
  }
}
