extension StringProtocol {
  /// The text made safe for HTML content and for quoted attributes.
  ///
  /// Goes byte by byte: to an escaping that goes by grapheme cluster, a quotation mark with a
  /// combining accent is no quotation mark, but to a browser it is one.
  package var escapedForHTML: String {
    guard utf8.contains(where: { Self.reference(for: $0) != nil }) else { return String(self) }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(utf8.count + 16)
    for byte in utf8 {
      if let reference = Self.reference(for: byte) {
        escaped.append(contentsOf: reference.utf8)
      } else {
        escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func reference(for byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
