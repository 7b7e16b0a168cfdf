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
    guard let first = scalars.first, foreignBullets.contains(first) else { return nil }
    let rest = scalars.dropFirst()
    guard let next = rest.first(where: { $0 != " " }), !next.properties.isWhitespace,
      rest.first != first
    else { return nil }
    return line[..<rest.startIndex]
  }

  private static let foreignBullets = Set("•·●▪◦–—－＊◆■★".unicodeScalars)

  /// `1、`, `（2）`, `第三步`, `④` or `五、`: steps that a page joins to one line.
  static func step(of line: Substring) -> Substring? {
    let scalars = line.unicodeScalars
    guard let first = scalars.first else { return nil }
    let second = scalars.index(after: scalars.startIndex)
    if circled.contains(first) { return line[..<second] }
    if numerals.contains(first) {
      return scalars[second...].first == "、" ? line[..<scalars.index(after: second)] : nil
    }
    if first == "第" {
      let numbers = scalars[second...].prefix { numerals.contains($0) }
      guard !numbers.isEmpty, scalars[numbers.endIndex...].first == "步" else { return nil }
      return line[..<scalars.index(after: numbers.endIndex)]
    }
    let isOpen = first == "（" || first == "("
    let digits = scalars[(isOpen ? second : scalars.startIndex)...].prefix { $0.isDigit }
    guard 1...2 ~= digits.count, let end = scalars[digits.endIndex...].first,
      stepEnds.contains(end)
    else { return nil }
    return line[..<scalars.index(after: digits.endIndex)]
  }

  private static let circled = Set("①②③④⑤⑥⑦⑧⑨⑩".unicodeScalars)
  private static let numerals = Set("一二三四五六七八九十".unicodeScalars)
  private static let stepEnds = Set("、）)".unicodeScalars)
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool {
    value < 0x80 ? ("0"..."9").contains(self) : properties.generalCategory == .decimalNumber
  }
}
