import Shop

/// What nearly all codes of a file look like, by which a line that is no code is told: a phone's
/// number, a price, `END`, or a code that was cut off.
struct UsualShape: Equatable, Sendable {
  private enum Rule: Equatable {
    /// Mail addresses, with or without a password behind them.
    case accounts
    /// Links that begin alike.
    case links(String)
    /// The lengths of groups and the signs between them, as in `4-4-4`.
    case groups(String)
    case length(Int)
    /// The signs alone, and the lengths that there are.
    case signs(String, ClosedRange<Int>)
  }

  private enum Kind: Hashable {
    case digit, small, large, wide

    init?(_ character: Character) {
      guard !character.isNumber else {
        self = .digit
        return
      }
      guard character.isLetter else { return nil }
      let isLatin = character.unicodeScalars.allSatisfy { $0.value < 0x250 }
      self = !isLatin ? .wide : character.isLowercase ? .small : .large
    }
  }

  private let rule: Rule
  /// The kinds of letters and digits in the codes that look so.
  private let kinds: Set<Kind>
  /// How many of their letters and digits are digits, from 0 to 1.
  private let digits: Double

  /// With fewer codes, or with more exceptions, it may be chance.
  static let fewest = 5
  private static let leastPercent = 80
  private static let mostApart = 2
  private static let fewestCounted = 3
  /// What is less likely is no chance, even in a long list.
  private static let leastChance = 1e-6
  /// How many of the numbers of eight digits are days of this century.
  private static let daysAmongNumbers = 3.7e-4

  static let refusal = LineRefusal(
    "expected a code that looks like the others, found another shape; take the line out, or pass "
      + "--allow-odd if it is a code"
  )

  /// Finds out the shape from some of the file's codes; nil when there is none.
  init?(of given: [String]) {
    let codes = given.map(Self.plain)
    guard codes.count >= Self.fewest else { return nil }
    let all = codes.joined().filter { $0.isLetter || $0.isNumber }
    digits = Double(all.count(where: \.isNumber)) / Double(max(1, all.count))
    let isMost = { (count: Int) in count * 100 >= codes.count * Self.leastPercent }
    // The value that most codes share, and the codes that do.
    func common<Value: Hashable>(_ value: (String) -> Value?) -> (value: Value, codes: [String])? {
      let groups = Dictionary(grouping: codes) { value($0) }
      for (value, codes) in groups where isMost(codes.count) { return value.map { ($0, codes) } }
      return nil
    }
    if isMost(codes.count(where: Account.isCertain)) {
      (rule, kinds) = (.accounts, [])
    } else if let links = common(Self.host) {
      (rule, kinds) = (.links(links.value), [])
    } else if let groups = common(Self.groups) {
      let one = groups.codes[0]
      let near = codes.filter { code in
        Self.signs(code) == Self.signs(one) && abs(code.count - one.count) <= Self.mostApart
          && Self.groups(code) != groups.value
      }
      // Numbers that were counted up are of several lengths; a code that was cut off is rare.
      let areCounted = near.count >= Self.fewestCounted
      kinds = Self.kinds(of: groups.codes + (areCounted ? near : []))
      let lengths = near.map(\.count) + [one.count]
      rule =
        areCounted
        ? .signs(Self.signs(one), Self.around(lengths, by: Self.mostApart)) : .groups(groups.value)
    } else if let length = common({ $0.count }) {
      (rule, kinds) = (.length(length.value), Self.kinds(of: length.codes))
    } else if let signs = common(Self.signs) {
      let lengths = signs.codes.map(\.count)
      let spread = (lengths.max() ?? 0) - (lengths.min() ?? 0)
      rule = .signs(signs.value, Self.around(lengths, by: max(Self.mostApart, spread)))
      kinds = Self.kinds(of: signs.codes)
    } else {
      return nil
    }
  }

  private static func plain(_ code: String) -> String {
    CardCode.halfWidth(CellText.unwrapped(code).text)
  }

  private static func around(_ lengths: [Int], by more: Int) -> ClosedRange<Int> {
    (lengths.min() ?? 0) - more...(lengths.max() ?? 0) + more
  }

  /// Whether a code looks like the others.
  func fits(_ given: String) -> Bool {
    let text = Self.plain(given)
    switch rule {
    case .accounts: return Account.isCertain(text)
    case .links(let host): return Self.host(text) == host
    case .groups(let groups): return Self.groups(text) == groups && isOfKind(text)
    case .length(let length): return text.count == length && isOfKind(text)
    case .signs(let signs, let lengths):
      return Self.signs(text) == signs && lengths.contains(text.count) && isOfKind(text)
    }
  }

  /// Whether a text has no other kinds of letters, and is no number or day among codes of letters.
  private func isOfKind(_ text: String) -> Bool {
    let own = Self.kinds(of: [text])
    guard own.isSubset(of: kinds) else { return false }
    guard own == [.digit], kinds != [.digit] else { return true }
    // By chance a code may have no letter, the more so a short one.
    let length = text.count(where: \.isNumber)
    let isDay = text.count == 8 && CellText.isDay(text)
    let chance = (0..<length).reduce(isDay ? Self.daysAmongNumbers : 1) { product, _ in
      product * digits
    }
    return chance >= Self.leastChance
  }

  /// Whether every other code looks like another, as where a code's PIN stands below it.
  static func alternates(_ codes: [String]) -> Bool {
    let forms = codes.map { code in
      let text = plain(code)
      return [groups(text), kinds(of: [text]) == [.digit] ? "number" : "text"]
    }
    guard forms.count >= 4, forms[0] != forms[1],
      forms.indices.allSatisfy({ forms[$0] == forms[$0 % 2] })
    else { return false }
    return forms[0][1] != forms[1][1] || forms.count >= 8
  }

  /// The kinds that several of the codes have; of a single code, all that it has.
  private static func kinds(of codes: [String]) -> Set<Kind> {
    var counts: [Kind: Int] = [:]
    for code in codes {
      for kind in Set(code.compactMap(Kind.init)) { counts[kind, default: 0] += 1 }
    }
    let fewest = min(codes.count, 2)
    return Set(counts.filter { $0.value >= fewest }.keys)
  }

  /// The lengths of groups and the signs between them.
  static func groups(_ text: String) -> String {
    var groups = ""
    var length = 0
    for character in text {
      if character.isLetter || character.isNumber {
        length += 1
      } else {
        groups += "\(length)\(character)"
        length = 0
      }
    }
    return groups + "\(length)"
  }

  private static func signs(_ text: String) -> String {
    text.filter { !$0.isLetter && !$0.isNumber }
  }

  /// A link up to the end of its host; nil for a text that is none.
  private static func host(_ text: String) -> String? {
    guard let mark = text.firstRange(of: "://") else { return nil }
    return text[..<mark.upperBound].lowercased()
      + text[mark.upperBound...].prefix { $0 != "/" && $0 != "?" }.lowercased()
  }
}

/// The numbers of a column that lost their first zeros in a spreadsheet: shorter than most, in a
/// column where none begins with a zero.
struct LostZeros: Equatable, Sendable {
  private let length: Int
  private static let fewest = 4

  /// Codes of several lengths are usual, PINs are not; a short number may be counted up.
  init?(in given: [String], of field: ColumnField) {
    let cells = given.map { CardCode.halfWidth(CardCode.cleaned($0)) }.filter { !$0.isEmpty }
    let numbers = cells.filter(Self.isNumber)
    guard numbers.count >= Self.fewest, numbers.count * 100 >= cells.count * 80,
      !numbers.contains(where: { $0.hasPrefix("0") }),
      let length = numbers.map(\.utf8.count).max(), length >= (field == .number ? 8 : 3)
    else { return nil }
    let full = numbers.count { $0.utf8.count == length }
    guard full * 100 >= numbers.count * (field == .pin ? 50 : 80) else { return nil }
    self.length = length
  }

  func contains(_ text: String) -> Bool { Self.isNumber(text) && text.utf8.count < length }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) }
  }
}
