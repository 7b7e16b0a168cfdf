/// A Markdown file with front matter: the YAML between two lines `---`, and what follows.
struct ContentFile: Sendable {
  let source: SourceText
  /// In the order of the file.
  let entries: [YAMLEntry]
  /// The bytes of the Markdown.
  let body: Range<Int>
  /// The file's line at which the Markdown begins.
  let bodyLine: Int

  /// More front matter than this was not written by a person.
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
    let yaml = YAMLText(bytes[start..<line.start], in: source, firstLine: 2)
    entries = try yaml.entries()
    body = line.next..<bytes.count
    bodyLine = number + 1
  }

  /// Names what stands in the place of the first line, where it was meant to be it.
  private static func unopened(_ source: SourceText) -> ContentProblem {
    let lines = (1...20).map { number in
      String(decoding: source.bytes[source.range(ofLine: number)], as: UTF8.self)
    }
    let first = lines.firstIndex { !$0.allSatisfy(\.isWhitespace) }
    let text = first.map { lines[$0].filter { !$0.isWhitespace } } ?? ""
    let position = Position(line: (first ?? 0) + 1, column: 1)
    let isDashes = text.count > 1 && text.allSatisfy { "-–—－".contains($0) }
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
      : source.problem(
        at: .start,
        "expected a second line `---` that closes the front matter, found none; "
          + "write it above the text"
      )
  }

  /// One line: where it begins and where the next one does.
  private struct Line {
    let start: Int
    let next: Int

    init(start: Int, in bytes: [UInt8]) {
      self.start = start
      next = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    /// Three hyphens and perhaps blanks: `---` inside a value is no delimiter.
    func isDelimiter(in bytes: [UInt8]) -> Bool {
      let line = bytes[start..<next]
      return line.starts(with: "---".utf8)
        && line.dropFirst(3).allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }
  }
}
