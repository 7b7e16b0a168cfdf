/// The bytes that a percent-encoded text leaves as they are; any other becomes `%XX`.
package struct PercentEncoding: Sendable {
  private let isKept: [Bool]

  private init(keeping characters: String) {
    let kept = Set((Self.alphanumerics + characters).utf8)
    isKept = (0...UInt8.max).map { kept.contains($0) }
  }

  /// For a whole address: keeps what RFC 3986 allows in one, and `%`.
  package static let address = PercentEncoding(keeping: "-._~:/?#[]@!$&()*+,;=%")
  /// For the path of an address: keeps what RFC 3986 allows in one but `&` and `'`, and keeps `%`.
  package static let path = PercentEncoding(keeping: "-._~!$()*+,;=:@/%")
  /// For a name or value in a form or a query: keeps RFC 3986's unreserved characters.
  package static let component = PercentEncoding(keeping: "-._~")
  /// For the target of a redirect as it was written: encodes only what no address may hold.
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

  /// Decodes escapes such as `%E6%B8%B8`; nil for a broken one.
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
