import Crypto
import Foundation

/// Signs the reports that this vault's commands write, so that somebody else can tell that they
/// were not written by hand.
///
/// Ed25519, derived from the vault's key: there is nothing more to keep, and whoever has the vault
/// can verify every report that it ever signed. The public key says nothing of the vault's.
package struct ReportKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  package init(_ vault: VaultKey) throws {
    let seed = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: vault.bytes),
      info: Data("cardstock/1/sign/report".utf8),
      outputByteCount: 32
    )
    key = try Curve25519.Signing.PrivateKey(
      rawRepresentation: seed.withUnsafeBytes { Data($0) }
    )
  }

  /// In base64.
  package var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

  /// The signature over a text, in base64.
  package func signature(of text: String) throws -> String {
    try key.signature(for: Data(text.utf8)).base64EncodedString()
  }

  /// Whether a signature is that key's over the text; both in base64.
  package static func isSigned(_ text: String, _ signature: String, by publicKey: String) -> Bool {
    guard let raw = Data(base64Encoded: publicKey), let bytes = Data(base64Encoded: signature)
    else { return false }
    do {
      let key = try Curve25519.Signing.PublicKey(rawRepresentation: raw)
      return key.isValidSignature(bytes, for: Data(text.utf8))
    } catch {
      return false
    }
  }
}
