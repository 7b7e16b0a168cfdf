import ArgumentParser
import Worker

/// `codes`: the stock.
struct Codes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import, count and void card codes.",
    subcommands: [ImportCodes.self, Stock.self, VoidCodes.self]
  )
}

/// `codes stock`: how many codes are left.
struct Stock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts codes by SKU and state.",
    discussion: "EXAMPLE\n  cardstock-worker codes stock --format json"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    guard case .stock(let rows) = try await link.perform(.countStock) else { return }
    if listing.format == .json { return try Listing.say("stock", rows) }
    var table = Table(
      ["SKU", "AVAILABLE", "ALLOCATED", "REVOKED", "EXPIRED", "WAITING"],
      figures: [1, 2, 3, 4, 5]
    )
    for row in rows {
      let counts = [row.available, row.allocated, row.revoked, row.expired, row.waiting]
      table.add([row.sku] + counts.map(String.init))
    }
    Terminal.table(table)
    let short = rows.first { $0.waiting > 0 }
    if let short { Terminal.say("\(short.waiting) paid units of \(short.sku) wait for codes") }
    Terminal.next("`cardstock-worker codes import FILE --sku \(short?.sku ?? "SKU")` adds more")
  }
}

/// `codes void`: codes that must never be sold.
struct VoidCodes: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void",
    abstract: "Revokes codes that are still available: a bad batch, a recall.",
    discussion: """
      Codes that are bound to an order are not touched. It cannot be taken back.

      EXAMPLES
        cardstock-worker codes void --batch 2026-11-north --reason "recalled by supplier"
        cardstock-worker codes void --id 1201 --id 1202 --reason "used before" --yes
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "All codes of this batch that are still available.") var batch: String?
  @Option(name: .customLong("id"), help: "The ID of one code; may be repeated.")
  var ids: [Int64] = []
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard (batch == nil) != ids.isEmpty else {
      throw ValidationError("say which codes: either --batch NAME, or --id NUMBER (repeated)")
    }
    guard !reason.isEmpty else { throw ValidationError("--reason: expected some words") }
  }

  func run() async throws {
    let settings = try options.load()
    let what = batch.map { "every available code of batch \($0)" } ?? "\(ids.count) codes"
    guard yes || Terminal.confirms("Revoke \(what) for good?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = VoidDocument(batch: batch, codeIDs: ids, reason: reason)
    guard case .voided(let count) = try await link.perform(.voidCodes(document)) else { return }
    Terminal.say("\(count) codes revoked")
    Terminal.next("`cardstock-worker codes stock` shows what is left")
  }
}
