import ArgumentParser
import Foundation
import Payments
import Shop
import Storage
import Worker

/// `payments rehearse`.
struct RehearsePayments: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rehearse",
    abstract: "Walks through a provider's first live day: asks, opens, pays, refunds, reports.",
    discussion: """
      Goes through a checklist with the keys of the settings, live or of a sandbox: keys and their \
      dates, clocks, a question about an order that does not exist, yesterday's statement, a \
      checkout that is opened and closed, a webhook's way here. Each line is `ok`, `failed` or \
      `not proven`, with what to do.

      --pay goes on with real money: it shows what to pay by hand, the smallest amount that the \
      provider takes, waits for the webhook, and gives the money back. The running worker takes \
      it like any sale, but it makes no order and touches no code. Ctrl-C loses nothing: --resume \
      goes on, or gives back what was paid meanwhile.

      The report is signed with a key that is derived from the vault's; --verify tells whether a \
      report is as it was written, and by this vault.

      EXAMPLES
        cardstock-worker payments rehearse stripe
        cardstock-worker payments rehearse wechatpay --pay --report wechatpay.txt
        cardstock-worker payments rehearse paypal --pay --amount 1.00 --currency USD
        cardstock-worker payments rehearse wechatpay --resume
        cardstock-worker payments rehearse --verify wechatpay.txt

      EXIT CODES
        0   nothing failed; what is not proven is listed
        1   a line failed, or the report is not what it says
        75  stopped before the end, or not reachable: run it with --resume
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "One provider that has a section.") var provider: String?
  @Flag(help: "Pay by hand, and have it given back.") var pay = false
  @Flag(help: "Go on with a payment that was begun, or give it back.") var resume = false
  @Flag(help: "Open the checkout as for a buyer who holds a phone.") var phone = false
  @Option(help: "How much to pay, in place of the smallest amount.") var amount: String?
  @Option(help: "Of the amount; the catalog's own when it is not given.") var currency: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait for a payment.", valueName: "seconds")
  )
  var wait = 900
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long to wait for the webhook of money that is known to be there.",
      valueName: "seconds"
    )
  )
  var webhookWait = 180
  @Option(help: "Write the signed report to this file.") var report: String?
  @Option(help: ArgumentHelp("Check a report's signature; does nothing else.", valueName: "file"))
  var verify: String?
  @Option(help: ArgumentHelp("With --verify: who must have signed it.", valueName: "key"))
  var publicKey: String?
  @Option(help: "PEM file of the authorities to trust for PUBLIC_URL, in place of the system's.")
  var caFile: String?

  func validate() throws {
    guard (provider == nil) != (verify == nil) else {
      throw ValidationError("name one provider, or --verify FILE")
    }
    for (name, seconds) in [("--wait", wait), ("--webhook-wait", webhookWait)] {
      guard (1...86_400).contains(seconds) else {
        throw ValidationError("\(name): expected 1 to 86400 seconds, found \(seconds)")
      }
    }
    guard publicKey == nil || verify != nil else {
      throw ValidationError("--public-key: expected --verify beside it")
    }
  }

  func run() async throws {
    if let verify { return try check(verify) }
    let settings = try options.load()
    guard
      let adapter = settings.adapters.first(where: { type(of: $0).provider.rawValue == provider })
    else {
      let names = settings.adapters.map { type(of: $0).provider.rawValue }.joined(separator: ", ")
      let isKnown = AdapterTable.all.contains { $0.provider.rawValue == provider }
      Terminal.problem(
        "PROVIDER: expected one with a section in \(options.config) (\(names)), found "
          + "`\(provider ?? "")`; \(isKnown ? "add its section" : "write one of them")"
      )
      throw ExitCode(1)
    }
    // Checked first, so that nobody pays for a report that cannot be written.
    if let report, let fault = ReportPlace.fault(of: report) {
      Terminal.problem("--report: \(fault)")
      throw ExitCode(1)
    }
    let amount = try chosenAmount(type(of: adapter), settings)
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    let printer = RehearsalPrinter(isShown: listing.format == .table)
    var report = RehearsalReport(
      provider: type(of: adapter).provider,
      isLive: adapter.takesRealMoney,
      publicURL: settings.publicURL.text,
      at: SystemClock.now(),
      gaps: RehearsalReport.gaps(
        of: type(of: adapter).provider,
        isLive: adapter.takesRealMoney
      )
    )
    printer.begin(report)
    try await askProvider(
      adapter,
      amount: amount,
      settings: settings,
      link: link,
      printer: printer,
      report: &report
    )
    var isCut = false
    if pay || resume {
      let payment = RehearsedPayment(
        adapter: adapter,
        amount: amount,
        isPhone: phone,
        email: (settings.mail.operatorAddress ?? settings.mail.from).text,
        publicURL: settings.publicURL.text,
        link: link,
        waitSeconds: wait,
        webhookSeconds: webhookWait,
        isResumed: resume,
        mayBegin: pay
      )
      let outcome = try await payment.run()
      for finding in outcome.findings { printer.say(finding, in: &report) }
      isCut = outcome.isCut
    }
    try conclude(report, settings, printer, isCut: isCut)
  }

  /// The steps that need no payment.
  private func askProvider(
    _ adapter: any PaymentAdapter,
    amount: Money,
    settings: Settings,
    link: OperatorLink,
    printer: RehearsalPrinter,
    report: inout RehearsalReport
  ) async throws {
    let rehearsal = ProviderRehearsal(
      adapter,
      publicURL: settings.publicURL.text,
      amount: amount,
      isPhone: phone,
      now: SystemClock.now
    )
    for step in ProviderRehearsal.steps {
      Terminal.progress("\(step.rawValue) …")
      var random = SystemRandomNumberGenerator()
      let reference = Reference(using: &random)
      guard let finding = rehearsal.finding(step, reference: reference) else { continue }
      printer.say(finding, in: &report)
    }
    printer.say(try await webhook(adapter, settings, link), in: &report)
  }

  /// Finds out whether a probe webhook arrives by the public URL.
  private func webhook(
    _ adapter: any PaymentAdapter,
    _ settings: Settings,
    _ link: OperatorLink
  ) async throws -> RehearsalFinding {
    guard !link.isDirect else {
      return RehearsalFinding(
        .webhook,
        .unproven,
        "no worker runs here: nothing could arrive",
        mend: "start `cardstock-worker run`, then run it again"
      )
    }
    let row = try await ProbePayments.probe(adapter, settings, link, authorities: caFile)
    let parts = row.text.split(separator: ";", maxSplits: 1).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard !row.isGood else {
      let provider = type(of: adapter).provider.rawValue
      let what = row.text.replacing("\(provider): good: ", with: "")
      return RehearsalFinding(.webhook, .ok, "sent one of ours: \(what)", mend: row.warning)
    }
    return RehearsalFinding(
      .webhook,
      .failed,
      parts[0],
      mend: parts.count > 1 ? parts[1] : "see `payments probe`"
    )
  }

  private func chosenAmount(
    _ adapter: any PaymentAdapter.Type,
    _ settings: Settings
  ) throws -> Money {
    let sold =
      try currency ?? CatalogDocument(path: settings.places.catalog).products.first?.currency
    guard let currency = Currency(sold ?? "CNY"), adapter.provider.takes(currency) else {
      Terminal.problem(
        "--currency: expected one that \(adapter.provider.rawValue) takes, found `\(sold ?? "")`"
      )
      throw ExitCode(1)
    }
    guard let amount else { return adapter.smallestAmount(in: currency) }
    do {
      return try Money(parsing: amount, currency: currency)
    } catch {
      Terminal.problem("--amount: expected an amount in \(currency), found `\(amount)`")
      throw ExitCode(1)
    }
  }

  private func conclude(
    _ report: RehearsalReport,
    _ settings: Settings,
    _ printer: RehearsalPrinter,
    isCut: Bool
  ) throws {
    if let path = self.report {
      let key = try ReportKey(VaultKey.read(settings.places.key, of: settings.places.state))
      let signed = report.signed(
        publicKey: key.publicKey,
        signature: try key.signature(of: report.text)
      )
      do {
        try Data(signed.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      } catch {
        Terminal.problem(
          "\(path): expected a file that can be written, found: \(Terminal.words(of: error))"
        )
        throw ExitCode(1)
      }
    }
    if listing.format == .json {
      try Listing.say("rehearsal", RehearsalResultDocument(report))
    } else {
      printer.conclude(report)
    }
    next(report, isCut: isCut)
    if report.count(.failed) > 0 { throw ExitCode(1) }
    if isCut { throw ExitCode(75) }
  }

  private func next(_ report: RehearsalReport, isCut: Bool) {
    let name = report.provider.rawValue
    if let path = self.report {
      Terminal.note("signed report in \(path)")
    }
    if report.count(.failed) > 0 {
      Terminal.next("mend the first line that failed, then run it again")
    } else if isCut {
      Terminal.next("`cardstock-worker payments rehearse \(name) --pay --resume`")
    } else if !pay, !resume {
      Terminal.next("`cardstock-worker payments rehearse \(name) --pay` pays and gives back")
    } else if let path = self.report {
      Terminal.next("`cardstock-worker payments rehearse --verify \(path)` checks the report")
    }
  }

  /// Checks a report's signature, and says who signed it.
  private func check(_ path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
    else {
      let found = isFolder.boolValue ? "a folder" : "no file"
      Terminal.problem("\(path): expected a report of `payments rehearse`, found \(found)")
      throw ExitCode(1)
    }
    guard let data = FileManager.default.contents(atPath: path),
      let parts = RehearsalReport.parts(of: String(decoding: data, as: UTF8.self))
    else {
      Terminal.problem("\(path): expected a report of `payments rehearse`, found something else")
      throw ExitCode(1)
    }
    guard ReportKey.isSigned(parts.text, parts.signature, by: parts.publicKey) else {
      Terminal.problem("\(path): the signature does not fit: the report was changed")
      throw ExitCode(1)
    }
    let expected: String
    if let publicKey {
      expected = publicKey
    } else {
      let settings = try options.load()
      let places = settings.places
      expected = try ReportKey(VaultKey.read(places.key, of: places.state)).publicKey
    }
    guard parts.publicKey == expected else {
      Terminal.problem(
        "\(path): unchanged, and signed by another vault, whose key is \(parts.publicKey); "
          + "name it by --public-key if that is the one"
      )
      throw ExitCode(1)
    }
    Terminal.say("unchanged, and signed by \(publicKey == nil ? "this vault" : "that key")")
    for line in parts.text.split(separator: "\n") where line.hasPrefix("result: ") {
      Terminal.say(String(line))
    }
  }
}

/// A rehearsal as JSON.
struct RehearsalResultDocument: Codable {
  let provider: String
  let isLive: Bool
  let at: String
  let findings: [LineDocument]
  /// What the rehearsal cannot prove, as sentences.
  let gaps: [String]

  init(_ report: RehearsalReport) {
    provider = report.provider.rawValue
    isLive = report.isLive
    at = report.at.text
    findings = report.findings.map(LineDocument.init)
    gaps = report.gaps
  }

  /// One line of the checklist.
  struct LineDocument: Codable {
    let step: String
    /// `ok`, `failed` or `unproven`.
    let verdict: String
    let text: String
    let mend: String?

    init(_ finding: RehearsalFinding) {
      step = finding.step.rawValue
      verdict = finding.verdict.rawValue
      text = finding.text
      mend = finding.mend
    }
  }
}

/// Checks the path of a report.
enum ReportPlace {
  /// Why no file can be written there; nil when it can.
  static func fault(of path: String) -> String? {
    let files = FileManager.default
    guard !path.isEmpty else { return "expected a file, found nothing" }
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      return "expected a file, found the folder \(path)"
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      return "expected a file in a folder that exists, found no folder \(folder)"
    }
    guard access(folder, W_OK) == 0 else {
      return "expected a folder that can be written to, found \(folder): "
        + String(cString: strerror(errno))
    }
    return nil
  }
}
