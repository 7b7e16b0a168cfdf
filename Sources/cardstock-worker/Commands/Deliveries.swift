import ArgumentParser
import Foundation
import Shop
import Storage
import Worker

/// `deliveries`: mail that is owed or was sent.
struct Deliveries: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Mails that are owed or went: list them, try failed ones again.",
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
        String(row.id), row.reference, row.purpose.rawValue, row.state.rawValue,
        String(row.attempts),
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
    help: "queued, sending, sent, written, retry, uncertain, failed, blocked or superseded."
  )
  var state: String?
  @Option(help: "Of this order alone.") var order: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let chosen = try ChosenWord.of(Delivery.State.self, "--state", state)
    var filter = ListDeliveriesDocument(state: chosen, limit: page.limit, after: page.after)
    filter.order = order
    let page = try await link.perform(filter)
    if listing.format == .json { return try Listing.say("deliveries", page) }
    if !page.rows.isEmpty { Terminal.table(DeliveryTable.of(page.rows)) }
    guard Listing.conclude(page, "deliveries") else { return }
    let failed = page.rows.first { $0.state == .failed }
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
    discussion: """
      --all-failed queues again what failed, and --all-written what went into a folder and to \
      nobody, once `mail.transport` is smtp; --since alone means what failed. They are spread over \
      time: 60 a minute unless told otherwise. Sending rests as ever while the mail server refuses \
      us.

      EXAMPLES
        cardstock-worker deliveries retry 42
        cardstock-worker deliveries retry --all-failed
        cardstock-worker deliveries retry --since 2026-11-20 --per-minute 300
        cardstock-worker deliveries retry --all-written
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The delivery's number.") var id: Int64?
  @Flag(help: "Every delivery that failed.") var allFailed = false
  @Flag(help: "Every delivery that was written into a folder.") var allWritten = false
  @Option(
    help: ArgumentHelp(
      "Those that ended so on that day of the shop or later.",
      valueName: "YYYY-MM-DD"
    )
  )
  var since: String?
  @Option(help: "How many of them become due in a minute, 1 to 6000.") var perMinute = 60

  func validate() throws {
    let ways = [id != nil, allFailed || (since != nil && !allWritten), allWritten]
    guard ways.count(where: { $0 }) == 1, id == nil || since == nil else {
      throw ValidationError(
        "name one delivery, or --all-failed, or --all-written, or --since YYYY-MM-DD"
      )
    }
    guard (1...6_000).contains(perMinute) else {
      throw ValidationError("--per-minute: expected 1 to 6000, found \(perMinute)")
    }
  }

  func run() async throws {
    let settings = try options.load()
    if allWritten { try requireServer(settings) }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    guard let id else { return try await retryMany(link) }
    _ = try await link.perform(RetryDeliveryDocument(id: id))
    Terminal.say("delivery \(id) is due now")
    Terminal.next(
      link.isDirect
        ? "no worker runs: start `cardstock-worker run`, which sends it"
        : "`cardstock-worker deliveries list` shows what came of it"
    )
  }

  /// Ends the program unless mail is sent by a server: a folder has these letters already.
  private func requireServer(_ settings: Settings) throws {
    guard case .folder(let path) = settings.mail.transport else { return }
    Terminal.problem(
      "mail.transport: expected smtp, found folder (\(path)), where these letters lie already; "
        + "name a mail server, have the worker take it up by SIGHUP or a restart, then try again"
    )
    throw ExitCode(1)
  }

  private func retryMany(_ link: OperatorLink) async throws {
    let ended = allWritten ? RetriedDeliveries.written : .failed
    let operation = RetryDeliveriesDocument(
      ended: ended,
      since: since,
      perMinute: perMinute
    )
    let count = try await link.perform(operation)
    guard count > 0 else {
      let words = allWritten ? "was written into a folder" : "failed"
      return Terminal.say("nothing that \(words)")
    }
    let minutes = (count + perMinute - 1) / perMinute
    Terminal.say(
      "\(count == 1 ? "1 delivery" : "\(count) deliveries") queued again, the last within "
        + "\(minutes == 1 ? "a minute" : "\(minutes) minutes")"
    )
    Terminal.next(
      link.isDirect
        ? "no worker runs: start `cardstock-worker run`, which sends them"
        : "`cardstock-worker deliveries list --state failed` shows what fails again"
    )
  }
}
