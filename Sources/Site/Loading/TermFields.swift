import Shop
import Text

/// The front matter of a category, a scenario or a page.
struct TermFields: Sendable {
  /// Nil when it is missing and reported.
  let title: String?
  /// The titles of `title_en` and so on, by language.
  let titles: [LanguageTag: String]
  let weight: Int
  let summary: String?
  let aliases: [Located<String>]
  /// For a page: whether it is a draft.
  let isDraft: Bool
  /// For a page: whether the shop's contacts are below its text.
  let showsContacts: Bool
  /// For a category or scenario: the summaries of `summary_en` and so on, by language.
  let summaries: [LanguageTag: String]
  /// For a category or scenario: the image's path from the root.
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

/// The front matter of a translation, which has only texts.
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
