import Text

/// The runs of `*` and `~` that CommonMark does not read as emphasis as meant, only because CJK
/// punctuation is beside them.
///
/// CommonMark decides by spaces and punctuation whether a run may begin or end emphasis. In
/// `这是**重要的事。**所以` there are no spaces, so that the second run can only begin it. A mark
/// between the punctuation and the run, which cmark takes for a letter, lets it end emphasis too,
/// as the CJK-friendly amendments specify (github.com/commonmark/commonmark-spec issue 650).
struct CJKEmphasis: Sendable {
  /// A run beside CJK text and punctuation.
  struct Run: Sendable {
    /// The run's range in the text without marks.
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

  /// The text with marks beside the runs; line numbers do not change.
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

  /// The runs that begin on these lines, counted from 1.
  func runs(onLines lines: ClosedRange<Int>) -> [Run] {
    var line = 1
    var index = text.startIndex
    return runs.filter { run in
      line += text[index..<run.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      index = run.range.lowerBound
      return lines.contains(line)
    }
  }

  /// The place in the text at which a run begins.
  func position(of run: Run) -> Position {
    let before = text[..<run.range.lowerBound]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
    return Position(
      line: line,
      column: String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1
    )
  }

  /// Whether an odd number of backslashes precedes.
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

  /// The preceding character, without variation selectors.
  private func scalar(endingAt end: Int) -> Unicode.Scalar? {
    let start = text[..<end].indices.suffix(12).first { text[$0] & 0b1100_0000 != 0b1000_0000 }
    let nearby = String(decoding: text[(start ?? end)..<end], as: UTF8.self).unicodeScalars
    return nearby.last { !$0.isVariationSelector }
  }
}

private let star = UInt8(ascii: "*")
private let tilde = UInt8(ascii: "~")

/// Finds emphasis that shows as asterisks on the page because of CJK punctuation beside it.
struct LiteralEmphasis {
  private let emphasis: CJKEmphasis
  private let file: ContentFile

  private let moved: [Int: Int]
  private let signs: LiteralSigns

  /// `moved` is by how many characters each line's text is further right than in the file.
  init(_ emphasis: CJKEmphasis, in file: ContentFile, moved: [Int: Int], signs: LiteralSigns) {
    self.signs = signs
    self.moved = moved
    self.emphasis = emphasis
    self.file = file
  }

  /// Warnings for runs that are text in the tree and would be emphasis with `cjk_emphasis`.
  ///
  /// The text is parsed a second time with marks: a block that then has fewer asterisks has some
  /// that are meant as emphasis. Literal asterisks, as in `5 * 3` and in code, do not change.
  func warnings(in root: MarkdownNode, mark: TextMark) -> [ContentProblem] {
    guard !emphasis.runs.isEmpty else { return [] }
    let plain = Self.texts(in: root)
    guard plain.contains(where: { !$0.value.isEmpty }) else { return [] }
    let tree = MarkdownTree(parsing: emphasis.marked(with: mark))
    tree.remove(mark)
    tree.show(signs)
    let meant = tree.withRoot { Self.texts(in: $0) }
    var problems: [ContentProblem] = []
    for (lines, texts) in plain.sorted(by: { $0.key.lowerBound < $1.key.lowerBound })
    where Self.signs(in: texts) > Self.signs(in: meant[lines] ?? []) {
      problems += runs(in: lines, texts).filter { !isNamed($0) }.map(warning)
    }
    return problems
  }

  /// The texts with asterisks or tildes, by the lines of the block that they are in.
  private static func texts(in root: MarkdownNode) -> [ClosedRange<Int>: [[UInt8]]] {
    var texts: [ClosedRange<Int>: [[UInt8]]] = [:]
    root.walk { node, isEntering in
      guard isEntering, case .text = node.kind, node.literal.contains(where: isSign) else {
        return true
      }
      texts[node.blockLines, default: []].append(Array(node.literal))
      return true
    }
    return texts
  }

  private static func signs(in texts: [[UInt8]]) -> Int {
    texts.reduce(0) { $0 + $1.count(where: isSign) }
  }

  /// The runs on those lines that occur in one of the texts with the same neighbours.
  private func runs(in lines: ClosedRange<Int>, _ texts: [[UInt8]]) -> [CJKEmphasis.Run] {
    let bytes = emphasis.text
    let onLines = emphasis.runs(onLines: lines)
    let literal = onLines.filter { run in
      let before = bytes[..<run.range.lowerBound].suffix(Self.reach)
      let after = bytes[run.range.upperBound...].prefix(Self.reach)
      let start = before.lastIndex(where: Self.endsText).map { $0 + 1 } ?? before.startIndex
      let end = after.firstIndex(where: Self.endsText) ?? after.endIndex
      let wanted = bytes[start..<end]
      return texts.contains { $0.firstRange(of: wanted) != nil }
    }
    return literal.isEmpty ? Array(onLines.prefix(1)) : literal
  }

  /// Whether a text speaks of the sign itself: `*号为必填`.
  private func isNamed(_ run: CJKEmphasis.Run) -> Bool {
    run.range.count == 1 && emphasis.text[run.range.upperBound...].starts(with: "号".utf8)
  }

  /// How many bytes beside a run are compared.
  private static let reach = 12

  private func warning(_ run: CJKEmphasis.Run) -> ContentProblem {
    let signs = String(decoding: emphasis.text[run.range], as: UTF8.self)
    let place = emphasis.position(of: run)
    return file.source.problem(
      .literalEmphasis,
      at: Position(
        line: file.bodyLine + place.line - 1,
        column: place.column - (moved[place.line] ?? 0)
      ),
      "expected emphasis, found that this \(quoted(signs)) stays on the page as text, because of "
        + "the punctuation beside it; move the punctuation out of the emphasis "
        + "or set `cjk_emphasis: true` in \(siteConfigFile)"
    )
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "~")
  }

  /// Whether a byte separates texts in the tree, or differs there from the file.
  ///
  /// A space does, since it may end the marker of a list or a heading.
  private static func endsText(_ byte: UInt8) -> Bool {
    isSign(byte) || " \n[]()<>`&\\_|!:".utf8.contains(byte)
  }
}
