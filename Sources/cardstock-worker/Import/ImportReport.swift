import ArgumentParser
import Worker

/// What an import came to, line by line where a line was refused.
struct ImportReport {
  /// Lines that an earlier, cut-off import had taken.
  var skippedLines = 0
  private var imported = 0
  private var served = 0
  private var refused: [RefusedLineDocument] = []

  mutating func refuse(_ line: Int, _ reason: String) {
    refused.append(RefusedLineDocument(line: line, kind: "file", reason: reason))
  }

  mutating func add(_ taken: LinesTakenDocument) {
    imported += taken.imported
    served += taken.served
    refused += taken.refused
    Terminal.progress("\(imported) codes")
  }

  /// Says everything; exits with 1 when a line was refused.
  func finish(dryRun: Bool) throws {
    Terminal.progress("")
    for line in refused.sorted(by: { $0.line < $1.line }) {
      Terminal.problem("line \(line.line): \(line.reason)")
    }
    if skippedLines > 0 { Terminal.say("went on after line \(skippedLines)") }
    Terminal.say("\(imported) codes \(dryRun ? "would be imported" : "imported")")
    if served > 0 { Terminal.say("\(served) waiting orders served") }
    if !refused.isEmpty { Terminal.say("\(refused.count) lines refused") }
    Terminal.next(
      dryRun ? "run it again without --dry-run" : "`cardstock-worker codes stock` shows the stock"
    )
    if !refused.isEmpty { throw ExitCode(1) }
  }
}
