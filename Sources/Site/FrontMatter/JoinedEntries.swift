import Text

/// Entries of a list that are read as one, since they are not separated by `, `.
struct JoinedEntries {
  /// What separates them, in words for people.
  let mark: String
  /// What to do.
  let remedy = "write a comma in half width"
  /// The entries as they seem to be meant.
  let hint: String

  /// The warning about a tag of several.
  func words(of tag: String) -> String {
    "tags: expected `, ` between tags, found \(mark) in \(quoted(tag)), which is one tag; \(remedy)"
  }

  /// Examines a text; nil when it is one entry.
  ///
  /// A slash without blanks around it separates entries only where each of its parts is one of
  /// others: `iOS/Android`, `A/B测试` and `PC/主机` are names.
  init?(_ text: String, among isEntry: (String) -> Bool = { _ in false }) {
    guard let found = Self.mark(in: text, isEntry) else { return nil }
    let isMark: (Character) -> Bool = { "，、;；|｜•●".contains($0) || $0 == found }
    let parts = text.split(whereSeparator: isMark)
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: ", ")
    mark = "，、".contains(found) ? "a full-width comma" : "`\(found)`"
    hint = "did you mean `\(parts)`?"
  }

  /// The first mark between entries: a dot within a name such as `马塞尔·普鲁斯特` is none.
  private static func mark(in text: String, _ isEntry: (String) -> Bool) -> Character? {
    if let mark = text.first(where: { "，、;；|｜•●".contains($0) }) { return mark }
    for mark: Character in ["·", "・", "/", "／"] where text.contains(mark) {
      let parts = text.split(separator: mark, omittingEmptySubsequences: false)
      let isSlash = "/／".contains(mark)
      let isBullet = parts[0].isEmpty && !isSlash
      let isApart = zip(parts, parts.dropFirst()).allSatisfy {
        $0.hasSuffix(" ") && $1.hasPrefix(" ")
      }
      // `24 / 7` is one word.
      let areWords = parts.allSatisfy { part in !isSlash || part.contains(where: \.isLetter) }
      let areEntries = isSlash && parts.allSatisfy { isEntry(String($0)) }
      if isBullet || isApart && areWords || areEntries { return mark }
    }
    return nil
  }
}

extension Fields {
  /// The lines that YAML joined to a text; nil for one that stands on its line.
  func lines(of found: Located<String>) -> [String]? {
    var words = found.value.split(separator: " ")[...]
    guard words.count > 1 else { return nil }
    var lines: [String] = []
    var number = found.position.line
    while !words.isEmpty {
      let bytes = source.bytes[source.range(ofLine: number)]
      let line = String(decoding: bytes, as: UTF8.self).composed
        .split(separator: " ").joined(separator: " ")
      let last = words.indices.last { line.contains(words[...$0].joined(separator: " ")) }
      guard let last else { return nil }
      lines.append(words[...last].joined(separator: " "))
      words = words[(last + 1)...]
      number += 1
    }
    return lines.count > 1 ? lines : nil
  }
}
