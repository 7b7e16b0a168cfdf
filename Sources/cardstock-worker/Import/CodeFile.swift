package import Shop
import Worker

/// A supplier's file of card codes, read line by line: with columns, or with one code a line.
package struct CodeFile {
  /// What a person says about the file.
  package struct Options: Sendable {
    /// Columns by name or by number from 1, and what they mean.
    package var columns: [(name: String, field: ColumnField)] = []
    /// The order of dates; nil to find out.
    package var dates: DateOrder?
    /// What separates cells; nil to find out.
    package var separator: Separator?
    /// False when the first line is a code even if it looks like a header.
    package var mayHaveHeader = true
    /// Whether long numbers that end in zeros are genuine, and not rounded by Excel.
    package var hasExactDigits = false
    /// The SKU that the file is imported as.
    package var sku: String?
    /// The three letters of the currency of the file's amounts.
    package var currency: String?
    /// The calendar by which a code's last day ends.
    package var calendar = ShopCalendar.utc

    package init() {}
  }

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

  /// Why the file as a whole cannot be read.
  package enum HeaderFault: Error, Equatable, CustomStringConvertible {
    case unknownColumn(line: Int, name: String, near: String)
    case unknownColumns(line: Int, names: [String])
    case ambiguousColumn(line: Int, name: String)
    case doubledField(line: Int, field: ColumnField)
    case noCodeColumn(line: Int)
    case lateHeader(line: Int)
    case likelyHeader(line: Int)
    case missingColumn(String)
    /// Each of these may be what separates the numbered columns.
    case severalSeparators([Separator])
    /// The codes seem to be in parts, and no option allows that.
    case inParts(line: Int, column: String?, CodeParts)

    /// Shows nothing secret.
    package var description: String {
      let fields = ColumnField.selectable.map(\.rawValue).joined(separator: ", ")
      return switch self {
      case .unknownColumn(let line, let name, let near):
        "line \(line): expected a column that is known, found `\(name)`, much like `\(near)`; "
          + "say what it is by --column '\(name)=FIELD' (\(fields))"
      case .unknownColumns(let line, let names):
        "line \(line): expected columns that are known, found "
          + names.map { "`\($0)`" }.joined(separator: ", ")
          + "; say what each is, so that no PIN and no last day is lost: "
          + names.map { "--column '\($0)=FIELD'" }.joined(separator: " ")
          + " (\(fields); `ignore` leaves it out)"
      case .ambiguousColumn(let line, let name):
        "line \(line): expected a column that means one thing, found `\(name)`; "
          + "say which by --column '\(name)=FIELD' (\(fields))"
      case .doubledField(let line, let field):
        "line \(line): expected one column of \(field.rawValue), found two; "
          + "leave one out by --column NAME=ignore"
      case .noCodeColumn(let line):
        "line \(line): expected a column of codes, found none; name it by --column NAME=code"
      case .lateHeader(let line):
        "line \(line): found the header there, with lines above it; delete those lines"
      case .likelyHeader(let line):
        "line \(line): expected a code or a header that is known, found what looks like neither; "
          + "name its columns by --column NAME=code, or pass --no-header if it is a code"
      case .missingColumn(let name):
        "--column: expected a column of the file, found `\(name)`; check the name in its header"
      case .severalSeparators(let separators):
        "--column: expected one mark between the columns, found "
          + separators.map(\.rawValue).joined(separator: " and ")
          + "; say which by --separator \(separators[0].rawValue)"
      case .inParts(let line, let column, let parts):
        if let column {
          "line \(line), column \(column): expected a code alone, found \(parts); give each part a "
            + "column of its own, or pass --column NAME=code if it is one code"
        } else {
          "line \(line): expected a code alone, found \(parts); begin the file with a line of "
            + "names (\(parts.header)), or pass --separator none if each line is one code"
        }
      }
    }
  }

  /// How the file is understood.
  package private(set) var form: FileForm
  private let options: Options
  private var lines: LineReader
  private var waiting: [SourceLine] = []
  private var ordinal = 0

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
        guard !form.isTorn(text) else {
          ordinal += 1
          return .refused(line: line.number, Self.severalCells)
        }
        guard let cells = try cells(of: text) else {
          ordinal += 1
          return refused(line, "expected a cell's quotes in pairs on its line, found a stray one")
        }
        ordinal += 1
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

  private static let severalCells = LineRefusal(
    "expected one code, found several cells; begin the file with a line of column names, say what "
      + "they are by --column 1=code --column 2=pin, or pass --separator none",
    kind: "expected one code, found several cells"
  )

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

  private func code(
    _ line: Int,
    _ cells: [String],
    isMended: Bool
  ) throws(LineRefusal) -> CodeLine {
    let values = try values(cells)
    if let sku = values[.sku], let ours = options.sku, sku.uppercased() != ours, SKU(sku) != nil {
      throw LineRefusal("expected a code of \(ours), found one of another SKU")
    }
    for field in [ColumnField.sku, .status, .currency] {
      guard let text = values[field], let fault = form.damage(of: text, in: field) else { continue }
      throw fault
    }
    if let word = values[.status] { try refuseUnlessNew(word) }
    let (text, isUnwrapped) = CellText.unwrapped(values[.code] ?? "")
    let pin = values[.pin].map(CellText.unwrapped)
    let number = values[.number].map(CellText.unwrapped)
    guard !text.isEmpty else { throw LineRefusal("expected a code, found an empty cell") }
    let cells: [(ColumnField, (text: String, isMended: Bool)?)] = [
      (.code, (text, isUnwrapped)), (.pin, pin), (.number, number),
    ]
    for case (let field, let (given, isText)?) in cells {
      let column = form.column(of: field)
      let isExact = options.hasExactDigits || isText
      if let fault = CellText.fault(of: given, in: column, line: ordinal, isExact: isExact) {
        throw fault
      }
      if !isExact, form.isRounded(given, in: field) {
        throw SpreadsheetDamage.rounded.refusal(where: column.expectation)
      }
      if !form.takesWhole, let damage = CellText.damage(of: given, in: column) { throw damage }
    }
    if !form.takesWhole, let fault = form.shape.fault(of: text) { throw fault }
    guard let code = CardCode(code: text, pin: pin?.text, number: number?.text) else {
      throw LineRefusal(
        "expected a code of 1 to \(CardCode.longestCodeBytes) bytes, a pin and a number of at most "
          + "\(CardCode.longestPinBytes), without control characters"
      )
    }
    let currency = try currency(values)
    let amount = { (field: ColumnField) throws(LineRefusal) -> String? in
      guard let text = values[field] else { return nil }
      return try CellText.decimal(
        text,
        field.rawValue,
        currency,
        commaDecimals: form.separator != .comma
      )
    }
    let day = try values[.expires].map { (text) throws(LineRefusal) in
      try CellText.lastDay(text, options.dates)
    }
    return CodeLine(
      line: line,
      code: code,
      faceValue: try amount(.faceValue),
      expiresAt: day?.map { options.calendar.moments(of: $0).upperBound },
      cost: try amount(.cost),
      isMended: isMended || cells.contains { $0.1?.isMended == true }
    )
  }

  /// The cells that are not empty, by what they mean.
  private func values(_ cells: [String]) throws(LineRefusal) -> [ColumnField: String] {
    guard cells.count == form.fields.count else {
      guard form.fields.count > 1 else {
        throw Self.severalCells
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
