import Shop
import Text

/// Signs and numbers that Markdown takes for its own and changes on the page.
extension MarkdownLint {
  /// A warning for the first item whose number is not the one that pages show.
  ///
  /// A list whose items all have one number is meant to be counted.
  func otherNumber(_ list: MarkdownNode) -> ContentProblem? {
    guard list.isOrdered, let first = list.firstChild else { return nil }
    var shown = list.listStart
    var isCounted = true
    var item = first.next
    while let current = item {
      shown += 1
      if let written = number(of: current) {
        if written != list.listStart { isCounted = false }
        if written != shown, !isCounted {
          return problem(
            .listNumber,
            current.line,
            "\(written)",
            "expected the number \(shown), found \(written), for which pages and mails show "
              + "\(shown); write `\(shown). …`, or `\(written)\\. …` if the number is meant as text"
          )
        }
      }
      item = current.next
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

  /// A warning for `五元*二张，十元*三张`, whose asterisks are no marks of emphasis but become them.
  func lostStars(_ emphasis: MarkdownNode) -> ContentProblem? {
    guard let before = emphasis.previous, case .text = before.kind,
      let after = emphasis.next, case .text = after.kind,
      before.plainText.last.map({ $0.isLetter || $0.isNumber }) == true,
      after.plainText.first.map({ $0.isLetter || $0.isNumber }) == true
    else { return nil }
    let words = emphasis.plainText
    guard words.contains(where: { $0.isWhitespace || "，、；。,;=＝".contains($0) }) else { return nil }
    var block = emphasis
    while block.line < 1, let parent = block.parent { block = parent }
    return problem(
      .lostSign,
      block.line...max(block.endLine, block.line),
      "*" + words.prefix(1),
      "expected emphasis around words, found \(quoted(words)) between asterisks within words, "
        + "which are lost on the page; write `×` or `\\*` for each"
    )
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
