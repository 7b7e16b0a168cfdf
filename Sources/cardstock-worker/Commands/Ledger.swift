import ArgumentParser
import Worker

/// `ledger`: the audit chain.
struct Ledger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The chain of everything that happened to codes and money.",
    subcommands: [VerifyLedger.self]
  )
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
    guard case .ledger(let ledger) = try await link.perform(.verifyLedger) else {
      throw OperatorLink.unexpected
    }
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
