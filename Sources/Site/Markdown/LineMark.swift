/// Recognises marks at the beginning of lines, without regular expressions for speed.
enum LineMark {
  /// `1.` or `·` followed by text without a blank, which CommonMark does not read as an item.
  static func joinedItem(of line: Substring) -> Substring? {
    let scalars = line.unicodeScalars
    let digits = scalars.prefix { $0.isDigit }
    if 1...3 ~= digits.count {
      guard let end = scalars[digits.endIndex...].first, ends.contains(end) else { return nil }
      let rest = scalars.index(after: digits.endIndex)
      let next = scalars[rest...].first
      guard let next, !next.properties.isWhitespace, !next.isDigit, !ends.contains(next) else {
        return nil
      }
      return line[..<rest]
    }
    guard let first = scalars.first, bullets.contains(first),
      let next = scalars.dropFirst().first, !next.properties.isWhitespace, !next.isDigit,
      !tails.contains(next)
    else { return nil }
    return line[..<scalars.index(after: scalars.startIndex)]
  }

  private static let ends = Set(".．)）".unicodeScalars)
  private static let bullets = Set("-+•·●▪◦*－".unicodeScalars)
  private static let tails = Set("-+*.•·".unicodeScalars)

  /// A word processor's bullet before text; `——` is a dash.
  static func foreignBullet(of line: Substring) -> Substring? {
    let scalars = line.unicodeScalars
    guard let first = scalars.first, foreignBullets.contains(first) || isSymbol(first) else {
      return nil
    }
    let rest = scalars.dropFirst()
    guard let next = rest.first(where: { $0 != " " }), !next.properties.isWhitespace,
      rest.first != first
    else { return nil }
    return line[..<rest.startIndex]
  }

  /// Whether a character is an arrow, tick, shape or pictograph.
  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2190...0x21FF, 0x25A0...0x27BF, 0x2B00...0x2BFF, 0x1F300...0x1FAFF: true
    default: false
    }
  }

  private static let foreignBullets = Set("•·●▪◦–—－＋＊◆■★※§".unicodeScalars)

  /// A label such as `客服微信：`, `**面值**：`, `Platform:` or `【售后】` before what it names.
  ///
  /// `isPlain` is false for those that no sentence of prose begins with.
  static func label(of line: Substring) -> (text: Substring, isPlain: Bool)? {
    let isBold = line.hasPrefix("**")
    let rest = isBold ? line.dropFirst(2) : line
    if rest.hasPrefix("【"), let end = rest.prefix(10).firstIndex(of: "】") {
      let behind = rest.index(after: end)
      return behind < rest.endIndex ? (line[..<behind], false) : nil
    }
    let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == " " }
    var colon = rest[name.endIndex...]
    if isBold, colon.hasPrefix("**") { colon = colon.dropFirst(2) }
    guard let sign = colon.first, sign == "：" || sign == ":",
      name.contains(where: \.isLetter), name.first != " ", name.last != " "
    else { return nil }
    let isAnswer = ["Q", "A", "问", "答"].contains(name)
    var value = colon.dropFirst()
    if isBold, colon.startIndex == name.endIndex, !isAnswer {
      guard value.hasPrefix("**") else { return nil }
      value = value.dropFirst(2)
    }
    // `https://` is an address.
    guard let next = value.first(where: { $0 != " " }), next != "/", next != ":" else { return nil }
    let isLatin = name.utf8.allSatisfy { $0 < 0x80 }
    let fits =
      isLatin
      ? name.first?.isUppercase == true && name.count < 20 && (sign == "：" || value.first == " ")
      : 2...8 ~= name.unicodeScalars.count && !name.contains(" ")
    guard isAnswer || fits else { return nil }
    return (line[..<value.startIndex], !isBold && !isAnswer)
  }

  /// The mark of a step, such as `1、`, `（2）`, `第三步`, `④` or `五、`; such lines become one
  /// paragraph.
  static func step(of line: Substring) -> Substring? {
    let scalars = line.unicodeScalars
    guard let first = scalars.first else { return nil }
    let second = scalars.index(after: scalars.startIndex)
    if isNumberSign(first) { return line[..<second] }
    if let word = stepWord(of: line) { return word }
    if line.hasPrefix("**"), let inner = step(of: line.dropFirst(2)) ?? boldNumber(of: line) {
      return line[..<inner.endIndex]
    }
    if numerals.contains(first) {
      return scalars[second...].first == "、" ? line[..<scalars.index(after: second)] : nil
    }
    if first == "第" {
      let numbers = scalars[second...].drop { $0 == " " }
        .prefix { numerals.contains($0) || $0.isDigit }
      let rest = scalars[numbers.endIndex...].drop { $0 == " " }
      guard !numbers.isEmpty, rest.first == "步" else { return nil }
      return line[..<scalars.index(after: rest.startIndex)]
    }
    if first.isASCII, first.properties.isAlphabetic, !isAbbreviation(scalars),
      let end = scalars[second...].first,
      (first.properties.isUppercase || first.value < 0x69 ? ".、)）" : ")）").unicodeScalars
        .contains(end)
    {
      return line[..<scalars.index(after: second)]
    }
    // Editors write `1\.` for what was typed as text.
    if first.isDigit, let end = line.prefix(5).firstRange(of: "\\."),
      line[..<end.lowerBound].allSatisfy(\.isNumber)
    {
      return line[..<end.upperBound]
    }
    let isOpen = first == "（" || first == "("
    let digits = scalars[(isOpen ? second : scalars.startIndex)...].prefix { $0.isDigit }
    guard 1...2 ~= digits.count, let end = scalars[digits.endIndex...].first,
      stepEnds.contains(end)
    else { return nil }
    return line[..<scalars.index(after: digits.endIndex)]
  }

  /// The number of `**1. 甲**`, which emphasis makes text.
  private static func boldNumber(of line: Substring) -> Substring? {
    let digits = line.dropFirst(2).prefix(while: \.isNumber)
    guard 1...2 ~= digits.count, line[digits.endIndex...].first == "." else { return nil }
    return line[..<line.index(after: digits.endIndex)]
  }

  /// Whether a text begins with letters and dots such as `U.S.`, `U.K` or `J.R.R.`.
  private static func isAbbreviation(_ scalars: Substring.UnicodeScalarView) -> Bool {
    let start = Array(scalars.prefix(4))
    guard start.count > 2, start[1] == ".", start[2].isASCII else { return false }
    return start[2].properties.isAlphabetic
      && !(start.count > 3 && start[3].isASCII && start[3].properties.isAlphabetic)
  }

  /// A number such as `1 `, `1：`, `[1]` or `1打开` at the beginning, with what is around it.
  static func bareNumber(of line: Substring) -> (value: Int, mark: Substring)? {
    let scalars = line.unicodeScalars
    let opening = scalars.prefix { "[【［#＃".unicodeScalars.contains($0) }
    let digits = scalars[opening.endIndex...].prefix { $0.isDigit }
    let rest = scalars[digits.endIndex...]
    guard opening.count < 2, 1...2 ~= digits.count, let next = rest.first,
      numberEnds.contains(next) || next.properties.isIdeographic,
      rest.dropFirst().first.map({ !$0.isDigit }) ?? false
    else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1.properties.numericValue ?? 0) }
    return (value, line[..<digits.endIndex])
  }

  private static let numberEnds = Set(" \t\u{A0}\u{3000}:：。-/|｜]】］>→".unicodeScalars)

  /// Whether a character is a number such as `①`, `❶`, `⑴` or `Ⅰ`.
  private static func isNumberSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2460...0x24FF, 0x2776...0x2793, 0x2160...0x217F, 0x3220...0x3229, 0x1F51F: true
    default: false
    }
  }

  /// The mark of a step in words, such as `步骤1：` or `Step 1:`, or a keycap such as `1️⃣`.
  private static func stepWord(of line: Substring) -> Substring? {
    if let key = line.first, key.unicodeScalars.last == "\u{20E3}" { return line.prefix(1) }
    for word in ["步骤", "Step ", "STEP ", "step ", "No.", "NO."] where line.hasPrefix(word) {
      let rest = line.dropFirst(word.count).drop { $0 == " " }
      let number = rest.prefix { $0.isNumber || "一二三四五六七八九十".contains($0) }
      if 1...2 ~= number.count { return line[..<number.endIndex] }
    }
    return nil
  }

  private static let numerals = Set("一二三四五六七八九十".unicodeScalars)
  private static let stepEnds = Set("、）)，".unicodeScalars)
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool {
    value < 0x80 ? ("0"..."9").contains(self) : properties.generalCategory == .decimalNumber
  }
}

/// A character that a text does not contain and that means nothing to Markdown.
///
/// One of Unicode's noncharacters U+FDD0 to U+FDEF, which are for use inside programs. cmark takes
/// it for a letter, so that it can be a marker in a parsed text.
struct TextMark: Sendable {
  /// The character's three bytes in UTF-8.
  let bytes: [UInt8]

  /// `others` are marks that are put into the same text.
  init(absentFrom text: ArraySlice<UInt8>, besides others: [TextMark] = []) {
    var isTaken = [Bool](repeating: false, count: 0x20)
    for other in others { isTaken[Int(other.bytes[2]) - 0x90] = true }
    var index = text.startIndex
    while let start = text[index...].firstIndex(of: 0xEF) {
      if start + 2 < text.endIndex, text[start + 1] == 0xB7, 0x90...0xAF ~= text[start + 2] {
        isTaken[Int(text[start + 2]) - 0x90] = true
      }
      index = start + 1
    }
    // No real text contains all of them; such a one loses the first.
    let number = isTaken.firstIndex(of: false) ?? 0
    bytes = [0xEF, 0xB7, 0x90 + UInt8(number)]
  }

  /// Whether a text contains the mark.
  func isIn(_ text: some Collection<UInt8>) -> Bool {
    var matched = 0
    for byte in text {
      matched = byte == bytes[matched] ? matched + 1 : byte == bytes[0] ? 1 : 0
      if matched == bytes.count { return true }
    }
    return false
  }

  /// The text with a sign in place of the mark, or nothing.
  func replaced(in text: some Collection<UInt8>, by sign: UInt8?) -> [UInt8] {
    var rest: [UInt8] = []
    for byte in text {
      rest.append(byte)
      guard byte == bytes[2], rest.suffix(3).elementsEqual(bytes) else { continue }
      rest.removeLast(3)
      if let sign { rest.append(sign) }
    }
    return rest
  }
}
