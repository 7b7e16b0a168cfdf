/// What a person typed or pasted where an email address is asked for, with typing slips corrected.
///
/// Corrects only what can have one meaning: invisible characters, line breaks, blanks around the
/// address and within its domain, full-width letters and signs, `mailto:`, `Name <…>`, quotation
/// marks and punctuation at the end. A blank within the name stays: it may separate two names.
package struct TypedAddress: Equatable, Sendable {
  /// The corrected text, which may still be no address.
  package let text: String

  package init(_ typed: String) {
    var letters = typed.unicodeScalars.compactMap(Self.mended)[...]
    Self.trim(&letters)
    letters = Self.inBrackets(letters)
    let scheme = Array("mailto:".unicodeScalars)
    if String(String.UnicodeScalarView(letters.prefix(scheme.count))).lowercased() == "mailto:" {
      letters = letters.dropFirst(scheme.count).prefix { $0 != "?" }
      Self.trim(&letters)
    }
    var text = String.UnicodeScalarView()
    if let at = letters.lastIndex(of: "@") {
      var name = letters[..<at]
      while name.last == " " { name = name.dropLast() }
      text += name
      text += Self.joined(letters[at...])
    } else {
      text += letters
    }
    self.text = String(text)
  }

  /// The address, if it is one.
  package var address: EmailAddress? { EmailAddress(text) }

  /// Drops blanks beside `@` and dots; keeps any other, which separates two words.
  private static func joined(_ letters: ArraySlice<Unicode.Scalar>) -> String.UnicodeScalarView {
    var kept = String.UnicodeScalarView()
    for letter in letters {
      if letter == " ", kept.last == "@" || kept.last == "." { continue }
      if letter == "." { while kept.last == " " { kept.removeLast() } }
      kept.append(letter)
    }
    return kept
  }

  /// The character that is meant; nil for an invisible one.
  private static func mended(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
    switch letter {
    case "。", "｡", "﹒": return "."
    case "﹫": return "@"
    case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": return nil
    case "\u{FF01}"..."\u{FF5E}": return Unicode.Scalar(letter.value - 0xFEE0)
    // Marks that change how the letter before them looks, and Hangul's blanks.
    case "\u{FE00}"..."\u{FE0F}", "\u{34F}", "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}":
      return nil
    default: break
    }
    if letter.properties.isWhitespace || letter == "\u{2800}" { return " " }
    switch letter.properties.generalCategory {
    case .control, .format: return nil
    default: return letter
    }
  }

  /// Removes from both ends what no address begins or ends with, and quotation marks in pairs.
  private static func trim(_ letters: inout ArraySlice<Unicode.Scalar>) {
    while let first = letters.first, letters.count > 1, first == letters.last,
      first == "'" || first == "`"
    {
      letters = letters.dropFirst().dropLast()
    }
    let begins = "!#$%&'*+/=?^_`{|}~-<@".unicodeScalars
    while let first = letters.first, !isWritten(first), !begins.contains(first) {
      letters = letters.dropFirst()
    }
    while let last = letters.last, !isWritten(last), last != ">", last != "@" {
      letters = letters.dropLast()
    }
  }

  private static func isWritten(_ letter: Unicode.Scalar) -> Bool {
    letter.properties.isAlphabetic || letter.properties.numericType != nil
  }

  /// The text between `<` and `>` at the end, if the only `@` is in it.
  private static func inBrackets(
    _ letters: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    guard letters.last == ">", let begin = letters.firstIndex(of: "<"),
      letters.filter({ $0 == "<" || $0 == ">" }).count == 2,
      let at = letters.firstIndex(of: "@"), at > begin
    else { return letters }
    var inner = letters[(begin + 1)...].dropLast()
    trim(&inner)
    return inner
  }
}
