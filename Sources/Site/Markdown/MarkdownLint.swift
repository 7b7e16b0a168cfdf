import Shop
import Text

/// Finds Markdown that looks like something else than it means: CommonMark silently leaves it as
/// text, joins its lines or drops it.
struct MarkdownLint {
  private let file: ContentFile
  private let blocks: BlockLines
  /// The parsed text, line by line.
  private let lines: [Substring]
  /// Whether the text may hold keys of front matter.
  private let mayHoldKeys: Bool
  /// Which bytes the text has; most marks need bytes that few texts have.
  private let present: [Bool]
  /// `base_url`, to recognise the shop's own host.
  let home: String

  init(in file: ContentFile, _ blocks: BlockLines, home: String = "") {
    self.file = file
    self.home = home
    self.blocks = blocks
    let text = String(decoding: blocks.bytes, as: UTF8.self)
    lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    var present = [Bool](repeating: false, count: 256)
    for byte in blocks.bytes { present[Int(byte)] = true }
    self.present = present
    mayHoldKeys = ["title", "price", "sku"].contains { blocks.bytes.hasBytes(Array($0.utf8)) }
  }

  /// Whether the text has all bytes of a mark, in any order.
  func mayHold(_ mark: String) -> Bool {
    mark.utf8.allSatisfy { $0 == UInt8(ascii: "\n") || present[Int($0)] }
  }

  /// The page's title in its file; nil when there is none.
  var pageTitle: String? {
    guard case .text(let text, _)? = file.entries.first(where: { $0.key == "title" })?.value.kind
    else { return nil }
    return text
  }

  /// The warnings, at most one of a kind for each paragraph.
  func warnings(in root: MarkdownNode) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    root.walk { node, isEntering in
      guard isEntering else { return true }
      switch node.kind {
      case .codeBlock:
        let code = unclosedFence(node) ?? indentedRows(node) ?? indentedCode(node)
        problems += [code].compactMap { $0 }
      case .rawBlock:
        if let problem = unclosedComment(node) { problems.append(problem) }
      case .image:
        let words = node.plainText
        if words.allSatisfy(\.isWhitespace) || isFileName(words) {
          problems.append(missingWords(node, words))
        }
      case .link: problems += [linkSlip(node)].compactMap { $0 }
      case .table: problems += [droppedCells(node)].compactMap { $0 }
      case .list: problems += [otherNumber(node)].compactMap { $0 }
      case .quote: problems += [quotedNumber(node) ?? doubledQuote(node)].compactMap { $0 }
      case .emphasis: problems += [lostStars(node) ?? lostUnderscores(node)].compactMap { $0 }
      case .strong: problems += [innerEmphasis(node) ?? lostUnderscores(node)].compactMap { $0 }
      case .paragraph, .heading, .tableCell:
        problems += blockSlips(of: node)
      default: break
      }
      return true
    }
    return problems + unusedDefinitions(root)
  }

  /// The warnings for a paragraph, a heading or a cell.
  private func blockSlips(of node: MarkdownNode) -> [ContentProblem] {
    if mayHoldKeys, let keys = secondFrontMatter(node) { return [keys] }
    let text = node.literalText
    var problems = slips(of: node, text)
    if problems.isEmpty { problems = markSlips(of: node, text) }
    if problems.isEmpty {
      problems += [unclosedMark(node, text) ?? lostBackslash(node, text)].compactMap { $0 }
    }
    if case .heading = node.kind, problems.isEmpty {
      problems += [underlinedHeading(node) ?? headingSlip(node, text)].compactMap { $0 }
    }
    if case .paragraph = node.kind {
      problems += lineSlips(of: node)
      if problems.isEmpty { problems += [joinedHash(node, text)].compactMap { $0 } }
    }
    return problems
  }

  private func unclosedFence(_ node: MarkdownNode) -> ContentProblem? {
    let opening = line(node.line).drop { $0 != "`" && $0 != "~" }
    let fence = opening.prefix { $0 == opening.first }
    guard fence.count >= 3, !opening.dropFirst(fence.count).utf8.contains(UInt8(ascii: "`")) else {
      return nil
    }
    let last = line(node.endLine).drop { " \t>".contains($0) }
      .prefix { $0 == fence.first }
    guard node.endLine == node.line || last.count < fence.count else { return nil }
    return problem(
      .unclosedFence,
      node.line,
      String(fence),
      "expected a line of \(fence.count) \(fence.first == "~" ? "tildes" : "backquotes") that ends "
        + "the code, found none, so that all below it is code; write it where the code ends"
    )
  }

  private func unclosedComment(_ node: MarkdownNode) -> ContentProblem? {
    let literal = String(decoding: node.literal, as: UTF8.self)
    guard literal.hasPrefix("<!--"), !literal.contains("-->") else { return nil }
    return problem(
      .unclosedComment,
      node.line,
      "<!--",
      "expected `-->` that ends the comment, found none, so that all below it is left out; "
        + "write it where the comment ends"
    )
  }

  private func missingWords(_ node: MarkdownNode, _ words: String) -> ContentProblem {
    let path = String(decoding: node.destination, as: UTF8.self)
    return problem(
      .noAltText,
      node.line,
      "![",
      "image: expected words for those who cannot see it, found "
        + (words.allSatisfy(\.isWhitespace) ? "none; " : "the name of a file; ")
        + "write what it shows: `![…](\(printable(path)))`"
    )
  }

  private func lineSlips(of node: MarkdownNode) -> [ContentProblem] {
    let numbers = Array(node.line...max(node.endLine, node.line))
    let inItem = node.parent.map { $0.isItem } ?? false
    // The item's first line has the item's own marker.
    let shown = inItem ? Array(numbers.dropFirst()) : numbers
    let texts = shown.map { number in (number, line(number).withoutQuoteMarks) }
    if let table = tableSlip(texts) ?? pastedRows(texts) { return [table] }
    for (number, text) in texts {
      guard let mark = LineMark.joinedItem(of: text) else { continue }
      let isStarred = mark == "*" && text.dropFirst().utf8.contains(UInt8(ascii: "*"))
      guard !isStarred, !isBroken(before: number, in: numbers) else { continue }
      let digits = mark.prefix(while: \.isNumber).compactMap(\.wholeNumberValue)
        .map(String.init).joined()
      return [listProblem(number, String(mark), digits.isEmpty ? "- " : "\(digits). ")]
    }
    if let bullets = foreignBullets(texts) { return [bullets] }
    if let below = joinedBelow(texts, inItem: inItem) { return [below] }
    let steps = joinedSteps(texts, numbers)
    if let numbers = steps.isEmpty ? joinedNumbers(texts) : nil { return [numbers] }
    return steps.isEmpty ? joinedLabels(texts, numbers) : steps
  }

  /// A warning for lines such as `微信：…` and `电话：…`, or indented ones, which become one paragraph.
  private func joinedLabels(_ texts: [(Int, Substring)], _ numbers: [Int]) -> [ContentProblem] {
    let isLabelled = { (text: Substring) in
      guard let label = LineMark.label(of: text) else { return false }
      // A line that ends like a sentence is prose.
      return !label.isPlain || !["。", "！", "？", ".", "!", "?"].contains { text.hasSuffix($0) }
    }
    guard texts.count > 1,
      !numbers.dropFirst().contains(where: { isBroken(before: $0, in: numbers) })
    else { return [] }
    let areIndented = texts.allSatisfy { $0.1.hasPrefix("\u{3000}") }
    let found =
      texts.allSatisfy { isLabelled($0.1) }
      ? LineMark.label(of: texts[1].1)?.text : areIndented ? texts[1].1.prefix(1) : nil
    guard let found else { return [] }
    return [
      problem(
        .joinedLines,
        texts[1].0,
        String(found),
        "expected a line of its own, found that pages join it to the one above; write `- ` before "
          + "each line, or `\\` at the end of the one above"
      )
    ]
  }

  /// Whether the line begins after a line break, so that the page shows it on its own line.
  func isBroken(before number: Int, in numbers: [Int]) -> Bool {
    guard number != numbers.first, numbers.count > 1 else { return false }
    return line(number - 1).hasSuffix("  ") || line(number - 1).hasSuffix("\\")
  }

  private func listProblem(_ number: Int, _ found: String, _ meant: String) -> ContentProblem {
    problem(
      .listSyntax,
      number,
      found,
      "expected a blank behind the mark of a list, found none behind \(quoted(found)), so that the "
        + "line is no item; write `\(meant)…`, or `\\` before it if it is meant as text"
    )
  }

  /// A warning for lines with `1、` or `（1）`, which become one paragraph.
  private func joinedSteps(_ texts: [(Int, Substring)], _ numbers: [Int]) -> [ContentProblem] {
    let marked = texts.filter { LineMark.step(of: $0.1) != nil }
    guard let (number, text) = marked.first(where: { $0.0 != numbers.first }), marked.count > 1,
      !isBroken(before: number, in: numbers), let found = LineMark.step(of: text)
    else { return [] }
    return [
      problem(
        .joinedSteps,
        number,
        String(found),
        "expected a list, found lines that begin with \(quoted(String(found))) and the like, which "
          + "pages join to one line; write `1. `, `2. ` and so on, each at the start of a line"
      )
    ]
  }

  private func tableSlip(_ texts: [(Int, Substring)]) -> ContentProblem? {
    let isRow = { (line: Substring) in
      line.count { $0 == "|" || $0 == "｜" } > 1
        && (line.utf8.first == UInt8(ascii: "|") || line.first == "｜" || line.hasBytes(of: " | "))
    }
    if texts.count == 1, let (number, line) = texts.first,
      line.contains(/^\|(?:\s*:?-{3,}:?\s*\|)+\s*$/)
    {
      return problem(
        .tableSyntax,
        number,
        "|",
        "expected the first row of a table right above this line, found none; remove the empty "
          + "lines between the rows"
      )
    }
    guard let index = texts.firstIndex(where: { isRow($0.1) }), index + 1 < texts.count,
      isRow(texts[index + 1].1)
    else { return nil }
    let (number, row) = texts[index]
    // A line break keeps the rows apart.
    guard !row.hasSuffix("  "), !row.hasSuffix("\\") else { return nil }
    let isWide = row.contains("｜")
    let columns = row.split(whereSeparator: { $0 == "|" || $0 == "｜" })
      .count { !$0.allSatisfy(\.isWhitespace) }
    let delimiter = "|" + String(repeating: "---|", count: max(columns, 1))
    return problem(
      .tableSyntax,
      number,
      String(row.prefix(1)),
      "expected a table, found rows that pages join to one line, "
        + (isWide ? "with full-width `｜`; write `|`, and " : "without ")
        + "a line of as many columns below the first row\(isWide ? "" : ";")"
        + (isWide ? "" : " write") + " `\(delimiter)`"
    )
  }

  /// A warning for a single line such as `#使用`, which with a blank would be a heading.
  ///
  /// `#1 客服` and a line of hashtags are text.
  func joinedHash(_ node: MarkdownNode, _ text: String) -> ContentProblem? {
    guard text.utf8.first == UInt8(ascii: "#"), !text.utf8.contains(UInt8(ascii: "\n")),
      text.utf8.count <= 90, let first = text.dropFirst().first, first.isLetter,
      !text.dropFirst().contains(where: { "#，。！？；,!?;".contains($0) }),
      line(node.line).drop(while: { $0 == " " || $0 == ">" }).first == "#"
    else { return nil }
    return problem(
      .headingSyntax,
      node.line,
      "#",
      "expected a heading, found `#` without a blank behind it, which stays as text; "
        + "write `## \(printable(String(text.dropFirst())))`, or `\\#` if it is meant as text"
    )
  }

  /// Warnings for lines `[name]: …` without references, which are dropped.
  private func unusedDefinitions(_ root: MarkdownNode) -> [ContentProblem] {
    guard blocks.bytes.hasBytes(Array("]:".utf8)) else { return [] }
    var code = VerbatimLines()
    var problems: [ContentProblem] = []
    let whole = String(decoding: blocks.bytes, as: UTF8.self).lowercased()
    var labels: Set<String> = []
    for (index, text) in lines.enumerated() {
      let isCode = code.take(ArraySlice(Array(text.utf8)))
      guard !isCode, text.contains("]:") else { continue }
      let isWritten = isShown(index + 1, in: root)
      if !isWritten || text.contains("[^"),
        let second = secondDefinition(index + 1, text, after: &labels)
      {
        problems.append(second)
        continue
      }
      if let footnote = unusedFootnote(index + 1, text, in: whole) { problems.append(footnote) }
      guard
        let match = text.prefixMatch(of: /[ ]{0,3}\[([^\]\^][^\]]*)\]:\s*\S+/)
      else { continue }
      let label = "[\(match.1.lowercased())]"
      let uses = whole.ranges(of: label).count
      guard uses < 2, !isWritten else { continue }
      problems.append(
        problem(
          .unusedReference,
          index + 1,
          "[",
          "expected text, found the definition of a link that nothing refers to, which is on no "
            + "page; write `\\[` if it is meant as text, or remove the line"
        )
      )
    }
    return problems
  }

  private func unusedFootnote(
    _ number: Int,
    _ text: Substring,
    in whole: String
  ) -> ContentProblem? {
    guard let match = text.prefixMatch(of: /[ ]{0,3}(\[\^[^\]\s]+\]):/)?.1,
      whole.ranges(of: match.lowercased()).count < 2
    else { return nil }
    return problem(
      .unusedFootnote,
      number,
      String(match),
      "expected a mark \(quoted(String(match))) in the text, found none, so that the footnote is "
        + "on no page; write the mark where it belongs, or remove the footnote"
    )
  }

  /// Whether a block of the tree contains that line.
  private func isShown(_ number: Int, in root: MarkdownNode) -> Bool {
    var node = root.firstChild
    while let current = node {
      if (current.line...max(current.endLine, current.line)).contains(number) {
        if case .paragraph = current.kind {
          let start = line(number).drop { $0 == " " }.prefix(12)
          return current.literalText.contains(start)
        }
        return true
      }
      node = current.next
    }
    return false
  }

  func line(_ number: Int) -> Substring {
    guard lines.indices.contains(number - 1) else { return "" }
    let text = lines[number - 1]
    return text.last == "\r" ? text.dropLast() : text
  }

  func problem(
    _ warning: Diagnostic,
    _ number: Int,
    _ found: String,
    _ message: String
  ) -> ContentProblem {
    problem(warning, number...number, found, message)
  }

  /// A warning at the first occurrence of a text on these lines.
  func problem(
    _ warning: Diagnostic,
    _ numbers: ClosedRange<Int>,
    _ found: String,
    _ message: String
  ) -> ContentProblem {
    let start = Position(line: file.bodyLine + numbers.lowerBound - 1, column: 1)
    for number in numbers {
      let place = Position(line: file.bodyLine + number - 1, column: 1)
      let there = file.source.position(of: found, from: place)
      if there != place || line(number).hasPrefix(found) {
        return file.source.problem(warning, at: there, message)
      }
    }
    return file.source.problem(warning, at: start, message)
  }
}

extension MarkdownNode {
  fileprivate var isItem: Bool {
    switch kind {
    case .item, .task: true
    default: false
    }
  }
}

extension Substring {
  /// The line without leading blanks and `>` of quotes.
  fileprivate var withoutQuoteMarks: Substring {
    let marks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
    return Substring(utf8.drop(while: marks))
  }
}
