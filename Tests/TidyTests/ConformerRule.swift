/// Every protocol has at least two conforming types.
enum ConformerRule {
  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        let words = line.split { $0 == " " || $0 == ":" || $0 == "{" || $0 == "<" }.map(String.init)
        guard let kind = words.firstIndex(of: "protocol"), kind + 1 < words.count else {
          return nil
        }
        let name = words[kind + 1]
        guard conformers(of: name, in: files) < 2 else { return nil }
        let remedy = "`\(name)` has fewer than two conforming types; use the type itself"
        return Finding(file: file.path, line: index + 1, rule: "protocol", remedy: remedy)
      }
    }
  }

  private static func conformers(of name: String, in files: [SourceFile]) -> Int {
    files.flatMap(\.code).count { line in
      let isDeclaration = ["struct ", "enum ", "class ", "actor ", "extension "].contains(
        where: line.contains
      )
      guard isDeclaration, let colon = line.firstIndex(of: ":") else { return false }
      return hasWord(name, in: String(line[colon...]))
    }
  }
}
