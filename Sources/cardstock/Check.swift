import ArgumentParser
import Site

/// The formats in which `check` and `build` report problems.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The command `cardstock check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds every problem of a shop and writes no page.",
    discussion: """
      Problems are printed as file:line:column: error: message, all in one run; of
      many that are alike the first ten and a count. --format json has them all.
      A warning ends with its name. A file that means what it says allows it in its
      front matter, `allow: [no-alt-text]`, and site.yaml for files without one.

      Examples:
        cardstock check
        cardstock check --shop myshop --strict
        cardstock check --now 2026-12-24
        cardstock check --format json > problems.json

      The JSON, also when there are no problems:
        {"version": 1, "errors": N, "warnings": N, "problems": [{"file", "line",
         "column", "severity", "name", "message", "hint", "sourceLine"}],
         "leftOut": [{"file", "reason"}], "nextBuild": "2026-11-30T16:00:00Z",
         "timezone",
         "translations": [{"language", "products": {"translated", "total"}, "terms",
         "pages", "missing": [FILE]}]}
      """
  )

  @OptionGroup var options: ShopOptions

  @Option(
    help: ArgumentHelp(
      "The folder that the last build wrote, for addresses that vanish; default: public.",
      valueName: "dir"
    )
  )
  var output: String?

  @Option(help: "How problems are printed: text or json.")
  var format = ReportFormat.text

  func run() throws {
    let report = try orRefuse { () throws(OutputRefusal) in
      try checkSite(options.request(output: output))
    }
    switch format {
    case .json:
      print(try ProblemsDocument(report).json())
    case .text:
      Terminal.show(report.problems)
      for line in report.leftOut.lines { print("left out: \(line)") }
      for line in report.schedule?.lines ?? [] { print(line) }
      for translation in report.translations { print(translation.line) }
      if report.problems.isEmpty {
        print(
          "\(report.products) products, \(report.pages) pages, \(report.files) files: no problems"
        )
        print("next: cardstock build")
      }
      Terminal.summarize(report.problems)
    }
    if report.problems.stopBuild(isStrict: options.strict) { throw ExitCode.contentProblems }
  }
}
