import Shop
import Text

/// The front matter of a category, a scenario or a page.
struct TermFields: Sendable {
  /// Nil when it is missing, which was reported.
  let title: String?
  /// `title_en` and the like, by language.
  let titles: [LanguageTag: String]
  let weight: Int
  let summary: String?
  let aliases: [Located<String>]
  /// Of a page: whether it is left out till it is ready.
  let isDraft: Bool
  /// Of a page: whether the ways to reach the shop stand below its text.
  let showsContacts: Bool
  /// Of a category or scenario: `summary_en` and the like, by language.
  let summaries: [LanguageTag: String]
  /// Of a category or scenario: from the root.
  let image: Located<String>?

  init(
    _ file: ContentFile,
    of kind: ContentPlace.Kind,
    config: SiteConfig,
    problems: inout [ContentProblem]
  ) {
    let others = config.spokenLanguages.filter { $0 != config.language }
    let isPage = kind == .page
    let known =
      (isPage ? FileKey.page : FileKey.term).map(\.name)
      + others.map { "title_\($0.shortTag)" }
      + (isPage ? [] : others.map { "summary_\($0.shortTag)" })
    let subject = isPage ? "a page" : "a category or scenario"
    var fields = Fields(file.entries, in: file.source, known: known, of: subject)
    title = fields.text("title", isRequired: true)?.value
    var titles: [LanguageTag: String] = [:]
    for language in others {
      titles[language] = fields.text("title_\(language.shortTag)")?.value
    }
    self.titles = titles
    weight = fields.integer("weight", in: -100_000...100_000) ?? 0
    summary = fields.text("summary", limit: 300)?.value
    aliases = fields.aliases()
    isDraft = isPage && fields.flag("draft")
    showsContacts = isPage && fields.flag("contacts")
    image = isPage ? nil : fields.image()
    var summaries: [LanguageTag: String] = [:]
    for language in others where !isPage {
      summaries[language] = fields.text("summary_\(language.shortTag)", limit: 300)?.value
    }
    self.summaries = summaries
    problems += fields.problems
  }
}

/// The front matter of a translation: text alone.
struct TranslationFields: Sendable {
  let title: String?
  let summary: String?

  init(_ file: ContentFile, of kind: ContentPlace.Kind, problems: inout [ContentProblem]) {
    let known = FileKey.translation.map(\.name)
    let facts = file.entries.filter {
      kind == .product && ProductFields.keys.contains($0.key) && !known.contains($0.key)
    }
    let entries = file.entries.filter { entry in !facts.contains { $0.key == entry.key } }
    var fields = Fields(entries, in: file.source, known: known, of: "a translation")
    for fact in facts {
      fields.report(
        at: fact.position,
        "expected only `title`, `summary` and `allow` in a translation, found \(quoted(fact.key)); "
          + "remove it: a price and the other facts have one home, "
          + "the file in the shop's own language"
      )
    }
    title = fields.text("title", isRequired: true)?.value
    summary = fields.text("summary", limit: 300)?.value
    problems += fields.problems
  }
}
