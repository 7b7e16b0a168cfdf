/// A value of YAML as it was written: text is not yet a number, a date or a truth.
struct YAMLValue: Sendable {
  enum Kind: Sendable {
    /// A scalar's raw text; a quoted one is never taken for null.
    case text(String, isQuoted: Bool)
    case list([YAMLValue])
    case mapping([YAMLEntry])
  }

  let kind: Kind
  let position: Position

  /// Nothing after the colon, `~` or `null`.
  var isNull: Bool {
    guard case .text(let text, false) = kind else { return false }
    return text.isEmpty || text == "~" || text.lowercased() == "null"
  }

  /// What it is, for messages: `"text"`, a list, a mapping.
  var description: String {
    switch kind {
    case .text(let text, _): isNull ? "nothing" : quoted(text)
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A key with its value.
struct YAMLEntry: Sendable {
  let key: String
  let position: Position
  let value: YAMLValue
}

/// What was found, for a message: in backquotes, shortened, without control characters.
func quoted(_ text: String) -> String {
  let shown = printable(text)
  return shown.count > 60 ? "`\(shown.prefix(59))…`" : "`\(shown)`"
}
