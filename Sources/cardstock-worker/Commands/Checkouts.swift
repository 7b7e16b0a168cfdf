import ArgumentParser
import Shop
import Worker

/// `checkouts`: what buyers began to pay.
struct Checkouts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List and show what buyers began to pay.",
    subcommands: [ListCheckouts.self, ShowCheckout.self]
  )
}

/// `checkouts list`.
struct ListCheckouts: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists checkouts, the latest first, page by page.",
    discussion: """
      open: nobody paid yet, and the provider is asked. underway: the provider has the payment and \
      has not finished it; `checkouts show` tells why. paid: it has an order. expired: nobody paid \
      in time; money that comes now still finds it. held: money came that a person looks at.

      EXAMPLES
        cardstock-worker checkouts list --state open
        cardstock-worker checkouts list --email buyer@example.com --format json
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var days: DayOptions
  @Option(help: "Those that are open, underway, paid, expired or held.") var state: String?
  @Option(help: "At this provider alone.") var provider: String?
  @Option(help: "Of this buyer: the whole address.") var email: String?
  @Option(help: "Of this product.") var sku: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    var filter = ListCheckoutsDocument(
      state: try ChosenWord.of(Checkout.Row.State.self, "--state", state),
      limit: page.limit,
      after: page.after
    )
    filter.provider = try ChosenWord.of(Provider.self, "--provider", provider)
    filter.email = email
    filter.sku = sku
    filter.since = days.since
    filter.until = days.until
    let page = try await link.perform(filter)
    if listing.format == .json { return try Listing.say("checkouts", page) }
    var table = Table(
      [
        "CHECKOUT", "OPENED AT", "STATE", "PROVIDER", "SKU", "QTY", "AMOUNT", "EMAIL", "ASKED",
        "ASKS AT",
      ],
      figures: [5, 6, 8]
    )
    for row in page.rows {
      table.add([
        row.reference, row.openedAt, row.state.rawValue, row.provider.rawValue, row.sku,
        String(row.quantity), row.amount, row.email, String(row.asked), row.asksAt ?? "-",
      ])
    }
    if !page.rows.isEmpty { Terminal.table(table) }
    guard Listing.conclude(page, "checkouts") else { return }
    Terminal.next("`cardstock-worker checkouts show CHECKOUT` tells what was heard of its money")
  }
}

/// `checkouts show`.
struct ShowCheckout: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows one checkout and every payment that named it.",
    discussion: "EXAMPLE\n  cardstock-worker checkouts show 7K2M9QX4TB8WZC3VJ5RA"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The checkout's reference, which is its order's too.") var reference: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let found = try await link.perform(ShowCheckoutDocument(reference: reference))
    if listing.format == .json { return try Listing.say("checkout", found) }
    let row = found.checkout
    FactList.say([
      ("checkout", row.reference), ("state", row.state.rawValue), ("opened", row.openedAt),
      ("expires", found.expiresAt), ("provider", row.provider.rawValue), ("product", found.title),
      ("sku", row.sku), ("quantity", String(row.quantity)), ("amount", row.amount),
      ("email", row.email), ("asked", row.asked == 1 ? "once" : "\(row.asked) times"),
      ("asks at", row.asksAt), ("not finished", row.underWay),
    ])
    if !found.payments.isEmpty {
      Terminal.say("")
      Terminal.table(PaymentTable.of(found.payments))
    }
    Terminal.next(Self.next(row))
  }

  private static func next(_ row: CheckoutRowDocument) -> String {
    switch row.state {
    case .paid: "`cardstock-worker orders show \(row.reference)` shows its order"
    case .held: "`cardstock-worker orders held` says what its money is held for"
    case .underWay:
      "\(row.provider.rawValue)'s own page tells what it waits for; the worker asks on by itself"
    case .open, .expired:
      "if the buyer has paid: `cardstock-worker reconcile --since \(row.openedAt.prefix(10))` "
        + "asks the provider now"
    }
  }
}
