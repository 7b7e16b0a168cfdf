import Shop

/// The front matter of a category, a scenario or a page.
struct TermFields: Sendable {
  /// Nil where it is missing, which was reported.
  let title: String?
  /// `title_en` and the like, by language.
  let titles: [LanguageTag: String]
  let weight: Int
  let summary: String?
  let aliases: [Located<String>]

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
