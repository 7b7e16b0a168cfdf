import Crypto
import Foundation
import Shop

/// Opens what WeChat Pay seals with the merchant's APIv3 key: AES-256-GCM.
struct WeChatPaySeal: Sendable {
  private let key: SymmetricKey

  /// Takes the APIv3 key: 32 characters of ASCII, used as the bytes that they are.
  init?(_ secret: Secret) {
    let bytes = Array(secret.text.utf8)
    guard bytes.count == 32, bytes.allSatisfy({ $0 < 128 }) else { return nil }
    key = SymmetricKey(data: bytes)
  }

  private static let algorithm = "AEAD_AES_256_GCM"

  /// The bytes of a sealed resource; refused when it was not sealed with this key.
  func open(_ resource: WeChatPaySealedDocument) throws(WebhookRefusal) -> [UInt8] {
    let nonce = Array(resource.nonce.utf8)
    guard resource.algorithm == Self.algorithm, nonce.count == 12,
      let sealed = Data(base64Encoded: resource.ciphertext), sealed.count >= 16
    else { throw .malformed }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce),
        ciphertext: sealed.dropLast(16),
        tag: sealed.suffix(16)
      )
      let known = Data((resource.associatedData ?? "").utf8)
      return Array(try AES.GCM.open(box, using: key, authenticating: known))
    } catch {
      throw .malformed
    }
  }
}

/// A resource that is sealed, in webhooks and in the list of certificates.
struct WeChatPaySealedDocument: Decodable {
  let algorithm: String
  let ciphertext: String
  /// May be missing or empty.
  let associatedData: String?
  let nonce: String

  enum CodingKeys: String, CodingKey {
    case algorithm, ciphertext, nonce
    case associatedData = "associated_data"
  }
}
