import ArgumentParser
import Crypto
import Foundation
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
  @Flag(help: "Read and check everything, import nothing.") var dryRun = false

  func validate() throws {
    guard SKU(sku) != nil else {
      throw ValidationError("--sku: expected A–Z, 0–9 and dashes, found `\(sku)`")
    }
  }

  func run() async throws {
    let source = try CodeSource(file)
    let settings = try options.load()
    try warnIfUnsold(settings)
    var report = ImportReport()
    if dryRun {
      try await readAll(source, into: &report) { lines in
        LinesTakenDocument(imported: lines.count, refused: [], served: 0)
      }
      return try report.finish(dryRun: true)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let header = ImportHeaderDocument(
      sku: sku,
      batch: batch ?? source.batchName,
      supplier: supplier,
      fileHash: source.hash
    )
    guard case .importBegun(let state) = try await link.perform(.beginImport(header)) else { return }
    if state.isComplete {
      Terminal.say("this file was imported before as batch \(header.batch): nothing to do")
      return
    }
    report.skippedLines = state.resumesAfterLine
    try await readAll(source, into: &report) { lines in
      let document = ImportLinesDocument(batchID: state.batchID, lines: lines)
      guard case .linesTaken(let taken) = try await link.perform(.importLines(document)) else {
        throw ExitCode(1)
      }
      return taken
    }
    _ = try await link.perform(.finishImport(batchID: state.batchID))
    try report.finish(dryRun: false)
  }

  private func warnIfUnsold(_ settings: Settings) throws {
    let catalog: CatalogDocument
    do {
      catalog = try CatalogDocument(path: settings.places.catalog)
    } catch {
      return Terminal.note("warning: \(error)")
    }
    guard !catalog.products.contains(where: { $0.sku == sku }) else { return }
    let near = nearest(to: sku, among: catalog.products.map(\.sku))
    Terminal.note(
      "warning: the catalog sells no \(sku)\(near.map { "; did you mean \($0)?" } ?? "")"
    )
  }

  /// Reads the file to its end and hands its lines on in chunks.
  private func readAll(
    _ source: CodeSource,
    into report: inout ImportReport,
    take: ([ImportLineDocument]) async throws -> LinesTakenDocument
  ) async throws {
    var file: CodeFile
    do {
      file = try CodeFile(read: source.reader())
    } catch let fault as CodeFile.HeaderFault {
      Terminal.problem("\(source.name): \(fault)")
      throw ExitCode(1)
    }
    var seen: Set<SHA256Digest> = []
    var chunk: [ImportLineDocument] = []
    while let item = try file.next() {
      switch item {
      case .refused(let line, let reason): report.refuse(line, reason)
      case .code(let line) where !seen.insert(Self.digest(line.code)).inserted:
        report.refuse(line.line, "the same code stands on an earlier line")
      case .code(let line) where line.line > report.skippedLines: chunk.append(document(line))
      case .code: break
      }
      if chunk.count == ImportLinesDocument.most {
        report.add(try await take(chunk))
        chunk = []
      }
    }
    if !chunk.isEmpty { report.add(try await take(chunk)) }
  }

  private static func digest(_ code: CardCode) -> SHA256Digest {
    SHA256.hash(data: Data(code.code.utf8))
  }

  private func document(_ line: CodeFile.CodeLine) -> ImportLineDocument {
    ImportLineDocument(
      line: line.line,
      code: line.code.code,
      pin: line.code.pin,
      faceValue: line.faceValue,
      expiresAt: line.expiresAt?.milliseconds,
      cost: line.cost
    )
  }
}
