/// Tells line by line which lines of a text are fenced code or a comment of several lines.
///
/// It applies CommonMark's rules for fences and comments outside of lists and quotes, since its
/// callers ask about lines at the left edge, which are in neither.
struct VerbatimLines {
  private enum State {
    case text
    case code(fence: UInt8, length: Int)
    case comment
  }

  private var state = State.text

  /// Reads the next line; returns whether it is code, a fence, or part of a comment.
  mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
    let content = line.drop { $0 == UInt8(ascii: " ") }
    let indent = line.count - content.count
    switch state {
    case .text:
      guard indent < 4 else { return false }
      if let fence = Self.fence(content) {
        state = .code(fence: fence.byte, length: fence.length)
        return true
      }
      guard content.starts(with: "<!--".utf8) else { return false }
      if !Self.endsComment(content) { state = .comment }
      return true
    case .code(let fence, let length):
      let run = content.prefix { $0 == fence }
      let isBlank = content.dropFirst(run.count).allSatisfy {
        [0x20, 0x09, 0x0D, 0x0A].contains($0)
      }
      if indent < 4, run.count >= length, isBlank { state = .text }
      return true
    case .comment:
      if Self.endsComment(content) { state = .text }
      return true
    }
  }

  /// A line's fence: three or more backticks or tildes; nil if backticks follow backticks.
  private static func fence(_ content: ArraySlice<UInt8>) -> (byte: UInt8, length: Int)? {
    guard let byte = content.first, byte == backtick || byte == UInt8(ascii: "~") else {
      return nil
    }
    let run = content.prefix { $0 == byte }
    guard run.count >= 3 else { return nil }
    if byte == backtick, content.dropFirst(run.count).contains(backtick) { return nil }
    return (byte, run.count)
  }

  private static func endsComment(_ content: ArraySlice<UInt8>) -> Bool {
    String(decoding: content, as: UTF8.self).contains("-->")
  }

  private static let backtick = UInt8(ascii: "`")
}
