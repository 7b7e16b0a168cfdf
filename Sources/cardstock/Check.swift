import ArgumentParser
import Site

/// The command `cardstock check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds every problem of a shop and writes nothing.",
    discussion: """
      Problems are printed as file:line:column: error: message, all in one run.

      Examples:
        cardstock check
        cardstock check --shop myshop --strict
        cardstock check --format json > problems.json

      The JSON, also when there are no problems:
        {"version": 1, "errors": N, "warnings": N, "problems": [{"file", "line",
         "column", "severity", "message", "hint", "sourceLine"}]}
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var options: ShopOptions

  @Option(help: "How problems are printed: text or json.")
  var format = Format.text

  func run() throws {
    let report = try orRefuse { () throws(OutputRefusal) in try checkSite(options.request()) }
    switch format {
    case .json:
      print(try ProblemsDocument(report.problems).json())
    case .text:
      Terminal.show(report.problems)
      for product in report.leftOut { print("left out: \(product)") }
      if report.problems.isEmpty {
        print("\(report.products) products, \(report.pages) pages: no problems")
        print("next: cardstock build")
      }
    }
    if report.problems.stopBuild(isStrict: options.strict) { throw ExitCode.contentProblems }
  }
}
