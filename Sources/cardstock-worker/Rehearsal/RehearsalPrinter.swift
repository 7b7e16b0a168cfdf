import Shop
import Worker

/// Shows a rehearsal's findings on the terminal as they come, in at most 80 columns.
struct RehearsalPrinter {
  /// False for `--format json`, which is written at the end.
  let isShown: Bool

  private static let verdictWidth = 12
  private static let stepWidth = 11
  private static let width = 80

  func begin(_ report: RehearsalReport) {
    guard isShown else { return }
    let money = report.isLive ? "with real money" : "without real money"
    Terminal.say("rehearsal of \(report.provider.rawValue), \(money), \(report.at.text)")
    Terminal.say("")
  }

  /// Adds a line to the report and shows it.
  func say(_ finding: RehearsalFinding, in report: inout RehearsalReport) {
    report.findings.append(finding)
    guard isShown else { return }
    Terminal.progress("")
    let verdict = finding.verdict.words
    let step = finding.step.rawValue
    let indent = String(repeating: " ", count: Self.verdictWidth + Self.stepWidth)
    let head =
      Terminal.coloured(verdict, Self.colour(finding.verdict))
      + String(repeating: " ", count: Self.verdictWidth - verdict.count) + step
      + String(repeating: " ", count: Self.stepWidth - step.count)
    let cells = Self.width - indent.count
    for (index, line) in Terminal.wrapped(finding.text, cells: cells).enumerated() {
      Terminal.say((index == 0 ? head : indent) + line)
    }
    guard let mend = finding.mend else { return }
    for line in Terminal.wrapped("→ \(mend)", cells: cells) { Terminal.say(indent + line) }
  }

  func conclude(_ report: RehearsalReport) {
    Terminal.say("")
    Terminal.say(report.summary)
    guard !report.gaps.isEmpty else { return }
    Terminal.say("")
    Terminal.say("only a live account can tell:")
    for gap in report.gaps {
      for (index, line) in Terminal.wrapped(gap, cells: Self.width - 2).enumerated() {
        Terminal.say((index == 0 ? "- " : "  ") + line)
      }
    }
  }

  private static func colour(_ verdict: RehearsalFinding.Verdict) -> Terminal.Colour {
    switch verdict {
    case .ok: .green
    case .failed: .red
    case .unproven: .yellow
    }
  }
}
