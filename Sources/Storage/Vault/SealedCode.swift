import Foundation
import Shop

/// A card code as it lies in the file, bound to its fingerprint and so to its row.
///
/// One byte for the length of the PIN plus one, or 0 for none; the PIN; the code.
enum SealedCode {
  static func seal(_ code: CardCode, fingerprint: Data, with sealing: Sealing) throws -> Data {
    var plain = [UInt8((code.pin?.utf8.count).map { $0 + 1 } ?? 0)]
    plain += Array((code.pin ?? "").utf8)
    plain += Array(code.code.utf8)
    return try sealing.seal(plain, as: .code, of: fingerprint.base64EncodedString())
  }

  static func open(
    _ sealed: Data,
    fingerprint: Data,
    with sealing: Sealing
  ) throws -> CardCode {
    let plain = try sealing.open(sealed, as: .code, of: fingerprint.base64EncodedString())
    let pinLength = Int(plain.first ?? 0) - 1
    let pin = plain.dropFirst().prefix(max(pinLength, 0))
    let code = plain.dropFirst(1 + max(pinLength, 0))
    guard
      let opened = CardCode(
        code: String(decoding: code, as: UTF8.self),
        pin: pinLength < 0 ? nil : String(decoding: pin, as: UTF8.self)
      )
    else { throw StoreError.failed("a sealed code cannot be read") }
    return opened
  }
}
