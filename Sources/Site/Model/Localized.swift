/// A text in the default language and in those it was translated to.
package struct Localized: Equatable, Sendable {
  private let texts: [LanguageTag: String]
  private let fallback: LanguageTag

  /// `texts` should hold the default language; another one is shown where it is missing.
  package init(_ texts: [LanguageTag: String], default fallback: LanguageTag) {
    self.texts = texts
    self.fallback = fallback
  }

  /// The text in that language, or else in the default one; empty when there is none.
  package func text(in language: LanguageTag) -> String {
    texts[language] ?? texts[fallback] ?? ""
  }

  /// Whether it is there in just that language.
  package func isTranslated(to language: LanguageTag) -> Bool { texts[language] != nil }

  /// By language tag, for `catalog.json`.
  package var byTag: [String: String] {
    Dictionary(uniqueKeysWithValues: texts.map { ($0.key.tag, $0.value) })
  }
}
