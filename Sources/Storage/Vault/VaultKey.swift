import Crypto
import Foundation
import Text

/// The key of the whole vault: 32 random bytes that are stored outside the database.
///
/// Without it the stock is lost. Every other key is derived from it; it prints as `<redacted>`.
package struct VaultKey: Sendable, CustomStringConvertible, CustomReflectable {
  /// Exactly `length` bytes, not all the same.
  let bytes: [UInt8]

  /// In bytes.
  package static let length = 32

  /// Takes a key's bytes; nil unless there are 32, and not all are equal, as in a placeholder.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length, Set(bytes).count > 1 else { return nil }
    self.bytes = bytes
  }

  /// Reads the 64 hexadecimal digits of a key file, which may end in a line break.
  package init?(hex text: String) {
    let digits = Array(text.utf8.reversed().drop { $0 == 10 || $0 == 13 }.reversed())
    guard digits.count == 2 * Self.length, let bytes = [UInt8](hex: digits) else { return nil }
    self.init(bytes: bytes)
  }

  /// A new key, from the caller's source of randomness: the system's, except in tests.
  package init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.length / 8).flatMap { _ in
      withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
    }
  }

  /// The key as its file holds it; the only place that reveals it.
  package var hex: String {
    bytes.hex
  }

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Signs the reports that this vault's commands write, so that others can tell that they were not
/// written by hand.
///
/// Ed25519, derived from the vault's key: there is no further secret to keep, and whoever has the
/// vault can verify every report that it ever signed. The public key reveals nothing of the vault's
/// key.
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

  /// The public key in base64.
  package var publicKey: String { key.publicKey.rawRepresentation.base64EncodedString() }

  /// The signature over a text, in base64.
  package func signature(of text: String) throws -> String {
    try key.signature(for: Data(text.utf8)).base64EncodedString()
  }

  /// Whether a signature over the text is by that key; both in base64.
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
