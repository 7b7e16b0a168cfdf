import Shop
import Text

/// A text in which lines `:::…` are replaced by comments, which cmark makes nodes, and the meaning
/// of those lines.
///
/// Such a line begins at the left edge, outside of fenced code. Line numbers do not change.
struct BlockLines: Sendable {
  /// The meaning of a line.
  enum Line: Equatable, Sendable {
    case opening(MarkdownBlock)
    case closing(MarkdownBlock)
  }

  /// A fault of a line.
  struct Fault: Sendable {
    /// The line's number in the text, from 1.
    let line: Int
    let message: String
    let hint: String?
  }

  /// The text to parse.
  private(set) var bytes: ArraySlice<UInt8>
  /// The lines in the text's order; a comment's number is the index here.
  private(set) var lines: [(number: Int, line: Line)] = []
  private(set) var faults: [Fault] = []
  /// By how many characters the text of a line is further right than in the file, by line.
  private(set) var moved: [Int: Int] = [:]
  private let mark: TextMark

  /// The blocks without their closing `:::`.
  private var open: [(block: MarkdownBlock, line: Int)] = []
  /// Whether a line was refused, so that it is not clear which `:::` ends which block.
  private var isUnsure = false

  /// How deep blocks may be nested.
  private static let deepest = 2

  init(_ text: ArraySlice<UInt8>, mark: TextMark) {
    bytes = text
    self.mark = mark
    if Self.mayHaveBlocks(text) {
      rewrite(text)
      if lines.isEmpty, faults.isEmpty, moved.isEmpty { bytes = text }
    }
    keepTextBehindComments()
  }

  /// The line that a comment stands for; nil for a comment of the author.
  func line(ofComment literal: some Collection<UInt8>) -> Line? {
    let prefix = Array("<!--".utf8) + mark.bytes
    guard literal.starts(with: prefix) else { return nil }
    let digits = literal.dropFirst(prefix.count).prefix { (48...57).contains($0) }
    guard let index = Int(String(decoding: digits, as: UTF8.self)), lines.indices.contains(index)
    else { return nil }
    return lines[index].line
  }

  private static func mayHaveBlocks(_ text: ArraySlice<UInt8>) -> Bool {
    var isAtStart = true
    for (index, byte) in zip(text.indices, text) {
      if isAtStart, byte == colon || byte == 0xEF, marker(of: text[index...]) != nil { return true }
      if isAtStart, byte == UInt8(ascii: "#") || byte == 0xEF { return true }
      isAtStart = byte == newline || isAtStart && byte == UInt8(ascii: " ")
    }
    return false
  }

  private mutating func rewrite(_ text: ArraySlice<UInt8>) {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + 64)
    var code = VerbatimLines()
    var number = 0
    var rest = text
    while !rest.isEmpty {
      number += 1
      let end = rest.firstIndex(of: newline).map { $0 + 1 } ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[end...]
      let isVerbatim = code.take(line)
      guard !isVerbatim, let marker = Self.marker(of: line) else {
        result += isVerbatim ? line : headingLine(line, number)
        continue
      }
      let read = read(line.dropFirst(marker.count), isFullWidth: marker.isFullWidth, number)
      if let read {
        result += "<!--".utf8 + mark.bytes + "\(lines.count)-->".utf8
        lines.append((number, read))
      }
      if line.last == newline { result.append(newline) }
    }
    for (block, line) in open where !isUnsure {
      fault(line, "expected a line `:::` that ends `\(block.name)`, found none; write it below")
    }
    bytes = result[...]
  }

  /// Rewrites `##标题`, `＃＃ 标题`, `##　标题` and `## 标题##` as headings that cmark reads.
  ///
  /// One hash without a blank is not changed: `#1 客服`, `#steam`, `# C#`.
  private mutating func headingLine(
    _ line: ArraySlice<UInt8>,
    _ number: Int
  ) -> ArraySlice<UInt8> {
    guard let first = line.first(where: { $0 != UInt8(ascii: " ") }),
      first == UInt8(ascii: "#") || first == 0xEF
    else { return line }
    let text = String(decoding: line, as: UTF8.self).unicodeScalars
    let indent = text.prefix { $0 == " " }
    let hashes = text[indent.endIndex...].prefix { $0 == "#" || $0 == "＃" }
    let blanks = text[hashes.endIndex...].prefix { " \t\u{A0}\u{3000}".unicodeScalars.contains($0) }
    guard indent.count < 4, 1...6 ~= hashes.count, blanks.endIndex < text.endIndex,
      !text[blanks.endIndex].properties.isWhitespace
    else { return line }
    let isRead = !hashes.contains("＃") && blanks.first.map { $0 == " " || $0 == "\t" } ?? false
    let end = line.last == newline ? [newline] : []
    let rest = text[blanks.endIndex...].dropLast(end.count)
    let title = Self.withoutClosing(rest, hashes.count)
    guard isRead ? title.endIndex < rest.endIndex : hashes.count > 1 || !blanks.isEmpty else {
      return line
    }
    let head =
      String(repeating: " ", count: indent.count)
      + String(repeating: "#", count: hashes.count) + " "
    moved[number] = head.utf8.count - text[..<blanks.endIndex].count
    return ArraySlice(Array(head.utf8) + Array(String(title).utf8) + end)
  }

  /// A heading's text without the hashes that close it.
  ///
  /// They are as many as at its beginning, or in full width behind a blank; `＃新春活动＃` keeps its
  /// own.
  private static func withoutClosing(
    _ text: Substring.UnicodeScalarView,
    _ count: Int
  ) -> Substring.UnicodeScalarView {
    guard let last = text.lastIndex(where: { !$0.properties.isWhitespace }) else { return text }
    let whole = text[...last]
    let closing = whole.reversed().prefix { $0 == "#" || $0 == "＃" }.count
    let title = whole.dropLast(closing)
    guard closing > 0, let before = title.last, before != "\\",
      closing == count && count > 1
        || before.properties.isWhitespace && whole.suffix(closing).contains("＃")
    else { return text }
    return title
  }

  /// Removes each comment that has text behind it, which Markdown would leave out with the comment.
  private mutating func keepTextBehindComments() {
    // A comment behind another is found when that one is gone.
    for _ in 0..<Self.mostComments where Self.mayHaveTextBehindComment(bytes) {
      let tree = MarkdownTree(parsing: bytes)
      let comments = tree.withRoot { $0.commentsBeforeText }
        .filter { line(ofComment: $0.literal) == nil }
      guard !comments.isEmpty else { return }
      remove(
        Set(comments.flatMap { Array($0.lines) }),
        firsts: Set(comments.map(\.lines.lowerBound))
      )
    }
  }

  private mutating func remove(_ comments: Set<Int>, firsts: Set<Int>) {
    var result: [UInt8] = []
    var number = 0
    for line in bytes.split(separator: newline, omittingEmptySubsequences: false) {
      number += 1
      if number > 1 { result.append(newline) }
      guard comments.contains(number) else {
        result += line
        continue
      }
      let isFirst = firsts.contains(number)
      let start =
        isFirst
        ? line.firstBytes(opening)?.lowerBound ?? line.startIndex
        : line.firstIndex { !" \t>".utf8.contains($0) } ?? line.endIndex
      result += line[..<start]
      let search = isFirst ? min(start + 2, line.endIndex) : start
      guard let end = line[search...].firstBytes(ending) else { continue }
      let rest = line[end.upperBound...].drop { $0 == UInt8(ascii: " ") }
      result += rest
      moved[number, default: 0] -=
        String(decoding: line[start..<rest.startIndex], as: UTF8.self)
        .unicodeScalars.count
    }
    bytes = result[...]
  }

  private static func mayHaveTextBehindComment(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    while let end = rest.firstBytes(ending) {
      rest = rest[end.upperBound...]
      if let next = rest.first(where: { $0 != UInt8(ascii: " ") && $0 != 0x0D }), next != newline {
        return true
      }
    }
    return false
  }

  /// How many comments one behind the other are removed.
  private static let mostComments = 8

  private mutating func read(
    _ rest: ArraySlice<UInt8>,
    isFullWidth: Bool,
    _ number: Int
  ) -> Line? {
    let text = String(decoding: rest, as: UTF8.self).trimmingBlanks
    guard !isFullWidth else {
      isUnsure = true
      fault(
        number,
        "expected `:::`, found full-width colons; write them in half width",
        hint: "did you mean `:::\(text)`?"
      )
      return nil
    }
    guard !text.isEmpty else {
      guard let last = open.popLast() else {
        if !isUnsure {
          fault(number, "expected a block that `:::` ends, found none open; remove the line")
        }
        return nil
      }
      return .closing(last.block)
    }
    do throws(MarkdownBlockRefusal) {
      let block = try MarkdownBlock(reading: text)
      guard block.hasBody else { return .opening(block) }
      open.append((block, number))
      if open.count > Self.deepest {
        fault(
          number,
          "expected at most \(Self.deepest) blocks in one another, found more; "
            + "end one with `:::` before"
        )
      }
      return .opening(block)
    } catch {
      isUnsure = true
      fault(number, error.message, hint: error.hint)
      return nil
    }
  }

  private mutating func fault(_ line: Int, _ message: String, hint: String? = nil) {
    faults.append(Fault(line: line, message: message, hint: hint))
  }

  /// The `:::` or `：：：` at a line's beginning; nil when there is none.
  private static func marker(
    of line: ArraySlice<UInt8>
  ) -> (count: Int, isFullWidth: Bool)? {
    if line.starts(with: halfWidth) { return (halfWidth.count, false) }
    return line.starts(with: fullWidth) ? (fullWidth.count, true) : nil
  }

  private static let halfWidth = Array(":::".utf8)
  private static let fullWidth = Array("：：：".utf8)
}

private let newline = UInt8(ascii: "\n")
private let colon = UInt8(ascii: ":")
private let opening = Array("<!--".utf8)
private let ending = Array("-->".utf8)

extension MarkdownNode {
  /// The comments with text behind their end, and their lines.
  fileprivate var commentsBeforeText: [(lines: ClosedRange<Int>, literal: [UInt8])] {
    var found: [(lines: ClosedRange<Int>, literal: [UInt8])] = []
    walk { node, isEntering in
      guard isEntering, case .rawBlock = node.kind else { return true }
      let literal = Array(node.literal.drop { $0 == UInt8(ascii: " ") })
      guard literal.starts(with: opening), let end = literal[2...].firstBytes(ending) else {
        return true
      }
      let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
      guard !literal[end.upperBound...].allSatisfy(isBlank) else { return true }
      let last = node.line + literal[..<end.lowerBound].count { $0 == newline }
      found.append((node.line...last, literal))
      return true
    }
    return found
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

extension BlockLines {
  /// The faults as problems of the file.
  func problems(in file: ContentFile) -> [ContentProblem] {
    faults.map { fault in
      file.source.problem(
        at: Position(line: file.bodyLine + fault.line - 1, column: 1),
        fault.message,
        hint: fault.hint
      )
    }
  }

  /// A warning for each `:::steps` without a numbered list.
  func warnings(in root: MarkdownNode, of file: ContentFile) -> [ContentProblem] {
    guard lines.contains(where: { $0.line == .opening(.steps) }) else { return [] }
    var warnings: [ContentProblem] = []
    // The lines of the `:::steps` without a list so far.
    var open: [Int] = []
    var node = root.firstChild
    while let current = node {
      switch (current.kind, line(ofComment: current.literal)) {
      case (.rawBlock, .opening(.steps)): open.append(current.line)
      case (.list, _) where current.isOrdered: open.removeAll()
      case (.rawBlock, .closing(.steps)):
        guard let start = open.popLast() else { break }
        let place = Position(line: file.bodyLine + start - 1, column: 1)
        warnings.append(
          file.source.problem(
            .stepsWithoutList,
            at: place,
            "expected a numbered list in `:::steps`, found none; begin the steps with `1. `"
          )
        )
      default: break
      }
      node = current.next
    }
    return warnings
  }

  /// The products that the text shows, with their places in the file.
  func shownProducts(in file: ContentFile) -> [Located<String>] {
    lines.compactMap { number, line in
      guard case .opening(.product(let slug)) = line else { return nil }
      let start = Position(line: file.bodyLine + number - 1, column: 1)
      return Located(slug, at: file.source.position(of: slug, from: start))
    }
  }
}

extension SourceText {
  /// The place of a word on a line; the given place when it is not there.
  func position(of word: String, from place: Position) -> Position {
    let line = range(ofLine: place.line)
    let wanted = Array(word.utf8)
    guard let first = wanted.first else { return place }
    for index in line where bytes[index] == first && bytes[index...].starts(with: wanted) {
      return position(ofByte: index)
    }
    return place
  }
}
