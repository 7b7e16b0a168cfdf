/// A value of YAML as it was written: text is not yet a number, a date or a boolean.
package struct YAMLValue: Sendable {
  /// A scalar, or a structure of them.
  package enum Kind: Sendable {
    /// A scalar's raw text; a quoted one is never taken for null.
    case text(String, isQuoted: Bool)
    case list([YAMLValue])
    case mapping([YAMLEntry])
  }

  /// A scalar or a structure.
  package let kind: Kind
  /// Where the value begins, in the file.
  package let position: Position

  /// Whether it is null: nothing after the colon, `~` or `null`.
  package var isNull: Bool {
    guard case .text(let text, false) = kind else { return false }
    return text.isEmpty || text == "~" || text.lowercased() == "null"
  }

  /// The value for messages: `"text"`, a list, a mapping.
  package var description: String {
    switch kind {
    case .text(let text, _): isNull ? "nothing" : quoted(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A key with its value.
package struct YAMLEntry: Sendable {
  /// As it was written, without quotes.
  package let key: String
  /// Where the key begins, in the file.
  package let position: Position
  /// The value after the colon.
  package let value: YAMLValue

  /// An entry at that place, real or supposed.
  package init(key: String, position: Position, value: YAMLValue) {
    self.key = key
    self.position = position
    self.value = value
  }
}
