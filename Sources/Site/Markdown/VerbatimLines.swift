/// Follows a text line by line and tells which lines are code between fences or a long comment.
///
/// Of CommonMark's rules it knows those for fences and comments outside of lists and quotes: what
/// stands at the left edge is in neither.
struct VerbatimLines {
  private enum State {
    case text
    case code(fence: UInt8, length: Int)
    case comment
  }

  private var state = State.text

  /// Takes the next line and returns whether it is code or part of a comment, the fences too.
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

  /// Three or more backticks or tildes; no backtick may follow backticks.
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
