import Crypto
import CryptoExtras
import Foundation
import X509

/// Checks RSA signatures with SHA-256 and PKCS#1 v1.5 padding, the kind that all providers use.
///
/// Holds, always: a key of 2048 bits or more.
struct RSAPublicKey: Equatable, Sendable {
  private let key: _RSA.Signing.PublicKey

  /// Takes a public key as `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE` in PEM, or as the base64
  /// of a key.
  ///
  /// Nil when it is none of them or too short.
  init?(_ text: String) {
    guard let blocks = PEMText.blocks(text) else { return nil }
    if let block = blocks.first {
      guard blocks.count == 1 else { return nil }
      if block.label == "CERTIFICATE" {
        self.init(certificate: block.der)
      } else {
        self.init(der: block.der)
      }
    } else {
      guard let der = PEMText.bytes(base64: text) else { return nil }
      self.init(der: der)
    }
  }

  /// The key of a certificate; nil when it is not an RSA key.
  init?(_ certificate: PublicCertificate) {
    guard let key = _RSA.Signing.PublicKey(certificate.x509.publicKey), key.keySizeInBits >= 2048
    else { return nil }
    self.key = key
  }

  private init?(certificate der: [UInt8]) {
    guard let certificate = PublicCertificate(der: der) else { return nil }
    self.init(certificate)
  }

  private init?(der: [UInt8]) {
    do {
      key = try _RSA.Signing.PublicKey(derRepresentation: der)
    } catch {
      return nil
    }
  }

  static func == (one: RSAPublicKey, other: RSAPublicKey) -> Bool {
    one.key.derRepresentation == other.key.derRepresentation
  }

  /// Whether `signature` is this key's over `message`.
  func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature),
      for: SHA256.hash(data: message),
      padding: .insecurePKCS1v1_5
    )
  }

  /// Whether `signature`, in base64, is this key's over `message`.
  func verifies(base64 signature: some StringProtocol, over message: [UInt8]) -> Bool {
    guard let signature = Data(base64Encoded: String(signature)) else { return false }
    return verifies(Array(signature), over: message)
  }

  /// Whether a certificate belongs to this key.
  func isKey(of certificate: PublicCertificate) -> Bool {
    RSAPublicKey(certificate)?.key.derRepresentation == key.derRepresentation
  }
}

/// Makes RSA signatures with SHA-256 and PKCS#1 v1.5 padding; prints nothing of the key.
struct RSAPrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
  private let key: _RSA.Signing.PrivateKey

  /// Takes `PRIVATE KEY` (PKCS#8) or `RSA PRIVATE KEY` (PKCS#1) in PEM; nil when it is neither or
  /// has less than 2048 bits.
  init?(pem: String) {
    do {
      key = try _RSA.Signing.PrivateKey(pemRepresentation: pem)
    } catch {
      return nil
    }
  }

  var publicKey: RSAPublicKey? { RSAPublicKey(key.publicKey.pemRepresentation) }

  /// The signature over `message`.
  func signature(over message: [UInt8]) throws(ProviderError) -> [UInt8] {
    do {
      let digest = SHA256.hash(data: message)
      return Array(
        try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
      )
    } catch {
      throw .refused("the private key could not sign")
    }
  }

  /// The signature over `message`, in base64.
  func base64Signature(over message: [UInt8]) throws(ProviderError) -> String {
    Data(try signature(over: message)).base64EncodedString()
  }

  var description: String { "<redacted>" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
