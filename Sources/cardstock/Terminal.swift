import Foundation
import Site

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The two streams that a person or a log reads.
enum Terminal {
  /// Whether a person watches the error stream, and may be shown progress.
  static let isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"

  /// Whether colors may be used there: NO_COLOR (no-color.org) says no.
  static let isColored = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty

  /// The process's environment: settings of the person, never of the shop.
  private static let environment = ProcessInfo.processInfo.environment

  /// The folders of the programs that a build may call.
  static let searchPath = environment["PATH"]

  /// The user's own folder.
  static let home = environment["HOME"]

  /// A line on the error stream.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Text on the error stream without a line break.
  static func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// The problems as compilers print them, of many alike the first ones and a count.
  static func show(_ problems: [ContentProblem]) {
    guard !problems.isEmpty else { return }
    note(problems.text(colored: isColored))
  }

  /// How many there are, as the last line of a command: on the stream that has the problems.
  static func summarize(_ problems: [ContentProblem]) {
    guard !problems.isEmpty else { return }
    // What went to the other stream comes before.
    fflush(nil)
    note(counts(of: problems))
  }

  /// `2 errors, 1 warning`.
  static func counts(of problems: [ContentProblem]) -> String {
    let count = { (number: Int, word: String) in "\(number) \(word)\(number == 1 ? "" : "s")" }
    return
      "\(count(problems.count(.error), "error")), \(count(problems.count(.warning), "warning"))"
  }

  /// The moment, for what is dated.
  static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension [LeftOutProduct] {
  /// A line for each of the first ones, and one that counts the rest.
  var lines: [String] {
    let shown = prefix(10).map(\.description)
    return count > shown.count ? shown + ["\(count - shown.count) more"] : shown
  }
}
