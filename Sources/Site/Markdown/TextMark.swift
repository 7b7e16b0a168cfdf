/// A character that a text does not contain and that means nothing to Markdown.
///
/// One of Unicode's noncharacters U+FDD0 to U+FDEF, which are for use inside a program. cmark takes
/// it for a letter, so that it can stand for something in a text that is parsed.
struct TextMark: Sendable {
  /// In UTF-8: always three.
  let bytes: [UInt8]

  init(absentFrom text: ArraySlice<UInt8>) {
    var isTaken = [Bool](repeating: false, count: 0x20)
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: 0xEF) {
      if start + 2 < text.endIndex, text[start + 1] == 0xB7, 0x90...0xAF ~= text[start + 2] {
        isTaken[Int(text[start + 2]) - 0x90] = true
      }
      index = start + 1
    }
    // A text that has them all is no text; it may lose one of them.
    let number = isTaken.firstIndex(of: false) ?? 0
    bytes = [0xEF, 0xB7, 0x90 + UInt8(number)]
  }

  /// Whether a text has it.
  func isIn(_ text: some Collection<UInt8>) -> Bool {
    var matched = 0
    for byte in text {
      matched = byte == bytes[matched] ? matched + 1 : byte == bytes[0] ? 1 : 0
      if matched == bytes.count { return true }
    }
    return false
  }

  /// The text without it.
  func removed(from text: some Collection<UInt8>) -> [UInt8] {
    var rest: [UInt8] = []
    for byte in text {
      rest.append(byte)
      if byte == bytes[2], rest.suffix(3).elementsEqual(bytes) { rest.removeLast(3) }
    }
    return rest
  }
}
