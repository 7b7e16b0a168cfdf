/// No function of one name is added twice to a type of the standard library, or is a free function
/// in two modules.
enum OneDefinitionRule {
  /// The extended types of the standard library and Foundation.
  private static let library: Set<String> = [
    "String", "Substring", "StringProtocol", "Character", "Unicode.Scalar", "Array", "ArraySlice",
    "Sequence", "Collection", "Dictionary", "Set", "Data", "Int", "Int64", "UInt8", "URL",
    "Date", "UnsafeBufferPointer<UInt8>", "[UInt8]", "[String]",
  ]

  static func findings(in files: [SourceFile]) -> [Finding] {
    var first: [String: String] = [:]
    return files.flatMap { file in
      definitions(in: file).compactMap { index, name in
        guard let other = first.updateValue(first[name] ?? file.path, forKey: name),
          other != file.path
        else { return nil }
        let remedy = "`\(name)` is in \(other) already; use that one"
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

  private static func functionName(_ words: [String]) -> String? {
    guard let place = words.firstIndex(of: "func"), place + 1 < words.count else { return nil }
    let name = words[place + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }
}
