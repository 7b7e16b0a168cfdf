import Crypto
import Foundation

/// AES-256-GCM under the key that both sides know.
package enum WeChatSeal {
  /// The tag follows the ciphertext; both together are base64.
  package static func seal(
    _ plain: [UInt8],
    key: String,
    nonce: String,
    associated: String
  ) throws -> String {
    let box = try AES.GCM.seal(
      plain,
      using: SymmetricKey(data: Data(key.utf8)),
      nonce: AES.GCM.Nonce(data: Data(nonce.utf8)),
      authenticating: Data(associated.utf8)
    )
    return (box.ciphertext + box.tag).base64EncodedString()
  }

  /// The object in which sealed content travels.
  static func resource(
    _ plain: [UInt8],
    key: String,
    type: String
  ) throws -> JsonDocument {
    let nonce = Chance.text(12)
    return [
      "algorithm": "AEAD_AES_256_GCM",
      "original_type": .text(type),
      "associated_data": .text(type),
      "nonce": .text(nonce),
      "ciphertext": .text(try seal(plain, key: key, nonce: nonce, associated: type)),
    ]
  }
}
