import Text

/// A Markdown file with front matter, which is YAML between two lines `---`.
struct ContentFile: Sendable {
  let source: SourceText
  /// The entries of the front matter, in the file's order.
  let entries: [YAMLEntry]
  /// The range of the Markdown's bytes.
  let body: Range<Int>
  /// The file's line at which the Markdown begins.
  let bodyLine: Int

  /// The most bytes of front matter; nobody writes more by hand.
  static let largestFrontMatter = 64 << 10

  init(_ source: SourceText) throws(ContentProblem) {
    self.source = source
    let bytes = source.bytes
    let isMarked = bytes.starts(with: SourceText.byteOrderMark)
    var line = Line(start: isMarked ? SourceText.byteOrderMark.count : 0, in: bytes)
    guard line.isDelimiter(in: bytes) else {
      throw Self.unopened(source)
    }
    let start = line.next
    var number = 1
    repeat {
      guard line.next < bytes.count, line.next - start <= Self.largestFrontMatter else {
        throw Self.unclosed(source, isLong: line.next < bytes.count)
      }
      line = Line(start: line.next, in: bytes)
      number += 1
    } while !line.isDelimiter(in: bytes)
    if let stray = source.strayCharacter(turningIn: start..<line.start) { throw stray }
    do {
      entries = try source.yamlEntries(
        in: bytes[start..<line.start],
        firstLine: 2,
        openingBrackets: FileKey.productBrackets
      )
    } catch {
      throw Self.unended(source, before: number, at: error.position.line) ?? error
    }
    body = line.next..<bytes.count
    bodyLine = number + 1
  }

  /// A problem that names the first line, which seems to be meant as `---`.
  private static func unopened(_ source: SourceText) -> ContentProblem {
    let lines = (1...20).map { number in
      String(decoding: source.bytes[source.range(ofLine: number)], as: UTF8.self)
    }
    let first = lines.firstIndex { !$0.allSatisfy(\.isWhitespace) }
    let text = first.map { lines[$0].filter { !$0.isWhitespace } } ?? ""
    let position = Position(line: (first ?? 0) + 1, column: 1)
    let isDashes = text != "+++" && Self.isNearlyDelimiter(text[...])
    let (found, remedy): (String, String) =
      if first == nil {
        ("an empty file", "`cardstock new product` writes one to begin with")
      } else if text == "---" {
        (first == 0 ? "blanks before it" : "an empty line before it", "remove them")
      } else if isDashes {
        (quoted(text), "write three hyphens")
      } else if text == "+++" {
        ("`+++`, which is TOML", "write `---` and `key: value` in place of `key = value`")
      } else if text.hasPrefix("{") {
        ("`{`, which is JSON", "write `---` and `key: value`, a line for each")
      } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
        (quoted(text), "remove it and the line that ends the code")
      } else if text.hasPrefix("<") {
        (quoted(text), "write Markdown below front matter between two lines `---`")
      } else if !text.hasPrefix("#"), Self.isKey(text[...]) {
        (quoted(text), "write a line `---` above it, and one below the last key")
      } else {
        ("none", "begin the file with front matter between two lines `---`")
      }
    return source.problem(at: position, "expected a first line `---`, found \(found); \(remedy)")
  }

  private static func unclosed(_ source: SourceText, isLong: Bool) -> ContentProblem {
    isLong
      ? source.problem(
        at: .start,
        "expected at most 64 KiB of front matter, found more; close it with a line `---`"
      )
      : unended(source, before: .max, at: .max)
        ?? source.problem(
          at: .start,
          "expected a second line `---` that closes the front matter, found none; "
            + "write it above the text"
        )
  }

  /// How many lines are searched for a missing end of front matter.
  private static let mostLines = 400

  /// A problem that names the line at which the front matter seems to be meant to end.
  ///
  /// That is a line much like `---`, or the first after an empty line that is not a key; nil when
  /// there is none before the line of an error.
  private static func unended(
    _ source: SourceText,
    before end: Int,
    at fault: Int
  ) -> ContentProblem? {
    var start: Int?
    var number = 2
    var isBelowBlank = false
    while number < min(end, mostLines) {
      let range = source.range(ofLine: number)
      let line = String(decoding: source.bytes[range], as: UTF8.self)
      let text = line.drop { $0.isWhitespace }
      if isNearlyDelimiter(text) {
        let found = quoted(String(line.reversed().drop { $0.isWhitespace }.reversed()))
        return source.problem(
          at: Position(line: number, column: 1),
          "expected a line `---` that closes the front matter, found \(found); write three hyphens "
            + "alone, at the start of the line"
        )
      }
      let isText = !text.isEmpty && line.first == text.first && !isKey(text) && text.first != "-"
      if isBelowBlank, isText, start == nil { start = number }
      isBelowBlank = text.isEmpty
      if range.upperBound >= source.bytes.count { break }
      number += 1
    }
    guard let start, start <= fault else { return nil }
    let range = source.range(ofLine: start)
    let found = quoted(String(decoding: source.bytes[range], as: UTF8.self))
    return source.problem(
      at: Position(line: start, column: 1),
      "expected a line `---` that closes the front matter, found \(found) without one above it; "
        + "write it above the text"
    )
  }

  /// Whether a line seems to be meant as `---`: dashes of any kind, or another repeated mark.
  private static func isNearlyDelimiter(_ line: Substring) -> Bool {
    let marks = line.filter { !$0.isWhitespace }
    guard marks.count > 1 else { return false }
    if marks.count > 2, let first = marks.first, ".*=+_".contains(first) {
      return marks.allSatisfy { $0 == first }
    }
    return marks.allSatisfy { "-–—－─━‐‑−ー".contains($0) }
  }

  /// Whether a line begins with a word and a colon.
  private static func isKey(_ line: Substring) -> Bool {
    let rest = line.drop { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard rest.startIndex > line.startIndex else {
      return line.first == "#" && !line.hasPrefix("##")
    }
    return rest.drop { $0 == " " }.first.map { ":：=".contains($0) } ?? false
  }

  /// A line, by the offsets of its beginning and of the next line's.
  private struct Line {
    let start: Int
    let next: Int

    init(start: Int, in bytes: [UInt8]) {
      self.start = start
      next = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    /// Whether the line is three hyphens at the left edge, perhaps followed by blanks.
    func isDelimiter(in bytes: [UInt8]) -> Bool {
      let line = bytes[start..<next]
      return line.starts(with: "---".utf8)
        && line.dropFirst(3).allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }
  }
}
