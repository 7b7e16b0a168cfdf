/// Mandarin readings of Chinese titles, so that `youxi` and `yx` find 游戏 without a table in the
/// browser.
///
/// A character has its most common reading, except in the few words that the table lists.
enum Pinyin {
  /// The most letters of the joined syllables that the index keeps from each character on.
  static let longestFull = 12
  /// The most initials that the index keeps from each character on.
  static let longestInitials = 8

  /// The joined syllables and the initials from every character on, such as `youxika` and `yxk`,
  /// `xika` and `xk`, `ka`; cut to the longest, and without single letters.
  static func terms(of ideographs: String) -> Set<String> {
    var terms: Set<String> = []
    var full = ""
    var initials = ""
    for syllable in syllables(of: ideographs).reversed() {
      guard let syllable else {
        (full, initials) = ("", "")
        continue
      }
      full = String((syllable + full).prefix(longestFull))
      initials = String((syllable.prefix(1) + initials).prefix(longestInitials))
      terms.formUnion([full, initials].filter { $0.utf8.count > 1 })
    }
    return terms
  }

  /// Syllables and initials of a whole name, such as `youxi yx`; nil for a name without Chinese.
  static func spellings(of name: String) -> String? {
    let syllables = SearchText.runs(of: SearchText.normalized(name)).flatMap { run in
      switch run {
      case .word(let word): [word]
      case .ideographs(let text): Pinyin.syllables(of: text).compactMap { $0 }
      }
    }
    let full = syllables.joined()
    guard full != SearchText.normalized(name), !syllables.isEmpty else { return nil }
    return full + " " + syllables.map { String($0.prefix(1)) }.joined()
  }

  /// All characters with the same reading, by each syllable of the titles.
  ///
  /// With them the script finds what was typed with characters that only sound right.
  static func sounds(of titles: [String]) -> [(name: String, value: JSONText?)] {
    let syllables = Set(
      titles.flatMap { title in
        SearchText.runs(of: SearchText.normalized(title)).flatMap { run -> [String] in
          switch run {
          case .word: []
          case .ideographs(let text): Self.syllables(of: text).compactMap { $0 }
          }
        }
      }
    )
    return syllables.sorted().map { ($0, table.characters[$0].map { .text($0) }) }
  }

  /// A reading for each character; nil for one that is not in the table.
  private static func syllables(of text: String) -> [String?] {
    let scalars = Array(text.unicodeScalars)
    var syllables = scalars.map { table.readings[$0] }
    for index in scalars.indices.dropLast() {
      let word = String(String.UnicodeScalarView(scalars[index...(index + 1)]))
      guard let readings = table.words[word] else { continue }
      syllables.replaceSubrange(index..<(index + readings.count), with: readings)
    }
    return syllables
  }

  private struct Table: Sendable {
    var readings: [Unicode.Scalar: String] = [:]
    /// The characters by syllable.
    var characters: [String: String] = [:]
    /// The readings of words of two characters.
    var words: [String: [String?]] = [:]
  }

  /// `pinyin.txt`: `SYLLABLE CHARACTERS`, or `WORD SYLLABLE SYLLABLE`.
  private static let table: Table = {
    var table = Table()
    let text = String(decoding: PackageResources.pinyin_txt, as: UTF8.self)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: " ").map(String.init)
      switch parts.count {
      case 2:
        table.characters[parts[0]] = parts[1]
        for scalar in parts[1].unicodeScalars { table.readings[scalar] = parts[0] }
      case 3: table.words[parts[0]] = [parts[1], parts[2]]
      default: continue
      }
    }
    return table
  }()
}
