import Shop

/// What people put on codes that they used, hid or counted, and what is no code at all.
extension CellText {
  /// Why a code is not sold with what somebody put on it; nil when there is nothing.
  ///
  /// `form` knows how the file's other codes look: by chance a code may end in a word.
  static func mark(of given: String, in form: FileForm) -> LineRefusal? {
    let text = CardCode.halfWidth(given)
    if isPartHidden(text) {
      return LineRefusal(
        "expected a code as a whole, found one of which a part is hidden; ask for the whole one, "
          + "or pass --separator none, for one code a line, if it has these letters"
      )
    }
    let isPicture = { (scalar: Unicode.Scalar) in
      switch scalar.properties.generalCategory {
      case .otherSymbol, .enclosingMark: !dashes.contains(scalar.value)
      default: scalar.properties.isEmojiPresentation
      }
    }
    if text.unicodeScalars.contains(where: isPicture)
      || [text.first, text.last].contains(where: { $0.map("√×✗✘".contains) ?? false })
    {
      return LineRefusal(
        "expected a code alone, found it with a mark or a picture; take the marks off, and the "
          + "line out if it says that the code was used"
      )
    }
    if text.count > 4, text.prefix(2) == text.suffix(2), Set(text.prefix(2)).count == 1,
      let sign = text.first, "~*_-=".contains(sign)
    {
      return LineRefusal("expected a code alone, found it crossed out or in marks; take them off")
    }
    if form.isStrayAddress(text) {
      return LineRefusal(
        "expected a code, found a mail address alone; take the line out, or pass --separator none, "
          + "for one code a line, if it is what is sold"
      )
    }
    guard form.usual?.fits(text) != true else { return nil }
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    if words.count > 1, let last = words.last.map(String.init),
      spent.contains(last) || last == "unused"
    {
      return LineRefusal(
        "expected a code alone, found a word behind it that says if it was used; take the line "
          + "out, or the words off"
      )
    }
    if let last = text.last, "*!?".contains(last), !form.shape.mayEndInSign {
      return LineRefusal(
        "expected a code alone, found it with a sign behind it, as used ones are marked; take the "
          + "line out, or pass --separator none, for one code a line, if the sign is part of it"
      )
    }
    return nil
  }

  /// Dashes that are symbols.
  private static let dashes: Set<UInt32> = [0x2500, 0x2501, 0x2796]

  /// Whether a group is nothing but crosses, or a sign stands three times in a row, as in
  /// `ABCD-XXXX-9Q7R` and `ABCD-####-9Q7R`; a link may have such words.
  private static func isPartHidden(_ text: String) -> Bool {
    guard !text.contains("://") else { return false }
    let groups = text.split { !$0.isLetter && !$0.isNumber }
    if groups.count > 1,
      groups.contains(where: { $0.count > 2 && $0.allSatisfy { "xX".contains($0) } })
    {
      return true
    }
    var (last, length): (Character?, Int) = (nil, 0)
    for character in text {
      length = character == last ? length + 1 : 1
      last = character
      if length > 2, "#?■□▇█▓_●".contains(character) { return true }
    }
    return false
  }

  /// Why a part of a line that is sold whole is none; nil when it may be one.
  ///
  /// A password may be any word, and may look like a formula or a column's name; behind an
  /// account's mail address, `ofAccount`, it may have stars and dots too.
  static func fault(ofPart given: String, _ index: Int, ofAccount: Bool) -> LineRefusal? {
    let text = CardCode.halfWidth(given)
    let expected = "expected each part between ---- as the supplier has it"
    if text.isEmpty { return LineRefusal("\(expected), found an empty one") }
    if index == 0, ColumnNames.meaning(of: text) != nil {
      return LineRefusal(
        "\(expected), found the name of a column; say what they are by --column 2=code "
          + "--column 4=pin"
      )
    }
    if let damage = SpreadsheetDamage(of: text, isExact: true) {
      switch damage {
      case .shortened, .error, .narrow, .lostCharacter: return damage.refusal(where: expected)
      case .grouped, .decimals, .rounded, .formula, .date, .truth: break
      }
    }
    if index == 0 || !ofAccount, hasHiddenPart(text) {
      return LineRefusal("\(expected), found one of which a part is hidden")
    }
    if index == 0 || index == 1, isNothing(text) || text.allSatisfy({ "*?.•●…".contains($0) }) {
      return LineRefusal("\(expected), found a word or mark that stands for none")
    }
    return nil
  }

  /// Whether a text is an amount of money with its currency, such as `50元` and `$20.00`; of more
  /// than six digits in a row it may be a code.
  static func isAmount(_ text: String) -> Bool {
    guard text.utf8.count <= 20, text.utf8.contains(where: { (48...57).contains($0) }) else {
      return false
    }
    guard text.contains(where: { ".,".contains($0) }) || text.count(where: \.isNumber) <= 6 else {
      return false
    }
    let small = text.lowercased()
    let before = #/(¥|\$|€|£|us\$|rmb|cny|usd|eur)\s?\d[\d,]*(\.\d+)?/#
    let behind = #/\d[\d,]*(\.\d+)?\s?(¥|€|£|元|圆|块|块钱|rmb|cny|usd|eur|円|美元|美金)/#
    return small.wholeMatch(of: before) != nil || small.wholeMatch(of: behind) != nil
  }

  /// Whether a cell of what may be a header is a code, a number, a mail address, a link, a day or
  /// an amount, and so no name of a column.
  static func isData(_ given: String) -> Bool {
    let text = CardCode.halfWidth(CardCode.cleaned(given))
    if text.contains("://") || EmailAddress(text) != nil || isAmount(text) || isDay(text) {
      return true
    }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
    let digits = text.count(where: \.isNumber)
    guard text.contains(where: \.isLetter) else { return digits > 0 }
    let groups = text.split(separator: "-")
    let isGrouped =
      groups.count > 2 && groups[0].count > 2 && groups.allSatisfy { $0.count == groups[0].count }
      && !text.contains(where: \.isLowercase)
    return isGrouped || digits > 1 && text.count > 5
  }
}
