/// Every `package` type, function and property has a documentation comment.
///
/// An initialiser needs none, since the properties explain its parameters.
enum DocumentationRule {
  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file in
      file.code.indices.compactMap { index in
        guard let name = declaredName(file.code[index]), !isDocumented(index, in: file) else {
          return nil
        }
        let remedy = "say in one sentence above `\(name)` what it is"
        return Finding(file: file.path, line: index + 1, rule: "documentation", remedy: remedy)
      }
    }
  }

  private static let modifiers: Set<String> = [
    "static", "mutating", "final", "nonisolated", "indirect", "borrowing", "consuming",
    "private(set)", "lazy", "weak",
  ]
  private static let kinds: Set<String> = [
    "struct", "enum", "class", "actor", "protocol", "func", "typealias", "let", "var", "subscript",
  ]

  private static func declaredName(_ line: String) -> String? {
    var words = line.split(separator: " ").map(String.init)
    while let first = words.first, first.hasPrefix("@") { words.removeFirst() }
    guard words.first == "package" else { return nil }
    words.removeFirst()
    while let first = words.first, modifiers.contains(first) { words.removeFirst() }
    guard words.count >= 2, kinds.contains(words[0]) else { return nil }
    let name = words[1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }

  private static func isDocumented(_ index: Int, in file: SourceFile) -> Bool {
    var above = index - 1
    while above >= 0 {
      let line = file.lines[above].drop { $0 == " " }
      if line.hasPrefix("///") { return true }
      guard line.hasPrefix("@") else { return false }
      above -= 1
    }
    return false
  }
}
