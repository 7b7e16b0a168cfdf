/// No function of one name is added twice to a type of the standard library, or is a free function
/// in two modules; and no function at all is the copy of another file's, word for word.
enum OneDefinitionRule {
  /// The extended types of the standard library and Foundation.
  private static let library: Set<String> = [
    "String", "Substring", "StringProtocol", "Character", "Unicode.Scalar", "Array", "ArraySlice",
    "Sequence", "Collection", "Dictionary", "Set", "Data", "Int", "Int64", "UInt8", "URL",
    "Date", "UnsafeBufferPointer<UInt8>", "[UInt8]", "[String]",
  ]

  /// The lines of the shortest function that counts as a copy: two between its braces.
  private static let fewestLines = 4

  static func findings(in files: [SourceFile]) -> [Finding] {
    findings(in: files, definitions) + findings(in: files, texts)
  }

  private static func findings(
    in files: [SourceFile],
    _ definitions: (SourceFile) -> [(Int, String)]
  ) -> [Finding] {
    var first: [String: String] = [:]
    return files.flatMap { file in
      definitions(file).compactMap { index, name in
        guard let other = first.updateValue(first[name] ?? file.path, forKey: name),
          other != file.path
        else { return nil }
        let title = name.prefix { $0 != "\n" }
        let remedy = "`\(title)` is in \(other) already; use that one"
        return Finding(file: file.path, line: index + 1, rule: "second definition", remedy: remedy)
      }
    }
  }

  /// Functions in extensions of those types, and free functions, with their lines.
  private static func definitions(in file: SourceFile) -> [(Int, String)] {
    var extended: String?
    return file.code.enumerated().compactMap { index, line in
      let isOutside = !line.hasPrefix(" ")
      if isOutside, line.hasPrefix("}") { extended = nil }
      let words = line.split { $0 == " " || $0 == "{" || $0 == ":" }.map(String.init)
      if isOutside, let place = words.firstIndex(of: "extension"), place + 1 < words.count {
        extended = library.contains(words[place + 1]) ? words[place + 1] : nil
        return nil
      }
      let isMember = extended != nil && line.hasPrefix("  ") && !line.hasPrefix("   ")
      guard isOutside || isMember, let name = functionName(words) else { return nil }
      return (index, [extended, name].compactMap(\.self).joined(separator: "."))
    }
  }

  /// Functions of some length as their whole text, from `func` on, with their lines.
  private static func texts(in file: SourceFile) -> [(Int, String)] {
    file.code.indices.compactMap { index in
      let line = file.code[index]
      guard !line.hasSuffix("}"),
        let name = functionName(line.split(separator: " ").map(String.init)),
        let start = file.lines[index].firstRange(of: "func \(name)")?.lowerBound
      else { return nil }
      let end = line.prefix { $0 == " " } + "}"
      let rest = file.lines[(index + 1)...].prefix { !$0.hasPrefix(end) }
        .map { $0.drop { $0 == " " } }
        .filter { !$0.isEmpty && !$0.hasPrefix("//") }
      guard rest.count + 2 >= fewestLines else { return nil }
      return (index, ([file.lines[index][start...]] + rest).joined(separator: "\n"))
    }
  }

  private static func functionName(_ words: [String]) -> String? {
    guard let place = words.firstIndex(of: "func"), place + 1 < words.count else { return nil }
    let name = words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }
}
