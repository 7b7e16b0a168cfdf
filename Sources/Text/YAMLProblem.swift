/// Why a text could not be read as YAML, or was refused.
package struct YAMLProblem: Error, Equatable {
  /// The kind of fault, for readers with words of their own.
  package enum Reason: Equatable {
    /// An anchor, an alias or a tag.
    case reference
    /// A key occurs twice in one mapping.
    case repeatedKey
    /// The top level is a list or a scalar.
    case noMapping
    /// More levels than any of our files has.
    case tooDeep
    /// Anything else that a parser refuses.
    case syntax
  }

  /// The kind of fault.
  package let reason: Reason
  /// Where the fault is, in the file.
  package let position: Position
  /// `expected …, found …; do …`, without the place.
  package let message: String
  /// A guess at what was meant, as a question to the writer; it quotes the line, so it must not be
  /// logged where the file may hold a secret.
  package let hint: String?

  init(_ reason: Reason, at position: Position, _ message: String, hint: String? = nil) {
    self.reason = reason
    self.position = position
    self.message = message
    self.hint = hint
  }
}
