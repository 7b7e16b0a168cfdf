import Crypto
import Foundation
import Shop

/// The MD5 of the sorted fields with the key behind them, in lower-case hexadecimal.
struct EPaySignature {
  private let digest: Insecure.MD5Digest

  init(_ form: SignedForm, key: Secret) {
    digest = Insecure.MD5.hash(data: Self.signedBytes(of: form) + Array(key.text.utf8))
  }

  /// What both kinds of signature are made over.
  static func signedBytes(of form: SignedForm) -> [UInt8] {
    form.signedBytes(leavingOut: ["sign", "sign_type"], droppingEmpty: true)
  }

  var text: String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// Whether that is this signature; the comparison takes the same time for any.
  func matches(_ text: String) -> Bool {
    let digits = Array(text.utf8)
    let isHex = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    guard digits.count == 32, isHex else { return false }
    let nibble = { (digit: UInt8) in digit < 58 ? digit - 48 : digit - 87 }
    let bytes = stride(from: 0, to: 32, by: 2).map { index in
      nibble(digits[index]) << 4 | nibble(digits[index + 1])
    }
    return digest == Data(bytes)
  }
}
