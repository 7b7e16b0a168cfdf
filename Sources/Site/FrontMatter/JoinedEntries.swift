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
    guard let found = Self.mark(in: text) else { return nil }
    let isMark: (Character) -> Bool = { "，、;；|｜•●".contains($0) || $0 == found }
    let parts = text.split(whereSeparator: isMark)
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: ", ")
    mark = "，、".contains(found) ? "a full-width comma" : "`\(found)`"
    hint = "did you mean `\(parts)`?"
  }

  /// The first mark between entries: a dot or slash within a name such as `马塞尔·普鲁斯特` and
  /// `PC/Mac` is none.
  private static func mark(in text: String) -> Character? {
    if let mark = text.first(where: { "，、;；|｜•●".contains($0) }) { return mark }
    for mark: Character in ["·", "・", "/", "／"] where text.contains(mark) {
      let parts = text.split(separator: mark, omittingEmptySubsequences: false)
      let isBullet = parts[0].isEmpty
      let isApart = zip(parts, parts.dropFirst()).allSatisfy {
        $0.hasSuffix(" ") && $1.hasPrefix(" ")
      }
      // `steam/游戏` is two words; `24/7` and `N/A` are one.
      let isMixed =
        "/／".contains(mark)
        && parts.allSatisfy { part in part.contains(where: \.isLetter) }
        && parts.contains { $0.unicodeScalars.contains(where: \.properties.isIdeographic) }
      if isBullet && !"/／".contains(mark) || isApart || isMixed { return mark }
    }
    return nil
  }
}
