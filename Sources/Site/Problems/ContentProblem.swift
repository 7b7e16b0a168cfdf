package import Text

/// One thing that is wrong with the shop's files, and what to do about it.
package struct ContentProblem: Error, Hashable, Sendable {
  /// Whether it stops the build.
  package enum Severity: String, Sendable {
    /// Nothing is written until it is put right.
    case error
    /// The build goes on; with `--strict` it stops as for an error.
    case warning
  }

  /// From the shop's folder: `content/products/steam-50.md`.
  package let file: String
  /// The character that it is about; `start` for the whole file.
  package let position: Position
  /// Which warning it is; nil for an error.
  package let warning: Diagnostic?
  /// `expected …, found …; do …`, without the place.
  package let message: String
  /// A guess at what was meant, as a question to the writer.
  package let hint: String?
  /// The line that `position` names, as it stands in the file; nil for what is not text.
  package let sourceLine: String?

  package init(
    file: String,
    position: Position = .start,
    warning: Diagnostic? = nil,
    message: String,
    hint: String? = nil,
    sourceLine: String? = nil
  ) {
    self.file = file
    self.position = position
    self.warning = warning
    self.message = message
    self.hint = hint
    self.sourceLine = sourceLine
  }

  /// An error has no name; whatever has one is a warning.
  package var severity: Severity { warning == nil ? .error : .warning }
}

extension [ContentProblem] {
  /// By file, then place, each said once.
  package var inOrder: [ContentProblem] {
    var seen = Set<ContentProblem>()
    return filter { seen.insert($0).inserted }.sorted { left, right in
      if left.file != right.file {
        return left.file.utf8.lexicographicallyPrecedes(right.file.utf8)
      }
      if left.position != right.position { return left.position < right.position }
      return left.message.utf8.lexicographicallyPrecedes(right.message.utf8)
    }
  }

  /// Whether a build may go on.
  package func stopBuild(isStrict: Bool) -> Bool {
    contains { $0.severity == .error || isStrict }
  }

  /// How many of that severity there are.
  package func count(_ severity: ContentProblem.Severity) -> Int {
    count { $0.severity == severity }
  }
}
