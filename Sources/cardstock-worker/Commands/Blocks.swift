import ArgumentParser
import Shop
import Worker

/// `block`: buyers whom the shop does not sell to.
struct Blocks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "block",
    abstract: "Whom the shop does not sell to: addresses, networks, payers.",
    discussion: """
      A blocked buyer cannot begin a checkout, and is not told why. Money that comes from them all \
      the same is held: no code leaves until `orders release`, and `orders refund` gives it back. \
      So are orders of theirs that wait for stock or for the mail, by address and network; those \
      of a provider's account are stopped by `orders hold`.

      EXAMPLES
        cardstock-worker block add cheat@example.com --reason "three disputes"
        cardstock-worker block add 203.0.113.7 --reason "card testing"
        cardstock-worker block add alipay:2088102122458832 --reason "stolen account"
        cardstock-worker block list
      """,
    subcommands: [AddBlock.self, RemoveBlock.self, ListBlocks.self]
  )

  static let buyerHelp: ArgumentHelp =
    "An email address, an IP address (its /24 or /48 is meant), or PROVIDER:ID of a payer."

  static func show(_ rows: [BlockRowDocument], _ format: ListingFormat) throws {
    if format == .json { return try Listing.say("blocks", rows) }
    var table = Table(["KIND", "BUYER", "SINCE", "REASON"])
    for row in rows { table.add([row.kind.rawValue, row.buyer, row.since, row.reason]) }
    Terminal.table(table, empty: "nobody is blocked")
  }
}

/// `block add`.
struct AddBlock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Stops selling to a buyer and holds their money; kept in the ledger.",
    discussion: """
      An address is blocked in all its spellings: capitals, `+tags`, and the dots that Gmail does \
      not look at. The database keeps a keyed hash of it, and the list shows its first letter.

      EXAMPLE
        cardstock-worker block add cheat@example.com --reason "three disputes"
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: Blocks.buyerHelp) var buyer: String
  @Option(help: "Why; kept in the ledger.") var reason: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let document = AddBlockDocument(buyer: buyer, reason: reason)
    let blocked = try await link.perform(document)
    if listing.format == .json { return try Listing.say("blocked", blocked) }
    try Blocks.show(blocked.rows, listing.format)
    for reference in blocked.held { Terminal.say("order \(reference) is held") }
    Terminal.next(
      "`cardstock-worker orders held` shows their orders, and their money when it comes"
    )
  }
}

/// `block remove`.
struct RemoveBlock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Sells to a buyer again. Orders that were held stay held.",
    discussion: "EXAMPLE\n  cardstock-worker block remove cheat@example.com"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: Blocks.buyerHelp) var buyer: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let rows = try await link.perform(RemoveBlockDocument(buyer: buyer))
    try Blocks.show(rows, listing.format)
    Terminal.next("`cardstock-worker orders held` shows orders that `orders release` lets go")
  }
}

/// `block list`.
struct ListBlocks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists everybody who is blocked, the latest first.",
    discussion: "EXAMPLE\n  cardstock-worker block list --format json"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let rows = try await link.perform(ListBlocksDocument())
    try Blocks.show(rows, listing.format)
    if rows.isEmpty { Terminal.next("`cardstock-worker block add` blocks a buyer") }
  }
}
