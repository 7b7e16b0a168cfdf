/// Why a text could not be read as YAML, or was refused.
package struct YAMLProblem: Error, Equatable {
  /// What kind of fault it is, for readers that have words of their own.
  package enum Reason: Equatable {
    /// An anchor, an alias or a tag.
    case reference
    /// A key that stands twice in one mapping.
    case repeatedKey
    /// The top is a list or a scalar.
    case noMapping
    /// More levels than any file of ours has.
    case tooDeep
    /// Anything else that a parser refuses.
    case syntax
  }

  /// What kind of fault it is.
  package let reason: Reason
  /// Where it is, in the file.
  package let position: Position
  /// `expected …, found …; do …`, without the place.
  package let message: String
  /// A guess at what was meant, as a question to the writer; repeats the line, so that it is no
  /// text for a log where the file may hold a secret.
  package let hint: String?

  init(_ reason: Reason, at position: Position, _ message: String, hint: String? = nil) {
    self.reason = reason
    self.position = position
    self.message = message
    self.hint = hint
  }
}
