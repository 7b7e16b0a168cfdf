import Text

/// Finds emphasis that stays as asterisks on the page because of the CJK punctuation beside it.
struct LiteralEmphasis {
  private let emphasis: CJKEmphasis
  private let file: ContentFile

  private let moved: [Int: Int]

  /// `moved` tells by line how much further right its text stands than in the file.
  init(_ emphasis: CJKEmphasis, in file: ContentFile, moved: [Int: Int]) {
    self.moved = moved
    self.emphasis = emphasis
    self.file = file
  }

  /// A warning for each run that is text in the tree and would not be with `cjk_emphasis`.
  ///
  /// The text is parsed a second time with marks: a block that then has fewer asterisks has one
  /// that was meant as emphasis. Asterisks that mean themselves, as in `5 * 3` and in code, are as
  /// many in both.
  func warnings(in root: MarkdownNode, mark: TextMark) -> [ContentProblem] {
    guard !emphasis.runs.isEmpty else { return [] }
    let plain = Self.texts(in: root)
    guard plain.contains(where: { !$0.value.isEmpty }) else { return [] }
    let tree = MarkdownTree(parsing: emphasis.marked(with: mark))
    tree.remove(mark)
    let meant = tree.withRoot { Self.texts(in: $0) }
    var problems: [ContentProblem] = []
    for (lines, texts) in plain.sorted(by: { $0.key.lowerBound < $1.key.lowerBound })
    where Self.signs(in: texts) > Self.signs(in: meant[lines] ?? []) {
      problems += runs(in: lines, texts).map(warning)
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

  /// The runs on those lines that are in one of the texts, with what stands around them.
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

  /// How much of a run's neighbourhood is looked for, in bytes.
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

  /// What parts texts in the tree, or is not in them as it is in the file; a space may end the
  /// marker of a list or a heading.
  private static func endsText(_ byte: UInt8) -> Bool {
    isSign(byte) || " \n[]()<>`&\\_|!:".utf8.contains(byte)
  }
}
