/// Entries of a list that stand as one, since something else than `, ` is between them.
struct JoinedEntries {
  /// What was found between them, in a person's words.
  let mark: String
  /// What is to be done.
  let remedy = "write a comma in half width"
  /// The entries as they were meant.
  let hint: String

  /// Nil for a text that is one entry.
  init?(_ text: String) {
    let marks = "，、;；|｜"
    guard let first = text.first(where: { marks.contains($0) }) else { return nil }
    let parts = text.split { marks.contains($0) }
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: ", ")
    mark = "，、".contains(first) ? "a full-width comma" : "`\(first)`"
    hint = "did you mean `\(parts)`?"
  }
}
