extension CardCode {
  /// Equal for codes that are probably one card, written in two ways, and for one account.
  ///
  /// Codes that differ only in case, in dashes, blanks and other signs, or in the script of their
  /// digits; a code alone and in a link or in an eSIM's text; an account's login, whatever its
  /// password is and whatever stands behind it.
  package var similarity: String { Self.similarity(of: code) }

  /// `similarity`, of a number or a PIN too.
  static func similarity(of given: String) -> String {
    let text = identity(of: given)
    return Account(identity: text)?.login ?? inLink(text) ?? inProfile(text) ?? bare(text)
  }

  /// Whether the code is an account, with its password or alone.
  ///
  /// A name or a phone's number may as well be a code.
  var isAccount: Bool { Account(code) != nil }

  /// What stands behind the first part of a line that is sold whole: a PIN, or the code behind its
  /// number; nil for a code in one part, and for an account's password.
  var secondPart: String? {
    let parts = Self.parts(of: Self.identity(of: code))
    return parts.count > 1 && !isAccount ? parts[1] : nil
  }

  /// The letters and digits of a text, in upper case; the whole text where it has none.
  static func bare(_ text: some StringProtocol) -> String {
    let kept = text.unicodeScalars.filter(\.isLetterOrDigit).map(\.asDigit)
    return (kept.isEmpty ? String(text) : String(String.UnicodeScalarView(kept))).uppercased()
  }
}

/// Codes within other texts.
extension CardCode {
  /// What a link is compared by: the only code in it, or its address without what never matters;
  /// nil for a text that is no link.
  private static func inLink(_ text: String) -> String? {
    guard let mark = text.firstRange(of: "://"), !text.contains(where: \.isWhitespace),
      text[..<mark.lowerBound].allSatisfy(\.isLetter)
    else { return nil }
    let (address, place) = halves(of: text[mark.upperBound...], at: "#")
    let (path, query) = halves(of: address, at: "?")
    let pairs = query.split(separator: "&").filter { pair in
      let name = pair.prefix { $0 != "=" }.lowercased()
      return !name.hasPrefix("utm_") && !trackers.contains(name)
    }
    // A word behind the sign is a place on the page; a page's own address or a code is not.
    let hasPlace = place.hasPrefix("/") || place.contains("=") || isCode(bare(place))
    if !hasPlace, let code = onlyCode(path, pairs) { return code }
    var whole = path.hasSuffix("/") ? String(path.dropLast()) : String(path)
    whole += "?" + pairs.joined(separator: "&")
    if hasPlace { whole += "#\(place)" }
    return whole.filter { $0 != "-" }.uppercased()
  }

  /// The value of a link's only parameter that is named as codes are, or the last part of a path
  /// without parameters; nil where something else in the link looks like a code too.
  private static func onlyCode(_ path: Substring, _ pairs: [Substring]) -> String? {
    let steps = path.split(separator: "/").dropFirst().map { bare($0) }
    let values = pairs.map { bare($0.split(separator: "=", maxSplits: 1).last ?? "") }
    let codes = (steps + values).filter(isCode)
    let named = zip(pairs, values).filter { pair, _ in
      ofCodes.contains(pair.prefix { $0 != "=" }.lowercased())
    }
    let only = pairs.isEmpty ? steps.last : named.count == 1 ? named[0].1 : nil
    return codes.count == 1 && codes.first == only ? only : nil
  }

  private static func halves(
    of text: Substring,
    at mark: Character
  ) -> (before: Substring, behind: Substring) {
    guard let place = text.firstIndex(of: mark) else { return (text, "") }
    return (text[..<place], text[text.index(after: place)...])
  }

  private static let trackers: Set<String> = [
    "from", "ref", "source", "src", "spm", "fbclid", "gclid", "lang", "channel",
  ]
  private static let ofCodes: Set<String> = [
    "code", "key", "cdk", "cdkey", "token", "gift", "giftcode", "voucher", "coupon", "card",
  ]

  /// Whether it is long enough to be a code, and has a digit, as most have.
  private static func isCode(_ text: String) -> Bool {
    text.count >= 6 && text.contains(where: \.isNumber)
  }

  /// The code of an eSIM's profile, `LPA:1$SERVER$CODE`; nil for any other text.
  private static func inProfile(_ text: String) -> String? {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count >= 3, ["1", "LPA:1"].contains(parts[0].uppercased()), isCode(bare(parts[2]))
    else { return nil }
    return bare(parts[2])
  }
}

extension Unicode.Scalar {
  /// Whether it is kept in comparisons; the marks of kana that look like dashes are not.
  fileprivate var isLetterOrDigit: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark: true
    default: properties.isAlphabetic && value != 0x30FC && value != 0xFF70
    }
  }

  /// The ASCII digit that a digit of any script stands for.
  fileprivate var asDigit: Unicode.Scalar {
    guard value >= 0x80, properties.numericType == .decimal,
      let number = properties.numericValue, let digit = Unicode.Scalar(48 + UInt32(number))
    else { return self }
    return digit
  }
}
