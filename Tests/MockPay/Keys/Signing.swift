package import CryptoExtras
import Foundation

/// RSA PKCS#1 v1.5 with SHA-256, which four of the providers use.
package enum Signing {
  /// A signature in base64.
  package static func sign(
    _ bytes: some Sequence<UInt8>,
    with key: _RSA.Signing.PrivateKey
  ) throws -> String {
    let signature = try key.signature(for: Data(bytes), padding: .insecurePKCS1v1_5)
    return signature.rawRepresentation.base64EncodedString()
  }

  /// Whether a signature in base64 fits.
  package static func fits(
    _ signature: String,
    _ bytes: some Sequence<UInt8>,
    key: _RSA.Signing.PublicKey
  ) -> Bool {
    guard let raw = Data(base64Encoded: signature) else { return false }
    return key.isValidSignature(
      .init(rawRepresentation: raw),
      for: Data(bytes),
      padding: .insecurePKCS1v1_5
    )
  }
}
