import Shop

/// How the codes of a file fall into parts, so that each may be a code with its PIN behind it.
///
/// A file without a column for PINs sells what a line says as one code; where most lines fall apart
/// at the same mark, that is a guess, and a person says what is meant.
package struct CodeParts: Equatable, Sendable, CustomStringConvertible {
  /// What stands between the parts, as a person calls it.
  let mark: Mark
  /// How many there are in most lines.
  let count: Int

  /// What parts stand between.
  enum Mark: Hashable, Sendable {
    case blank
    case sign(Character)
    /// A column's name in the middle of the line: `A1密码7`.
    case word(String)
  }

  /// Groups of a code are no longer than this: of longer parts each is a code or a PIN.
  private static let longestGroup = 6
  private static let pinWords = ["密码", "密碼", "卡密", "口令", "pin"]

  /// What was found, in a person's words.
  package var description: String {
    let name =
      switch mark {
      case .blank: "a blank"
      case .sign(let sign): "`\(sign)`"
      case .word(let word): "`\(word)`"
      }
    return "\(count) parts with \(name) between them in most lines, as a code and its PIN"
  }

  /// A header that says what they are, and what is to be done for it.
  var header: String {
    switch mark {
    case .blank: "code pin"
    case .sign("~"), .sign("/"), .sign(":"):
      "code\(self.sign)pin"
    case .sign, .word: "code,pin, with a comma between the parts"
    }
  }

  private var sign: String {
    if case .sign(let sign) = mark { String(sign) } else { "" }
  }

  /// Nil when most of these codes are in one part, or in groups as a code is printed.
  init?(of codes: [String]) {
    let all = codes.enumerated().compactMap { index, code in
      Self.plain(code, ordinal: index + 1)
    }
    // Others may stand between blanks too: `A1 / 7`.
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

  /// Whether a code among others that are in one part is in several, by what no code has in it.
  static func isInParts(_ code: String) -> Bool {
    guard code.utf8.contains(where: { $0 >= 0x80 || " \t~\\".utf8.contains($0) }) else {
      return false
    }
    guard let text = plain(code, ordinal: 0) else { return false }
    return [Mark.blank, .sign("~"), .sign("、"), .sign("\\")].contains { mark in
      parts(of: text, at: mark).map { !areGroups([$0], at: mark) } ?? false
    }
  }

  /// A code as it is compared; nil for what is refused for another reason, or is whole as it is.
  private static func plain(_ given: String, ordinal: Int) -> String? {
    let (code, isText) = CellText.unwrapped(given)
    let text = CardCode.halfWidth(code)
    guard !text.isEmpty, !text.contains("://"), !isAccount(text),
      CellText.fault(of: text, line: ordinal, isExact: isText) == nil,
      CellText.damage(of: text) == nil
    else { return nil }
    return text
  }

  /// An account with its password is one thing that is sold: the buyer needs both.
  private static func isAccount(_ text: String) -> Bool {
    let name = text.prefix { !$0.isWhitespace && !":~/|,;\\".contains($0) }
    return EmailAddress(String(name)) != nil || CodeShape.isAccount(text)
  }

  private static func marks(in text: String) -> [Mark] {
    var marks: Set<Mark> = []
    for character in text where character != "-" {
      if character.isWhitespace {
        marks.insert(.blank)
      } else if character.isPunctuation || character.isSymbol {
        marks.insert(.sign(character))
      }
    }
    let small = text.lowercased()
    return Array(marks) + pinWords.filter { small.contains($0) }.map { .word($0) }
  }

  /// In which order marks are tried: those that people put there on purpose first.
  private static func order(_ mark: Mark) -> String {
    switch mark {
    case .sign("~"): "0"
    case .sign("/"): "1"
    case .sign(let sign): "2\(sign)"
    case .word(let word): "3\(word)"
    case .blank: "4"
    }
  }

  /// At least two parts, all of which say something; nil otherwise.
  private static func parts(of text: String, at mark: Mark) -> [String]? {
    let parts: [String] =
      switch mark {
      case .blank: text.split(whereSeparator: \.isWhitespace).map(String.init)
      case .sign(let sign):
        text.split(separator: sign, omittingEmptySubsequences: false).map { part in
          CardCode.cleaned(String(part))
        }
      case .word(let word):
        text.lowercased().split(separator: word, omittingEmptySubsequences: false).map { part in
          CardCode.cleaned(String(part))
        }
      }
    return parts.count > 1 && parts.allSatisfy { !$0.isEmpty } ? parts : nil
  }

  /// `ABCD EFGH IJKL`: parts of one length, none of which has an alphabet of its own.
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
