import Text

/// The runs of `*` and `~` of a text that CommonMark takes for something else than emphasis, or for
/// less, only because CJK punctuation stands beside them.
///
/// CommonMark decides by spaces and punctuation whether a run may begin or end emphasis. In
/// `这是**重要的事。**所以` there are no spaces, so that the second run can only begin. With a mark
/// between the punctuation and the run, which cmark takes for a letter, it can end too: just what
/// the CJK-friendly amendments say (github.com/commonmark/commonmark-spec issue 650).
struct CJKEmphasis: Sendable {
  /// A run beside CJK text and punctuation.
  struct Run: Sendable {
    /// In the text without marks.
    let range: Range<Int>
    let marksBefore: Bool
    let marksAfter: Bool
  }

  private(set) var runs: [Run] = []
  let text: ArraySlice<UInt8>

  init(in text: ArraySlice<UInt8>) {
    self.text = text
    var index = text.startIndex
    while let start = text[index...].firstIndex(where: { $0 == star || $0 == tilde }) {
      let end = text[start...].firstIndex { $0 != text[start] } ?? text.endIndex
      index = end
      // One tilde is a range, three are a fence: neither is strikethrough.
      guard text[start] == star || end - start == 2 else { continue }
      let isEscaped = isEscaped(at: start)
      guard !isEscaped || end - start > 1,
        let run = run(from: isEscaped ? start + 1 : start, to: end)
      else { continue }
      runs.append(run)
    }
  }

  /// The text with marks beside the runs; every line stays the same line.
  func marked(with mark: TextMark) -> ArraySlice<UInt8> {
    guard !runs.isEmpty else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + runs.count * 6)
    var index = text.startIndex
    for run in runs {
      result += text[index..<run.range.lowerBound]
      if run.marksBefore { result += mark.bytes }
      result += text[run.range]
      if run.marksAfter { result += mark.bytes }
      index = run.range.upperBound
    }
    result += text[index...]
    return result[...]
  }

  /// Those that begin on these lines, counted from 1.
  func runs(onLines lines: ClosedRange<Int>) -> [Run] {
    var line = 1
    var index = text.startIndex
    return runs.filter { run in
      line += text[index..<run.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      index = run.range.lowerBound
      return lines.contains(line)
    }
  }

  /// Where a run begins, in the text.
  func position(of run: Run) -> Position {
    let before = text[..<run.range.lowerBound]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    return Position(
      line: line,
      column: String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1
    )
  }

  /// Whether an odd number of backslashes stands before.
  private func isEscaped(at index: Int) -> Bool {
    text[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  private func run(from start: Int, to end: Int) -> Run? {
    let before = scalar(endingAt: start)
    let after = scalar(at: end)
    guard before?.isCJK == true || after?.isCJK == true else { return nil }
    let marksBefore = before?.isMarkdownPunctuation == true
    let marksAfter = after?.isMarkdownPunctuation == true
    guard marksBefore || marksAfter else { return nil }
    return Run(range: start..<end, marksBefore: marksBefore, marksAfter: marksAfter)
  }

  private func scalar(at index: Int) -> Unicode.Scalar? {
    String(decoding: text[index...].prefix(4), as: UTF8.self).unicodeScalars.first
  }

  /// The character before, without what only chooses its form.
  private func scalar(endingAt end: Int) -> Unicode.Scalar? {
    let start = text[..<end].indices.suffix(12).first { text[$0] & 0b1100_0000 != 0b1000_0000 }
    let nearby = String(decoding: text[(start ?? end)..<end], as: UTF8.self).unicodeScalars
    return nearby.last { !$0.isVariationSelector }
  }
}

private let star = UInt8(ascii: "*")
private let tilde = UInt8(ascii: "~")
