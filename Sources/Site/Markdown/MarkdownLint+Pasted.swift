import Shop
import Text

/// Pasted text that Markdown reads as a paragraph: another file's keys, rows of a table, half of a
/// pair of marks, headings of another kind of page.
extension MarkdownLint {
  /// A warning for the keys of a second product, which are plain text here.
  func secondFrontMatter(_ node: MarkdownNode) -> ContentProblem? {
    guard node.blockLines.count > 1 else { return nil }
    let keys = node.blockLines.compactMap { number in
      Self.frontMatterKey(of: line(number)).map { (number, $0) }
    }
    guard keys.count > 1, keys.contains(where: { Self.decisiveKeys.contains($0.1) }) else {
      return nil
    }
    let names = keys.prefix(3).map { "`\($0.1)`" }.joined(separator: ", ")
    return problem(
      .secondFrontMatter,
      keys[0].0,
      keys[0].1,
      "expected text, found the keys of another file, \(names), which stay on the page as text; "
        + "put it in a file of its own, its keys between two lines `---` at the top"
    )
  }

  private static let decisiveKeys: Set<String> = ["title", "sku", "price", "slug"]
  private static let frontMatterKeys = Set(
    (FileKey.product + FileKey.term + FileKey.page).map(\.name)
  )

  /// The key of a line such as `sku: X`, `sku：X` or `sku = X`.
  private static func frontMatterKey(of line: Substring) -> String? {
    let name = line.utf8.prefix { (97...122).contains($0) || $0 == UInt8(ascii: "_") }
    guard name.count > 2, let text = String(name), frontMatterKeys.contains(text) else {
      return nil
    }
    let mark = line[name.endIndex...].unicodeScalars.first { $0 != " " }
    return mark == ":" || mark == "：" || mark == "=" ? text : nil
  }

  /// A warning for steps that begin with 2 below a line, and for a label below an item, which
  /// become part of what stands above them.
  func joinedBelow(_ texts: [(Int, Substring)], inItem: Bool) -> ContentProblem? {
    let found: (Int, Substring)?
    if inItem {
      found = texts.first { number, text in
        line(number).first != " " && line(number).first != "\t" && line(number).first != ">"
          && LineMark.label(of: text) != nil
      }
    } else {
      let steps = texts.dropFirst().compactMap { number, text in
        text.prefixMatch(of: /(\d{1,2})[.)] \S/).flatMap { Int($0.1) }.map { (number, $0, text) }
      }
      let isCounted = steps.count > 1 && steps[1].1 == steps[0].1 + 1
      found = isCounted ? (steps[0].0, steps[0].2) : nil
    }
    guard let found, !isBroken(before: found.0, in: texts.map(\.0)) else { return nil }
    return problem(
      .joinedLines,
      found.0,
      String(found.1.prefix(1)),
      "expected an empty line above this one, found "
        + (inItem ? "an item of a list" : "text")
        + ", to which pages join it; write one"
    )
  }

  /// A warning for two or more lines in columns, which become one paragraph.
  func pastedRows(_ texts: [(Int, Substring)]) -> ContentProblem? {
    guard texts.count > 1, !texts.contains(where: { $0.1.hasSuffix("  ") || $0.1.hasSuffix("\\") })
    else { return nil }
    for separator in Columns.allCases where texts[1].1.hasBytes(of: separator.bytes) {
      let rows = texts.map { ($0.0, separator.cells(of: $0.1)) }
      guard
        let first = rows.indices.first(where: { index in
          separator.isTable(rows[index...].map(\.1))
        })
      else { continue }
      return rowsProblem(rows[first].0, rows[first].1, separator)
    }
    return nil
  }

  private func rowsProblem(
    _ number: Int,
    _ cells: [String],
    _ separator: Columns
  ) -> ContentProblem {
    let delimiter = "|" + String(repeating: "---|", count: cells.count)
    let row = cells.map { printable($0) }.joined(separator: " | ")
    return problem(
      .tableSyntax,
      number,
      String(line(number).drop { " >".contains($0) }.prefix(1)),
      "expected a table, found lines with \(separator.name) between words, which pages join to one "
        + "line; write `| \(row) |`, below it `\(delimiter)`, and the others likewise"
    )
  }

  /// A warning for indented code that is rows with an empty first cell.
  func indentedRows(_ node: MarkdownNode) -> ContentProblem? {
    let cells = Columns.tab.cells(of: line(node.line))
    return cells.count > 1 ? rowsProblem(node.line, cells, .tab) : nil
  }

  /// What separates the cells of pasted rows.
  private enum Columns: CaseIterable {
    case tab, comma, wideComma, semicolon, wideSemicolon, blanks, wideBlank

    var bytes: String {
      switch self {
      case .tab: "\t"
      case .comma: ","
      case .wideComma: "，"
      case .semicolon: ";"
      case .wideSemicolon: "；"
      case .blanks: "  "
      case .wideBlank: "\u{3000}"
      }
    }

    var name: String {
      switch self {
      case .tab: "tabs"
      case .comma, .wideComma: "commas"
      case .semicolon, .wideSemicolon: "semicolons"
      case .blanks, .wideBlank: "blanks"
      }
    }

    func cells(of line: Substring) -> [String] {
      let isBlank = { (character: Character) in " \t\u{3000}".contains(character) }
      let text = line.drop(while: isBlank)
      let parts = text.split(
        separator: bytes,
        omittingEmptySubsequences: self == .blanks || self == .wideBlank
      )
      return parts.map { part in
        String(part.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
      }
    }

    /// Whether rows are those of a table, and not sentences.
    func isTable(_ rows: [[String]]) -> Bool {
      guard let columns = rows.first?.count, columns > 1 else { return false }
      let alike = rows.prefix { $0.count == columns }
      guard alike.count > 1 else { return false }
      if self == .tab { return true }
      guard alike.count == rows.count, alike.count > 2 || columns > 2 else { return false }
      let cells = alike.flatMap(\.self)
      let isShort = cells.allSatisfy { cell in
        cell.unicodeScalars.count <= 20 && !cell.contains(where: { "。！？：:".contains($0) })
          && cell.last != "."
      }
      // Most rows of a price list have a figure; few lines of prose are cut that evenly.
      let figures = alike.dropFirst().count { row in row.contains { $0.contains(where: \.isNumber) }
      }
      return isShort && figures * 2 > alike.count - 1
    }
  }

  /// A warning for a single mark of a pair, which shows on the page and emphasises nothing.
  func unclosedMark(_ node: MarkdownNode, _ text: String) -> ContentProblem? {
    for (mark, meant) in Self.pairs where mayHold(mark) && text.hasBytes(of: mark) {
      let places = Self.places(of: mark, in: text)
      guard places.count == 1, let place = places.first,
        mark == "`" || Self.mayBegin(place, in: text) || Self.mayEnd(place, in: text)
      else { continue }
      // `**21*号码#` is dialled.
      guard text[place.upperBound...].prefixMatch(of: /\d+\*[^\s#]*#/) == nil else { continue }
      let written = node.blockLines.map { line($0) }
      let escaped = "\\" + mark.prefix(1)
      guard !written.contains(where: { $0.hasBytes(of: escaped) }) else { continue }
      if case .tableCell = node.kind, mark == "`", let code = codeWithBar(on: node.line) {
        return problem(
          .unclosedMark,
          node.line,
          code,
          "expected code in one cell, found \(quoted(code)), whose `|` begins another; write `\\|`"
        )
      }
      let context = text[place.upperBound...].prefix { !"\n\u{FFFC}\u{FFFA}".contains($0) }.prefix(
        6
      )
      return problem(
        .unclosedMark,
        node.blockLines,
        mark + context,
        "expected two \(quoted(mark)) around \(meant), found one, which stays on the page; write "
          + "the other, or `\(escaped)` if it is meant as text"
      )
    }
    return nil
  }

  /// Code in a row of a table with a bar in it.
  private func codeWithBar(on number: Int) -> String? {
    let parts = line(number).split(separator: "`", omittingEmptySubsequences: false)
    let code = parts.indices.dropLast().first { index in
      index % 2 == 1 && parts[index].replacing("\\|", with: "").contains("|")
    }
    return code.map { "`\(parts[$0])`" }
  }

  private static let pairs = [
    ("**", "emphasis"), ("__", "emphasis"), ("~~", "text struck through"), ("`", "code"),
  ]

  /// The places of the mark by itself; three asterisks are another mark.
  private static func places(of mark: String, in text: String) -> [Range<String.Index>] {
    text.ranges(of: mark).filter { range in
      let sign = mark.first
      return
        (range.lowerBound == text.startIndex
        || text[text.index(before: range.lowerBound)] != sign)
        && (range.upperBound == text.endIndex || text[range.upperBound] != sign)
    }
  }

  /// Whether a mark may begin emphasis: before a word, after a blank or at the start, unlike in
  /// `买 ~~~` and `2**10`.
  private static func mayBegin(_ place: Range<String.Index>, in text: String) -> Bool {
    guard place.upperBound < text.endIndex, isWord(text[place.upperBound]) else { return false }
    guard place.lowerBound > text.startIndex else { return true }
    let before = text[text.index(before: place.lowerBound)]
    return text[place] == "**" ? !before.isNumber : !isWord(before) || before.isWhitespace
  }

  /// Whether `**` may end emphasis: after a word that is not a number, since `48**` is a price with
  /// a remark.
  private static func mayEnd(_ place: Range<String.Index>, in text: String) -> Bool {
    guard text[place] == "**", place.lowerBound > text.startIndex else { return false }
    let before = text[text.index(before: place.lowerBound)]
    let isFollowed = place.upperBound < text.endIndex && text[place.upperBound].isNumber
    return isWord(before) && !before.isNumber && !isFollowed
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "“”《》「」（）【】".contains(character)
  }

  /// A warning for a heading that repeats the page's title, or is empty.
  func headingSlip(_ node: MarkdownNode, _ text: String) -> ContentProblem? {
    let written = line(node.line).drop { " \t>".contains($0) }
    guard !text.allSatisfy(\.isWhitespace) else {
      return problem(
        .emptyHeading,
        node.line,
        "#",
        "expected words behind \(quoted(String(written.prefix { "#＃".contains($0) }))), found "
          + "none; write the heading or remove the line"
      )
    }
    guard node.headingLevel == 1 else { return gluedHashes(node, text) }
    let isTitle = pageTitle == node.plainText
    let remedy =
      isTitle
      ? "remove the line, since the page shows its title by itself"
      : "write `## \(printable(text))`"
    let isUnderlined = !written.hasPrefix("#") && !written.hasPrefix("＃")
    return problem(
      .firstLevelHeading,
      node.line,
      String(written.prefix(1)),
      "expected headings from the second level on, found "
        + (isUnderlined ? "one of the first by the `===` below it" : "one of the first, `# `")
        + ", which only the page's title is, so that it is set as the second; \(remedy)"
    )
  }

  /// A warning for `### 标题##`, whose hashes are words of the heading.
  private func gluedHashes(_ node: MarkdownNode, _ text: String) -> ContentProblem? {
    let hashes = text.reversed().prefix { $0 == "#" }.count
    guard hashes > 0, let before = text.dropLast(hashes).last, before.isLetter, !before.isASCII,
      line(node.line).contains(text.suffix(hashes + 1))
    else { return nil }
    return problem(
      .headingSyntax,
      node.line,
      String(text.suffix(hashes + 1)),
      "expected a blank before hashes that close a heading, found none, so that they stay on the "
        + "page; remove them, or write `\\#` if they are meant as text"
    )
  }
}
