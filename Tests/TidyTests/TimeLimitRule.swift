/// Every suite has a time limit, so that a test that hangs is named and CI does not hang.
enum TimeLimitRule {
  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file -> [Finding] in
      let hasTests = file.code.contains { hasWord("@Test", in: $0) || $0.contains("@Test") }
      guard hasTests else { return [] }
      return file.code.indices.compactMap { index in
        let line = file.code[index]
        guard isSuite(line), !isLimited(index, in: file.code) else { return nil }
        let remedy = "write `@Suite(.timeLimit(.minutes(20)))`"
        return Finding(file: file.path, line: index + 1, rule: "time limit", remedy: remedy)
      }
    }
  }

  private static func isSuite(_ line: String) -> Bool {
    guard !line.hasPrefix(" ") else { return false }
    let words = line.split { $0 == " " || $0 == "{" || $0 == ":" }
    guard let kind = words.firstIndex(where: { $0 == "struct" || $0 == "class" || $0 == "enum" }),
      kind + 1 < words.count
    else { return false }
    return words[kind + 1].hasSuffix("Tests")
  }

  /// Whether a suite has a time limit, on its line or above.
  private static func isLimited(_ index: Int, in code: [String]) -> Bool {
    var place = index
    while place >= 0 {
      if code[place].contains(".timeLimit(") { return true }
      place -= 1
      guard place >= 0,
        code[place].hasPrefix("@") || code[place].hasPrefix(" ")
          || code[place].hasPrefix(")")
      else { return false }
    }
    return false
  }
}
