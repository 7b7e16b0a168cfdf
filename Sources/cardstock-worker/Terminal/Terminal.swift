import Foundation
import Synchronization

/// Where commands speak: results on standard output, everything else on standard error.
enum Terminal {
  /// One line of a result.
  static func say(_ line: String) {
    write(line + "\n", to: STDOUT_FILENO)
  }

  /// One line beside the result: a problem, progress, what to do next.
  static func note(_ line: String) {
    write(line + "\n", to: STDERR_FILENO)
  }

  /// An error in words for a person: Foundation's own are written for programmers.
  static func words(of error: any Error) -> String {
    error is CocoaError ? error.localizedDescription : "\(error)"
  }

  /// What to do next.
  static func next(_ line: String) {
    note(styled("next:", as: "2", on: STDERR_FILENO) + " " + line)
  }

  /// A problem, in red on a terminal.
  static func problem(_ line: String) {
    note(styled("error:", as: "31;1", on: STDERR_FILENO) + " " + line)
  }

  /// A line that replaces itself while something goes on; nothing unless a person watches.
  static func progress(_ line: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    write("\r\u{1B}[K" + line, to: STDERR_FILENO)
  }

  /// A table on standard output; where it has no rows, `empty` says so beside it instead.
  static func table(_ table: Table, empty: String? = nil) {
    if let empty, table.isEmpty { return note(empty) }
    for (number, line) in table.lines.enumerated() {
      say(number == 0 ? styled(line, as: "1", on: STDOUT_FILENO) : line)
    }
  }

  /// A word in green, yellow or red on a terminal; the word alone says it all.
  static func coloured(_ word: String, _ colour: Colour) -> String {
    styled(word, as: "\(colour.rawValue)", on: STDOUT_FILENO)
  }

  /// Colours that are read on light and on dark.
  enum Colour: Int {
    case green = 32
    case yellow = 33
    case red = 31
  }

  /// A picture of half blocks in black on white, whatever the terminal's colours; false when
  /// nobody watches.
  static func picture(_ lines: [String]) -> Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    for line in lines { note("\u{1B}[38;5;16;48;5;231m\(line)\u{1B}[0m") }
    return true
  }

  /// The words in lines of at most that many cells; a word that is longer has a line of its own.
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

  /// A word that is too wide, cut where its script can be: an address stays whole to be copied.
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

  /// Whether a person sits at both ends.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// Asks before something that cannot be taken back; a pipe counts as no.
  static func confirms(_ question: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1 else { return false }
    write(question + " [y/N] ", to: STDERR_FILENO)
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// One line that is not shown while a person types it; nil when there is none.
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
    let isPlain = isatty(descriptor) != 1 || ProcessInfo.processInfo.environment["NO_COLOR"] != nil
    return isPlain ? text : "\u{1B}[\(style)m\(text)\u{1B}[0m"
  }

  /// Whether a result is not where it was to go: a disk was full; a closed pipe is the reader's
  /// choice.
  static var isCutOff: Bool { cutOff.load(ordering: .relaxed) }

  private static let cutOff = Atomic(false)

  /// Nothing that cannot be said ends the work: an import that nobody watches any more goes on, and
  /// the worker ends with its own exit code when its log lies on a disk that failed.
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
