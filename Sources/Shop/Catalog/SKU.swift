/// A stock-keeping unit: the key shared by the Markdown, `catalog.json` and the stock of codes.
///
/// 1 to 64 characters, each `A`–`Z`, `0`–`9` or `-`, beginning and ending with a letter or digit.
package struct SKU: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// As in the Markdown, `catalog.json` and the database.
  package let text: String

  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let isAlphanumeric = { (byte: UInt8) in (48...57).contains(byte) || (65...90).contains(byte) }
    guard (1...64).contains(bytes.count),
      bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") }),
      let first = bytes.first, let last = bytes.last,
      isAlphanumeric(first), isAlphanumeric(last)
    else { return nil }
    self.text = text
  }

  /// The text.
  package var description: String { text }

  /// Orders by bytes.
  package static func < (left: SKU, right: SKU) -> Bool { left.text < right.text }
}
