/// The commands and scripts that README.md names must exist.
enum ReadmeRule {
  static let longest = 150

  static func findings(in readme: String) -> [Finding] {
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var findings: [Finding] = []
    if lines.count > longest {
      let remedy = "\(lines.count) lines; move reasons to ARCHITECTURE.md, under \(longest)"
      findings.append(Finding(file: "README.md", line: longest, rule: "README", remedy: remedy))
    }
    var isShell = false
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        isShell = line == "```sh" || line == "```console"
      } else if isShell, let missing = missingCommand(line) {
        let remedy = "`\(missing)` does not exist; correct the command"
        findings.append(Finding(file: "README.md", line: index + 1, rule: "README", remedy: remedy))
      }
    }
    return findings
  }

  private static func missingCommand(_ line: String) -> String? {
    let command = line.prefix { $0 != "#" }
    let words = command.split(separator: " ").map(String.init)
    for program in ["cardstock", "cardstock-worker"] {
      guard let index = words.firstIndex(of: program), index + 1 < words.count else { continue }
      let names = words[(index + 1)...].prefix { !$0.hasPrefix("-") && !$0.contains("/") }.prefix(2)
      guard let first = names.first else { continue }
      if !hasSubcommand(first, of: program) { return "\(program) \(first)" }
    }
    guard let first = words.first, first.contains("/") || first.hasPrefix("./") else { return nil }
    return SourceTree.exists(first) ? nil : first
  }

  private static func hasSubcommand(_ name: String, of program: String) -> Bool {
    let type = name.prefix(1).uppercased() + name.dropFirst()
    return SourceTree.sources.contains { file in
      guard file.module == program else { return false }
      return file.lines.contains { $0.contains("commandName: \"\(name)\"") }
        || file.code.contains {
          $0.contains("struct \(type):") || $0.contains("struct \(type)Command:")
        }
    }
  }
}
