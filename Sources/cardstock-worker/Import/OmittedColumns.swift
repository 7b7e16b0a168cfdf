import Shop

/// What is left out of a file by its name, and may yet belong to what is sold.
extension FileForm {
  /// A column that is left out though it may be part of what is sold; nil when there is none.
  ///
  /// Links, one for each line and without its code; and beside PINs without a code whatever differs
  /// from line to line, counts nothing and is no day.
  static func soldOmission(_ rows: [Row], _ layout: Layout) -> Int? {
    guard let code = layout.fields.firstIndex(of: .code) else { return nil }
    return layout.omitted.sorted().first { index in
      let pairs = rows.map { row in
        (code: marks(of: row.cells[code]), cell: CardCode.cleaned(row.cells[index]))
      }.filter { !$0.cell.isEmpty }
      let cells = pairs.map(\.cell)
      // One line shows nothing that differs; a PIN beside a link is hardly ever all of a card.
      let isOneLink = layout.isOfPINs && cells.count == 1 && isLink(cells[0])
      guard isOneLink || cells.count > 1 && Set(cells).count * 2 > cells.count,
        !isCount(cells), !cells.allSatisfy(isMoment)
      else { return false }
      guard cells.allSatisfy(isLink) else { return layout.isOfPINs }
      return !pairs.allSatisfy { marks(of: $0.cell).contains($0.code) }
    }
  }

  private static func isLink(_ cell: String) -> Bool {
    cell.contains("://") || cell.hasPrefix("www.")
  }

  /// Whether cells are short numbers that rise, as those of lines do.
  private static func isCount(_ cells: [String]) -> Bool {
    let numbers = cells.compactMap { $0.count < 8 ? Int($0) : nil }
    return numbers.count == cells.count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether a cell is a day, with or without a time.
  private static func isMoment(_ cell: String) -> Bool {
    CellText.isDay(cell) || cell.prefixMatch(of: #/\d{4}[\-\/.年]\d{1,2}[\-\/.月]\d{1,2}/#) != nil
  }

  private static func marks(of text: String) -> String {
    CardCode.halfWidth(text).lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension CellText {
  /// Why a line is not taken for a remark on it: the code is spent, or the remark holds its PIN or
  /// its last day; nil also where another column of `fields` says that.
  static func omission(of given: String, beside fields: [ColumnField]) -> LineRefusal? {
    let text = CardCode.cleaned(CardCode.halfWidth(given)).lowercased()
    // Cheaper than the regular expressions, and most remarks have none of these.
    guard signs.contains(where: text.contains) else { return nil }
    if !fields.contains(.status),
      spent.contains(text) || text.prefixMatch(of: spentWords) != nil
    {
      return LineRefusal("expected a code that is new, found one that a remark calls spent")
    }
    if !fields.contains(.pin), text.contains(pinWords), !text.contains(noPINWords) {
      return LineRefusal(
        "expected a PIN in a column of its own, found a remark that names one; give it a column "
          + "`pin`, or leave the remarks out by --column NAME=ignore"
      )
    }
    if !fields.contains(.expires), text.contains(lastDayWords) {
      return LineRefusal(
        "expected a last day in a column of its own, found a remark that names one; give it a "
          + "column `expires`, or leave the remarks out by --column NAME=ignore"
      )
    }
    return nil
  }

  private static let signs =
    ["密", "码", "口令", "pin", "pass", "pwd", "cvv", "效", "期", "截止", "valid", "exp"]
    + spent + ["已", "used", "redeemed", "claimed", "sold"]

  /// Behind the word ends the remark, or follow whose it is and when.
  private static var spentWords: some RegexComponent {
    #/
    已(使用|用|售|兑换|兌換|核销|领取)($|[\s\d,.;:!\(]|[于给過过])
    | (used|redeemed|claimed)\ by\b | (used|redeemed|claimed)\ (on|at)\ \d | sold\ to\b
    /#
  }

  private static var pinWords: some RegexComponent {
    #/
    ( 密码 | 密碼 | 提取码 | 口令 | \b(pin|password|passwd|pwd|cvv) )
    \s* ( (code|码)? \s* [:=] \s* [a-z]*\d[a-z0-9]{2} | \d{4,}(?![\d元位张个天]) )
    /#
  }

  private static var noPINWords: some RegexComponent { #/[无無免不][^,.;:]{0,2}(密码|密碼|口令)/# }

  private static var lastDayWords: some RegexComponent {
    #/
    ( 有效期? | 到期日? | 截止 | \bvalid | \bexp(ir(y|es|ed|ation))?\b )
    ( [至到为是:\s] | until | thru | through | to | on | date )*
    ( \d{4}年\d{1,2}月 | \d{4}[\-\/.]\d{1,2}[\-\/.]\d | \d{1,2}[\-\/.]\d{1,2}[\-\/.]\d{4} )
    /#
  }
}
