import ArgumentParser
import Shop
import Worker

/// `codes import`: imports a supplier's file.
struct ImportCodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Imports a file of codes; orders that wait are served first.",
    discussion: """
      The file has a header of column names in English or Chinese (code, pin, face_value, expires, \
      cost; 卡号, 卡密, 密码, 面值, 有效期, 进价 …), or one code a line, or CODE----PIN. Cells stand \
      between commas, semicolons, tabs, | or ----; the text is UTF-8, UTF-16 or GB 18030. Where \
      most codes fall into parts, as in CODE~PIN or CODE PIN, nothing is guessed: a line of column \
      names, or --separator none for one code a line, says what they are. Beside 卡密 or key, 卡号 or \
      serial is only the card's number: the code is what is sold once. An account \
      is its login, and a line that looks unlike all others is refused. What was understood is \
      shown first. When a line is refused nothing is imported, unless \
      --skip-refused takes the rest; the refused ones may be imported later from the same file. \
      An import that was cut off goes on where it was. No code is ever printed whole.

      EXAMPLES
        cardstock-worker codes import codes.csv --sku STEAM-CN-50 --supplier Northwind --dry-run
        cardstock-worker codes import codes.csv --sku STEAM-CN-50 --dates day-first --yes
        cardstock-worker codes import list.txt --sku STEAM-CN-50 --column Geheimzahl=pin
        cardstock-worker codes import list.txt --sku STEAM-CN-50 --separator tilde
        age -d codes.age | cardstock-worker codes import - --sku STEAM-CN-50
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The file, or - for standard input.") var file: String
  @Option(help: "The product that the codes are of.") var sku: String
  @Option(help: "A name for the batch; from file name and content when it is not given.")
  var batch: String?
  @Option(help: "Who sold them to the shop.") var supplier: String?
  @Option(help: "Of face_value and cost; the product's own when it is not given.")
  var currency: String?
  @Option(
    help: ArgumentHelp(
      "What a column is, by name or place: code, pin, number, extra, face_value …",
      valueName: "name=field"
    )
  )
  var column: [String] = []
  @Option(help: "How dates begin: year-first, day-first or month-first.") var dates: String?
  @Option(help: "Between cells: comma, tab, pipe, dashes, colon, slash, tilde, blanks, gaps …")
  var separator: String?
  @Flag(help: "The first line is a code, whatever it looks like.") var noHeader = false
  @Flag(
    help: ArgumentHelp(
      "Take numbers as they are: the supplier's own list has their zeros, lengths and commas."
    )
  )
  var exactDigits = false
  @Flag(help: "Take codes of a SKU that the catalog does not sell.") var skuNotYetSold = false
  @Flag(help: "Take codes that differ in case or signs alone, accounts and long PINs that repeat.")
  var allowSimilar = false
  @Flag(
    help: ArgumentHelp(
      "Take codes of another shape than the others; not used, hidden or crossed ones, nor PINs "
        + "without their first zeros."
    )
  )
  var allowOdd = false
  @Flag(help: "Import the other lines when some are refused.") var skipRefused = false
  @Flag(help: "Do not ask.") var yes = false
  @Flag(help: "Read and check everything, import nothing.") var dryRun = false

  func validate() throws {
    guard SKU(sku) != nil else {
      throw ValidationError("--sku: expected A–Z, 0–9 and dashes, found `\(sku)`")
    }
    _ = try reading()
  }

  /// The command's options about the file.
  private func reading() throws -> CodeFile.Options {
    var reading = CodeFile.Options()
    reading.sku = sku
    reading.mayHaveHeader = !noHeader
    reading.hasExactDigits = exactDigits
    reading.allowsOdd = allowOdd
    for text in column {
      guard let mark = text.lastIndex(of: "="), mark > text.startIndex,
        let field = ColumnField(rawValue: String(text[text.index(after: mark)...])),
        ColumnField.selectable.contains(field)
      else {
        let fields = ColumnField.selectable.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--column: expected NAME=FIELD (\(fields)), found `\(text)`")
      }
      reading.columns.append((String(text[..<mark]), field))
    }
    if let dates {
      guard let order = DateOrder(dates) else {
        let orders = DateOrder.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--dates: expected \(orders), found `\(dates)`")
      }
      reading.dates = order
    }
    if let separator {
      guard let known = Separator(separator) else {
        throw ValidationError(
          "--separator: expected comma, semicolon, tab, pipe, dashes, colon, slash, tilde, blanks, "
            + "gaps (two or more blanks) or none, found `\(separator)`"
        )
      }
      reading.separator = known
    }
    return reading
  }

  func run() async throws {
    let source = try CodeSource(file)
    let settings = try options.load()
    let money = try ImportMoney(
      currency,
      sku: sku,
      isSoldYet: !skuNotYetSold,
      catalogPath: settings.places.catalog
    )
    var reading = try reading()
    reading.currency = money.currency?.code
    reading.faceValue = money.faceValue
    reading.calendar = money.calendar
    reading.today = money.calendar.day(of: SystemClock.now())
    let header = ImportHeaderDocument(
      sku: sku,
      batch: batch ?? source.batchName,
      supplier: supplier,
      fileHash: source.hash
    )
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let reader = {
      try ImportReader(source, money: money, options: reading, allowsSimilar: allowSimilar)
    }
    let seen = try await preview(reader(), header, link)
    guard seen.imported > 0, !dryRun else { return }
    // Only a person at a terminal is asked.
    let isWatched = Terminal.isInteractive
    guard
      yes || !isWatched
        || Terminal.confirms("Import \(Terminal.count(seen.imported, "code")) as \(sku)?")
    else {
      Terminal.problem("nothing was imported; confirm, or pass --yes")
      throw ExitCode(1)
    }
    try await take(reader(), header, link, expected: seen)
  }

  /// Reads the whole file, compares it with the vault without writing, and shows the result; ends
  /// the command if nothing can be imported.
  private func preview(
    _ reader: consuming ImportReader,
    _ header: ImportHeaderDocument,
    _ link: OperatorLink
  ) async throws -> ImportReport {
    var reader = reader
    try await reader.readAll { lines in
      let document = PreviewLinesDocument(
        header: header,
        lines: lines,
        allowsSimilar: allowSimilar
      )
      return try await link.perform(document)
    }
    let report = reader.report
    report.tell(reader.form)
    report.tellRefusals()
    if report.refused > 0, !skipRefused {
      Terminal.say("0 codes imported: \(Terminal.count(report.refused, "line")) refused")
      Terminal.next("correct the file, or pass --skip-refused to import the other lines")
      throw ExitCode(1)
    }
    if report.imported == 0 {
      guard report.already > 0 else {
        Terminal.problem("\(file): expected codes, found none to import")
        throw ExitCode(1)
      }
      Terminal.say("this file was imported before: nothing to do")
      if report.refused > 0 { throw ExitCode(1) }
    } else if dryRun {
      Terminal.say("\(Terminal.count(report.imported, "code")) would be imported")
      Terminal.next("run it again without --dry-run")
    }
    return report
  }

  private func take(
    _ reader: consuming ImportReader,
    _ header: ImportHeaderDocument,
    _ link: OperatorLink,
    expected: ImportReport
  ) async throws {
    var reader = reader
    let state = try await link.perform(BeginImportDocument(header: header))
    try await reader.readAll(after: state.resumesAfterLine) { lines in
      let document = ImportLinesDocument(
        batchID: state.batchID,
        lines: lines,
        allowsSimilar: allowSimilar
      )
      return try await link.perform(document)
    }
    _ = try await link.perform(FinishImportDocument(batchID: state.batchID))
    let report = reader.report
    Terminal.progress("")
    Terminal.say("batch \(state.batchID) \(header.batch)")
    if state.resumesAfterLine > 0 { Terminal.say("went on after line \(state.resumesAfterLine)") }
    Terminal.say("\(Terminal.count(report.imported, "code")) imported")
    if report.served > 0 {
      Terminal.say("\(Terminal.count(report.served, "waiting order")) served")
    }
    if report.refused > 0 { Terminal.say("\(Terminal.count(report.refused, "line")) refused") }
    // More lines are refused than in the preview: another import came in between, or codes expired.
    if report.refused > expected.refused {
      report.tellRefusals()
      throw ExitCode(1)
    }
    Terminal.next("`cardstock-worker codes stock` shows the stock")
  }
}
