/// The bytes that a percent-encoded text leaves as they are; any other becomes `%XX`.
package struct PercentEncoding: Sendable {
  private let isKept: [Bool]

  private init(keeping characters: String) {
    let kept = Set((Self.alphanumerics + characters).utf8)
    isKept = (0...UInt8.max).map { kept.contains($0) }
  }

  /// A whole address: what RFC 3986 allows in it stays, and so does a `%`.
  package static let address = PercentEncoding(keeping: "-._~:/?#[]@!$&()*+,;=%")
  /// A name or value in a form or a query: RFC 3986's unreserved characters stay.
  package static let component = PercentEncoding(keeping: "-._~")
  /// The target of a redirect as its writer gave it: only what no address may hold is encoded.
  package static let redirect = PercentEncoding(keeping: "-._~:/?#[]@!$&()*+,;=%'")

  /// The bytes, encoded.
  package func encode(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    var encoded: [UInt8] = []
    for byte in bytes {
      if isKept[Int(byte)] {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
      }
    }
    return encoded
  }

  /// The text, encoded.
  package func encode(_ text: some StringProtocol) -> String {
    String(decoding: encode(text.utf8), as: UTF8.self)
  }

  /// The bytes with `%E6%B8%B8` and the like as bytes again; nil for a broken escape.
  package static func decode(_ bytes: some Collection<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue
      else { return nil }
      decoded.append(high << 4 | low)
    }
    return decoded
  }

  /// The text, decoded; nil for a broken escape or bad UTF-8.
  package static func decode(_ text: some StringProtocol) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    return decode(Array(text.utf8)).flatMap { String(validating: $0, as: UTF8.self) }
  }

  private static let alphanumerics =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let digits = Array("0123456789ABCDEF".utf8)
}
