/// A text as a value of YAML, in the quotes in which nothing in it has a meaning of its own.
package func quotedForYAML(_ text: String) -> String {
  text.contains("\"") || text.contains("\\")
    ? "'\(text.replacing("'", with: "''"))'" : "\"\(text)\""
}

/// A text as an entry of a list in brackets, in quotes only where it needs them.
package func entryForYAML(_ text: String) -> String {
  let isPlain = text.first.map { $0.isLetter || $0.isNumber } ?? false
  return isPlain && !text.contains { ",[]{}\"'".contains($0) } && !text.contains(": ")
    && !text.contains(" #") && !text.hasSuffix(":") ? text : quotedForYAML(text)
}
