import ArgumentParser
import Shop
import Worker

/// `orders`: what was sold.
struct Orders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show, mail again, hold and release, replace a code, refund.",
    subcommands: [
      ListOrders.self, ShowOrder.self, ResendOrder.self, HeldPayments.self, HoldOrder.self,
      ReleaseOrder.self, RefundMoney.self, MarkPaid.self, ReplaceUnit.self, ReaddressOrder.self,
      RelinkOrder.self,
    ]
  )
}

/// `orders list`.
struct ListOrders: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists orders, the latest first, page by page.",
    discussion: """
      --code asks for a code that a buyer holds, or reads it from a pipe: it is in no command \
      line and in no history. One that differs in capitals or dashes, or \
      that is a card's number, is found where no card has exactly that code; quotes, a label \
      before it and the PIN after it do no harm.

      EXAMPLES
        cardstock-worker orders list --state backorder
        cardstock-worker orders list --email buyer@example.com --since 2026-11-01
        cardstock-worker orders list --payment pi_3QhG7mB2rT9wLk4X
        cardstock-worker orders list --code < code.txt
        cardstock-worker orders list --limit 500 --after 1201 --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var days: DayOptions
  @Option(
    name: [.long, .customLong("only")],
    help: "backorder, allocated, delivered, blocked, revoked, held, refunded or disputed."
  )
  var state: String?
  @Option(help: "Of this buyer: the whole address.") var email: String?
  @Flag(help: "Those that have a code, which is asked for.") var code = false
  @Option(help: "Paid by the payment that the provider gave this ID.") var payment: String?
  @Option(help: "Of this product.") var sku: String?

  func run() async throws {
    let settings = try options.load()
    let chosen = try ChosenWord.of(Order.Filter.State.self, "--state", state)
    var filter = ListOrdersDocument(state: chosen, limit: page.limit, after: page.after)
    filter.email = email
    filter.payment = payment
    filter.sku = sku
    filter.since = days.since
    filter.until = days.until
    if code {
      guard let secret = Terminal.secret("Code: ") else {
        Terminal.problem("--code: expected one code on standard input, found none")
        throw ExitCode(1)
      }
      filter.code = secret
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let page = try await link.perform(filter)
    if listing.format == .json { return try Listing.say("orders", page) }
    var table = Table(
      ["ORDER", "PAID AT", "SKU", "QTY", "AMOUNT", "PAYMENT", "RISK", "STATE", "EMAIL"],
      figures: [3, 4]
    )
    for row in page.rows {
      table.add([
        row.reference, row.paidAt, row.sku, String(row.quantity), row.amount,
        row.payment.rawValue, row.risk.rawValue, row.fulfilment.rawValue, row.email,
      ])
    }
    if !page.rows.isEmpty { Terminal.table(table) }
    guard Listing.conclude(page, "orders") else {
      return Terminal.next("`cardstock-worker checkouts list` shows who did not pay yet")
    }
    Terminal.next("`cardstock-worker orders show ORDER` tells more of one")
  }
}

/// `orders show`.
struct ShowOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one order: its money, its stock, its mail. Never a code.",
    discussion: "EXAMPLE\n  cardstock-worker orders show 7K2M9QX4TB8WZC3VJ5RA"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The order's reference.") var reference: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let operation = ShowOrderDocument(reference: reference)
    let order = try await link.perform(operation)
    if listing.format == .json { return try Listing.say("order", order) }
    let row = order.order
    let facts: [(String, String?)] = [
      ("order", row.reference), ("paid at", row.paidAt), ("product", order.title),
      ("sku", row.sku), ("quantity", String(row.quantity)), ("amount", row.amount),
      ("payment", row.payment.rawValue), ("provider", order.provider.rawValue),
      ("paid as", order.paymentID),
      ("refunded", order.refunded), ("dispute", order.dispute?.rawValue),
      ("risk", row.risk.rawValue), ("held for", order.hold?.rawValue),
      ("refund trouble", order.refundTrouble),
      ("state", row.fulfilment.rawValue), ("email", row.email),
      ("language", order.language), ("units", units(of: order)),
      ("given back", partialRefunds(of: order)),
      ("shown", order.reveals == 1 ? "once" : "\(order.reveals) times"),
      ("codes", order.codeIDs.map { "#\($0)" }.joined(separator: " ")),
      (
        "waits",
        order.waitingUnits.isEmpty
          ? nil : "unit \(order.waitingUnits.map(String.init).joined(separator: ", ")), for stock"
      ),
    ]
    FactList.say(facts)
    if !order.deliveries.isEmpty { Terminal.say("") }
    if !order.deliveries.isEmpty { Terminal.table(DeliveryTable.of(order.deliveries)) }
    for wait in order.waits { Terminal.note("waits: \(wait.reason.rawValue): \(wait.next)") }
    if let next = next(order) { Terminal.next(next) }
  }

  /// What to do next about the order; nil when there is nothing to do.
  private func next(_ order: OrderDocument) -> String? {
    let row = order.order
    guard order.waits.isEmpty else {
      let isCommand = order.waits.contains(where: \.isCommand)
      return isCommand
        ? "`cardstock-worker` and one of the commands above let the order go on"
        : HeldRowDocument.hint(for: order.waits)
    }
    switch row.fulfilment {
    case .backorder: return "`cardstock-worker codes import FILE --sku \(row.sku)` serves it"
    case .blocked, .revoked, .cancelled: return nil
    case .allocated, .delivered:
      return order.waitingUnits.isEmpty
        ? "`cardstock-worker orders resend \(row.reference)` mails it again"
        : "`cardstock-worker codes import FILE --sku \(row.sku)` serves the unit that waits"
    }
  }

  /// How many units are left, if some were taken out; else nil.
  private func units(of order: OrderDocument) -> String? {
    guard !order.unitsTaken.isEmpty else { return nil }
    let taken = order.unitsTaken.map { "#\($0)" }.joined(separator: " ")
    return "\(order.units) of \(order.order.quantity); taken out: \(taken)"
  }

  private func partialRefunds(of order: OrderDocument) -> String? {
    guard !order.partialRefunds.isEmpty else { return nil }
    let parts = order.partialRefunds.map { part in
      let units = part.units.map { "#\($0)" }.joined(separator: " ")
      let purpose = part.units.isEmpty ? "as goodwill" : "for \(units)"
      return "\(part.amount) \(purpose) (\(part.state.rawValue))"
    }
    let beside = order.refundedBeside.map { "\($0) without naming units (done)" }
    return (parts + [beside].compactMap { $0 }).joined(separator: ", ")
  }
}

/// `orders resend`.
struct ResendOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resend",
    abstract: "Mails an order again: the same codes to the same address.",
    discussion: "EXAMPLE\n  cardstock-worker orders resend 7K2M9QX4TB8WZC3VJ5RA"
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The order's reference.") var reference: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    _ = try await link.perform(ResendOrderDocument(reference: reference))
    Terminal.say("order \(reference) will be mailed again")
    Terminal.next(
      link.isDirect
        ? "no worker runs: start `cardstock-worker run`, which sends it"
        : "`cardstock-worker deliveries list` shows when it went"
    )
  }
}

/// `orders held`.
struct HeldPayments: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "held",
    abstract: "Lists whatever waits for a person, with the reason and what mends it.",
    discussion: "EXAMPLE\n  cardstock-worker orders held --format json"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let held = try await link.perform(ListHeldDocument())
    let rows = held.rows
    if listing.format == .json { return try Listing.say("held", rows, isCut: held.isCut) }
    var table = Table(
      ["RECEIVED AT", "PROVIDER", "PAYMENT", "REFERENCE", "AMOUNT", "REASON", "NEXT"],
      figures: [4]
    )
    for row in rows {
      table.add([
        row.receivedAt, row.provider.rawValue, row.paymentID ?? "-", row.reference ?? "-",
        row.amount ?? "-", row.reason.rawValue, row.next,
      ])
    }
    Terminal.table(table, empty: "nothing waits for a person")
    for row in rows {
      guard let trouble = row.refundTrouble else { continue }
      Terminal.note("\(row.reference ?? row.paymentID ?? "-"): its refund: \(trouble)")
    }
    if held.isCut { Terminal.note("more wait than are listed: look again when these are done") }
    if let hint = HeldRowDocument.hint(for: rows) { Terminal.next(hint) }
  }
}

/// `orders hold`.
struct HoldOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Stops an order until it is released. Kept in the ledger.",
    discussion: """
      No code of it is mailed or shown from now on, and it leaves the queue for stock. What the \
      buyer has already cannot be taken back.

      EXAMPLE
        cardstock-worker orders hold 7K2M9QX4TB8WZC3VJ5RA --reason "the buyer called"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The order's reference.") var reference: String
  @Option(help: "Why; kept in the ledger.") var reason: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let document = HoldOrderDocument(reference: reference, reason: reason)
    let held = try await link.perform(document)
    Terminal.say("order \(reference) is held")
    if let left = held.left { Terminal.say(left) }
    Terminal.next(
      "`cardstock-worker orders release \(reference)` lets it go, `orders refund` gives the money "
        + "back"
    )
  }
}

/// `orders release`.
struct ReleaseOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Releases a held order, after a person has looked.",
    discussion: """
      An order of which the provider gave a part back by itself goes on when it is said what for: \
      --units takes so many units out, --goodwill leaves the buyer everything. Units whose refund \
      was refused come back, with new codes where the others have theirs.

      EXAMPLES
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA --units 1
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA --goodwill
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The order's reference.") var reference: String
  @OptionGroup var part: PartOptions
  @Flag(help: "Do not ask.") var yes = false

  func run() async throws {
    let settings = try options.load()
    guard yes || Terminal.confirms("Release order \(reference)? Its codes go out at once.") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    if let partial = part.document {
      _ = try await link.perform(ExplainRefundDocument(reference: reference, partial: partial))
    } else {
      _ = try await link.perform(ReleaseOrderDocument(reference: reference))
    }
    Terminal.say("order \(reference) released")
    Terminal.next("`cardstock-worker orders show \(reference)` shows where it stands")
  }
}
