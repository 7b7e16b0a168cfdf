/// Bans vague and private names, and declarations that are `public` or `Codable` without need.
enum NameRule {
  private static let emptyNames: Set<String> = [
    "Utils", "Util", "Utilities", "Helpers", "Helper", "Common", "Core", "Extensions", "Managers",
    "Misc", "Shared", "Support",
  ]
  private static let emptyEndings = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Common", "Impl",
  ]
  /// Metaphors that a stranger would not understand.
  private static let pictures: Set<String> = [
    "Desk", "Shelf", "Bell", "House", "Courier", "Cashier", "Clerk", "Bookkeeper", "Agenda",
    "Arrival", "Noticeboard", "Sheet",
  ]
  private static let typeKinds = ["struct", "enum", "class", "actor", "protocol", "typealias"]

  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file in
      pathFindings(file)
        + file.code.enumerated().flatMap { index, line in
          typeFindings(line, at: index, in: file) + accessFindings(line, at: index, in: file)
        }
        + debtFindings(file)
    }
  }

  private static func pathFindings(_ file: SourceFile) -> [Finding] {
    let parts = file.path.split(separator: "/").map { String($0).replacing(".swift", with: "") }
    guard let part = parts.first(where: { emptyNames.contains($0) }) else { return [] }
    let remedy = "name `\(part)` after the idea in it"
    return [Finding(file: file.path, line: 1, rule: "empty name", remedy: remedy)]
  }

  private static func typeFindings(_ line: String, at index: Int, in file: SourceFile) -> [Finding]
  {
    guard let name = declaredType(line) else { return [] }
    var findings: [Finding] = []
    if let ending = emptyEndings.first(where: name.hasSuffix) {
      let remedy = "name `\(name)` after what it is, without \(ending)"
      findings.append(Finding(file: file.path, line: index + 1, rule: "empty name", remedy: remedy))
    }
    if let picture = words(of: name).first(where: pictures.contains) {
      let remedy = "name `\(name)` by the field's term, without \(picture)"
      findings.append(Finding(file: file.path, line: index + 1, rule: "picture", remedy: remedy))
    }
    let isCodable = ["Codable", "Encodable", "Decodable"].contains { hasWord($0, in: line) }
    if isCodable, !name.hasSuffix("Document"), !file.name.contains("Document"),
      file.path.hasPrefix("Sources/")
    {
      let remedy = "what is serialized is a promise: give it a type `…Document` with a version"
      findings.append(Finding(file: file.path, line: index + 1, rule: "Codable", remedy: remedy))
    }
    return findings
  }

  /// The words of a name: `FrontDesk` is Front and Desk.
  private static func words(of name: String) -> [String] {
    name.reduce(into: []) { words, letter in
      if letter.isUppercase || words.isEmpty { words.append("") }
      words[words.count - 1].append(letter)
    }
  }

  private static func declaredType(_ line: String) -> String? {
    let words = line.split { $0 == " " || $0 == ":" || $0 == "<" || $0 == "{" }.map(String.init)
    guard let index = words.firstIndex(where: typeKinds.contains), index + 1 < words.count else {
      return nil
    }
    return words[index + 1]
  }

  private static func accessFindings(_ line: String, at index: Int, in file: SourceFile)
    -> [Finding]
  {
    guard hasWord("public", in: line) || hasWord("open class", in: line) else { return [] }
    let remedy = "there is no outside; write `package` for another module"
    return [Finding(file: file.path, line: index + 1, rule: "public", remedy: remedy)]
  }

  private static func debtFindings(_ file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
      guard let mark = marks.first(where: { hasWord($0, in: line) }) else { return nil }
      let remedy = "do it now, or describe it in an issue"
      return Finding(file: file.path, line: index + 1, rule: mark, remedy: remedy)
    }
  }
}
