import ArgumentParser
import Foundation
import Shop
import Worker

/// `catalog`: what is sold, and what waits for a person's word.
struct CatalogCommands: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Show and accept prices that changed too much to be sold by at once.",
    subcommands: [ShowCatalog.self, AcceptPrices.self]
  )
}

/// `catalog show`.
struct ShowCatalog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Lists products that are not sold until somebody accepts their new terms.",
    discussion: """
      A price that falls by more than `price_alarm`, another currency, and a limit that grows more \
      than tenfold are held back: the product is not sold, neither by the new price nor by the old \
      one, until the shop is corrected or the terms are accepted.

      EXAMPLES
        cardstock-worker catalog show
        cardstock-worker catalog show --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let rows = try await link.perform(ShowHeldPricesDocument())
    if listing.format == .json { return try Listing.say("held", rows) }
    HeldPriceTable.say(rows)
    if !rows.isEmpty {
      Terminal.next("`cardstock-worker catalog accept --reason WHY` sells by the new terms")
    }
  }
}

/// `catalog accept`.
struct AcceptPrices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Sells by terms that were held back; kept in the ledger.",
    discussion: """
      Accepts what the catalog says that is in force now. When another one comes in between, \
      nothing is accepted.

      EXAMPLES
        cardstock-worker catalog accept --reason "autumn sale"
        cardstock-worker catalog accept --sku STEAM-CN-50 --reason "new supplier" --yes
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "This product alone; may be repeated.") var sku: [String] = []
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard !reason.isEmpty else { throw ValidationError("--reason: expected some words") }
    if let odd = sku.first(where: { SKU($0) == nil }) {
      throw ValidationError("--sku: expected A–Z, 0–9 and dashes, found `\(odd)`")
    }
  }

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let all = try await link.perform(ShowHeldPricesDocument())
    let rows = all.filter { sku.isEmpty || sku.contains($0.sku) }
    guard let build = rows.first?.build else {
      Terminal.problem(
        "expected a price that waits to be accepted, found none; `catalog show` tells which do"
      )
      throw ExitCode(1)
    }
    HeldPriceTable.say(rows)
    guard yes || Terminal.confirms("Sell by these terms?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let document = AcceptPricesDocument(build: build, skus: rows.map(\.sku), reason: reason)
    let accepted = try await link.perform(document)
    Terminal.say("\(accepted.count) accepted")
    Terminal.next(
      link.isDirect
        ? "start `cardstock-worker run`, which sells by them"
        : "the running worker sells by them within seconds"
    )
  }
}

/// Held terms as a table.
private enum HeldPriceTable {
  static func say(_ rows: [HeldPriceDocument]) {
    var table = Table(["SKU", "BEFORE", "NOW", "LIMIT", "REASON", "SINCE"], figures: [1, 2])
    for row in rows {
      let limit = row.limitBefore.map { "\($0) → \(row.limitNow)" } ?? "\(row.limitNow)"
      table.add([row.sku, row.before ?? "unknown", row.now, limit, row.reason, row.since])
    }
    Terminal.table(table, empty: "nothing is held back")
  }
}
