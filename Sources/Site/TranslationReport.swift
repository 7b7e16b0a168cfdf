/// How much of the shop is translated into a language; the rest is shown in the default one.
package struct TranslationReport: Equatable, Sendable {
  /// The numbers of one kind of content.
  package struct Count: Equatable, Sendable {
    /// How many have a title and every text in the language.
    package let translated: Int
    /// How many there are.
    package let total: Int
  }

  /// The language's tag, such as `en`.
  package let language: String
  /// Products that pages show.
  package let products: Count
  /// Categories and scenarios.
  package let terms: Count
  /// Policy, help and other pages.
  package let pages: Count
  /// The files without a translation, from the shop's folder; in order.
  package let missing: [String]

  init(_ content: SiteContent, in language: LanguageTag) {
    self.language = language.tag
    let isWhole = { (title: Localized, bodies: [LanguageTag: Body]) in
      title.isTranslated(to: language)
        && (bodies[language] != nil || bodies[content.config.language]?.isEmpty ?? true)
    }
    var missing: [String] = []
    let count = { (items: [(file: String, title: Localized, bodies: [LanguageTag: Body])]) in
      let lacking = items.filter { !isWhole($0.title, $0.bodies) }.map(\.file)
      missing += lacking.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return Count(translated: items.count - lacking.count, total: items.count)
    }
    products = count(content.products.map { ($0.source, $0.texts.title, $0.texts.body) })
    terms = count(
      content.categories.map { ("content/categories/\($0.key).md", $0.title, $0.intro) }
        + content.scenarios.map { ("content/scenarios/\($0.key).md", $0.title, $0.intro) }
    )
    pages = count(content.pages.map { ("content/pages/\($0.path).md", $0.title, $0.body) })
    self.missing = missing
  }

  init(_ kept: ProblemsDocument.Translation) {
    let count = { (entry: ProblemsDocument.CountEntry) in
      Count(translated: entry.translated, total: entry.total)
    }
    language = kept.language
    (products, terms, pages) = (count(kept.products), count(kept.terms), count(kept.pages))
    missing = kept.missing
  }

  /// The reports of all languages except the shop's own.
  static func all(of content: SiteContent) -> [TranslationReport] {
    content.config.languages.filter { $0 != content.config.language }
      .map { TranslationReport(content, in: $0) }
  }

  /// The report as a line, such as
  /// `en: 18 of 20 products, 4 of 4 pages translated; missing: content/products/a.md`.
  package var line: String {
    let counts = [
      (products, "products"), (terms, "categories and scenarios"), (pages, "pages"),
    ]
    let shown = counts.filter { $0.0.total > 0 }
      .map { "\($0.0.translated) of \($0.0.total) \($0.1)" }
    var line = "\(language): \(shown.joined(separator: ", ")) translated"
    guard !missing.isEmpty else { return line }
    line += "; missing: " + missing.prefix(Self.mostNamed).joined(separator: ", ")
    let rest = missing.count - Self.mostNamed
    return rest > 0 ? line + " and \(rest) more" : line
  }

  /// The most files that a line names.
  private static let mostNamed = 10
}
