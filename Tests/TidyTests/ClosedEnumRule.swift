/// A `switch` over an enum of the package names every case, so that the compiler reports a new one.
///
/// Types are not known here: a `default:` is a finding if all cases beside it have names of cases
/// that the package declares.
enum ClosedEnumRule {
  /// The modules to which it applies, where a forgotten case could lose money or an answer.
  private static let modules: Set<String> = [
    "Shop", "Worker", "Storage", "Payments", "Mail", "cardstock", "cardstock-worker",
  ]

  static func findings(in files: [SourceFile]) -> [Finding] {
    let declared = Set(files.flatMap { $0.code.flatMap(declaredCases) })
    return files.filter { modules.contains($0.module) }.flatMap { file in
      file.code.indices.compactMap { index in
        let line = file.code[index]
        guard line.trimmed.hasPrefix("default:") else { return nil }
        let names = patterns(before: index, in: file.code)
        guard !names.isEmpty, names.isSubset(of: declared) else { return nil }
        let remedy = "name the cases that are left"
        return Finding(
          file: file.path,
          line: index + 1,
          rule: "default over an enum",
          remedy: remedy
        )
      }
    }
  }

  /// The names in a declaration such as `case one, two(Int)`; none in a pattern, which has a colon.
  private static func declaredCases(_ line: String) -> [String] {
    let text = line.trimmed.dropPrefix("indirect ")
    guard text.hasPrefix("case "), !text.hasPrefix("case ."), !text.contains(":{") else {
      return []
    }
    var depth = 0
    let outside = text.dropFirst(5).filter { character in
      if character == "(" { depth += 1 }
      defer { if character == ")" { depth -= 1 } }
      return depth == 0
    }
    guard !outside.contains(":") else { return [] }
    return outside.split(separator: ",").compactMap { part in
      part.split { $0 == " " || $0 == "=" || $0 == ")" }.first.map(String.init)
    }
  }

  /// The names of the patterns above the `default` of the same `switch`.
  private static func patterns(before index: Int, in code: [String]) -> Set<String> {
    let depth = code[index].indentation
    var names: Set<String> = []
    for line in code[..<index].reversed() {
      let text = line.trimmed
      if line.indentation < depth, !text.isEmpty { break }
      guard line.indentation == depth else { continue }
      if text.contains("switch ") { break }
      guard text.hasPrefix("case ") else { continue }
      names.formUnion(dotted(text.prefix { $0 != ":" }))
    }
    return names
  }

  private static func dotted(_ text: Substring) -> [String] {
    var names: [String] = []
    var before: Character = " "
    var rest = text
    while let character = rest.popFirst() {
      if character == ".", " (,".contains(before) {
        names.append(String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }))
      }
      before = character
    }
    return names.filter { !$0.isEmpty }
  }
}

extension String {
  /// The number of leading blanks.
  fileprivate var indentation: Int { prefix { $0 == " " }.count }
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}

extension Substring {
  fileprivate func dropPrefix(_ text: String) -> Substring {
    hasPrefix(text) ? dropFirst(text.count) : self
  }
}
