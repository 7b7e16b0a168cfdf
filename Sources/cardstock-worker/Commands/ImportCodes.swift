import ArgumentParser
import Shop
import Worker

/// `codes import`: a supplier's file into the vault.
struct ImportCodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Imports a file of codes; orders that wait are served first.",
    discussion: """
      The file is CSV with a header of the columns code,pin,face_value,expires,cost (only code is \
      needed), or one code a line. expires is YYYY-MM-DD. Importing the same file again does \
      nothing; an import that was cut off goes on where it was. No code is ever printed.

      EXAMPLES
        cardstock-worker codes import codes.csv --sku STEAM-CN-50 --supplier Northwind --dry-run
        cardstock-worker codes import codes.csv --sku STEAM-CN-50 --batch 2026-11-north
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
  @Flag(help: "Take codes of a SKU that the catalog does not sell.") var skuNotYetSold = false
  @Flag(help: "Take codes that differ from others in case, dashes or blanks alone.")
  var allowSimilar = false
  @Flag(help: "Read and check everything, import nothing.") var dryRun = false

  func validate() throws {
    guard SKU(sku) != nil else {
      throw ValidationError("--sku: expected A–Z, 0–9 and dashes, found `\(sku)`")
    }
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
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    var reader = try ImportReader(source, money: money)
    let header = ImportHeaderDocument(
      sku: sku,
      batch: batch ?? source.batchName,
      supplier: supplier,
      fileHash: source.hash
    )
    if dryRun {
      try await reader.readAll { lines in
        let document = ImportPreviewDocument(
          header: header,
          lines: lines,
          allowsSimilar: allowSimilar
        )
        return try await Self.taken(link.perform(.previewLines(document)))
      }
      return try reader.report.finish(dryRun: true)
    }
    let begun = try await link.perform(.beginImport(header))
    guard case .importBegun(let state) = begun else { throw ExitCode(1) }
    reader.report.skippedLines = state.resumesAfterLine
    try await reader.readAll { lines in
      let document = ImportLinesDocument(
        batchID: state.batchID,
        lines: lines,
        allowsSimilar: allowSimilar
      )
      return try await Self.taken(link.perform(.importLines(document)))
    }
    _ = try await link.perform(.finishImport(batchID: state.batchID))
    Terminal.say("batch \(header.batch)")
    try reader.report.finish(dryRun: false)
  }

  private static func taken(_ answer: AnswerDocument) throws -> LinesTakenDocument {
    guard case .linesTaken(let taken) = answer else { throw ExitCode(1) }
    return taken
  }
}
