import Shop

/// The format of a supplier's file, found out from its first lines.
package struct FileForm: Sendable {
  /// The encoding of its text.
  package let encoding: FileEncoding
  /// What separates its cells.
  package var separator: Separator { layout.separator }
  /// What each column means.
  package var fields: [ColumnField] { layout.fields }
  /// The columns' names, those that nobody knows masked; empty without a header.
  package var names: [String] { layout.names }
  /// The header's line, which is repeated in files that were joined.
  let header: String?
  /// The number of the last line before the codes; 0 when the first line is one.
  let linesBefore: Int
  /// What most codes look like.
  let shape: CodeShape
  /// What nearly all codes look like; nil where they differ.
  let usual: UsualShape?
  /// Whether a person takes codes that look otherwise.
  private let allowsOdd: Bool
  /// Whether at least half of the codes are mail addresses alone.
  private let areAddresses: Bool
  /// Whether a day at the end of a line that is sold whole is its code's last one.
  let hasLastDays: Bool
  /// Whether lines that are sold whole end in days which are read as no last ones.
  let hasUnreadDays: Bool
  private let layout: Layout
  /// The columns left out by their names that are empty beside most codes.
  private let rareOmissions: Set<Int>
  /// What the parts of most lines look like, where lines are sold whole.
  private let partShapes: [CodeShape]
  /// Which numbers a spreadsheet has rounded, by their column.
  private let rounded: [ColumnField: RoundedNumbers]
  /// Which numbers lost their first zeros, by their column.
  private let shortened: [ColumnField: LostZeros]

  /// What separates cells, and what they are.
  struct Layout {
    let separator: Separator
    let fields: [ColumnField]
    var names: [String] = []
    /// Whether a whole line is one code whatever it holds, as a person says, or as an account is.
    var takesWhole = false
    /// How many parts a line has that is sold whole, where they are between dashes.
    var parts: Int?
    /// Whether the header has a name that nobody knows, so that it may be a card.
    var isDoubtful = false
    /// The columns that are left out by their names, and not because a person says so.
    var omitted: Set<Int> = []
    /// Whether the codes stand under a name of PINs, since no other column has any.
    var isOfPINs = false
  }

  /// A line with its number.
  typealias Line = (number: Int, text: String)
  /// A line's cells.
  typealias Row = (number: Int, cells: [String])

  init(
    encoding: FileEncoding,
    sample: [SourceLine],
    options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) {
    self.encoding = encoding
    var given = options.separator
    var lines = sample.compactMap { line -> Line? in
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
    let layout: Layout
    if let found = try Self.headed(lines, given, options) {
      layout = found
      header = lines[0].text
      before = lines[0].number
      lines.removeFirst()
    } else {
      layout = try Self.withoutHeader(lines.map(\.text), given, options)
      header = nil
    }
    linesBefore = before
    self.layout = layout
    let rows = Self.rows(lines, layout)
    if let index = Self.soldOmission(rows, layout) {
      throw .omittedColumn(line: before, place: index + 1, name: layout.names[index])
    }
    rareOmissions = Self.rareOmissions(rows, layout)
    let codes = Self.codes(rows, layout)
    if !layout.takesWhole, layout.fields.count == 1,
      let line = UsualShape.alternates(codes.map(\.text)) ? codes.first?.number : nil
    {
      throw .alternatingLines(line: line)
    }
    shape = try Self.shape(codes, layout, options)
    let firsts = codes.map { Self.parts(of: $0.text, layout).first ?? $0.text }
    usual = UsualShape(of: firsts)
    allowsOdd = options.allowsOdd
    areAddresses = codes.count { EmailAddress($0.text) != nil } * 2 >= codes.count
    hasLastDays = Self.areCodes(firsts)
    let areDated = codes.count { line in
      Self.parts(of: line.text, layout).last.map(CellText.isDay) ?? false
    }
    hasUnreadDays = !hasLastDays && areDated * 2 > codes.count
    partShapes = Self.partShapes(codes.map(\.text), layout)
    var rounded: [ColumnField: RoundedNumbers] = [:]
    var shortened: [ColumnField: LostZeros] = [:]
    for (index, field) in layout.fields.enumerated() where [.code, .pin, .number].contains(field) {
      let cells = rows.map { $0.cells[index] }
      rounded[field] = RoundedNumbers(in: cells)
      // A short code is an odd one; of a short PIN nobody sees that it is.
      if field != .code || !options.allowsOdd {
        shortened[field] = LostZeros(in: cells, of: field)
      }
    }
    (self.rounded, self.shortened) = (rounded, shortened)
  }

  /// The header's layout; nil when the first line is a code.
  private static func headed(
    _ lines: [Line],
    _ given: Separator?,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> Layout? {
    guard options.mayHaveHeader else { return nil }
    for (index, line) in lines.prefix(10).enumerated() {
      let others = lines.map(\.text).filter { $0 != line.text }
      guard let layout = try header(line, others, given, options) else { continue }
      guard index == 0 else { throw .lateHeader(line: line.number) }
      return layout
    }
    if looksLikeHeader(lines.map(\.text)), options.columns.isEmpty {
      throw .likelyHeader(line: lines[0].number)
    }
    return nil
  }

  /// The cells of those lines that have as many as there are columns.
  private static func rows(_ lines: [Line], _ layout: Layout) -> [Row] {
    lines.compactMap { line in
      guard case .whole(let cells) = layout.separator.cells(of: line.text),
        cells.count == layout.fields.count
      else { return nil }
      return (line.number, cells)
    }
  }

  /// The cells of codes, without lines that have several.
  private static func codes(_ rows: [Row], _ layout: Layout) -> [Line] {
    guard let index = layout.fields.firstIndex(of: .code) else { return [] }
    return rows.compactMap { row in
      guard layout.fields.count > 1 || layout.takesWhole || !isTorn(row.cells[0]) else {
        return nil
      }
      return (row.number, row.cells[index])
    }
  }

  /// What most codes look like.
  private static func shape(
    _ codes: [Line],
    _ layout: Layout,
    _ options: CodeFile.Options
  ) throws(CodeFile.HeaderFault) -> CodeShape {
    let (fields, names) = (layout.fields, layout.names)
    let mayBeInParts =
      layout.takesWhole || fields.contains(.pin) || options.columns.contains { $0.field == .code }
    if !mayBeInParts, let parts = CodeParts(of: codes.map(\.text)), let first = codes.first {
      let isAlone = fields.count == 1
      let column = isAlone ? nil : place(of: .code, fields, names)
      throw .inParts(line: first.number, column: column, parts)
    }
    return CodeShape(codes.map(\.text), mayBeInParts: mayBeInParts)
  }

  private static func partShapes(_ lines: [String], _ layout: Layout) -> [CodeShape] {
    guard let count = layout.parts else { return [] }
    let rows = lines.map { parts(of: $0, layout) }.filter { $0.count == count }
    return (0..<count).map { index in
      CodeShape(rows.map { $0[index] }, mayBeInParts: true)
    }
  }

  /// The parts of a line that is sold whole; empty when it is one code.
  private static func parts(of text: String, _ layout: Layout) -> [String] {
    guard layout.parts != nil, case .whole(let cells) = Separator.dashes.cells(of: text) else {
      return []
    }
    return cells.map(CardCode.cleaned)
  }

  /// Whether a cell is looked at for what a spreadsheet and a person leave in it.
  var isChecked: Bool { !layout.takesWhole || layout.parts != nil }

  /// Whether a person says that a whole line is one code, or a line is so by its kind.
  var takesWhole: Bool { layout.takesWhole }

  /// Whether the header has a name that nobody knows, so that it may be a card.
  var isHeaderDoubtful: Bool { layout.isDoubtful }

  /// Whether several cells are sold together as one code.
  var isJoined: Bool { layout.fields.contains(.extra) }

  /// The parts of a line that is sold whole; nil when it is one code.
  ///
  /// Throws when it has another number of them than the others.
  func parts(of text: String) throws(LineRefusal) -> [String]? {
    guard let count = layout.parts else { return nil }
    let parts = Self.parts(of: text, layout)
    guard parts.count == count else {
      throw LineRefusal(
        "expected \(count) parts between ---- as in the other lines, found \(parts.count)"
      )
    }
    return parts
  }

  /// Why a line is not taken for what stands in a column that is left out, on the day `today`.
  func omission(
    in cells: [String],
    by reader: RemarkReader,
    today: CivilDate?
  ) -> LineRefusal? {
    guard cells.count == fields.count else { return nil }
    let said = layout.omitted.sorted().lazy.compactMap { index in
      reader.refusal(of: cells[index], beside: fields, today: today)
    }.first
    return said ?? rareOmission(in: cells)
  }

  /// Why a line is not taken for a column that is left out and empty beside most other codes.
  private func rareOmission(in cells: [String]) -> LineRefusal? {
    let found = rareOmissions.sorted().first { !CellText.isNothing(CardCode.cleaned(cells[$0])) }
    return found.map { index in
      LineRefusal(
        "expected nothing in column `\(names[index])`, as beside most codes, found what may say "
          + "something of this card; leave the column out by --column NAME=ignore if it does not"
      )
    }
  }

  /// Whether a line is a header of other columns than the file's: all its cells are known names, or
  /// several are and one stands for a code or a PIN.
  func isOtherHeader(_ cells: [String]) -> Bool {
    let meanings = cells.map { ColumnNames.meaning(of: CardCode.cleaned($0)) }
    let known = meanings.indices.filter { meanings[$0] != nil }
    let isSecret = { (index: Int) in
      fields.indices.contains(index) && [.code, .pin].contains(fields[index])
    }
    guard known.count > 1, known.count == cells.count || known.contains(where: isSecret) else {
      return false
    }
    return known.contains { index in
      !names.indices.contains(index) || meanings[index] != ColumnNames.meaning(of: names[index])
    }
  }

  /// Why a part is unlike the same part of other lines; nil when it may be one.
  func oddity(ofPart index: Int, _ text: String) -> LineRefusal? {
    if index == 0, isOdd(text) { return UsualShape.refusal }
    return partShapes.indices.contains(index) ? partShapes[index].fault(of: text) : nil
  }

  /// Whether a code looks unlike nearly all others, where no person takes such ones.
  func isOdd(_ text: String) -> Bool { !allowsOdd && usual?.fits(text) == false }

  /// Whether a code is a mail address alone, as no other is: a contact, or an account without its
  /// password.
  func isStrayAddress(_ text: String) -> Bool {
    !areAddresses && !takesWhole && EmailAddress(text) != nil
  }

  /// Whether a number is as Excel rounds those of its column.
  func isRounded(_ text: String, in field: ColumnField) -> Bool {
    rounded[field]?.contains(CardCode.halfWidth(text)) ?? false
  }

  /// Whether a number lost its first zeros.
  func isShortened(_ text: String, in field: ColumnField) -> Bool {
    shortened[field]?.contains(CardCode.halfWidth(text)) ?? false
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
    case .shortened, .decimals, .grouped, .rounded, .date, .truth: return nil
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
    guard !text.hasPrefix("\""), !text.hasPrefix("="), !CodeShape.isProfile(text) else {
      return false
    }
    // An account is sold with its password as one code.
    let mark = text.firstRange(of: "----")?.lowerBound ?? text.firstIndex(of: ":")
    if let mark, EmailAddress(String(text[..<mark])) != nil { return false }
    return [",", ";", "\t", "|", "，", "；"].contains { text.contains($0) }
      || CardCode.hasDashes(text, atLeast: 2) || hasTwoSides(text)
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
}
