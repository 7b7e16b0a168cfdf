import Foundation
import Site

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the command line knows of its terminal, and how it writes to it.
enum Terminal {
  /// Whether the error stream is a terminal that can show progress.
  static let isInteractive = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb"

  /// Whether colours may be used there; NO_COLOR (no-color.org) turns them off.
  static let isColored = isInteractive && (environment["NO_COLOR"] ?? "").isEmpty

  /// The process's environment: the user's settings, never the shop's.
  private static let environment = ProcessInfo.processInfo.environment

  /// `PATH`: the folders of the programs that a build may call.
  static let searchPath = environment["PATH"]

  /// `HOME`: the user's own folder.
  static let home = environment["HOME"]

  /// Writes a line to the error stream.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// Writes text to the error stream, without a line break.
  static func draw(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  /// Shows problems as compilers do; of many alike the first ones and a count.
  static func show(_ problems: [ContentProblem]) {
    guard !problems.isEmpty else { return }
    note(problems.text(colored: isColored))
  }

  /// Writes how many problems there are, to the stream that shows the problems.
  static func summarize(_ problems: [ContentProblem]) {
    guard !problems.isEmpty else { return }
    // Standard output is buffered, and its text comes first.
    fflush(nil)
    note(counts(of: problems))
  }

  /// `2 errors, 1 warning`.
  static func counts(of problems: [ContentProblem]) -> String {
    let count = { (number: Int, word: String) in "\(number) \(word)\(number == 1 ? "" : "s")" }
    return
      "\(count(problems.count(.error), "error")), \(count(problems.count(.warning), "warning"))"
  }

  /// The current time in seconds since 1970.
  static var now: Int64 { Int64(Date().timeIntervalSince1970) }
}

extension [LeftOutProduct] {
  /// A line for each of the first ten, and one that counts the rest.
  var lines: [String] {
    let shown = prefix(10).map(\.description)
    return count > shown.count ? shown + ["\(count - shown.count) more"] : shown
  }
}
