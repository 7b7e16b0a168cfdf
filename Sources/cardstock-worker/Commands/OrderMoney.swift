import ArgumentParser
import Worker

/// `orders refund`.
struct RefundMoney: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "refund",
    abstract: "Gives a buyer's money back through the provider that it came by.",
    discussion: """
      The order's codes are held back from this moment on. Codes that were shown or mailed already \
      cannot be taken back. A refund that the provider has not finished, or that it could not be \
      asked for, is asked for again by the running worker; it is never paid twice. Nor does the \
      same command give as much once more within a day, unless it says --again.

      A part leaves the order alive when it says what for. --units takes units out: their codes \
      are revoked at once, the others are delivered or stay good, and the buyer is told. \
      --goodwill leaves the buyer everything. An --amount with neither stops the order for a \
      person.

      EXAMPLES
        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --reason "sold out"
        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --units 2
        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --units 1 --unit 3 --amount 40.00
        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --goodwill --amount 10.00 --yes
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The order's reference.") var reference: String
  @Option(help: "The provider's ID, where one of several payments is meant: a surplus one.")
  var payment: String?
  @Option(
    help: "How much, in the order's currency; the units' price, or all that is left, otherwise."
  )
  var amount: String?
  @OptionGroup var part: PartOptions
  @Option(help: "Why; the buyer's bank may show it.") var reason = "refund"
  @Flag(help: "Give as much back once more, though it was within the last day.") var again = false
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard (1...80).contains(reason.count) else {
      throw ValidationError("--reason: expected 1 to 80 characters, found \(reason.count)")
    }
    guard !part.goodwill || amount != nil else {
      throw ValidationError("--goodwill: expected --amount beside it, found none")
    }
    guard part.document == nil || payment == nil else {
      throw ValidationError("--payment: expected none beside --units and --goodwill")
    }
  }

  /// What the person is asked to confirm.
  private var what: String {
    let money = amount.map { " for \($0)" } ?? ""
    if let units = part.units {
      let unit = part.unit.map { "unit \($0)" } ?? (units == 1 ? "1 unit" : "\(units) units")
      return "\(unit) of order \(reference)\(money)"
    }
    let all = amount.map { "\($0) of order \(reference)" } ?? "all of order \(reference)"
    return part.goodwill ? "\(all), whose codes stay good" : all
  }

  func run() async throws {
    let settings = try options.load()
    guard yes || Terminal.confirms("Refund \(what)? It cannot be taken back.") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = RefundOrderDocument(
      reference: reference,
      payment: payment,
      amount: amount,
      reason: reason,
      isAgain: again,
      partial: part.document
    )
    let refund = try await link.perform(document)
    if listing.format == .json {
      try Listing.say("refund", refund)
    } else {
      let detail = refund.detail.map { ": \($0)" } ?? ""
      let state = refund.state == .short ? "not given back yet" : refund.state.rawValue
      Terminal.say("refund \(refund.id) of \(refund.amount): \(state)\(detail)")
      if let left = refund.left { Terminal.note("warning: \(left)") }
    }
    try finish(refund)
  }

  private func finish(_ refund: RefundDocument) throws {
    switch refund.state {
    case .done: Terminal.next("`cardstock-worker orders show \(reference)` shows the order")
    case .refused, .failed:
      Terminal.problem(
        "no money went back\(refund.isOrderHeld ? " and the order is held" : ""): look at the "
          + "provider's page; `cardstock-worker orders show \(reference)` names the commands that "
          + "mend it"
      )
      throw ExitCode(1)
    case .pending:
      Terminal.next("the provider has taken it and will tell when it is done, within days at most")
    case .short:
      Terminal.next(
        "pay money in at the provider; nothing went back yet, and the running worker asks again "
          + "until it is enough"
      )
      throw ExitCode(75)
    case .open, .unknown:
      Terminal.next("it is not known whether the provider took it; the running worker asks again")
      throw ExitCode(75)
    }
  }
}

/// `orders mark-paid`.
struct MarkPaid: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mark-paid",
    abstract: "Takes a checkout for paid because a person has seen the money. Kept in the ledger.",
    discussion: """
      For money that came by a way that cannot tell by itself: a transfer, a provider's web page. \
      Its codes go out at once.

      EXAMPLE
        cardstock-worker orders mark-paid 7K2M9QX4TB8WZC3VJ5RA --reference 2026112100012345 \
      --reason "bank transfer, seen in the account"
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "The checkout's reference.") var checkout: String
  @Option(help: "What proves the payment: the transfer's own number. Each counts once.")
  var reference: String
  @Option(help: "Why a person does this; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard (1...100).contains(reference.utf8.count),
      reference.utf8.allSatisfy({ (33...126).contains($0) })
    else { throw ValidationError("--reference: expected 1 to 100 letters and digits, no space") }
    guard (1...200).contains(reason.count) else {
      throw ValidationError("--reason: expected 1 to 200 characters, found \(reason.count)")
    }
  }

  func run() async throws {
    let settings = try options.load()
    guard yes || Terminal.confirms("Take \(checkout) for paid? Its codes go out at once.") else {
      Terminal.problem("nothing was changed; confirm, or pass --yes")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let document = MarkPaidDocument(reference: checkout, proof: reference, reason: reason)
    let marked = try await link.perform(document)
    if listing.format == .json { return try Listing.say("marked", marked) }
    Terminal.say("checkout \(marked.reference): \(marked.outcome)")
    Terminal.next("`cardstock-worker orders show \(marked.reference)` shows where it stands")
  }
}

/// What a part of an order's money goes back for.
struct PartOptions: ParsableArguments {
  @Option(help: "Take so many units out; the rest of the order stays good.") var units: Int?
  @Option(help: "Which unit, by its number, where one is meant; otherwise the last ones.")
  var unit: Int?
  @Flag(help: "The buyer keeps everything that was bought.") var goodwill = false

  func validate() throws {
    guard units == nil || !goodwill else {
      throw ValidationError("expected --units or --goodwill, found both")
    }
    guard (1...1_000).contains(units ?? 1) else {
      throw ValidationError("--units: expected 1 to 1000, found \(units ?? 0)")
    }
    guard unit == nil || units == 1 else {
      throw ValidationError("--unit: expected `--units 1` beside it")
    }
  }

  /// Nil for a refund that ends the order.
  var document: PartialRefundDocument? {
    units != nil || goodwill ? PartialRefundDocument(units: units, number: unit) : nil
  }
}
