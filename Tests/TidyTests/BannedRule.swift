/// A call that is banned, or allowed only in some files, with what to write instead.
struct BannedRule {
  /// The text in code, outside of comments and strings.
  let text: String
  let remedy: String
  /// Beginnings of paths that may have it.
  var exceptions: [String] = []

  static let rules: [BannedRule] = [
    BannedRule(
      text: "Date(",
      remedy: "take a Timestamp from the caller",
      // The programs' clocks, and the time zone database.
      exceptions: [
        "Sources/cardstock/Terminal.swift", "Sources/Site/FrontMatter/ShopTimeZone.swift",
        "Sources/Worker/Catalog/ShopCalendar+Zone.swift",
      ] + mains
    ),
    BannedRule(text: "Date.now", remedy: "take a Timestamp from the caller", exceptions: mains),
    BannedRule(text: "UUID(", remedy: "use the provider's ID or the row's", exceptions: mockpay),
    BannedRule(
      text: ".random(",
      remedy: "take a generator from the caller",
      // Keys, tokens and nonces are random at the composition root.
      exceptions: ["Sources/cardstock-worker/"] + mockpay
    ),
    BannedRule(
      text: "Task.sleep",
      remedy: "split the loop into a round and a wait",
      exceptions: loops
    ),
    BannedRule(text: "Task {", remedy: "use a service or a task group", exceptions: mockpay),
    BannedRule(text: "Task.detached", remedy: "use a service or a task group"),
    BannedRule(
      text: "print(",
      remedy: "return the text, or log it",
      // The command lines write to people.
      exceptions: ["Sources/cardstock/"] + mains
    ),
    BannedRule(
      text: "ProcessInfo.processInfo.environment",
      remedy: "read the environment in the main and pass values down",
      exceptions: ["Sources/cardstock/Terminal.swift"] + mains
    ),
    BannedRule(text: "try!", remedy: "handle the error, or let it through"),
    BannedRule(text: "fatalError", remedy: "throw for input; precondition for our own mistakes"),
    BannedRule(text: "@unchecked Sendable", remedy: "share a value, or a Mutex"),
    BannedRule(text: "@preconcurrency", remedy: "share a value, or a Mutex"),
    BannedRule(text: "nonisolated(unsafe)", remedy: "share a value, or a Mutex", exceptions: c),
  ]

  /// What is banned in strings too, so that whole lines are searched.
  private static let texts: [BannedRule] = [
    BannedRule(text: "CURRENT_TIMESTAMP", remedy: "bind a Timestamp"),
    BannedRule(text: "0123456789abcdef\"", remedy: hex, exceptions: coders),
    BannedRule(text: "0123456789ABCDEF\"", remedy: hex, exceptions: coders),
  ]

  private static let hex = "use Text's `hex` or PercentEncoding"
  private static let coders = ["Sources/Text/"] + mockpay
  private static let mockpay = ["Tests/MockPay/"]
  private static let mains = [
    "Sources/cardstock-worker/", "Tests/MockPay/", "Tests/Bench/",
  ]
  /// Folders of loops, which must sleep between rounds.
  private static let loops = ["Sources/Worker/", "Tests/MockPay/"]
  /// Folders that use C libraries with global state.
  private static let c = ["Sources/Transport/"]

  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file in
      file.code.enumerated().flatMap { index, line in
        rules.filter { $0.isBroken(by: line, in: file.path) }.map { rule in
          Finding(
            file: file.path,
            line: index + 1,
            rule: "banned `\(rule.text)`",
            remedy: rule.remedy
          )
        }
      } + textFindings(in: file) + doubleFindings(in: file)
    }
  }

  private func isBroken(by line: String, in path: String) -> Bool {
    guard !exceptions.contains(where: path.hasPrefix) else { return false }
    var rest = line[...]
    while let range = rest.firstRange(of: text) {
      let before = rest[..<range.lowerBound].last
      let isPartOfName = before.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
      if !isPartOfName || text.hasPrefix(".") { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  private static func textFindings(in file: SourceFile) -> [Finding] {
    file.lines.enumerated().flatMap { index, line -> [Finding] in
      guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] }
      return texts.filter { $0.isBroken(by: line, in: file.path) }.map { rule in
        Finding(
          file: file.path,
          line: index + 1,
          rule: "banned `\(rule.text)`",
          remedy: rule.remedy
        )
      }
    }
  }

  private static func doubleFindings(in file: SourceFile) -> [Finding] {
    guard file.module == "Shop" else { return [] }
    return file.code.enumerated().compactMap { index, line in
      guard hasWord("Double", in: line) || hasWord("Float", in: line) else { return nil }
      let remedy = "count in whole minor units or milliseconds"
      return Finding(file: file.path, line: index + 1, rule: "banned `Double`", remedy: remedy)
    }
  }
}
