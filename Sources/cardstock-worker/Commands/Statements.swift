import ArgumentParser
import Shop
import Worker

/// `statements`: providers' statements compared with the books.
struct Statements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The providers' statements against the books.",
    subcommands: [MatchStatements.self]
  )
}

/// The formats of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case csv
  case json
}

/// `statements match`.
struct MatchStatements: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract: "Fetches a day's statements and compares every line with payments and codes.",
    discussion: """
      The running worker does this by itself every day and mails the report to `mail.operator`. \
      A day is the provider's own: Beijing's for the Chinese ones, otherwise UTC's.

      EXAMPLES
        cardstock-worker statements match --day 2026-11-20
        cardstock-worker statements match --day 2026-11-20 --provider alipay --format csv
      """
  )

  @OptionGroup var options: SettingsOptions
  @Option(help: "Which day, YYYY-MM-DD.") var day: String
  @Option(help: "Of this provider alone.") var provider: String?
  @Option(help: "text for people, csv for spreadsheets, json for programs.")
  var format = ReportFormat.text

  func validate() throws {
    guard CivilDate(day) != nil else {
      throw ValidationError("--day: expected YYYY-MM-DD, found `\(day)`")
    }
  }

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let document = MatchStatementsDocument(
      provider: try ChosenWord.of(Provider.self, "--provider", provider),
      day: day
    )
    let reports = try await link.perform(document)
    try StatementReports.say(reports, as: format)
    if reports.contains(where: { !$0.findings.isEmpty }) { throw ExitCode(1) }
    if reports.contains(where: { $0.trouble != nil }) { throw ExitCode(75) }
  }
}

/// Writes reports of statements to standard output.
enum StatementReports {
  static func say(_ reports: [StatementDocument], as format: ReportFormat) throws {
    switch format {
    case .json: try Listing.say("statements", reports)
    case .text: for report in reports { Terminal.say(report.text) }
    case .csv:
      let lines = reports.flatMap { report in
        report.csv.split(separator: "\r\n").map(String.init)
      }
      var isFirst = true
      for line in lines where isFirst || line != lines[0] {
        Terminal.say(line)
        isFirst = false
      }
    }
  }
}

/// `reconcile`.
struct Reconcile: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Asks the providers about everything since a day that nobody paid.",
    discussion: """
      For the time after an outage: payments whose webhooks were lost are found and served, and \
      the days' statements are compared with the books. The running worker asks about each \
      checkout by itself; this asks about all of them at once, and is harmless however often.

      EXAMPLE
        cardstock-worker reconcile --since 2026-11-19
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Option(help: "The first day, YYYY-MM-DD.") var since: String

  func validate() throws {
    guard CivilDate(since) != nil else {
      throw ValidationError("--since: expected YYYY-MM-DD, found `\(since)`")
    }
  }

  func run() async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let result = try await link.perform(ReconcileDocument(since: since))
    if listing.format == .json {
      try Listing.say("reconciled", result)
    } else {
      say(result)
    }
    let isWhole =
      result.unanswered.isEmpty && result.goesOn == nil
      && result.statements.allSatisfy { $0.trouble == nil }
    if !isWhole { throw ExitCode(75) }
  }

  private func say(_ result: ReconciledDocument) {
    Terminal.say("asked about \(result.asked) unpaid checkouts, found \(result.found.count)")
    for line in result.found { Terminal.say("  \(line)") }
    for line in result.unanswered { Terminal.problem(line) }
    for report in result.statements {
      Terminal.say("")
      for line in report.text.split(separator: "\n", omittingEmptySubsequences: true) {
        Terminal.say(String(line))
      }
    }
    if let day = result.goesOn {
      Terminal.problem("these were not all: run `cardstock-worker reconcile --since \(day)` next")
    }
    Terminal.next(
      result.unanswered.isEmpty
        ? "`cardstock-worker payments list` shows what is known now"
        : "run the same command again when the provider answers"
    )
  }
}
