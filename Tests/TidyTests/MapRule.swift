/// The files, folders, types and members that ARCHITECTURE.md names must exist.
enum MapRule {
  /// Checks names in backticks: places such as `Storage/Orders.swift`, `Worker/HTTP/Route` or
  /// `Loading/ShopFiles`, where a single `X` stands for any provider, and types and their members
  /// such as `Order` and `Refund.State`.
  static func findings(in text: String, files: [SourceFile]) -> [Finding] {
    let paths = files.map { "/" + $0.path.replacing(".swift", with: "") + "/" }
    let folders = Set(paths.flatMap { $0.split(separator: "/") })
    let declarations = files.map(Declarations.init)
    let types = Set(declarations.flatMap(\.types)).union(["Codable"])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { index, line in
      let lost = names(in: line).filter { name in
        if name.contains("/") { return !paths.contains { $0.contains("/\(name)/") } }
        let parts = name.split(separator: ".")
        guard parts.count > 1 else {
          return !types.contains(name) && !folders.contains(name)
            && !SourceTree.exists("Sources/\(name)")
        }
        return !declarations.contains { file in
          file.types.contains(parts[0]) && parts.dropFirst().allSatisfy(file.members.contains)
        }
      }
      return lost.map {
        let remedy = "`\($0)` is not in the tree; say where it is now"
        return Finding(file: "ARCHITECTURE.md", line: index + 1, rule: "map", remedy: remedy)
      }
    }
  }

  private static func names(in line: Substring) -> [Substring] {
    let quoted = line.split(separator: "`", omittingEmptySubsequences: false)
    return quoted.indices.filter { $0 % 2 == 1 }.compactMap { index in
      let words = quoted[index].replacing(".swift", with: "").replacing("/X", with: "/Stripe")
        .replacing("XA", with: "StripeA")
      let isName =
        words.first?.isUppercase == true && words.contains(where: \.isLowercase)
        && words.allSatisfy { $0.isLetter || $0.isNumber || "/+-.".contains($0) }
      return isName ? words[...] : nil
    }
  }
}

/// The names that a file declares.
private struct Declarations {
  /// Types, extended ones included.
  var types: Set<Substring> = []
  /// Whatever is declared there: types, properties, functions, cases.
  var members: Set<Substring> = []

  private static let typeWords: Set<Substring> = [
    "struct", "enum", "class", "actor", "protocol", "extension", "typealias",
  ]
  private static let memberWords = typeWords.union(["let", "var", "func", "case"])

  init(_ file: SourceFile) {
    for line in file.code {
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
      guard let keyword = words.firstIndex(where: Self.memberWords.contains) else { continue }
      let declared = words[(keyword + 1)...]
      members.formUnion(words[keyword] == "case" ? declared : declared.prefix(2))
      guard Self.typeWords.contains(words[keyword]) else { continue }
      types.formUnion(words[keyword] == "extension" ? declared : declared.prefix(1))
    }
  }
}
