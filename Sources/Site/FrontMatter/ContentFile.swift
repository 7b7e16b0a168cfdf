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
      throw source.problem(
        at: .start,
        "expected a first line `---`, found none; "
          + "begin the file with front matter between two lines `---`"
      )
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
