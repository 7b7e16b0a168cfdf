/// Entries of a list that are read as one, since they are not separated by `, `.
struct JoinedEntries {
  /// What separates them, in words for people.
  let mark: String
  /// What to do.
  let remedy = "write a comma in half width"
  /// The entries as they seem to be meant.
  let hint: String

  /// Examines a text; nil when it is one entry.
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
