import Foundation
import Synchronization

/// Writes results to standard output and everything else to standard error.
enum Terminal {
  /// Writes one line of a result.
  static func say(_ line: String) {
    write(line + "\n", to: STDOUT_FILENO)
  }

  /// Writes one line to standard error: a problem, progress, what to do next.
  static func note(_ line: String) {
    write(line + "\n", to: STDERR_FILENO)
  }

  /// An error in words for people; the descriptions of Foundation's errors are for programmers.
  static func words(of error: any Error) -> String {
    error is CocoaError ? error.localizedDescription : "\(error)"
  }

  /// Says what to do next.
  static func next(_ line: String) {
    note(styled("next:", as: "2", on: STDERR_FILENO) + " " + line)
  }

  /// Reports a problem, in red on a terminal.
  static func problem(_ line: String) {
    note(styled("error:", as: "31;1", on: STDERR_FILENO) + " " + line)
  }

  /// Replaces the progress line; writes nothing unless standard error is a terminal.
  static func progress(_ line: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    write("\r\u{1B}[K" + line, to: STDERR_FILENO)
  }

  /// Writes a table to standard output, or `empty` to standard error when it has no rows.
  static func table(_ table: Table, empty: String? = nil) {
    if let empty, table.isEmpty { return note(empty) }
    for (number, line) in table.lines.enumerated() {
      say(number == 0 ? styled(line, as: "1", on: STDOUT_FILENO) : line)
    }
  }

  /// A word in colour on a terminal; the colour adds no information.
  static func coloured(_ word: String, _ colour: Colour) -> String {
    styled(word, as: "\(colour.rawValue)", on: STDOUT_FILENO)
  }

  /// Colours that are legible on light and dark backgrounds, by their ANSI codes.
  enum Colour: Int {
    case green = 32
    case yellow = 33
    case red = 31
  }

  /// Shows lines of block characters in black on white; false when standard error is no terminal.
  static func picture(_ lines: [String]) -> Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    for line in lines { note("\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m") }
    return true
  }

  /// Breaks a text into lines of at most that many cells; a longer word has a line of its own.
  static func wrapped(_ text: String, cells: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").flatMap({ parts(of: $0, cells: cells) }) {
      if let last = lines.last, Table.width(last) + 1 + Table.width(String(word)) <= cells {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.isEmpty ? [""] : lines
  }

  /// Cuts a word that is too wide, unless it is ASCII, such as a URL, and must stay whole.
  private static func parts(of word: Substring, cells: Int) -> [Substring] {
    guard Table.width(String(word)) > cells, !word.utf8.allSatisfy({ $0 < 128 }) else {
      return [word]
    }
    var parts: [Substring] = []
    var rest = word
    while let start = rest.indices.first {
      var (end, width) = (start, 0)
      while end < rest.endIndex {
        width += Table.width(String(rest[end]))
        guard width <= cells || end == start else { break }
        end = rest.index(after: end)
      }
      parts.append(rest[..<end])
      rest = rest[end...]
    }
    return parts
  }

  /// `1 code`, `2 codes`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Whether standard input and output are both terminals.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Asks before something that cannot be undone; without a terminal the answer is no.
  static func confirms(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1 else { return false }
    write(question + " [y/N] ", to: STDERR_FILENO)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// Reads one line, which is not echoed on a terminal; nil when there is none.
  static func secret(_ question: String) -> String? {
    let isTyped = isatty(STDIN_FILENO) == 1
    var before = termios()
    if isTyped {
      write(question, to: STDERR_FILENO)
      tcgetattr(STDIN_FILENO, &before)
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSANOW, &silent)
    }
    let line = readLine()
    if isTyped {
      tcsetattr(STDIN_FILENO, TCSANOW, &before)
      write("\n", to: STDERR_FILENO)
    }
    let text = line?.trimmingCharacters(in: .whitespaces) ?? ""
    return text.isEmpty ? nil : text
  }

  private static func styled(_ text: String, as style: String, on descriptor: Int32) -> String {
    let isPlain =
      isatty(descriptor) != 1
      || !(ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    return isPlain ? text : "\u{1B}[\(style)m\(text)\u{1B}[0m"
  }

  /// Whether part of a result could not be written, as on a full disk.
  ///
  /// A closed pipe does not count, since its reader chose to close it.
  static var isCutOff: Bool { cutOff.load(ordering: .relaxed) }

  private static let cutOff = Atomic(false)

  /// A failed write never ends the program: an import goes on without its reader, and the worker
  /// keeps its own exit code when the disk of its log fails.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let isClosed = errno == EPIPE || descriptor != STDOUT_FILENO
        if !isClosed { cutOff.store(true, ordering: .relaxed) }
        return
      }
      rest = rest.dropFirst(count)
    }
  }
}
