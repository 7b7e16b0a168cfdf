import ArgumentParser
import Worker

/// `claims`: bad codes that suppliers are asked to make good.
struct Claims: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Codes that were no good and that suppliers owe for.",
    subcommands: [ListClaims.self]
  )
}

/// `claims list`.
struct ListClaims: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists claims, the latest first, page by page; never a code.",
    discussion: """
      EXAMPLES
        cardstock-worker claims list --supplier Northwind
        cardstock-worker claims list --supplier Northwind --limit 1000 --format csv
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var page: PageOptions
  @Option(help: "Of this supplier alone.") var supplier: String?
  @Option(help: "text for people, csv for spreadsheets, json for programs.")
  var format = ReportFormat.text

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let filter = ListClaimsDocument(supplier: supplier, limit: page.limit, after: page.after)
    let page = try await link.perform(filter)
    switch format {
    case .json: return try Listing.say("claims", page)
    case .csv:
      for line in ClaimDocument.csv(page.rows).split(separator: "\r\n") {
        Terminal.say(String(line))
      }
    case .text:
      var table = Table(
        ["CLAIMED AT", "SUPPLIER", "BATCH", "SKU", "CODE", "ORDER", "COST", "REASON"],
        figures: [4, 6]
      )
      for row in page.rows {
        table.add([
          row.claimedAt, row.supplier ?? "-", row.batch, row.sku, "#\(row.codeID)", row.order,
          row.cost ?? "-", row.reason,
        ])
      }
      if !page.rows.isEmpty { Terminal.table(table) }
    }
    _ = Listing.conclude(page, "claims")
  }
}
