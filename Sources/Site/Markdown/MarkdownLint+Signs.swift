import Shop
import Text

/// Signs and numbers that Markdown takes for its own and changes on the page.
extension MarkdownLint {
  /// A warning for the first item whose number is not the one that pages show.
  ///
  /// A list whose items all have one number is meant to be counted.
  func otherNumber(_ list: MarkdownNode) -> ContentProblem? {
    guard list.isOrdered else { return nil }
    var items: [(item: MarkdownNode, number: Int)] = []
    var item = list.firstChild
    while let current = item {
      items.append((current, number(of: current) ?? list.listStart + items.count))
      item = current.next
    }
    guard items.contains(where: { $0.number != list.listStart }) else { return nil }
    for (index, (item, written)) in items.enumerated() where written != list.listStart + index {
      let shown = list.listStart + index
      return problem(
        .listNumber,
        item.line,
        "\(written)",
        "expected the number \(shown), found \(written), for which pages and mails show "
          + "\(shown); write `\(shown). …`, or `\(written)\\. …` if the number is meant as text"
      )
    }
    return nil
  }

  /// The number that an item is written with.
  private func number(of item: MarkdownNode) -> Int? {
    let text = line(item.line).utf8.dropFirst(max(item.column - 1, 0)).drop { $0 == 0x20 }
    let digits = text.prefix { 48...57 ~= $0 }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// A warning for `>50 元免运费`, which becomes a quotation without its sign.
  func quotedNumber(_ quote: MarkdownNode) -> ContentProblem? {
    let written = line(quote.line).utf8.dropFirst(max(quote.column - 1, 0)).dropFirst()
    let digits = written.prefix { 48...57 ~= $0 }
    guard line(quote.line).utf8.dropFirst(max(quote.column - 1, 0)).first == UInt8(ascii: ">"),
      !digits.isEmpty, let next = written.dropFirst(digits.count).first, !".)".utf8.contains(next),
      quote.blockLines.dropFirst().allSatisfy({ !line($0).drop { $0 == " " }.hasPrefix(">") })
    else { return nil }
    return problem(
      .lostSign,
      quote.line,
      ">",
      "expected a blank behind the `>` of a quotation, found a number, which loses the sign on the "
        + "page; write `\\>` if it means more than, or `> ` for a quotation"
    )
  }

  /// A warning for `>>进入设置`, an arrow that becomes a quotation within an empty one.
  func doubledQuote(_ quote: MarkdownNode) -> ContentProblem? {
    if case .quote? = quote.parent?.kind { return nil }
    let written = line(quote.line).utf8.dropFirst(max(quote.column - 1, 0))
    let signs = written.prefix { $0 == UInt8(ascii: ">") }
    // In a mail that was answered, lines of other levels follow.
    let isAlone = quote.blockLines.dropFirst().map { line($0).drop { $0 == " " } }
      .allSatisfy { !$0.hasPrefix(">") || $0.hasPrefix(">>") }
    guard 2...3 ~= signs.count, isAlone,
      let next = written.dropFirst(signs.count).first(where: { $0 != 0x20 }), !(48...57 ~= next)
    else { return nil }
    let arrow = String(repeating: ">", count: signs.count)
    return problem(
      .lostSign,
      quote.line,
      arrow,
      "expected one `>` for a quotation, found `\(arrow)`, of which pages make one within another; "
        + "write `> ` for a quotation, or `\\\(arrow)` if it is meant as text"
    )
  }

  /// A warning for `五元*二张，十元*三张`, whose signs are no marks of emphasis but become them.
  func lostStars(_ emphasis: MarkdownNode) -> ContentProblem? {
    guard let before = emphasis.previous, case .text = before.kind,
      let after = emphasis.next, case .text = after.kind,
      let left = before.plainText.last, let right = after.plainText.first
    else { return nil }
    let words = emphasis.plainText
    guard
      isFactor(words, between: left, right)
        || isWithinWord(words, between: before.plainText, after.plainText)
        || areNumbers(around: words, between: left, after.plainText)
        || areMeasures(words, between: before.plainText, after.plainText)
    else { return nil }
    let lines = blockLines(of: emphasis)
    let sign = lines.contains { line($0).contains("*" + words.prefix(1)) } ? "*" : "_"
    return problem(
      .lostSign,
      lines,
      sign + words.prefix(1),
      "expected emphasis around words, found \(quoted(words)) between two `\(sign)` within a word "
        + "or a sum, which are lost on the page; write "
        + (sign == "*" ? "`×` or `\\*` for each" : "`\\_` for each")
    )
  }

  /// Whether two asterisks stand for a product each: `五元*二张，十元*3`.
  private func isFactor(
    _ words: String,
    between left: Character,
    _ right: Character
  ) -> Bool {
    guard left.isLetter || left.isNumber, right.isNumber else { return false }
    return words.first?.isNumber == true && !words.allSatisfy(\.isNumber)
      || words.contains { "=＝()（）+＋".contains($0) }
  }

  /// Whether both asterisks stand for a product of measures: `长*宽*高`, `A*B*C`.
  private func areMeasures(_ words: String, between before: String, _ after: String) -> Bool {
    if ["长", "宽", "高", "厚", "深"].contains(words) { return true }
    let isLetter = { (letter: Character) in letter.isASCII && letter.isLetter }
    return words.count == 1 && words.allSatisfy(isLetter)
      && before.suffix(2).reversed().prefix(while: isLetter).count == 1
      && after.prefix(2).prefix(while: isLetter).count == 1
  }

  /// Whether both asterisks stand for a number before its unit: `满*元减*元`, `限*张，送*次`.
  private func areNumbers(
    around words: String,
    between left: Character,
    _ after: String
  ) -> Bool {
    guard let right = words.last, Self.beforeNumbers.contains(left),
      Self.units.contains(where: words.hasPrefix), Self.units.contains(where: after.hasPrefix)
    else { return false }
    return Self.beforeNumbers.contains(right) || "，、；。,;/～~-".contains(right)
      || Self.units.contains(words)
  }

  private static let beforeNumbers = Set("满减送返打享限第前每赠约共省达立期仅剩")
  private static let units = ["元", "块", "张", "个", "件", "份", "次", "折", "天", "名", "位", "小时", "分钟"]

  /// A warning for `_Free_WiFi_`, a name whose outer underscores become emphasis.
  func lostUnderscores(_ emphasis: MarkdownNode) -> ContentProblem? {
    let words = emphasis.plainText
    guard words.contains("_"), words.utf8.count <= Self.longestWord,
      words.wholeMatch(of: /[A-Za-z0-9]+(?:[_.\-]+[A-Za-z0-9]+)+/) != nil
    else { return nil }
    let isStrong = if case .strong = emphasis.kind { true } else { false }
    let sign = isStrong ? "__" : "_"
    let lines = blockLines(of: emphasis)
    guard lines.contains(where: { line($0).contains(sign + words + sign) }) else { return nil }
    let (escaped, stars) = isStrong ? ("\\_\\_", "**") : ("\\_", "*")
    return problem(
      .lostSign,
      lines,
      sign + words,
      "expected emphasis around words, found the name \(quoted(words)) between two `\(sign)`, "
        + "which are lost on the page; write `\(escaped)\(words)\(escaped)` if they belong to it, "
        + "or `\(stars)\(words)\(stars)` for emphasis"
    )
  }

  /// A warning for `**甲 **乙** 丙**`, whose second mark begins emphasis where it should end it.
  func innerEmphasis(_ strong: MarkdownNode) -> ContentProblem? {
    guard let outer = strong.parent, case .strong = outer.kind else { return nil }
    let lines = blockLines(of: strong)
    // Within `__…__` it is meant.
    guard !lines.contains(where: { line($0).contains("__") }) else { return nil }
    let starts = ["", "[", "`", "\\"].map { "**\($0)\(strong.plainText.prefix(1))" }
    let found = starts.first { start in
      lines.contains { line($0).contains(" " + start) || line($0).contains("\u{3000}" + start) }
    }
    guard let found else { return nil }
    return problem(
      .literalEmphasis,
      lines,
      found,
      "expected the end of emphasis, found that this `**` begins another within it, since a blank "
        + "stands before it; remove the blanks inside of the asterisks"
    )
  }

  /// The lines of the block around a node, of which those within a text may have no number.
  private func blockLines(of node: MarkdownNode) -> ClosedRange<Int> {
    var block = node
    while block.line < 1, let parent = block.parent { block = parent }
    return block.line...max(block.endLine, block.line)
  }

  /// Whether both signs stand within a word of ASCII: a password, a path or an address's query.
  ///
  /// A word of letters alone has emphasis in it: `un*believ*able`.
  private func isWithinWord(_ words: String, between before: String, _ after: String) -> Bool {
    let isOfText = { (letter: Character) in letter.isASCII && !letter.isWhitespace }
    let isOfWord = { (letter: Character) in
      letter.isASCII && (letter.isLetter || letter.isNumber || "=&@".contains(letter))
    }
    guard let left = before.last, let right = after.first, words.allSatisfy(isOfText) else {
      return false
    }
    let start = before.suffix(Self.longestWord).split(whereSeparator: { !isOfText($0) }).last ?? ""
    if left == "/", start.count > 1, start.hasPrefix("/") { return true }
    guard isOfWord(left), isOfWord(right) || left == "=" else { return false }
    let end = after.prefix(Self.longestWord).prefix(while: isOfText)
    return [start, words[...], end].contains { part in
      part.contains { $0.isNumber || "=&@:".contains($0) }
    }
  }

  /// The most characters beside emphasis that are looked at.
  private static let longestWord = 80

  /// A warning for `文件夹\_x`, whose backslash is lost since punctuation follows.
  ///
  /// Behind Chinese, no such sign has a meaning that a backslash would have to take from it.
  /// Editors escape `_`, `#`, `@` and `&` all the same; behind a folder the backslash is a path's.
  func lostBackslash(_ node: MarkdownNode, _ text: String) -> ContentProblem? {
    guard mayHold("\\") else { return nil }
    for number in node.blockLines where line(number).utf8.contains(UInt8(ascii: "\\")) {
      for match in line(number).matches(of: /(\p{Han})\\([_#!(\-+@&%={.]\w)/)
      // In code and in a path the backslash stays.
      where text.hasBytes(of: String(match.1 + match.2)) {
        let sign = match.2.prefix(1)
        let before = line(number)[..<match.2.startIndex].dropLast()
        guard !"_#@&".contains(sign) || Self.folders.contains(where: before.hasSuffix) else {
          continue
        }
        return problem(
          .lostSign,
          number,
          String(match.0),
          "expected `\\\\` for a backslash, found `\\\(sign)`, of which pages show `\(sign)`; "
            + "write `\(match.1)\\\\\(match.2)`, or `\(match.1)\(match.2)` if no backslash is meant"
        )
      }
    }
    return nil
  }

  /// How names of folders end.
  private static let folders = ["文件夹", "目录", "桌面", "文档", "下载", "盘"]

  /// A warning for lines that begin with 1, 2 and so on without a dot, which become one paragraph.
  func joinedNumbers(_ texts: [(Int, Substring)]) -> ContentProblem? {
    let numbers = texts.map { LineMark.bareNumber(of: $0.1) }
    for index in numbers.indices.dropLast() {
      guard let first = numbers[index], first.value == 1, let second = numbers[index + 1],
        second.value == 2, !texts[index].1.hasSuffix("  "), !texts[index].1.hasSuffix("\\")
      else { continue }
      return problem(
        .joinedSteps,
        texts[index + 1].0,
        String(second.mark),
        "expected a list, found lines that begin with \(quoted(String(first.mark))), "
          + "\(quoted(String(second.mark))) and so on, which pages join to one line; write `1. `, "
          + "`2. ` and so on, or `\\` at the end of the line above"
      )
    }
    return nil
  }

  /// A warning for a second definition of a link or footnote, of which the first counts.
  func secondDefinition(
    _ number: Int,
    _ text: Substring,
    after labels: inout Set<String>
  ) -> ContentProblem? {
    guard let label = text.prefixMatch(of: /[ ]{0,3}(\[[^\]\[]+\]):\s*\S/)?.1 else { return nil }
    let folded = label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !labels.insert(folded).inserted else { return nil }
    return problem(
      label.hasPrefix("[^") ? .unusedFootnote : .unusedReference,
      number,
      String(label),
      "expected one line that begins with \(quoted(label + ":")), found a second, which is on no "
        + "page; remove one of the two, or write another name in the brackets"
    )
  }
}
