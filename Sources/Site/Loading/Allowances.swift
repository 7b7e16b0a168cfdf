import Text

/// Which warnings the shop's files allow, as by `allow: [no-alt-text]`.
///
/// A file with front matter allows its own; `site.yaml` those of itself and of all files without
/// front matter, such as pictures and templates. Errors cannot be allowed.
struct Allowances: Sendable {
  private let byFile: [String: Set<Diagnostic>]
  private let elsewhere: Set<Diagnostic>

  init(of byFile: [String: Set<Diagnostic>], elsewhere: Set<Diagnostic>) {
    self.byFile = byFile
    self.elsewhere = elsewhere
  }

  /// The problems without allowed warnings.
  func applied(to problems: [ContentProblem]) -> [ContentProblem] {
    problems.filter { problem in
      guard let warning = problem.warning else { return true }
      return !(byFile[problem.file] ?? elsewhere).contains(warning)
    }
  }
}

/// The warnings that a content file allows; an unknown name is an error.
func allowedWarnings(
  in entries: [YAMLEntry],
  of source: SourceText,
  problems: inout [ContentProblem]
) -> Set<Diagnostic> {
  var fields = Fields(
    entries.filter { $0.key == "allow" },
    in: source,
    known: ["allow"],
    of: "a content file"
  )
  let allowed = fields.allowed()
  problems += fields.problems
  return allowed
}

extension Fields {
  /// The names of `allow:`.
  mutating func allowed() -> Set<Diagnostic> {
    let names = Diagnostic.allCases.map(\.name)
    return Set(
      texts("allow").compactMap { found in
        let name = found.value.filter { $0 != "[" && $0 != "]" }
        if let warning = Diagnostic(rawValue: name) { return warning }
        report(
          found,
          "allow",
          "the name of a warning such as `no-alt-text`",
          "copy it from the brackets behind the warning; errors cannot be allowed",
          hint: names.hint(for: name)
        )
        return nil
      }
    )
  }
}
