import Shop

/// How the codes of a file fall into parts, so that each may be a code followed by its PIN.
///
/// In a file without a column of PINs a line is one code. If most lines have parts around the same
/// mark, that is doubtful, and a person must say what is meant.
package struct CodeParts: Equatable, Sendable, CustomStringConvertible {
  /// What separates the parts.
  let mark: Mark
  /// How many parts most lines have.
  let count: Int

  /// What may separate parts.
  enum Mark: Hashable, Sendable {
    case blank
    case sign(Character)
    /// The same sign twice or more, which is in no code.
    case doubled(Character)
    /// A field's name in the middle of the line, as in `A1密码7`.
    case word(String)

    var isDoubled: Bool {
      if case .doubled = self { true } else { false }
    }
  }

  /// The longest group of a single code; a longer part is a code or PIN by itself.
  private static let longestGroup = 6
  private static let pinWords = ["卡密"] + ColumnNames.ofPINs

  /// What was found, in words for people.
  package var description: String {
    let name =
      switch mark {
      case .blank: "a blank"
      case .sign(let sign): "`\(sign)`"
      case .doubled(let sign): "`\(sign)\(sign)`"
      case .word(let word): "`\(word)`"
      }
    return "\(count) parts with \(name) between them in most lines, as a code and its PIN"
  }

  /// A header that would say what the parts are.
  var header: String {
    switch mark {
    case .blank: "code pin"
    case .sign("~"), .sign("/"), .sign(":"):
      "code\(self.sign)pin"
    case .sign, .doubled, .word: "code,pin, with a comma between the parts"
    }
  }

  private var sign: String {
    if case .sign(let sign) = mark { String(sign) } else { "" }
  }

  /// Examines codes; nil when most are in one part, or in groups as codes are printed.
  init?(of codes: [String]) {
    let all = codes.enumerated().compactMap { index, code in
      Self.plain(code, ordinal: index + 1)
    }
    // Other marks may have blanks around them too: `A1 / 7`.
    let marks = Set(all.flatMap(Self.marks)).sorted { Self.order($0) < Self.order($1) }
    for mark in marks {
      let rows = all.compactMap { Self.parts(of: $0, at: mark) }
      let counts = Dictionary(grouping: rows, by: \.count)
      let most = counts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
      guard let most else { continue }
      let isEverywhere = mark == .blank && rows.count * 2 > codes.count
      guard isEverywhere || most.value.count * 2 > codes.count else { continue }
      guard !Self.areGroups(isEverywhere ? rows : most.value, at: mark) else { continue }
      self.mark = mark
      count = most.key
      return
    }
    return nil
  }

  /// Whether a code seems to have parts, while others have none, by marks that no code contains.
  ///
  /// `hasSigns` says that signs are usual in these codes, so that two may be equal by chance.
  static func isInParts(_ code: String, hasSigns: Bool) -> Bool {
    let isPlain = code.utf8.allSatisfy { $0 < 0x80 && !" \t~\\".utf8.contains($0) }
    guard !isPlain || !hasSigns && hasDoubledSign(code), let text = plain(code, ordinal: 0) else {
      return false
    }
    let doubled = hasSigns ? [] : marks(in: text).filter(\.isDoubled)
    return ([.blank, .sign("~"), .sign("、"), .sign("\\")] + doubled).contains { mark in
      parts(of: text, at: mark).map { !areGroups([$0], at: mark) } ?? false
    }
  }

  /// Whether a sign other than a dash, a dot or a low line is in the code, and none twice in a row.
  static func hasLoneSign(_ code: String) -> Bool {
    code.contains { isSign($0) && !"._".contains($0) } && !hasDoubledSign(code)
  }

  private static func hasDoubledSign(_ code: String) -> Bool {
    zip(code, code.dropFirst()).contains { $0 == $1 && isSign($0) }
  }

  private static func isSign(_ character: Character) -> Bool {
    character != "-" && (character.isPunctuation || character.isSymbol)
  }

  /// A code for the comparison; nil if it is refused for another reason, or is an account or a URL.
  private static func plain(_ given: String, ordinal: Int) -> String? {
    let (code, isText) = CellText.unwrapped(given)
    let text = CardCode.halfWidth(code)
    guard !text.isEmpty, !text.contains("://"), !Account.isCertain(text),
      !CodeShape.isProfile(text),
      CellText.fault(of: text, line: ordinal, isExact: isText) == nil,
      CellText.damage(of: text) == nil
    else { return nil }
    return text
  }

  private static func marks(in text: String) -> [Mark] {
    var marks: Set<Mark> = []
    var last: Character?
    for character in text {
      if character.isWhitespace {
        marks.insert(.blank)
      } else if isSign(character) {
        marks.insert(last == character ? .doubled(character) : .sign(character))
      }
      last = character
    }
    let small = text.lowercased()
    return Array(marks) + pinWords.filter { small.contains($0) }.map { .word($0) }
  }

  /// A key by which marks are sorted for trying: those that people choose on purpose come first.
  private static func order(_ mark: Mark) -> String {
    switch mark {
    case .sign("~"): "0"
    case .sign("/"): "1"
    case .sign(let sign), .doubled(let sign): "2\(sign)"
    case .word(let word): "3\(word)"
    case .blank: "4"
    }
  }

  /// The parts, if there are at least two and none is empty; nil otherwise.
  private static func parts(of text: String, at mark: Mark) -> [String]? {
    let parts: [String] =
      switch mark {
      case .blank: text.split(whereSeparator: \.isWhitespace).map(String.init)
      case .sign(let sign):
        text.split(separator: sign, omittingEmptySubsequences: false).map { part in
          CardCode.cleaned(String(part))
        }
      case .doubled(let sign):
        text.split(separator: String([sign, sign])).map { CardCode.cleaned(String($0)) }
      case .word(let word):
        text.lowercased().split(separator: word, omittingEmptySubsequences: false).map { part in
          CardCode.cleaned(String(part))
        }
      }
    return parts.count > 1 && parts.allSatisfy { !$0.isEmpty } ? parts : nil
  }

  /// Whether rows are groups of one code, as in `ABCD EFGH IJKL`: of equal length, and none with an
  /// alphabet of its own.
  private static func areGroups(_ rows: [[String]], at mark: Mark) -> Bool {
    guard mark == .blank || mark == .sign("_") || mark == .sign(".") else { return false }
    guard
      rows.allSatisfy({ row in
        row.allSatisfy { $0.count == row[0].count && $0.count <= longestGroup }
      })
    else { return false }
    var alphabets: [Set<Alphabet>] = []
    for row in rows {
      for (index, part) in row.enumerated() {
        if alphabets.count == index { alphabets.append([]) }
        alphabets[index].formUnion(part.compactMap(Alphabet.init))
      }
    }
    return alphabets.allSatisfy { one in
      alphabets.allSatisfy { !one.isDisjoint(with: $0) }
    }
  }

  private enum Alphabet: Hashable {
    case digits, small, large

    init?(_ character: Character) {
      if character.isNumber {
        self = .digits
      } else if character.isLowercase {
        self = .small
      } else if character.isLetter {
        self = .large
      } else {
        return nil
      }
    }
  }
}
