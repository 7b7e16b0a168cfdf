/// The marks that lines begin with: read by hand, since every line of a shop is asked.
enum LineMark {
  /// `1.` or `·` where the text follows without a blank, so that CommonMark sees no item.
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

  /// A bullet of a word processor in front of text; `——` is a dash.
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

  /// Arrows, ticks, shapes and pictures: what ideograms and letters are not.
  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2190...0x21FF, 0x25A0...0x27BF, 0x2B00...0x2BFF, 0x1F300...0x1FAFF: true
    default: false
    }
  }

  private static let foreignBullets = Set("•·●▪◦–—－＊◆■★".unicodeScalars)

  /// `客服微信：` in front of what it names, in the writing of Chinese.
  static func label(of line: Substring) -> Substring? {
    let name = line.unicodeScalars.prefix { scalar in
      scalar.properties.isIdeographic || scalar.isDigit
        || scalar.isASCII && scalar != ":"
          && scalar.properties.isAlphabetic
    }
    guard 2...8 ~= name.count, line.unicodeScalars[name.endIndex...].first == "：" else {
      return nil
    }
    let end = line.unicodeScalars.index(after: name.endIndex)
    return end < line.endIndex ? line[..<end] : nil
  }

  /// `1、`, `（2）`, `第三步`, `④` or `五、`: steps that a page joins to one line.
  static func step(of line: Substring) -> Substring? {
    let scalars = line.unicodeScalars
    guard let first = scalars.first else { return nil }
    let second = scalars.index(after: scalars.startIndex)
    if isNumberSign(first) { return line[..<second] }
    if let word = stepWord(of: line) { return word }
    if numerals.contains(first) {
      return scalars[second...].first == "、" ? line[..<scalars.index(after: second)] : nil
    }
    if first == "第" {
      let numbers = scalars[second...].prefix { numerals.contains($0) }
      guard !numbers.isEmpty, scalars[numbers.endIndex...].first == "步" else { return nil }
      return line[..<scalars.index(after: numbers.endIndex)]
    }
    if first.isASCII, first.properties.isAlphabetic,
      ")）".unicodeScalars.contains(where: {
        scalars[second...].first == $0
      })
    {
      return line[..<scalars.index(after: second)]
    }
    let isOpen = first == "（" || first == "("
    let digits = scalars[(isOpen ? second : scalars.startIndex)...].prefix { $0.isDigit }
    guard 1...2 ~= digits.count, let end = scalars[digits.endIndex...].first,
      stepEnds.contains(end)
    else { return nil }
    return line[..<scalars.index(after: digits.endIndex)]
  }

  /// `①`, `❶`, `⑴`, `Ⅰ` and the like.
  private static func isNumberSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2460...0x24FF, 0x2776...0x2793, 0x2160...0x217F, 0x3220...0x3229, 0x1F51F: true
    default: false
    }
  }

  /// `步骤1：`, `Step 1:` and the number on a key, `1️⃣`.
  private static func stepWord(of line: Substring) -> Substring? {
    if let key = line.first, key.unicodeScalars.last == "\u{20E3}" { return line.prefix(1) }
    for word in ["步骤", "Step ", "STEP ", "step "] where line.hasPrefix(word) {
      let rest = line.dropFirst(word.count)
      let number = rest.prefix { $0.isNumber || "一二三四五六七八九十".contains($0) }
      if 1...2 ~= number.count { return line[..<number.endIndex] }
    }
    return nil
  }

  private static let numerals = Set("一二三四五六七八九十".unicodeScalars)
  private static let stepEnds = Set("、）)".unicodeScalars)
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool {
    value < 0x80 ? ("0"..."9").contains(self) : properties.generalCategory == .decimalNumber
  }
}
