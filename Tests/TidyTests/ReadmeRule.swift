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
    let programs = ["cardstock", "cardstock-worker"].map(CommandTree.init)
    var isShell = false
    var isTable = false
    for (index, line) in lines.enumerated() {
      isTable = line.hasPrefix("|") && (isTable || line.hasPrefix("| Command |"))
      var missing: String?
      if line.hasPrefix("```") {
        isShell = line == "```sh" || line == "```console"
      } else if isShell {
        missing = missingCommand(line, of: programs)
      } else if isTable {
        missing = missingInTable(line, of: programs[1])
      }
      guard let missing else { continue }
      let remedy = "`\(missing)` does not exist; correct the command"
      findings.append(Finding(file: "README.md", line: index + 1, rule: "README", remedy: remedy))
    }
    return findings
  }

  private static func missingCommand(_ line: String, of programs: [CommandTree]) -> String? {
    let command = line.prefix { $0 != "#" }
    let words = command.split(separator: " ").map(String.init)
    for program in programs {
      guard let index = words.firstIndex(of: program.name), index + 1 < words.count else {
        continue
      }
      let names = words[(index + 1)...].prefix { !$0.hasPrefix("-") && !$0.contains("/") }
      if let missing = program.missing(in: Array(names)) { return "\(program.name) \(missing)" }
    }
    guard let first = words.first, first.contains("/") || first.hasPrefix("./") else { return nil }
    return SourceTree.exists(first) ? nil : first
  }

  /// Looks into the first cell: after `orders list` its neighbour `show` means `orders show`.
  private static func missingInTable(_ line: String, of program: CommandTree) -> String? {
    guard let cell = line.split(separator: "|").first, !cell.contains("---") else { return nil }
    var group = ""
    let quoted = cell.split(separator: "`", omittingEmptySubsequences: false)
    for phrase in quoted.indices.filter({ $0 % 2 == 1 }).map({ quoted[$0] }) {
      var words = phrase.split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      if program.commands[first] == nil, !group.isEmpty {
        words.insert(group, at: 0)
      } else {
        group = first
      }
      if let missing = program.missing(in: words) { return missing }
    }
    return nil
  }
}

/// The commands of one program, as its sources declare them.
private struct CommandTree {
  let name: String
  /// Each command with its own commands.
  let commands: [String: Set<String>]

  init(of program: String) {
    name = program
    let types = SourceTree.sources.filter { $0.module == program }.flatMap(Self.types)
    let byType = Dictionary(types.map { ($0.type, $0) }) { first, _ in first }
    let children = { (type: String) in byType[type]?.children.compactMap { byType[$0] } ?? [] }
    let root = types.first { $0.command == program }
    commands = Dictionary(
      children(root?.type ?? "").map { ($0.command, Set(children($0.type).map(\.command))) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The first of these words that is no command, with what stands before it; nil when all are, and
  /// after a command that has none of its own.
  func missing(in words: [String]) -> String? {
    guard let first = words.first else { return nil }
    guard let own = commands[first] else { return first }
    guard words.count > 1, !own.isEmpty, !own.contains(words[1]) else { return nil }
    return "\(first) \(words[1])"
  }

  /// The types of commands in a file, each with its command's name and the types below it.
  private static func types(
    in file: SourceFile
  ) -> [(type: String, command: String, children: [String])] {
    let starts = file.code.indices.filter { file.code[$0].contains("ParsableCommand {") }
    return starts.compactMap { start in
      let words = file.code[start].split { $0 == " " || $0 == ":" }.map(String.init)
      guard let place = words.firstIndex(of: "struct"), place + 1 < words.count else { return nil }
      let head = file.lines[start...].prefix { $0 != "  )" }.joined(separator: "\n")
      let name = head.firstMatch(of: /commandName: "(?<name>[^"]+)"/)?.name
      let list = head.firstMatch(of: /subcommands: \[(?<list>[^\]]*)\]/)?.list ?? ""
      return (
        type: words[place + 1],
        command: name.map(String.init) ?? words[place + 1].lowercased(),
        children: list.matches(of: /(?<type>\w+)\.self/).map { String($0.type) }
      )
    }
  }
}
