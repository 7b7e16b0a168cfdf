import Text

extension [ContentProblem] {
  /// All problems as compilers print them; of many that are alike, the first ten and a count.
  ///
  /// Where there are more than ten of a kind, the first is shown with its line and the others in a
  /// line each, and of many such kinds fewer of each: a large shop's mistakes fit a screen.
  package func text(colored: Bool = false) -> String {
    var seen: [String: Int] = [:]
    let counts = Dictionary(grouping: self, by: \.likeness)
    let many = counts.filter { $0.value.count > Self.mostAlike }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    let shown = many.count > 4 ? 1 : Self.mostAlike / Swift.max(1, many.count)
    var lines: [String] = []
    for problem in self {
      let number = seen[problem.likeness, default: 0] + 1
      seen[problem.likeness] = number
      let isOneOfMany = (counts[problem.likeness]?.count ?? 0) > Self.mostAlike
      guard !isOneOfMany || number <= shown else { continue }
      lines.append(problem.text(colored: colored, isBrief: isOneOfMany && number > 1))
    }
    return (lines + many.map { Self.rest(of: $0.value, shown: shown) }).joined(separator: "\n")
  }

  /// How many are shown one by one where there are many of one kind; of two kinds half of it, and
  /// so on: with the line of the first and a count they fit a screen of 24 lines.
  private static let mostAlike = 10

  /// `… and 1,990 more warnings like these [no-alt-text], in 1,995 files`.
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
  /// What problems of one kind share: a warning's name, or an error's words without its values.
  fileprivate var likeness: String {
    if let warning { return warning.name }
    var isValue = false
    let words = message.filter { character in
      if character == "`" { isValue.toggle() }
      return !isValue && !character.isNumber
    }
    // What the message is about comes first; the rest may name files.
    return String(words.prefix(60))
  }

  /// The first part of the message, for a count.
  fileprivate var shortMessage: String {
    let start = printable(message).prefix { $0 != ";" }
    return start.count > 72 ? start.prefix(71) + "…" : String(start)
  }
}
