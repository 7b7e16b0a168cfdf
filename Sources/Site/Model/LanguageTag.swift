import Shop

/// A language of the shop's pages, by its BCP 47 tag such as `zh-CN`, `en` or `fr`.
///
/// Unlike the worker's `Language`, which mail and order pages use, it is open: a further language
/// needs only a file of the theme's words.
package struct LanguageTag: Hashable, Sendable {
  /// The tag in `lang` attributes and `site.yaml`.
  package let tag: String

  /// `zh-CN`.
  package static let chinese = LanguageTag(known: .chinese)
  /// `en`.
  package static let english = LanguageTag(known: .english)

  /// `zh-TW`.
  package static let taiwanese = LanguageTag(written: "zh-TW")

  /// The languages whose words are part of the theme.
  package static let builtIn = [chinese, english, taiwanese]

  private init(known: Language) { self.init(written: known.tag) }

  private init(written tag: String) { self.tag = tag }

  /// Reads a tag such as `fr`, `pt-BR` or `zh-Hans`; nil when it is none.
  ///
  /// Every English is the built-in one, and so is every Chinese that is not traditional.
  package init?(tag: String) {
    guard tag.utf8.allSatisfy({ $0.isASCIILetter || $0 == 0x2D || (48...57).contains($0) }) else {
      return nil
    }
    if let known = Language(tag: tag), !Self.isTraditional(tag) {
      self.init(known: known)
      return
    }
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
    guard let primary = parts.first, (2...3).contains(primary.utf8.count), parts.count <= 3,
      primary.utf8.allSatisfy({ $0.isASCIILetter }),
      parts.dropFirst().allSatisfy({ part in
        (2...8).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isASCIILetter }
      })
    else { return nil }
    let others = parts.dropFirst().map { part in
      part.utf8.count == 2 ? part.uppercased() : part.lowercased().capitalizedWord
    }
    self.init(written: ([primary.lowercased()] + others).joined(separator: "-"))
  }

  /// Whether it is Chinese in traditional characters.
  var isTraditionalChinese: Bool { primary == "zh" && Self.isTraditional(tag) }

  private static func isTraditional(_ tag: String) -> Bool {
    tag.lowercased().split(separator: "-").contains { ["hant", "tw", "hk", "mo"].contains($0) }
  }

  /// The tag in addresses and keys, such as `zh`, `en`, `fr` or `pt-br`.
  package var shortTag: String { self == .chinese ? primary : tag.lowercased() }

  /// Whether it is written from right to left, by its script or else by its language.
  package var isRightToLeft: Bool {
    let parts = tag.lowercased().split(separator: "-").map(String.init)
    if let script = parts.dropFirst().first(where: { $0.utf8.count == 4 }) {
      return ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"]
        .contains(script)
    }
    return [
      "ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn",
      "nqo", "pnb", "ps", "sd", "skr", "syr", "ug", "ur", "yi",
    ].contains(parts.first ?? "")
  }

  /// The value of `dir` attributes.
  package var direction: String { isRightToLeft ? "rtl" : "ltr" }

  /// The language alone, without a region or script.
  var primary: String { String(tag.prefix { $0 != "-" }) }
}

extension String {
  fileprivate var capitalizedWord: String { prefix(1).uppercased() + dropFirst() }
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}

/// A text in the default language and its translations.
package struct Localized: Equatable, Sendable {
  private let texts: [LanguageTag: String]
  private let fallback: LanguageTag

  /// `texts` should hold the default language, which is shown when a translation is missing.
  package init(_ texts: [LanguageTag: String], default fallback: LanguageTag) {
    self.texts = texts
    self.fallback = fallback
  }

  /// The text in that language, or else in the default one; empty when there is none.
  package func text(in language: LanguageTag) -> String {
    texts[language] ?? texts[fallback] ?? ""
  }

  /// Whether there is a text in that language itself.
  package func isTranslated(to language: LanguageTag) -> Bool { texts[language] != nil }

  /// By language tag, for `catalog.json`.
  package var byTag: [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { ($0.key.tag, $0.value) })
  }
}
