import Shop

/// What the lines of a file without a header are.
extension FileForm {
  /// The format of a file without a header: codes alone, `CODE----PIN`, or numbered columns.
  static func withoutHeader(
    _ lines: [String],
    _ given: Separator?,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> Layout {
    let positions = options.columns.compactMap { column in
      Int(column.name).map { ($0, column.field) }
    }
    if !positions.isEmpty { return try numbered(lines, positions, given) }
    if let column = options.columns.first { throw .missingColumn(column.name) }
    if let given, [.colon, .tilde, .slash].contains(given) {
      return Layout(separator: given, fields: [.code, .pin])
    }
    if let given, given != .dashes {
      return Layout(separator: given, fields: [.code], takesWhole: given == .none)
    }
    let isDashed =
      given == .dashes || lines.count { CardCode.hasDashes($0, atLeast: 4) } * 2 > lines.count
    guard isDashed else { return Layout(separator: .none, fields: [.code]) }
    let count = usual(.dashes, lines)
    guard let fields = dashedFields(lines, count) else {
      return Layout(separator: .none, fields: [.code], takesWhole: true, parts: count)
    }
    return Layout(separator: .dashes, fields: fields)
  }

  /// How many cells most lines have.
  private static func usual(_ separator: Separator, _ lines: [String]) -> Int {
    let counts = lines.map { line in
      if case .whole(let cells) = separator.cells(of: line) { cells.count } else { 0 }
    }
    return Set(counts).max { left, right in
      (counts.count { $0 == left }, right) < (counts.count { $0 == right }, left)
    } ?? 0
  }

  private static func numbered(
    _ lines: [String],
    _ positions: [(place: Int, field: ColumnField)],
    _ given: Separator?
  ) throws(CodeFile.HeaderFault) -> Layout {
    // A single column may hold URLs.
    let areSeveral = positions.contains { $0.place > 1 }
    let rare: [Separator] = [.tilde, .slash, .colon]
    let often = rare.filter { areSeveral && usual($0, lines) > 1 }
    let plain = tried.first { usual($0, lines) > 1 && !rare.contains($0) }
    guard given != nil || plain != nil || often.count < 2 else {
      throw .severalSeparators(often)
    }
    let separator = given ?? plain ?? often.first ?? .none
    var fields = Array(repeating: ColumnField.ignored, count: max(1, usual(separator, lines)))
    for (position, field) in positions {
      guard fields.indices.contains(position - 1) else { throw .missingColumn("\(position)") }
      fields[position - 1] = field
    }
    guard fields.contains(.code) else { throw .noCodeColumn(line: 1) }
    return Layout(separator: separator, fields: fields, takesWhole: given == Separator.none)
  }

  /// The fields between dashes: a code with its PIN, its last day, or both.
  ///
  /// Nil for an account, which begins with an email address or has more parts, and is sold whole.
  private static func dashedFields(_ lines: [String], _ count: Int) -> [ColumnField]? {
    let rows = lines.compactMap { line -> [String]? in
      guard case .whole(let cells) = Separator.dashes.cells(of: line), cells.count == count else {
        return nil
      }
      return cells.map(CardCode.cleaned)
    }
    let lasts = rows.compactMap(\.last)
    // A PIN of eight digits may look like a day, two will not.
    let mayBePIN = lasts.count < 2 && lasts.allSatisfy { $0.allSatisfy(\.isNumber) }
    let isDated = !mayBePIN && lasts.allSatisfy(CellText.isDay)
    if count == 2 { return [.code, isDated ? .expires : .pin] }
    let isOfCodes = isDated && areCodes(rows.compactMap(\.first))
    return count == 3 && isOfCodes ? [.code, .pin, .expires] : nil
  }

  /// Whether the first parts of lines are codes: no mail addresses, and no names or short numbers
  /// either, as accounts have them, unless all are of one length and have digits and letters.
  ///
  /// An account's day may be the one on which it was made.
  static func areCodes(_ firsts: [String]) -> Bool {
    guard !firsts.contains(where: Account.isCertain) else { return false }
    let areAlike =
      firsts.count >= UsualShape.fewest && Set(firsts.map(\.count)).count == 1
      && firsts.allSatisfy { $0.contains(where: \.isNumber) && $0.contains(where: \.isLetter) }
    return areAlike
      || firsts.allSatisfy { first in
        let isShortNumber = first.count < 12 && first.allSatisfy(\.isNumber)
        return !isShortNumber && !first.contains(where: \.isLowercase)
      }
  }
}
