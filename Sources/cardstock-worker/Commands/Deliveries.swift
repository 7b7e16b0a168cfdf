import ArgumentParser
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
    abstract: "Lists deliveries, the latest first.",
    discussion: """
      EXAMPLES
        cardstock-worker deliveries list --only failed
        cardstock-worker deliveries list --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Option(help: "Those that are queued, sending, sent, retry, uncertain, failed or blocked.")
  var only: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let operation = OperationDocument.listDeliveries(state: only)
    guard case .deliveries(let rows) = try await link.perform(operation) else { return }
    if listing.format == .json { return try Listing.say("deliveries", rows) }
    Terminal.table(DeliveryTable.of(rows))
    let failed = rows.first { $0.state == "failed" }
    Terminal.next(
      failed.map { "`cardstock-worker deliveries retry \($0.id)` tries one again" }
        ?? "nothing waits for a person"
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
