import Shop

/// Reads what somebody wrote beside a code, in a column that is left out.
///
/// A line is refused rather than sold where a remark may say that its card is spent, or may hold a
/// part of it: a person can leave the remarks out, and nobody can take a sale back.
///
/// The reader keeps its patterns, since making one takes longer than reading a line. Before each of
/// the long ones it looks for the letters and words that such a remark cannot do without.
struct RemarkReader {
  private let patterns = RemarkPatterns()

  /// Why the line of a remark is not taken on the day `today`; nil also where another column of
  /// `fields` says what the remark does.
  func refusal(
    of remark: String,
    beside fields: [ColumnField],
    today: CivilDate?
  ) -> LineRefusal? {
    let text = CardCode.cleaned(CardCode.halfWidth(remark)).lowercased()
      .replacing("’", with: "'")
    guard !text.isEmpty else { return nil }
    let words = Self.words(of: text)
    if !fields.contains(.status), saysSpent(text, words) {
      return LineRefusal("expected a code that is new, found one that a remark calls spent")
    }
    if !fields.contains(.pin), namesPIN(text, words) {
      return LineRefusal(
        "expected a PIN in a column of its own, found a remark that names one; give it a column "
          + "`pin`, or leave the remarks out by --column NAME=ignore"
      )
    }
    if !fields.contains(.expires), namesLastDay(text, words) || isAhead(text, of: today) {
      return LineRefusal(
        "expected a last day in a column of its own, found a remark that names one; give it a "
          + "column `expires`, or leave the remarks out by --column NAME=ignore"
      )
    }
    return nil
  }

  /// The runs of letters from a to z.
  private static func words(of text: String) -> Set<String> {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return Set(text.utf8.split { !letters.contains($0) }.map { String(Substring($0)) })
  }
}

/// That the card is spent.
extension RemarkReader {
  private func saysSpent(_ text: String, _ words: Set<String>) -> Bool {
    CellText.spent.contains(text) || saysSpentInChinese(text) || saysSpentInEnglish(text, words)
      || RemarkSigns.ofWarning.appear(in: text, words) && text.contains(patterns.warning)
  }

  /// `已被使用`, `用过了` and `已售给张三`; neither `未使用过` nor `已售后保障`.
  private func saysSpentInChinese(_ text: String) -> Bool {
    guard RemarkSigns.ofDeed.appear(in: text, []) else { return false }
    return text.matches(of: patterns.deeds).contains { found in
      let before = text[..<found.range.lowerBound].suffix(2)
      if found.output.first == "已" { return !["是否", "若", "如"].contains(where: before.hasSuffix) }
      let isDone =
        found.output.first == "被" || found.output.last.map("了过過掉光完走".contains) == true
      return isDone && !before.contains(where: "未没沒不無无勿莫可能请請待再若如是否".contains)
    }
  }

  /// `already used`, `sold to Ann` and `used 3/4`; neither `can be used` nor `used in the US`.
  private func saysSpentInEnglish(_ text: String, _ words: Set<String>) -> Bool {
    guard !CellText.spent.isDisjoint(with: words) else { return false }
    let tokens = text.matches(of: patterns.tokens).map { String($0.output) }
    return tokens.indices.contains { index in
      guard CellText.spent.contains(tokens[index]) else { return false }
      let before = tokens[..<index].reversed().prefix(3).prefix { $0.first?.isLetter == true }
      return !before.contains(where: Self.denials.contains)
        && Self.isEnd(tokens[(index + 1)...], of: tokens[index])
    }
  }

  private static let denials: Set<String> = [
    "not", "never", "no", "non", "none", "be", "if", "when", "once", "until", "unless", "before",
    "after", "cannot", "can't", "isn't", "wasn't", "hasn't", "without", "must", "may", "can",
  ]

  private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// Whether behind a word for spent ends what it says, or comes by whom and when.
  private static func isEnd(_ rest: ArraySlice<String>, of word: String) -> Bool {
    guard let next = rest.first else { return true }
    let second = rest.dropFirst().first ?? ""
    switch next {
    case "by": return word != "sold"
    case "already", "up", "once", "twice", "today", "yesterday", "and", "or": return true
    case "on", "at", "in":
      return second.first?.isNumber == true
        || ["my", "our", "his", "her", "their"].contains(second)
    case "for": return ["order", "customer", "client", "buyer"].contains(second)
    case "to", "out": return ["sold", "refunded", "claimed"].contains(word)
    case ":", "?", "=": return !["no", "n", "false", "0", "none"].contains(second)
    case _ where weekdays.contains(String(next.prefix(3))) && next.hasSuffix("day"): return true
    default: return next.first?.isLetter != true
    }
  }
}

/// A part of what is sold.
extension RemarkReader {
  /// `密码123456`, `PIN is 1234` and `password: abcd`; neither `无需密码` nor `PIN: none needed`.
  private func namesPIN(_ text: String, _ words: Set<String>) -> Bool {
    guard RemarkSigns.ofPIN.appear(in: text, words), let found = text.firstMatch(of: patterns.pin)
    else { return false }
    return !text[..<found.range.lowerBound].contains(patterns.denial)
  }

  /// `有效期至2027-12-31`, `exp 12/27` and `use by Dec 2027`; neither `购买后30天有效` nor
  /// `valid 12-24 months`.
  private func namesLastDay(_ text: String, _ words: Set<String>) -> Bool {
    guard RemarkSigns.ofLastDay.appear(in: text, words),
      text.contains(where: { $0.isNumber || "年月".contains($0) })
    else { return false }
    if text.contains(patterns.shortDay) { return true }
    return text.matches(of: patterns.day).contains { found in
      let isEnd = { ",;!。".contains($0) }
      let before =
        text[..<found.range.lowerBound].suffix(24)
        .split(omittingEmptySubsequences: false, whereSeparator: isEnd).last ?? ""
      let behind = text[found.range.upperBound...].prefix(12).prefix { !isEnd($0) }
      if found.output.hasPrefix("exp") || before.contains(patterns.upTo)
        || behind.prefixMatch(of: patterns.isOver) != nil
      {
        return true
      }
      guard let last = before.matches(of: patterns.lasts).last else { return false }
      return !before[last.range.upperBound...].contains(patterns.starts)
    }
  }

  /// Whether the remark is a day that is still to come: no card was made or bought then.
  private func isAhead(_ text: String, of today: CivilDate?) -> Bool {
    // A number alone may count lines.
    guard let today, text.contains(where: { !$0.isNumber }),
      let found = text.prefixMatch(of: patterns.day)?.output
    else { return false }
    let year = found.firstMatch(of: patterns.year).flatMap { Int($0.output) }
    // A time may follow, and no words.
    let isWhole = text[found.endIndex...].allSatisfy { !$0.isLetter || "tz".contains($0) }
    if let year, year != today.year { return year > today.year && isWhole }
    let day = try? CellText.lastDay(String(found), nil)
    // In the supplier's zone it may be tomorrow already.
    return day.map { $0.firstMoment.seconds > today.firstMoment.seconds + 86_400 } ?? false
  }
}
