import Text

extension ContentProblem {
  /// The problem as compilers show it: place and message, the source line, a caret, the hint.
  ///
  /// The caret is below the character at `position`, on a terminal that draws CJK characters two
  /// columns wide. Only the part of a long line around it is shown.
  package func text(colored: Bool = false) -> String { text(colored: colored, isBrief: false) }

  /// The problem as compilers show it; in brief, without the source line, in one line.
  func text(colored: Bool, isBrief: Bool) -> String {
    let paint = { (text: String, code: String) in
      colored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    let mark = warning.map { " [\($0.name)]" } ?? ""
    let place = "\(printable(file)):\(position.line):\(position.column):"
    let word = paint("\(severity.rawValue):", severity == .error ? "1;31" : "1;33")
    var lines = ["\(paint(place, "1")) \(word) \(printable(message))\(mark)"]
    if isBrief { return lines.joined() + (hint.map { " (\(printable($0)))" } ?? "") }
    if let sourceLine {
      let (shown, indent) = Self.excerpt(of: sourceLine, around: position.column)
      lines += ["  " + shown, "  " + String(repeating: " ", count: indent) + paint("^", "1;32")]
    }
    if let hint { lines.append("  \(paint("hint:", "1;36")) \(printable(hint))") }
    return lines.joined(separator: "\n")
  }

  /// The most columns of a source line.
  private static let widest = 96

  /// The part of the line to show, and the number of columns before the caret.
  private static func excerpt(of line: String, around column: Int) -> (String, Int) {
    let scalars = Array(printable(line).unicodeScalars)
    let caret = min(max(column - 1, 0), scalars.count)
    var start = caret
    var before = 0
    while start > 0, before + scalars[start - 1].columns <= widest / 2 {
      start -= 1
      before += scalars[start].columns
    }
    var end = caret
    var width = before
    while end < scalars.count, width + scalars[end].columns <= widest {
      width += scalars[end].columns
      end += 1
    }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars[start..<end])
    let head = start > 0 ? "…" : ""
    let tail = end < scalars.count ? "…" : ""
    return (head + String(shown) + tail, before + head.unicodeScalars.count)
  }
}

extension [ContentProblem] {
  /// All problems as compilers show them; of many alike, the first ten and a count.
  ///
  /// Of more than ten of a kind the first is shown with its source line and the others in brief. If
  /// there are two such kinds, all are in brief, and with more kinds fewer are shown, so that a
  /// large shop's problems fit a screen.
  package func text(colored: Bool = false) -> String {
    var seen: [String: Int] = [:]
    let counts = Dictionary(grouping: self, by: \.likeness)
    let many = counts.filter { $0.value.count > Self.mostAlike }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let shown = many.count > 2 ? Self.fewAlike : Self.mostAlike
    var lines: [String] = []
    for problem in self {
      let number = seen[problem.likeness, default: 0] + 1
      seen[problem.likeness] = number
      let isOneOfMany = (counts[problem.likeness]?.count ?? 0) > Self.mostAlike
      guard !isOneOfMany || number <= shown else { continue }
      lines.append(
        problem.text(colored: colored, isBrief: isOneOfMany && (number > 1 || many.count > 1))
      )
    }
    return (lines + many.map { Self.rest(of: $0.value, shown: shown) }).joined(separator: "\n")
  }

  /// How many of a kind are shown when there are more: those of two kinds, with their counts, fit a
  /// screen of 24 lines.
  private static let mostAlike = 10
  /// How many of a kind are shown when three or more kinds have more.
  private static let fewAlike = 3

  /// The count of the others: `… and 1,990 more warnings like these [no-alt-text], in 1,995 files`.
  private static func rest(of alike: [ContentProblem], shown: Int) -> String {
    let count = alike.count - shown
    let files = Set(alike.map(\.file)).count
    let kind = alike.first?.severity.rawValue ?? ""
    let name = alike.first?.warning.map { " [\($0.name)]" } ?? ""
    return "… and \(count) more \(kind)\(count == 1 ? "" : "s") like the above\(name), "
      + "in \(files) file\(files == 1 ? "" : "s"): \(alike.first?.shortMessage ?? "")"
  }
}

extension ContentProblem {
  /// What problems of one kind share: a warning's name, or an error's message without its values.
  fileprivate var likeness: String {
    if let warning { return warning.name }
    var isValue = false
    let words = message.filter { character in
      if character == "`" { isValue.toggle() }
      return !isValue && !character.isNumber
    }
    // The beginning tells the kind; the rest may name files.
    return String(words.prefix(60))
  }

  /// The beginning of the message, for a count.
  fileprivate var shortMessage: String {
    let start = printable(message).prefix { $0 != ";" }
    return start.count > 72 ? start.prefix(71) + "…" : String(start)
  }
}
