import ArgumentParser
import Site

/// The command `cardstock build`.
struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Builds the shop's pages; writes nothing when there is an error.",
    discussion: """
      The output folder is never wiped. Files of an earlier build that are no
      longer part of the shop are deleted; everything else is left alone. A
      build that would delete more than 30 % of at least 20 pages is refused
      unless --allow-vanishing says that it is meant.

      Examples:
        cardstock build
        cardstock build --shop myshop --output /srv/www/cards
        cardstock build --drafts --base-url http://127.0.0.1:8080
        cardstock build --dry-run --now 2026-12-24
        curl -fsS https://pay.example.com/stock.json -o stock.json
        cardstock build --stock stock.json --changes changes.txt
        cardstock build --format json > report.json

      The JSON is that of `cardstock check`, and what was written:
        "build": {"pages", "products", "written", "unchanged", "deleted",
         "newAddresses"}, which is missing where nothing was written.

      The lines of --changes are `write PATH` and `delete PATH`, in the order to
      deploy them in:
        sed -n 's/^write //p' changes.txt | rsync --files-from=- public/ HOST:/www/
      """
  )

  @OptionGroup var options: ShopOptions

  @Option(
    help: ArgumentHelp(
      "Where the pages go; default: public in the shop's folder.",
      valueName: "dir"
    )
  )
  var output: String?

  @Flag(
    name: .customLong("precompress"),
    help: "Write a .gz copy beside each text, as `precompress: true` in site.yaml does."
  )
  var isPrecompressed = false

  @Flag(name: .customLong("dry-run"), help: "Name what would be written and deleted; do neither.")
  var isDryRun = false

  @Option(
    name: .customLong("changes"),
    help: ArgumentHelp("Write the list of changed paths to a file.", valueName: "file")
  )
  var changesFile: String?

  @Flag(
    name: .customLong("allow-vanishing"),
    help: "Allow to delete a large part of the last build's pages."
  )
  var allowsVanishing = false

  @Option(help: "How problems and the summary are printed: text or json.")
  var format = ReportFormat.text

  func run() throws {
    let clock = ContinuousClock()
    let start = clock.now
    var progress = BuildProgress()
    var request = options.request(output: output)
    request.isDryRun = isDryRun
    request.isPrecompressed = isPrecompressed
    request.allowsVanishing = allowsVanishing
    request.imageTool = ImageTool(searchPath: Terminal.searchPath)
    let report: BuildReport
    do {
      defer { progress.end() }
      report = try orRefuse { () throws(OutputRefusal) in
        try buildSite(request) { progress.show($0) }
      }
    }
    if format == .text { Terminal.show(report.problems) }
    guard let changes = report.changes else {
      if format == .json { print(try ProblemsDocument(report).json()) }
      Terminal.note("nothing was written; correct the problems and build again")
      if format == .text { Terminal.summarize(report.problems) }
      throw ExitCode.contentProblems
    }
    if let changesFile {
      try orRefuse { () throws(DiskError) in
        try Disk.write(Array(changes.lines.utf8), to: changesFile)
      }
    }
    if format == .json {
      print(try ProblemsDocument(report).json())
      return
    }
    if isDryRun { print(changes.lines, terminator: "") }
    show(report, changes, time: start.duration(to: clock.now))
  }

  private func show(_ report: BuildReport, _ changes: OutputChanges, time: Duration) {
    let milliseconds =
      time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    print("pages      \(report.pages)")
    print("products   \(report.products)")
    print("languages  \(report.languages.joined(separator: ", "))")
    print(
      "files      \(changes.written) \(isDryRun ? "to write" : "written"), "
        + "\(changes.unchanged) unchanged, "
        + "\(changes.deleted) \(isDryRun ? "to delete" : "deleted")"
    )
    if !report.leftOut.isEmpty {
      print("left out   \(report.leftOut.count); --drafts takes drafts, --now another day")
      for line in report.leftOut.lines { print("           \(line)") }
    }
    if let schedule = report.schedule, let next = schedule.nextText {
      print("next build \(next), \(schedule.reason)")
    }
    if report.newAddresses > 0 {
      print("addresses  \(report.newAddresses) more in site/addresses.txt; commit it")
    }
    if let images = report.images { print("images     \(images)") }
    print("time       \(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst()) s")
    print("warnings   \(report.problems.count(.warning))")
    guard !isDryRun else {
      print("nothing was written: a dry run")
      return
    }
    print("output     \(output ?? options.shop + "/public")")
    print("next: cardstock serve" + (options.shop == "." ? "" : " --shop \(options.shop)"))
  }
}

/// Shows progress: a bar on a terminal, a line for each step in a log.
struct BuildProgress {
  private static let width = 24
  private let clock = ContinuousClock()
  /// When the current step began.
  private var start: ContinuousClock.Instant?

  mutating func show(_ step: BuildStep) {
    switch step {
    case .reading: say("reading")
    case .rendering(let done, let total): show("rendering", done, of: total, "pages")
    case .writing(let done, let total): show("writing", done, of: total, "files")
    }
  }

  private mutating func show(_ step: String, _ done: Int, of total: Int, _ what: String) {
    if done == 0 { start = clock.now }
    guard Terminal.isInteractive else {
      if done == 0 { say("\(step) \(total) \(what)") }
      return
    }
    let filled = total == 0 ? Self.width : Self.width * done / total
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    Terminal.draw("\r\u{1B}[K\(step) \(bar) \(done)/\(total)\(rate(of: done, what))")
  }

  /// The speed, such as `, 1250 pages/s`; empty in the first 200 ms.
  private func rate(of done: Int, _ what: String) -> String {
    guard let start else { return "" }
    let passed = start.duration(to: clock.now) / .milliseconds(1)
    return passed < 200 ? "" : ", \(Int(Double(done) * 1000 / passed)) \(what)/s"
  }

  /// Clears the bar.
  func end() {
    if Terminal.isInteractive { Terminal.draw("\r\u{1B}[K") }
  }

  private func say(_ line: String) {
    if Terminal.isInteractive { Terminal.draw("\r\u{1B}[K\(line)…") } else { Terminal.note(line) }
  }
}
