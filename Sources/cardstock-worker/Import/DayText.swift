/// The forms in which suppliers write a day, beside its figures.
enum DayText {
  /// A day without its weekday and without the times that spreadsheets add to it, its month as a
  /// figure; any other time means another moment and stays, to be refused.
  static func plain(_ given: String) -> String {
    var text = given
    // Cheaper than the regular expressions, and most days are in figures alone.
    guard text.utf8.contains(where: { !(48...57).contains($0) && !"-/.".utf8.contains($0) }) else {
      return text
    }
    let weekday = #/^(?i)(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?[,.]?\s+/#
    text = text.replacing(weekday, with: "")
      .replacing(#/[\s(]*(星期|周|礼拜)[一二三四五六日天]\)?$/#, with: "")
    let time = #/[ T](00:00|23:59)(:\d\d)?(\.0+)?\s?(Z|[+\-]\d\d:?\d\d)?$/#
    if let found = text.firstMatch(of: time) { text = String(text[..<found.range.lowerBound]) }
    return inFigures(text) ?? text
  }

  /// `31-Dec-2027`, `31 December 2027` and `Dec 31, 2027` in figures; nil for any other text.
  private static func inFigures(_ text: String) -> String? {
    let parts = text.lowercased().split { "-/., ".contains($0) }
    guard parts.count == 3, let place = parts[..<2].firstIndex(where: { month($0) != nil }),
      let month = month(parts[place]), parts[2].count == 4, let year = Int(parts[2]),
      (1...2).contains(parts[1 - place].count), let day = Int(parts[1 - place])
    else { return nil }
    return "\(year)-\(month)-\(day)"
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  private static func month(_ word: Substring) -> Int? {
    guard word.count >= 3, word != "sept" else { return word == "sept" ? 9 : nil }
    let isShort = word.count == 3
    return months.firstIndex { isShort ? $0.hasPrefix(word) : $0 == word }.map { $0 + 1 }
  }
}
