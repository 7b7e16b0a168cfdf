import ArgumentParser
import Worker

/// `ledger`: the history of codes and money.
struct Ledger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The chain of everything that happened to codes and money.",
    subcommands: [ListLedger.self, VerifyLedger.self]
  )
}

/// `ledger list`.
struct ListLedger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists who did what to what, the latest first, page by page; never a secret.",
    discussion: """
      --by takes an operator's name, `operator` for every person, `worker`, or `buyer`.

      EXAMPLES
        cardstock-worker ledger list --by operator --since 2026-11-20
        cardstock-worker ledger list --order 7K2M9QX4TB8WZC3VJ5RA
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var days: DayOptions
  @Option(help: "About this order: its payment, codes and mails too.") var order: String?
  @Option(name: .customLong("by"), help: "What this one did.") var actor: String?

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    var filter = ListLedgerDocument(limit: page.limit, after: page.after)
    filter.order = order
    filter.actor = actor
    filter.since = days.since
    filter.until = days.until
    let page = try await link.perform(filter)
    if listing.format == .json { return try Listing.say("entries", page) }
    var table = Table(["NO.", "AT", "BY", "ACTION", "OBJECT", "DETAIL"], figures: [0])
    for row in page.rows {
      table.add(["\(row.number)", row.at, row.actor, row.action, row.object, row.detail])
    }
    if !page.rows.isEmpty { Terminal.table(table) }
    guard Listing.conclude(page, "entries") else { return }
    Terminal.next("`cardstock-worker ledger verify` proves that none was changed")
  }
}

/// `ledger verify`.
struct VerifyLedger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Reads the whole chain and names the first entry that was changed, cut or moved.",
    discussion: "EXAMPLE\n  cardstock-worker ledger verify"
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let ledger = try await link.perform(VerifyLedgerDocument())
    if listing.format == .json {
      try Listing.say("ledger", ledger)
    } else if let entry = ledger.firstBroken {
      Terminal.problem("entry \(entry) does not follow from the one before it")
      Terminal.next("keep the database as it is, stop selling, and compare with the last backup")
    } else {
      Terminal.say("\(ledger.entries) entries, unbroken")
    }
    if ledger.firstBroken != nil { throw ExitCode(1) }
  }
}
