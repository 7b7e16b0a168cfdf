package import Text

/// A problem of the shop's files, and what to do about it.
package struct ContentProblem: Error, Hashable, Sendable {
  /// Whether it stops the build.
  package enum Severity: String, Sendable {
    /// Nothing is written until it is fixed.
    case error
    /// The build goes on, unless `--strict` is given.
    case warning
  }

  /// The path from the shop's folder, such as `content/products/steam-50.md`.
  package let file: String
  /// The place in the file; `start` for the whole file.
  package let position: Position
  /// Which warning it is; nil for an error.
  package let warning: Diagnostic?
  /// `expected …, found …; do …`, without the place.
  package let message: String
  /// A guess at what is meant, as a question.
  package let hint: String?
  /// The line at `position`, as in the file; nil if it is not text.
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

  /// A problem with a warning's name is a warning, any other an error.
  package var severity: Severity { warning == nil ? .error : .warning }
}

extension [ContentProblem] {
  /// The problems by file and place, without repeats.
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

  /// Whether a build must stop.
  package func stopBuild(isStrict: Bool) -> Bool {
    contains { $0.severity == .error || isStrict }
  }

  /// How many of that severity there are.
  package func count(_ severity: ContentProblem.Severity) -> Int {
    count { $0.severity == severity }
  }
}
