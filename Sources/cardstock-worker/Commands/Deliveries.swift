import ArgumentParser
import Shop
import Worker

/// `deliveries`: the mail that is owed.
struct Deliveries: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List and retry.",
    subcommands: [ListDeliveries.self, RetryDelivery.self]
  )
}

/// Deliveries as a table.
enum DeliveryTable {
  static func of(_ rows: [DeliveryRowDocument]) -> Table {
    var table = Table(
      ["DELIVERY", "ORDER", "PURPOSE", "STATE", "TRIES", "DUE", "TROUBLE"],
      figures: [0, 4]
    )
    for row in rows {
      table.add([
        String(row.id), row.reference, row.purpose, row.state, String(row.attempts),
        row.dueAt ?? "-", row.trouble ?? "",
      ])
    }
    return table
  }
}

/// `deliveries list`.
struct ListDeliveries: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists deliveries, the latest first, page by page.",
    discussion: """
      EXAMPLES
        cardstock-worker deliveries list --state failed
        cardstock-worker deliveries list --order 7K2M9QX4TB8WZC3VJ5RA
        cardstock-worker deliveries list --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @OptionGroup var page: PageOptions
  @Option(
    name: [.long, .customLong("only")],
    help: "Those that are queued, sending, sent, retry, uncertain, failed or blocked."
  )
  var state: String?
  @Option(help: "Of this order alone.") var order: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    var filter = DeliveryFilterDocument(state: state, limit: page.limit, after: page.after)
    filter.order = order
    guard case .deliveries(let page) = try await link.perform(.listDeliveries(filter)) else {
      throw OperatorLink.unexpected
    }
    if listing.format == .json { return try Listing.say("deliveries", page) }
    if !page.rows.isEmpty { Terminal.table(DeliveryTable.of(page.rows)) }
    guard Listing.conclude(page, "deliveries") else { return }
    let failed = page.rows.first { $0.state == DeliveryState.failed.rawValue }
    Terminal.next(
      failed.map { "`cardstock-worker deliveries retry \($0.id)` tries one again" }
        ?? "`cardstock-worker deliveries list --state failed` shows what waits for a person"
    )
  }
}

/// `deliveries retry`.
struct RetryDelivery: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry",
    abstract: "Tries a delivery again that had failed, or one that waits, at once.",
    discussion: "EXAMPLE\n  cardstock-worker deliveries retry 42"
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The delivery's number.") var id: Int64

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    _ = try await link.perform(.retryDelivery(id: id))
    Terminal.say("delivery \(id) is due now")
    Terminal.next(
      link.isDirect
        ? "no worker runs: start `cardstock-worker run`, which sends it"
        : "`cardstock-worker deliveries list` shows what came of it"
    )
  }
}
