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
      guard !cells.isEmpty, cells.count == 1 || Set(cells).count * 2 > cells.count,
        !isCount(cells), !cells.allSatisfy(isMoment)
      else { return false }
      let areLinks = cells.allSatisfy { $0.contains("://") || $0.hasPrefix("www.") }
      guard areLinks else { return layout.isOfPINs }
      return !pairs.allSatisfy { marks(of: $0.cell).contains($0.code) }
    }
  }

  /// Whether cells are a line's number, or another that counts up.
  private static func isCount(_ cells: [String]) -> Bool {
    let numbers = cells.compactMap { Int($0) }
    return numbers.count == cells.count
      && (numbers.count > 1 ? zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == 1 } : true)
      && cells[0].count < 8
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
  /// its last day, which have no column of their own.
  static func omission(of given: String) -> LineRefusal? {
    let text = CardCode.cleaned(CardCode.halfWidth(given)).lowercased()
    guard !text.isEmpty else { return nil }
    if spent.contains(text) || text.prefixMatch(of: spentWords) != nil {
      return LineRefusal("expected a code that is new, found one that a remark calls spent")
    }
    if text.contains(pinWords) {
      return LineRefusal(
        "expected a PIN in a column of its own, found a remark that names one; give it a column "
          + "`pin`, or leave the remarks out by --column NAME=ignore"
      )
    }
    if text.contains(lastDayWords) {
      return LineRefusal(
        "expected a last day in a column of its own, found a remark that names one; give it a "
          + "column `expires`, or leave the remarks out by --column NAME=ignore"
      )
    }
    return nil
  }

  private static var spentWords: some RegexComponent {
    #/
    已(使用|用|售|兑换|兌換|核销|领取) | (used|redeemed|claimed)\ (by|on|at)\b | sold\ to\b
    /#
  }

  private static var pinWords: some RegexComponent {
    #/
    ( 密码 | 密碼 | 提取码 | 口令 | \b(pin|password|passwd|pwd|cvv) )
    \s* ( (code|码)? \s* [:=] \s* [a-z0-9]{3} | \d{3} )
    /#
  }

  private static var lastDayWords: some RegexComponent {
    #/
    ( 有效期? | 到期日? | 截止 | \bvalid | \bexp(ir(y|es|ed|ation))?\b )
    ( [至到为是:\s] | until | thru | through | to | on | date )*
    \d{1,4} [\-\/.年] \d{1,2}
    /#
  }
}
