import ArgumentParser
import Foundation
import Worker

/// `clock`: the worker's clock.
struct ClockCommands: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Show the time that the worker goes by, and accept the machine's clock.",
    subcommands: [ShowClock.self, AcceptClock.self]
  )
}

/// A clock in words.
private enum ClockText {
  static func say(_ clock: ClockDocument) {
    sayTimes(clock)
    for doubt in doubts(clock) { Terminal.problem(doubt) }
  }

  static func sayTimes(_ clock: ClockDocument) {
    Terminal.say("machine    \(clock.wall)")
    Terminal.say("used       \(clock.used)")
    Terminal.say("vault saw  \(clock.seen)")
  }

  static func doubts(_ clock: ClockDocument) -> [String] {
    var doubts: [String] = []
    if let seconds = clock.jumpSeconds {
      doubts.append("the machine's clock jumped by \(seconds) s and is not followed")
    }
    if clock.secondsBehind > 5 {
      doubts.append("the vault is shut: the clock is \(clock.secondsBehind) s behind what it saw")
    }
    return doubts
  }

  static func isInDoubt(_ clock: ClockDocument) -> Bool {
    clock.jumpSeconds != nil || clock.secondsBehind > 5
  }
}

/// `clock show`.
struct ShowClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the machine's clock, the worker's, and the latest time that the vault saw.",
    discussion: """
      A clock that jumps is not followed: nothing expires by it and nothing is purged, while sales \
      go on. It is followed again when it comes back, or when a person accepts it.

      EXAMPLE
        cardstock-worker clock show
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions

  func run() async throws {
    let link = try OperatorLink.open(try options.load(), allowsClockBehind: true)
    defer { link.close() }
    let clock = try await link.perform(ShowClockDocument())
    if listing.format == .json { return try Listing.say("clock", clock) }
    ClockText.say(clock)
    Terminal.next(
      ClockText.isInDoubt(clock)
        ? "set the machine's clock; when it is right, `cardstock-worker clock accept --reason WHY`"
        : "the clock is in order"
    )
  }
}

/// `clock accept`.
struct AcceptClock: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Goes by the machine's clock as it is now; kept in the ledger.",
    discussion: """
      For a clock that jumped and is right, and for a vault that once saw a wrong future and is \
      shut until then. What was planned for later is due at once.

      EXAMPLE
        cardstock-worker clock accept --reason "the machine had started in 2036"
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "Why; kept in the ledger.") var reason: String
  @Flag(help: "Do not ask.") var yes = false

  func validate() throws {
    guard !reason.isEmpty else { throw ValidationError("--reason: expected some words") }
  }

  func run() async throws {
    let settings = try options.load()
    let link = try OperatorLink.open(settings, allowsClockBehind: true)
    defer { link.close() }
    let before = try await link.perform(ShowClockDocument())
    // What is about to be accepted is no fault of the command.
    ClockText.sayTimes(before)
    for doubt in ClockText.doubts(before) { Terminal.say("until now  \(doubt)") }
    let isTerminal = isatty(STDIN_FILENO) == 1
    guard yes || !isTerminal || Terminal.confirms("Is it \(before.wall) now?") else {
      Terminal.problem("nothing was changed; set the clock, or pass --yes")
      throw ExitCode(1)
    }
    let after = try await link.perform(AcceptClockDocument(reason: reason))
    if link.isDirect {
      let path = ClockAnchorFile.path(in: settings.places.state)
      ClockAnchorFile.write(SystemClock.reading(), to: path)
    }
    Terminal.say("accepted: it is \(after.used)")
    Terminal.next("`cardstock-worker clock show` shows where it stands")
  }
}
