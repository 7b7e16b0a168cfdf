import Shop

/// What most codes of a file look like, by which a line of prose among them is recognised and not
/// sold as a code.
struct CodeShape: Equatable, Sendable {
  /// Whether most codes have letters of other scripts than Latin, as accounts in Chinese do.
  private let hasWideLetters: Bool
  private let hasBlanks: Bool
  private let hasLabels: Bool
  private let hasSigns: Bool
  /// Whether signs are in several codes, so that one at the end is no mark.
  let mayEndInSign: Bool
  /// Whether a code of this file may be in parts, since PINs have a column of their own or a person
  /// says so.
  private let mayBeInParts: Bool

  /// Finds out the shape from some of the file's codes.
  init(_ codes: [String], mayBeInParts: Bool) {
    self.mayBeInParts = mayBeInParts
    let most = { (isOne: (String) -> Bool) in codes.count(where: isOne) * 2 > codes.count }
    hasWideLetters = most(Self.hasWideLetters)
    hasBlanks = most { Self.words(of: $0).count > 1 }
    hasLabels = most(Self.hasLabel)
    // Chance puts the same sign twice only where there are many.
    let signed = codes.count(where: CodeParts.hasLoneSign)
    hasSigns = signed * 10 > codes.count
    mayEndInSign = hasSigns && (signed > 1 || codes.count == 1)
  }

  /// Why a text is not one of these codes; nil when it may be one.
  func fault(of given: String) -> LineRefusal? {
    let text = CardCode.halfWidth(given)
    guard !Account.isCertain(text), !Self.isProfile(text) else { return nil }
    let isProse =
      (!hasWideLetters && Self.hasWideLetters(text)) || (!hasBlanks && Self.isProse(text))
    if isProse {
      return LineRefusal("expected a code like the others, found words; take the line out")
    }
    if text.contains(":"), !hasLabels, Self.hasLabel(text), !text.contains("://") {
      return LineRefusal("expected a code like the others, found a name and what it is for")
    }
    if !mayBeInParts, CodeParts.isInParts(text, hasSigns: hasSigns) {
      return LineRefusal(
        "expected a code like the others, found it in parts, as a code and its PIN; give the PIN a "
          + "column of its own, or pass --separator none if each line is one code"
      )
    }
    return nil
  }

  /// Whether a text is what an eSIM's picture holds: `LPA:1$SERVER$CODE`.
  ///
  /// GSMA SGP.22 §4.1.
  static func isProfile(_ text: String) -> Bool {
    text.contains("$")
      && text.wholeMatch(of: #/([Ll][Pp][Aa]:)?1\$[A-Za-z0-9.\-]+\$[A-Za-z0-9\-]*(\$[0-9.]*)*/#)
        != nil
  }

  private static func words(of text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace)
  }

  private static func hasWideLetters(_ text: String) -> Bool {
    CardCode.halfWidth(text).unicodeScalars.contains {
      $0.value >= 0x250 && $0.properties.isAlphabetic
    }
  }

  /// Whether a text is prose such as `Thank you for your purchase!`: words without digits, some of
  /// them in lower case.
  private static func isProse(_ text: String) -> Bool {
    words(of: text).count > 1 && !text.contains(where: \.isNumber)
      && text.contains(where: \.isLowercase)
  }

  /// Whether a text begins with a label, such as `Subject: your codes`.
  private static func hasLabel(_ text: String) -> Bool {
    text.contains(":") && text.prefixMatch(of: #/[A-Za-z][A-Za-z \-]{1,30}:\s+\S/#) != nil
  }
}

extension CellText {
  /// The closing marks of what people and chats put around a code, by the opening mark.
  private static let closings: [Character: Character] = [
    "“": "”", "‘": "’", "„": "“", "«": "»", "「": "」", "『": "』", "【": "】", "`": "`", "[": "]",
    "<": ">",
  ]

  /// Why a code or PIN is damaged: part of it is hidden, or encoded as in a web page.
  static func damage(of given: String, in column: CodeColumn = .code) -> LineRefusal? {
    // Cheaper than a regular expression, and most codes have none of these bytes.
    guard given.utf8.contains(where: { $0 >= 0x80 || "*.%&`[</#".utf8.contains($0) }) else {
      return nil
    }
    let text = CardCode.halfWidth(given)
    let expected = column.expectation
    if let mark = text.first, let end = closings[mark], text.count > 1, text.last == end {
      return LineRefusal("\(expected) alone, found one in marks; take them off every line")
    }
    if text.hasPrefix("//") || text.hasPrefix("# ") {
      return LineRefusal("\(expected), found a remark; take the line out")
    }
    if hasHiddenPart(text) {
      return LineRefusal("\(expected) as a whole, found one of which a part is hidden")
    }
    if !text.contains("://"), text.contains(#/%[0-9A-Fa-f]{2}/#) {
      return LineRefusal("\(expected), found one in the writing of web addresses (%2D)")
    }
    if text.contains(#/&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|nbsp);/#) {
      return LineRefusal("\(expected), found one in the writing of web pages (&amp;)")
    }
    return nil
  }

  /// Whether letters are hidden behind stars or dots.
  static func hasHiddenPart(_ text: String) -> Bool {
    text.contains(#/\*{3,}|[•●∙·×]{3,}|…|\.{3,}/#)
  }

  /// Why a text is not a code alone: a list's number or mark is before it.
  static func prefix(of text: String, _ ordinal: Int) -> LineRefusal? {
    guard let initial = text.first, !initial.isLetter || "nN第".contains(initial) else { return nil }
    if "-*•●◦▪·‣→>√✓".contains(initial), text.dropFirst().first?.isWhitespace ?? false {
      return LineRefusal("expected a code alone, found it behind a mark; take the marks off")
    }
    let numbered = LineRefusal("expected a code alone, found it numbered; take the numbers off")
    if let first = text.unicodeScalars.first, text.unicodeScalars.count > 1,
      circled(first) == ordinal
    {
      return numbered
    }
    return listNumber(of: text) == ordinal ? numbered : nil
  }

  /// The number that a list puts before a code, as in `1. CODE`, `1.CODE`, `1 CODE`, `(1) CODE`,
  /// `No.1 CODE` and `第1张 CODE`.
  private static func listNumber(of text: String) -> Int? {
    var rest = text.lowercased()[...]
    for mark in ["no.", "no", "nr.", "nr", "第"] where rest.hasPrefix(mark) {
      rest = rest.dropFirst(mark.count).drop(while: \.isWhitespace)
    }
    if let first = rest.first, "([#".contains(first) { rest.removeFirst() }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(digits.count)
    if let first = rest.first, "张个条".contains(first) { rest.removeFirst() }
    guard digits.count <= 6, let number = Int(digits), let mark = rest.first, rest.count > 1 else {
      return nil
    }
    return ".)]、:".contains(mark) || mark.isWhitespace ? number : nil
  }

  /// The number of `①` to `⑳`, `⑴` to `⒇` and `⒈` to `⒛`.
  private static func circled(_ scalar: Unicode.Scalar) -> Int? {
    (0x2460...0x249B).contains(scalar.value) ? Int((scalar.value - 0x2460) % 20) + 1 : nil
  }

  /// Whether a cell is a day, in any order of its figures, or says that there is none.
  static func isDay(_ text: String) -> Bool {
    // Eight digits alone may as well be a PIN.
    if text.utf8.count == 8, let figures = Int(text), !nearDays.contains(figures) { return false }
    return [DateOrder.dayFirst, .monthFirst].contains { order in
      do throws(LineRefusal) {
        _ = try lastDay(text, order)
        return true
      } catch {
        return false
      }
    }
  }

  private static let nearDays = 2000_01_01...2100_12_31
}
