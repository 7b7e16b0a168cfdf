package import Shop
import Worker

/// A supplier's file of card codes, read line by line: with columns, or with one code a line.
package struct CodeFile {
  /// The result of one line.
  package enum Item: Equatable, Sendable {
    case code(CodeLine)
    /// The line is not imported; the reason never repeats it.
    case refused(line: Int, LineRefusal)
  }

  /// A code with what the supplier says about it.
  package struct CodeLine: Equatable, Sendable {
    /// The line's number in the file, from 1.
    package let line: Int
    /// The code with its PIN and its number.
    package let code: CardCode
    /// The face value as a plain decimal; nil when the file has none.
    package let faceValue: String?
    /// The end of its last day; nil when the file names none.
    package let expiresAt: Timestamp?
    /// The cost as a plain decimal; nil when the file has none.
    package let cost: String?
    /// Whether a spreadsheet's wrapping or a stray quote was removed.
    package let isMended: Bool
  }

  /// How the file is understood.
  package private(set) var form: FileForm
  private let options: Options
  private var lines: LineReader
  private let remarks = RemarkReader()
  private var waiting: [SourceLine] = []
  private var ordinal = 0
  /// The line of a header of other columns, in files that were joined.
  private var otherHeader: Int?
  /// What the first line says of its product, by the column.
  private var products: [Int: String] = [:]
  /// What a card is worth, in minor units, as the catalog says or the first line.
  private var faceValue: Int64?

  /// How many lines are examined to find out the format.
  private static let sampleLines = 64

  /// Reads the first lines and finds out the file's format.
  package init(
    encoding: FileEncoding,
    options: Options = Options(),
    read: @escaping () throws -> [UInt8]
  ) throws {
    lines = LineReader(encoding, read: read)
    self.options = options
    faceValue = options.faceValue
    while waiting.count < Self.sampleLines, let line = try lines.next() { waiting.append(line) }
    form = try FileForm(encoding: encoding, sample: waiting, options: options)
    waiting.removeAll { $0.number <= form.linesBefore }
  }

  /// The result of the next line that is not blank; nil at the end.
  package mutating func next() throws -> Item? {
    while let line = try waiting.isEmpty ? lines.next() : waiting.removeFirst() {
      switch line.content {
      case .tooLong:
        ordinal += 1
        return refused(line, "expected at most \(LineReader.longestLine) bytes in a line")
      case .notText:
        ordinal += 1
        return refused(line, "expected text in \(form.encoding), found other bytes")
      case .text(let text):
        guard !Self.isBlank(text), text != form.header else { continue }
        if let otherHeader {
          ordinal += 1
          return .refused(line: line.number, .behind(otherHeader))
        }
        guard !form.isTorn(text) else {
          ordinal += 1
          return .refused(line: line.number, .severalCells)
        }
        if form.separator == .blanks, options.separator == nil, Separator.hasUnevenGaps(text) {
          ordinal += 1
          return .refused(line: line.number, .unevenGaps)
        }
        guard let cells = try cells(of: text) else {
          ordinal += 1
          return refused(line, "expected a cell's quotes in pairs on its line, found a stray one")
        }
        ordinal += 1
        if form.isOtherHeader(cells.texts) {
          otherHeader = line.number
          return .refused(line: line.number, .behind(line.number))
        }
        do throws(LineRefusal) {
          return .code(try code(line.number, cells.texts, isMended: cells.isMended))
        } catch {
          return .refused(line: line.number, error)
        }
      }
    }
    return nil
  }

  /// Whether a line has only blanks and separators.
  private static func isBlank(_ text: String) -> Bool {
    let marks = ",;|\"，；-—"
    return CardCode.cleaned(text).allSatisfy { $0.isWhitespace || marks.contains($0) }
  }

  private func refused(_ line: SourceLine, _ reason: String) -> Item {
    .refused(line: line.number, LineRefusal(reason))
  }

  /// The cells of a line; nil when its quotes cannot be read.
  ///
  /// A quote that is never closed is removed, unless a later line has one too, since the cell may
  /// have been meant to go on there.
  private mutating func cells(of text: String) throws -> (texts: [String], isMended: Bool)? {
    switch form.separator.cells(of: text) {
    case .whole(let cells): return (cells, false)
    case .broken: return nil
    case .open(let cells):
      while waiting.count < Self.sampleLines, let line = try lines.next() { waiting.append(line) }
      let isClosedLater = waiting.contains {
        if case .text(let later) = $0.content { later.contains("\"") } else { false }
      }
      return isClosedLater ? nil : (cells, true)
    }
  }

  private mutating func code(
    _ line: Int,
    _ cells: [String],
    isMended: Bool
  ) throws(LineRefusal) -> CodeLine {
    try expectOneProduct(cells)
    if let fault = form.omission(in: cells, by: remarks, today: options.today) { throw fault }
    let values = try values(cells)
    if let sku = values[.sku], let ours = options.sku, sku.uppercased() != ours, SKU(sku) != nil {
      throw LineRefusal("expected a code of \(ours), found one of another SKU")
    }
    for field in [ColumnField.sku, .status, .currency] {
      guard let text = values[field], let fault = form.damage(of: text, in: field) else { continue }
      throw fault
    }
    if let word = values[.status] { try refuseUnlessNew(word) }
    let (text, isUnwrapped) =
      try form.isJoined ? joined(cells) : CellText.unwrapped(values[.code] ?? "")
    let pin = values[.pin].map(CellText.unwrapped)
    let number = values[.number].map(CellText.unwrapped)
    guard !text.isEmpty else { throw LineRefusal("expected a code, found an empty cell") }
    let parts = form.isJoined ? nil : try form.parts(of: text)
    let secrets: [(ColumnField, (text: String, isMended: Bool)?)] =
      parts != nil || form.isJoined
      ? [] : [(.code, (text, isUnwrapped)), (.pin, pin), (.number, number)]
    for case (let field, let (given, isText)?) in secrets {
      try check(given, field, isText: isText)
    }
    if let parts { try check(parts: parts) }
    guard
      let code = CardCode(
        code: text,
        pin: form.isJoined ? nil : pin?.text,
        number: form.isJoined ? nil : number?.text
      )
    else {
      throw LineRefusal(
        "expected a code of 1 to \(CardCode.longestCodeBytes) bytes, a pin and a number of at most "
          + "\(CardCode.longestPinBytes), without control characters"
      )
    }
    let currency = try currency(values)
    let hasCommas = form.separator != .comma
    let amount = { (field: ColumnField) throws(LineRefusal) -> String? in
      guard let text = values[field] else { return nil }
      return try CellText.decimal(
        text,
        field.rawValue,
        currency,
        commaDecimals: hasCommas
      )
    }
    let worth = try amount(.faceValue)
    try expectOneFaceValue(worth)
    var day: CivilDate?
    if let text = values[.expires] ?? parts.flatMap(lastDay) {
      day = try CellText.lastDay(text, options.dates)
    }
    return CodeLine(
      line: line,
      code: code,
      faceValue: worth,
      expiresAt: day.map { options.calendar.moments(of: $0).upperBound },
      cost: try amount(.cost),
      isMended: isMended || isUnwrapped || secrets.contains { $0.1?.isMended == true }
    )
  }

  /// Refuses a code, a PIN or a number that somebody or something has changed.
  private func check(
    _ given: String,
    _ field: ColumnField,
    isText: Bool
  ) throws(LineRefusal) {
    let column = form.column(of: field)
    let isExact = options.hasExactDigits || isText || hasOwnGroups(given, field)
    if let fault = CellText.fault(of: given, in: column, line: ordinal, isExact: isExact) {
      throw fault
    }
    let isUsual = field == .code && form.usual?.fits(given) == true
    if !isUsual, CellText.isAmount(CardCode.halfWidth(given)) {
      throw LineRefusal("\(column.expectation), found an amount of money")
    }
    try checkDigits(given, field, isText: isText)
    if form.isChecked, let damage = CellText.damage(of: given, in: column) { throw damage }
    guard field == .code else { return }
    if form.isChecked {
      if let fault = form.shape.fault(of: given) { throw fault }
      if let mark = CellText.mark(of: given, in: form) { throw mark }
    }
    if form.isOdd(given) { throw UsualShape.refusal }
  }

  /// Refuses a number that a spreadsheet has rounded, or that lost its first zeros there.
  private func checkDigits(
    _ given: String,
    _ field: ColumnField,
    isText: Bool
  ) throws(LineRefusal) {
    guard !options.hasExactDigits, !isText else { return }
    let expectation = form.column(of: field).expectation
    if form.isRounded(given, in: field) {
      throw SpreadsheetDamage.rounded.refusal(where: expectation)
    }
    if form.isShortened(given, in: field) {
      throw LineRefusal(
        "\(expectation), found a number that is shorter than the others, as where a spreadsheet "
          + "dropped its first zeros; export the column as text, or pass "
          + "\(field == .code ? "--allow-odd" : "--exact-digits") if the supplier's own list has it"
      )
    }
  }

  /// Whether the signs between a number's thousands are its own: nearly all codes have such dots,
  /// or a person says that each line is one code.
  private func hasOwnGroups(_ given: String, _ field: ColumnField) -> Bool {
    guard given.contains(where: { ".,".contains($0) }),
      SpreadsheetDamage(of: CardCode.halfWidth(given), isExact: false) == .grouped
    else { return false }
    return form.takesWhole
      || field == .code && !given.contains(",") && form.usual?.fits(given) == true
  }

  /// Refuses a line of several parts, of which one would be refused as a cell.
  private func check(parts: [String]) throws(LineRefusal) {
    let ofAccount = parts.first.map(Account.isCertain) ?? false
    for (index, part) in parts.enumerated() {
      if let fault = CellText.fault(ofPart: part, index, ofAccount: ofAccount)
        ?? form.oddity(ofPart: index, part)
      {
        throw fault
      }
    }
  }

  /// The last part of a line that is sold whole, where it is a code's last day.
  private func lastDay(_ parts: [String]) -> String? {
    guard form.hasLastDays, let last = parts.last, !Account.isCertain(parts[0]),
      SpreadsheetDamage(of: CardCode.halfWidth(last), isExact: true) == .date
    else { return nil }
    return last
  }

  /// Refuses a line of another product than the first; a column of running numbers says nothing.
  private mutating func expectOneProduct(_ cells: [String]) throws(LineRefusal) {
    for (index, field) in form.fields.enumerated()
    where field == .product && cells.indices.contains(index) {
      let product = CardCode.cleaned(cells[index])
      guard !product.isEmpty, Int(product) != ordinal else { continue }
      guard let first = products[index] else {
        products[index] = product
        continue
      }
      guard first == product else {
        let name = form.names.indices.contains(index) ? form.names[index] : "\(index + 1)"
        throw LineRefusal(
          "expected codes of one product, found another one in column `\(name)` than on the first "
            + "line; import each on its own, or pass --column \(index + 1)=ignore"
        )
      }
    }
  }

  /// Refuses a card that is worth something else than the catalog says, or than the first line.
  private mutating func expectOneFaceValue(_ text: String?) throws(LineRefusal) {
    guard let text, let currency = options.currency.flatMap(Currency.init),
      let own = try? Money(parsing: text, currency: currency).minorUnits
    else { return }
    guard let faceValue else {
      faceValue = own
      return
    }
    guard own == faceValue else {
      let other = options.faceValue == nil ? "the first line has" : "the catalog says"
      throw LineRefusal(
        "expected cards of one face value, found another than \(other); import each on its own, or "
          + "leave the column out by --column NAME=ignore"
      )
    }
  }

  /// The cells that are not empty, by what they mean.
  private func values(_ cells: [String]) throws(LineRefusal) -> [ColumnField: String] {
    guard cells.count == form.fields.count else {
      guard form.fields.count > 1 else {
        throw LineRefusal.severalCells
      }
      throw LineRefusal(
        "expected \(form.fields.count) cells, found \(cells.count)",
        kind: "expected \(form.fields.count) cells, found more or fewer"
      )
    }
    var values: [ColumnField: String] = [:]
    for (field, cell) in zip(form.fields, cells) {
      let text = CardCode.cleaned(cell)
      guard field != .ignored, !text.isEmpty else { continue }
      if field != .code, CellText.isNothing(CellText.unwrapped(text).text) { continue }
      guard field != .unnamed else {
        throw LineRefusal(
          "expected nothing in a column without a name, found a cell that is filled"
        )
      }
      values[field] = text
    }
    return values
  }

  /// The cells that are sold together, as the trade writes accounts: `LOGIN----PASSWORD----KEY`.
  private func joined(
    _ cells: [String]
  ) throws(LineRefusal) -> (text: String, isMended: Bool) {
    let sold: [ColumnField] = [.code, .pin, .number, .extra]
    var parts: [(field: ColumnField, text: String, isMended: Bool)] = []
    for (field, cell) in zip(form.fields, cells) where sold.contains(field) {
      let (text, isMended) = CellText.unwrapped(cell)
      parts.append((field, text, isMended))
    }
    while let last = parts.last, last.field == .extra, CellText.isNothing(last.text) {
      parts.removeLast()
    }
    let ofAccount = parts.first.map { Account.isCertain($0.text) } ?? false
    for (index, part) in parts.enumerated() {
      if let fault = CellText.fault(ofPart: part.text, index, ofAccount: ofAccount) { throw fault }
      try checkDigits(part.text, part.field, isText: part.isMended)
      if part.field == .code, form.isOdd(part.text) { throw UsualShape.refusal }
    }
    let text = parts.map { $0.text }.joined(separator: "----")
    return (text, parts.contains { $0.isMended })
  }

  /// Refuses a code that the supplier calls spent, or whose status is an unknown word.
  private func refuseUnlessNew(_ word: String) throws(LineRefusal) {
    switch CellText.isSpent(word, underUsed: form.asksWhetherUsed) {
    case true?:
      throw LineRefusal("expected a code that is new, found one that its status calls spent")
    case nil:
      throw LineRefusal(
        "expected `status` as a word such as new or used, found another; leave the column out by "
          + "--column NAME=ignore if it says nothing of that"
      )
    case false?: break
    }
  }

  private func currency(_ values: [ColumnField: String]) throws(LineRefusal) -> String? {
    guard let said = values[.currency]?.uppercased(), let ours = options.currency else {
      return options.currency
    }
    let name = ["RMB": "CNY", "人民币": "CNY", "¥": "CNY", "元": "CNY"][said] ?? said
    guard name == ours else {
      throw LineRefusal("expected amounts in \(ours), found another currency")
    }
    return ours
  }
}
