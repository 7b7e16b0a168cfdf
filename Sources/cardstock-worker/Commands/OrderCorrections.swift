import ArgumentParser
import Worker

/// `orders replace`.
struct ReplaceUnit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replace",
    abstract: "Gives one unit of an order another code and mails it; the old one is revoked.",
    discussion: """
      The old code is claimed from its supplier, see `claims list`, unless --own-fault. It cannot \
      be taken back. When no code is in stock the unit waits for one, and its buyer is told; the \
      rest of the order stays.

      A unit that was replaced before is replaced again only if the code that it has now is named: \
      so a command that is repeated, since its answer was lost, takes no second code.

      EXAMPLES
        cardstock-worker orders replace 7K2M9QX4TB8WZC3VJ5RA --unit 2 --reason "used before"
        cardstock-worker orders replace 7K2M9QX4TB8WZC3VJ5RA --unit 2 --instead-of 133 \\
          --reason "used before too"
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The order's reference.") var reference: String
  @Option(help: "Which unit, by its number on the order.") var unit: Int
  @Option(
    help: ArgumentHelp(
      "The bad code's number, where the unit was replaced before.",
      valueName: "code"
    )
  )
  var insteadOf: Int64?
  @Option(help: "Why; kept in the ledger and in the claim.") var reason: String
  @Flag(help: "Claim nothing from the supplier: the shop's own mistake.") var ownFault = false
  @Flag(help: "Do not ask.") var yes = false

  func run() async throws {
    let settings = try options.load()
    let question = "Revoke the code of unit \(unit) of order \(reference) and send another?"
    guard yes || Terminal.confirms(question) else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = ReplaceUnitDocument(
      reference: reference,
      unit: unit,
      insteadOf: insteadOf,
      reason: reason,
      isOwnFault: ownFault
    )
    let done = try await link.perform(document)
    if listing.format == .json { return try Listing.say("replacement", done) }
    let old = "unit \(unit): code #\(done.revokedID) revoked" + (ownFault ? "" : " and claimed")
    guard let code = done.codeID else {
      Terminal.say(
        "\(old); none is in stock: the unit "
          + "waits, and its buyer is told"
      )
      return Terminal.next("`cardstock-worker codes import` serves it first, by itself")
    }
    Terminal.say(
      "\(old), code #\(code) is mailed"
    )
    Terminal.next(
      link.isDirect
        ? link.mailsLater
        : ownFault
          ? "`cardstock-worker deliveries list --order \(reference)` shows when it went"
          : "`cardstock-worker claims list` shows what the supplier owes"
    )
  }
}

/// `orders readdress`.
struct ReaddressOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readdress",
    abstract: "Corrects an order's address: it is mailed there anew, and the old link ends.",
    discussion: """
      Check first that whoever asks is the buyer: have them name the payment. Refused once the \
      codes were shown on the order's page. What was mailed to the old address cannot be called \
      back.

      EXAMPLE
        cardstock-worker orders readdress 7K2M9QX4TB8WZC3VJ5RA buyer@example.com
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The order's reference.") var reference: String
  @Argument(help: "The right address.") var email: String
  @Flag(help: "Take an address that looks mistyped, or is blocked.") var asTyped = false
  @Flag(help: "Do not ask.") var yes = false

  func run() async throws {
    let settings = try options.load()
    guard yes || Terminal.confirms("Send order \(reference) to another address?") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = ReaddressOrderDocument(
      reference: reference,
      email: email,
      isAsTyped: asTyped
    )
    _ = try await link.perform(document)
    Terminal.say("order \(reference) goes to the new address; its old link has ended")
    Terminal.next(
      link.isDirect
        ? link.mailsLater
        : "`cardstock-worker deliveries list --order \(reference)` shows when it went"
    )
  }
}

/// `orders relink`.
struct RelinkOrder: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relink",
    abstract: "Ends the link to an order; a new one is mailed to the buyer, unless --revoke.",
    discussion: """
      For a link that somebody else got to see. Whoever opens the old one is told that it is not \
      valid any more, and how to ask for a new one; that always goes to the order's address. Codes \
      that were seen stay seen: `orders replace` gives others, `orders readdress` corrects an \
      address, `orders hold` stops the order.

      EXAMPLES
        cardstock-worker orders relink 7K2M9QX4TB8WZC3VJ5RA --reason "posted in a forum"
        cardstock-worker orders relink 7K2M9QX4TB8WZC3VJ5RA --revoke --reason "mailbox stolen"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The order's reference.") var reference: String
  @Flag(help: "Mail no new link until the buyer asks for one, or another letter is due.")
  var revoke = false
  @Option(help: "Why; kept in the ledger.") var reason: String

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let document = RelinkOrderDocument(reference: reference, isMailed: !revoke, reason: reason)
    _ = try await link.perform(document)
    Terminal.say(
      "the link to order \(reference) has ended" + (revoke ? "" : "; a new one is mailed")
    )
    if revoke {
      Terminal.next(
        "`cardstock-worker orders hold \(reference) --reason WHY` stops the order too; else a "
          + "letter that has not left yet goes with a new link"
      )
    } else if link.isDirect {
      Terminal.next(link.mailsLater)
    } else {
      Terminal.next("`cardstock-worker deliveries list --order \(reference)` shows when it went")
    }
  }
}
