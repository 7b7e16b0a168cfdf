import ArgumentParser
import Shop
import Worker

/// `payments`: payments, and trying a provider.
struct PaymentCommands: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "payments",
    abstract: "List, show, find out whether webhooks arrive, rehearse a first live day.",
    subcommands: [
      ListPayments.self, ShowPayment.self, ProbePayments.self, SetUpPayments.self,
      RehearsePayments.self,
    ]
  )
}

/// `payments list`.
struct ListPayments: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists payments, the latest first, page by page.",
    discussion: """
      EXAMPLES
        cardstock-worker payments list --provider wechatpay --since 2026-11-01
        cardstock-worker payments list --state held
        cardstock-worker payments list --limit 500 --after 1201 --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var days: DayOptions
  @Option(help: "Of this provider alone.") var provider: String?
  @Option(help: "Those that are created, failed, paid, partRefunded, refunded or held.")
  var state: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    var filter = ListPaymentsDocument(
      provider: try ChosenWord.of(Provider.self, "--provider", provider),
      limit: page.limit,
      after: page.after
    )
    filter.isHeld = state == "held"
    if !filter.isHeld {
      filter.state = try ChosenWord.of(Payment.State.self, "--state", state, besides: ["held"])
    }
    filter.since = days.since
    filter.until = days.until
    let page = try await link.perform(filter)
    if listing.format == .json { return try Listing.say("payments", page) }
    if !page.rows.isEmpty { Terminal.table(PaymentTable.of(page.rows)) }
    guard Listing.conclude(page, "payments") else { return }
    Terminal.next("`cardstock-worker payments show PAYMENT` tells what was heard of one")
  }
}

/// Payments as a table.
enum PaymentTable {
  static func of(_ rows: [PaymentRowDocument]) -> Table {
    var table = Table(
      ["RECEIVED AT", "PROVIDER", "PAYMENT", "ORDER", "AMOUNT", "REFUNDED", "STATE", "HELD FOR"],
      figures: [4, 5]
    )
    for row in rows {
      table.add([
        row.receivedAt, row.provider.rawValue, row.id ?? "-", row.reference ?? "-",
        row.amount ?? "-",
        row.refunded ?? "-",
        row.dispute.map { "\(row.state.rawValue), dispute \($0.rawValue)" } ?? row.state.rawValue,
        row.hold?.rawValue ?? "",
      ])
    }
    return table
  }
}

/// `payments show`.
struct ShowPayment: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one payment and every message about it.",
    discussion: "EXAMPLE\n  cardstock-worker payments show pi_3QhG7mB2rT9wLk4X"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The provider's ID of the payment, or the order's reference.") var id: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let detail = try await link.perform(ShowPaymentDocument(id: id))
    if listing.format == .json { return try Listing.say("payment", detail) }
    let row = detail.payment
    let facts: [(String, String?)] = [
      ("payment", row.id), ("provider", row.provider.rawValue), ("order", row.reference),
      ("received", row.receivedAt), ("amount", row.amount), ("fee", row.fee),
      ("net", row.net),
      ("state", row.state.rawValue), ("refunded", row.refunded),
      ("dispute", row.dispute?.rawValue), ("held for", row.hold?.rawValue),
    ]
    FactList.say(facts)
    if !detail.events.isEmpty {
      Terminal.say("")
      var table = Table(["RECEIVED AT", "KIND", "OUTCOME", "MESSAGE"])
      for event in detail.events {
        table.add([event.receivedAt, event.kind, event.outcome.rawValue, event.id])
      }
      Terminal.table(table)
    }
    for refund in detail.refunds {
      let trouble = refund.detail.map { ": \($0)" } ?? ""
      Terminal.say("refund \(refund.id) of \(refund.amount): \(refund.state.rawValue)\(trouble)")
    }
    if let order = row.reference {
      Terminal.next("`cardstock-worker orders show \(order)` shows the order")
    }
  }
}
