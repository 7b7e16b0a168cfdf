import Shop

/// The format of a supplier's file, found out from its first lines.
package struct FileForm: Sendable {
  /// The encoding of its text.
  package let encoding: FileEncoding
  /// What separates its cells.
  package let separator: Separator
  /// What each column means.
  package let fields: [ColumnField]
  /// The columns' names; empty without a header.
  package let names: [String]
  /// The header's line, which is repeated in files that were joined.
  let header: String?
  /// Whether a whole line is one code whatever it holds, as for accounts with their passwords.
  let takesWhole: Bool
  /// The number of the last line before the codes; 0 when the first line is one.
  let linesBefore: Int
  /// What most codes look like.
  let shape: CodeShape
  /// Which numbers a spreadsheet has rounded, by their column.
  private let rounded: [ColumnField: RoundedNumbers]

  /// The order in which separators are tried on a header.
  private static let tried: [Separator] = [
    .tab, .dashes, .pipe, .semicolon, .comma, .wideSemicolon, .wideComma, .blanks, .tilde, .slash,
    .colon, .none,
  ]

  init(
    encoding: FileEncoding,
    sample: [SourceLine],
    options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) {
    self.encoding = encoding
    var given = options.separator
    var lines = sample.compactMap { line -> (number: Int, text: String)? in
      guard case .text(let text) = line.content, !CardCode.cleaned(text).isEmpty else { return nil }
      return (line.number, text)
    }
    var before = 0
    // `sep=;`, by which Excel is told the separator.
    if let first = lines.first, let said = Self.said(by: first.text) {
      given = given ?? said
      before = first.number
      lines.removeFirst()
    }
    if options.mayHaveHeader {
      for (index, line) in lines.prefix(10).enumerated() {
        guard let found = try Self.header(line, given, options) else { continue }
        guard index == 0 else { throw .lateHeader(line: line.number) }
        (separator, fields, names) = found
        (header, linesBefore) = (line.text, line.number)
        takesWhole = given == Separator.none
        let cells = Self.cells(lines.dropFirst(), separator, fields)
        shape = try Self.shape(cells, fields, names, takesWhole, options)
        rounded = Self.rounded(cells, fields)
        return
      }
      if Self.looksLikeHeader(lines.map(\.text)), options.columns.isEmpty {
        throw .likelyHeader(line: lines[0].number)
      }
    }
    (header, names, linesBefore) = (nil, [], before)
    (separator, fields, takesWhole) = try Self.withoutHeader(
      lines.map(\.text),
      given,
      options
    )
    let cells = Self.cells(lines[...], separator, fields)
    shape = try Self.shape(cells, fields, names, takesWhole, options)
    rounded = Self.rounded(cells, fields)
  }

  /// The cells of those lines that have as many as there are columns.
  private static func cells(
    _ lines: ArraySlice<(number: Int, text: String)>,
    _ separator: Separator,
    _ fields: [ColumnField]
  ) -> [(number: Int, cells: [String])] {
    lines.compactMap { line in
      guard case .whole(let cells) = separator.cells(of: line.text), cells.count == fields.count
      else { return nil }
      return (line.number, cells)
    }
  }

  private static func rounded(
    _ lines: [(number: Int, cells: [String])],
    _ fields: [ColumnField]
  ) -> [ColumnField: RoundedNumbers] {
    var rounded: [ColumnField: RoundedNumbers] = [:]
    for (index, field) in fields.enumerated() where [.code, .pin, .number].contains(field) {
      rounded[field] = RoundedNumbers(in: lines.map { $0.cells[index] })
    }
    return rounded
  }

  /// Whether a number is as Excel rounds those of its column.
  func isRounded(_ text: String, in field: ColumnField) -> Bool {
    rounded[field]?.contains(CardCode.halfWidth(text)) ?? false
  }

  /// What most codes look like.
  private static func shape(
    _ lines: [(number: Int, cells: [String])],
    _ fields: [ColumnField],
    _ names: [String],
    _ takesWhole: Bool,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> CodeShape {
    let index = fields.firstIndex(of: .code)
    let codes = lines.compactMap { line -> (number: Int, text: String)? in
      guard let index, fields.count > 1 || takesWhole || !isTorn(line.cells[0]) else { return nil }
      return (line.number, line.cells[index])
    }
    let mayBeInParts =
      takesWhole || fields.contains(.pin) || options.columns.contains { $0.field == .code }
    if !mayBeInParts, let parts = CodeParts(of: codes.map(\.text)), let first = codes.first {
      let isAlone = fields.count == 1
      let column = isAlone ? nil : place(of: .code, fields, names)
      throw .inParts(line: first.number, column: column, parts)
    }
    return CodeShape(codes.map(\.text), mayBeInParts: mayBeInParts)
  }

  /// The column of codes or of PINs, for refusals.
  func column(of field: ColumnField) -> CodeColumn {
    CodeColumn(field, place: Self.place(of: field, fields, names))
  }

  /// Whether the status column says if a code was used.
  var asksWhetherUsed: Bool {
    guard let index = fields.firstIndex(of: .status), names.indices.contains(index) else {
      return false
    }
    return ColumnNames.asksWhetherUsed(names[index])
  }

  /// Why a cell beside the code cannot be read, if a spreadsheet has damaged it.
  func damage(of text: String, in field: ColumnField) -> LineRefusal? {
    guard let damage = SpreadsheetDamage(of: CardCode.halfWidth(text), isExact: true) else {
      return nil
    }
    switch damage {
    case .error, .narrow, .formula, .lostCharacter:
      return damage.refusal(where: "expected `\(field.rawValue)`")
    // A SKU may be a number, and a status may be yes or no.
    case .shortened, .decimals, .rounded, .date, .truth: return nil
    }
  }

  /// A column by its name, or by its number; nil for the only one without a name.
  private static func place(
    of field: ColumnField,
    _ fields: [ColumnField],
    _ names: [String]
  ) -> String? {
    guard let index = fields.firstIndex(of: field) else { return nil }
    if names.indices.contains(index) { return "`\(names[index])`" }
    return fields.count > 1 ? "\(index + 1)" : nil
  }

  /// Whether a line seems to have several cells in a file of codes alone.
  func isTorn(_ line: String) -> Bool {
    separator == .none && !takesWhole && Self.isTorn(line)
  }

  private static func isTorn(_ line: String) -> Bool {
    let text = CardCode.cleaned(line)
    guard !text.hasPrefix("\""), !text.hasPrefix("=") else { return false }
    // An account is sold with its password as one code.
    let mark = text.firstRange(of: "----")?.lowerBound ?? text.firstIndex(of: ":")
    if let mark, EmailAddress(String(text[..<mark])) != nil { return false }
    return [",", ";", "\t", "|", "，", "；"].contains { text.contains($0) }
      || Separator.hasDashes(text, atLeast: 2) || hasTwoSides(text)
  }

  /// Whether a text is `CODE:PIN`, and neither a URL nor a label before a code.
  private static func hasTwoSides(_ text: String) -> Bool {
    let plain = CardCode.halfWidth(text)
    let sides = plain.split(separator: ":", omittingEmptySubsequences: false)
    return sides.count == 2 && !plain.contains("://") && !plain.contains(where: \.isWhitespace)
      && sides.allSatisfy { !$0.isEmpty } && ColumnNames.meaning(of: String(sides[0])) == nil
  }

  private static func said(by line: String) -> Separator? {
    let text = CardCode.cleaned(line.replacing("\"", with: ""))
    guard text.lowercased().hasPrefix("sep="), let mark = text.dropFirst(4).first ?? line.last
    else { return nil }
    return Separator(String(mark))
  }

  private typealias Found = (Separator, [ColumnField], [String])

  /// Reads a line as a header; nil when it is none.
  private static func header(
    _ line: (number: Int, text: String),
    _ given: Separator?,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> Found? {
    var best: (separator: Separator, names: [String], known: Int)?
    for separator in given.map({ [$0] }) ?? tried {
      guard case .whole(let cells) = separator.cells(of: line.text) else { continue }
      let names = cells.map(CardCode.cleaned)
      let known = names.count { name in
        ColumnNames.meaning(of: name) != nil
          || options.columns.contains { isName($0.name, name) }
      }
      // Words separated by blanks are a header only if each is a known name.
      let isOften = [.tilde, .slash, .colon].contains(separator) && given == nil
      if separator == .blanks || isOften, known < max(2, names.count) { continue }
      if known > best?.known ?? 0 { best = (separator, names, known) }
    }
    guard let best, let fields = try fields(best.names, line.number, options) else { return nil }
    return (best.names.count == 1 ? .none : best.separator, fields, best.names)
  }

  private static func isName(_ said: String, _ name: String) -> Bool {
    Int(said) == nil && ColumnNames.normalized(said) == ColumnNames.normalized(name)
      || CardCode.cleaned(said) == name && !name.isEmpty && Int(said) == nil
  }

  /// What the columns of a header mean; nil when too few names are known.
  private static func fields(
    _ names: [String],
    _ line: Int,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> [ColumnField]? {
    let said = names.enumerated().map { index, name in
      options.columns.first { Int($0.name) == index + 1 || isName($0.name, name) }?.field
    }
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
    let hasCode = said.contains(.code)
    let has = { (meaning: ColumnNames.Meaning) in
      zip(said, meanings).contains { $0 == nil && $1 == meaning }
    }
    var fields: [ColumnField] = []
    var unknown: [String] = []
    for (index, name) in names.enumerated() {
      if let field = said[index] {
        fields.append(field)
        continue
      }
      switch meanings[index] {
      case .code: fields.append(hasCode ? .pin : .code)
      case .number: fields.append(hasCode || has(.code) ? .number : .code)
      case .field(.pin):
        fields.append(hasCode || has(.code) || has(.number) ? .pin : .code)
      case .field(let field): fields.append(field)
      case .ambiguous: throw .ambiguousColumn(line: line, name: name)
      case nil:
        if let near = ColumnNames.nearest(to: name) {
          throw .unknownColumn(line: line, name: name, near: near)
        }
        fields.append(.unnamed)
        if !name.isEmpty { unknown.append(name) }
      }
    }
    // An unknown column may be a PIN or a last day: only a person can say that it is not.
    guard unknown.isEmpty else { throw .unknownColumns(line: line, names: unknown) }
    for field in ColumnField.allCases where field != .ignored && field != .unnamed {
      guard fields.count(where: { $0 == field }) < 2 else {
        throw .doubledField(line: line, field: field)
      }
    }
    guard fields.contains(.code) else { throw .noCodeColumn(line: line) }
    return fields
  }

  /// Whether the first line seems to be a header of unknown names: it has no digit and all others
  /// have some, or it alone is in Chinese.
  private static func looksLikeHeader(_ lines: [String]) -> Bool {
    guard let first = lines.first, lines.count > 1 else { return false }
    let rest = lines.dropFirst()
    let hasDigit = { (text: String) in text.contains { $0.isNumber } }
    let hasIdeograph = { (text: String) in
      text.unicodeScalars.contains { $0.properties.isIdeographic }
    }
    if hasIdeograph(first), !rest.contains(where: hasIdeograph) { return true }
    return !hasDigit(first) && rest.allSatisfy(hasDigit) && first.count != rest.first?.count
  }

  /// The format of a file without a header: codes alone, `CODE----PIN`, or numbered columns.
  private static func withoutHeader(
    _ lines: [String],
    _ given: Separator?,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> (Separator, [ColumnField], Bool) {
    let usual = { (separator: Separator) -> Int in
      let counts = lines.map { line in
        if case .whole(let cells) = separator.cells(of: line) { cells.count } else { 0 }
      }
      return Set(counts).max { left, right in
        (counts.count { $0 == left }, right) < (counts.count { $0 == right }, left)
      } ?? 0
    }
    let positions = options.columns.compactMap { column in
      Int(column.name).map { ($0, column.field) }
    }
    if !positions.isEmpty {
      // A single column may hold URLs.
      let areSeveral = positions.contains { $0.0 > 1 }
      let often = [Separator.tilde, .slash, .colon].filter { areSeveral && usual($0) > 1 }
      let plain = tried.first { usual($0) > 1 && ![.tilde, .slash, .colon].contains($0) }
      guard given != nil || plain != nil || often.count < 2 else {
        throw .severalSeparators(often)
      }
      let separator = given ?? plain ?? often.first ?? .none
      var fields = Array(repeating: ColumnField.ignored, count: max(1, usual(separator)))
      for (position, field) in positions {
        guard fields.indices.contains(position - 1) else { throw .missingColumn("\(position)") }
        fields[position - 1] = field
      }
      guard fields.contains(.code) else { throw .noCodeColumn(line: 1) }
      return (separator, fields, given == Separator.none)
    }
    if let column = options.columns.first { throw .missingColumn(column.name) }
    if let given, [.colon, .tilde, .slash].contains(given) {
      return (given, [.code, .pin], false)
    }
    if let given, given != .dashes { return (given, [.code], given == .none) }
    let isDashed =
      given == .dashes || lines.count { Separator.hasDashes($0, atLeast: 4) } * 2 > lines.count
    guard isDashed else { return (.none, [.code], false) }
    guard let fields = dashedFields(lines, usual(.dashes)) else { return (.none, [.code], true) }
    return (.dashes, fields, false)
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
    let isDated = rows.allSatisfy { $0.last.map(CellText.isDay) ?? false }
    if count == 2 { return [.code, isDated ? .expires : .pin] }
    let isAccount = rows.contains { EmailAddress($0.first ?? "") != nil }
    return count == 3 && isDated && !isAccount ? [.code, .pin, .expires] : nil
  }
}
