import Shop

/// Which line is a header, and what its columns mean.
extension FileForm {
  /// The order in which separators are tried on a header.
  static let tried: [Separator] = [
    .tab, .dashes, .pipe, .semicolon, .comma, .wideSemicolon, .wideComma, .gaps, .blanks, .tilde,
    .slash, .colon, .none,
  ]

  /// Reads a line as a header, beside the others; nil when it is none.
  static func header(
    _ line: Line,
    _ others: [String],
    _ given: Separator?,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> Layout? {
    var best: (separator: Separator, names: [String], known: Int)?
    for separator in given.map({ [$0] }) ?? tried {
      // Blanks are within names and codes where anything else parts them: cut there, the half of a
      // code would be sold.
      let isOfBlanks = [.gaps, .blanks].contains(separator)
      if given == nil, isOfBlanks, best != nil || line.text.contains("\t") { continue }
      guard case .whole(let cells) = separator.cells(of: line.text) else { continue }
      let names = cells.map(CardCode.cleaned)
      let known = names.count { name in
        ColumnNames.meaning(of: name) != nil
          || options.columns.contains { isName($0.name, name) }
      }
      // Words separated by blanks are a header only if each is a known name.
      let isOften = [.tilde, .slash, .colon].contains(separator) && given == nil
      if isOfBlanks || isOften, known < max(2, names.count) { continue }
      // Wide gaps are told from single blanks by a name that has a blank.
      let hasBlank = names.contains { $0.contains(where: \.isWhitespace) }
      if given == nil, separator == .gaps, !hasBlank { continue }
      if known > best?.known ?? 0 { best = (separator, names, known) }
    }
    guard let best, !isCard(best.names, others, best.separator),
      let fields = try fields(best.names, line.number, options)
    else { return nil }
    let isKnown = best.names.map { name in
      name.isEmpty || ColumnNames.meaning(of: name) != nil
        || options.columns.contains { isName($0.name, name) }
    }
    let said = said(best.names, options)
    var layout = Layout(
      separator: best.names.count == 1 ? .none : best.separator,
      fields: fields,
      names: zip(best.names, isKnown).map { $1 ? $0 : ColumnNames.shown($0) },
      takesWhole: given == Separator.none,
      isDoubtful: isKnown.contains(false)
    )
    layout.omitted = Set(fields.indices.filter { fields[$0] == .ignored && said[$0] == nil })
    layout.isOfPINs =
      fields.firstIndex(of: .code).map { index in
        said[index] == nil && ColumnNames.meaning(of: best.names[index]) == .field(.pin)
      } ?? false
    return layout
  }

  /// Whether cells are a card in spite of a known name among them: one is a code, a number, a mail
  /// address or a day, or stands in the same place of most other lines, as a label does.
  private static func isCard(
    _ cells: [String],
    _ others: [String],
    _ separator: Separator
  ) -> Bool {
    if cells.contains(where: { ColumnNames.meaning(of: $0) == nil && CellText.isData($0) }) {
      return true
    }
    let rows = others.compactMap { line -> [String]? in
      guard case .whole(let row) = separator.cells(of: line), row.count == cells.count else {
        return nil
      }
      return row.map(CardCode.cleaned)
    }
    return cells.indices.contains { index in
      let cell = cells[index]
      guard !cell.isEmpty else { return false }
      if rows.count(where: { $0[index] == cell }) * 2 > rows.count { return true }
      // Without a digit and as long as all below it, as a code of letters is.
      return ColumnNames.meaning(of: cell) == nil && cell.count >= 8 && rows.count > 1
        && !cell.contains(where: \.isLowercase)
        && rows.allSatisfy { $0[index].count == cell.count }
    }
  }

  private static func isName(_ said: String, _ name: String) -> Bool {
    Int(said) == nil && ColumnNames.normalized(said) == ColumnNames.normalized(name)
      || CardCode.cleaned(said) == name && !name.isEmpty && Int(said) == nil
  }

  /// What a person says of each column.
  private static func said(_ names: [String], _ options: CodeFile.Options) -> [ColumnField?] {
    names.enumerated().map { index, name in
      options.columns.first { Int($0.name) == index + 1 || isName($0.name, name) }?.field
    }
  }

  /// What the columns of a header mean; nil when too few names are known.
  private static func fields(
    _ names: [String],
    _ line: Int,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> [ColumnField]? {
    let said = said(names, options)
    let meanings = names.map(ColumnNames.meaning)
    let secrets: [ColumnNames.Meaning] = [.code, .number, .field(.pin)]
    let hasSecret = meanings.contains { $0.map(secrets.contains) ?? false }
    guard said.contains(.code) || hasSecret else {
      // Two known names make a header; one may be chance.
      guard meanings.count(where: { $0 != nil }) > 1 else { return nil }
      throw .noCodeColumn(line: line)
    }
    for column in options.columns where Int(column.name) == nil {
      guard names.contains(where: { isName(column.name, $0) }) else {
        throw .missingColumn(column.name)
      }
    }
    let fields = try fields(names, said, meanings, line)
    for field in ColumnField.allCases where !field.mayBeTwice {
      guard fields.count(where: { $0 == field }) < 2 else {
        throw .doubledField(line: line, field: field)
      }
    }
    guard fields.contains(.code) else { throw .noCodeColumn(line: line) }
    return fields
  }

  /// `said` is what a person says of each column, `meanings` what its name means.
  private static func fields(
    _ names: [String],
    _ said: [ColumnField?],
    _ meanings: [ColumnNames.Meaning?],
    _ line: Int
  ) throws(CodeFile.HeaderFault) -> [ColumnField] {
    let hasCode = said.contains(.code)
    let has = { (meaning: ColumnNames.Meaning) in
      zip(said, meanings).contains { $0 == nil && $1 == meaning }
    }
    // A mail address is an account's login beside a password, and a buyer's anywhere else.
    let isOfAccounts = !hasCode && !has(.code) && has(.field(.pin))
    var fields: [ColumnField] = []
    var unknown: [(place: Int, name: String)] = []
    for (index, name) in names.enumerated() {
      if let field = said[index] {
        fields.append(field)
        continue
      }
      switch meanings[index] {
      case .code: fields.append(hasCode ? .pin : .code)
      case .number: fields.append(hasCode || has(.code) ? .number : .code)
      case .login where isOfAccounts: fields.append(has(.number) ? .extra : .code)
      case .field(.pin):
        let isBehind = hasCode || has(.code) || has(.number) || has(.login)
        fields.append(isBehind ? .pin : .code)
      case .field(let field): fields.append(field)
      case .ambiguous: throw .ambiguousColumn(line: line, name: name)
      case .login, nil:
        if meanings[index] == nil, let near = ColumnNames.nearest(to: name) {
          throw .unknownColumn(line: line, place: index + 1, name: name, near: near)
        }
        fields.append(.unnamed)
        if !name.isEmpty { unknown.append((index + 1, name)) }
      }
    }
    // An unknown column may be a PIN or a last day: only a person can say that it is not.
    guard unknown.isEmpty else {
      throw .unknownColumns(line: line, places: unknown.map(\.place), names: unknown.map(\.name))
    }
    return fields
  }

  /// Whether the first line seems to be a header of unknown names: it has no digit and all others
  /// have some, or it alone is in Chinese, or in words, or of known names that a person's separator
  /// does not part.
  static func looksLikeHeader(_ lines: [String]) -> Bool {
    guard let first = lines.first, lines.count > 1 else { return false }
    let rest = lines.dropFirst()
    let hasDigit = { (text: String) in text.contains { $0.isNumber } }
    let hasIdeograph = { (text: String) in
      text.unicodeScalars.contains { $0.properties.isIdeographic }
    }
    if hasIdeograph(first), !rest.contains(where: hasIdeograph) { return true }
    let words = { (text: String) in text.split(whereSeparator: \.isWhitespace).count }
    if words(first) > 2, first.contains(where: \.isLowercase), rest.allSatisfy({ words($0) == 1 }) {
      return true
    }
    let areNames = tried.contains { separator in
      guard case .whole(let cells) = separator.cells(of: first) else { return false }
      return cells.count { ColumnNames.meaning(of: $0) != nil } > 1
        && !isCard(cells.map(CardCode.cleaned), Array(rest), separator)
    }
    if areNames { return true }
    return !hasDigit(first) && rest.allSatisfy(hasDigit) && first.count != rest.first?.count
  }
}
