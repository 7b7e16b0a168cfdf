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

  /// The columns left out by their names that are empty beside most codes: what stands beside few
  /// of them is seldom about all, and often whom a card went to.
  static func rareOmissions(_ rows: [Row], _ layout: Layout) -> Set<Int> {
    layout.omitted.filter { index in
      let filled = rows.count { !CellText.isNothing(CardCode.cleaned($0.cells[index])) }
      return rows.count > 1 && filled * 2 <= rows.count
    }
  }

  private static func isLink(_ cell: String) -> Bool {
    cell.contains("://") || cell.hasPrefix("www.")
  }

  /// Whether cells are short numbers that rise from a small one or by one, as those of lines do.
  private static func isCount(_ cells: [String]) -> Bool {
    let numbers = cells.compactMap { $0.count < 8 ? Int($0) : nil }
    guard numbers.count == cells.count, let first = numbers.first, let last = numbers.last,
      first < 1_000 || last - first < numbers.count
    else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether a cell is a day, with or without a time.
  private static func isMoment(_ cell: String) -> Bool {
    CellText.isDay(cell) || cell.prefixMatch(of: #/\d{4}[\-\/.年]\d{1,2}[\-\/.月]\d{1,2}/#) != nil
  }

  private static func marks(of text: String) -> String {
    CardCode.halfWidth(text).lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
