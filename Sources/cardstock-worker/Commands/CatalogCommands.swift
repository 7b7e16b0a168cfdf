import ArgumentParser
import Foundation
import Shop
import Worker

/// `catalog`: terms that wait for a person.
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
    let settings = try options.load()
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let rows = try await link.perform(ShowHeldPricesDocument())
    let file = AcceptedCatalog(path: settings.places.catalog, build: rows.first?.build)
    if let warning = file.warning { Terminal.note("warning: \(warning)") }
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
      nothing is accepted. While the catalog's file cannot be read, what is accepted waits for it: \
      the command then says so and ends with 75.

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
    let settings = try options.load()
    let link = try OperatorLink.open(settings)
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
    let before = AcceptedCatalog(path: settings.places.catalog, build: build)
    if let warning = before.warning { Terminal.note("warning: \(warning)") }
    guard yes || Terminal.confirms("Sell by these terms?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let document = AcceptPricesDocument(build: build, skus: rows.map(\.sku), reason: reason)
    let accepted = try await link.perform(document)
    let file = AcceptedCatalog(path: settings.places.catalog, build: build)
    Terminal.say("\(accepted.count) accepted\(file.isInForce ? "" : ", and not sold by yet")")
    Terminal.next(file.next(isRunning: !link.isDirect))
    guard file.isInForce else { throw ExitCode(75) }
  }
}

/// Whether the catalog whose terms were accepted is the one in its file.
package enum AcceptedCatalog: Equatable {
  case current
  /// The file holds another build, which the worker has not read yet.
  case another
  /// The file is missing, broken or refused, for the reason given as a sentence.
  case unreadable(String)

  /// Reads the file; without `build` any catalog counts as the current one.
  package init(path: String, build: String?) {
    do {
      let document = try CatalogDocument(path: path)
      self = build == nil || document.hash == build ? .current : .another
    } catch {
      self = .unreadable("\(error)")
    }
  }

  /// Whether the accepted terms are those of the catalog in use.
  package var isInForce: Bool { self == .current }

  /// A warning about the file; nil when all is well.
  package var warning: String? {
    switch self {
    case .current: nil
    case .another:
      "the catalog's file is another by now, and its prices are compared when the worker reads it"
    case .unreadable(let reason):
      "\(reason); meanwhile the worker sells by the last catalog that it could use, without what "
        + "is held back, and what is accepted counts once the file can be used"
    }
  }

  /// What happens next, or what to do.
  package func next(isRunning: Bool) -> String {
    switch (self, isRunning) {
    case (.current, true): "the running worker sells by them within seconds"
    case (.current, false): "start `cardstock-worker run`, which sells by them"
    case (.another, true):
      "the running worker reads the other catalog within seconds; `cardstock-worker catalog show` "
        + "tells what of it waits"
    case (.another, false):
      "start `cardstock-worker run`, which reads the other catalog; `cardstock-worker catalog "
        + "show` then tells what of it waits"
    case (.unreadable, _):
      "mend the catalog's file, or build the shop again: the worker sells by the accepted terms as "
        + "soon as it can use it"
    }
  }
}

/// Held terms as a table.
private enum HeldPriceTable {
  static func say(_ rows: [HeldPriceDocument]) {
    var table = Table(["SKU", "BEFORE", "NOW", "LIMIT", "REASON", "SINCE"], figures: [1, 2])
    for row in rows {
      let limit = row.limitBefore.map { "\($0) → \(row.limitNow)" } ?? "\(row.limitNow)"
      table.add([row.sku, row.before ?? "unknown", row.now, limit, row.reason.rawValue, row.since])
    }
    Terminal.table(table, empty: "nothing is held back")
  }
}
