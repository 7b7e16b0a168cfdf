import Shop

extension Edition {
  /// How many cards a shelf of the home page shows: a full row on a wide screen, two on a phone.
  static let shelfLength = 4

  /// The home page: one sentence, a shelf for each category, the scenarios, how it works.
  var homePage: OutputFile {
    let title = config.title.text(in: language)
    let sentence = config.description.text(in: language)
    let shelves = content.categories.compactMap { shelf($0) }
    let scenarios = content.scenarios.map { scene($0) }
    let values: TemplateValues = [
      "say": say,
      "headline": sentence.isEmpty ? title : sentence,
      "deck": deck,
      "shelves": shelves,
      "scenarios": scenarios,
      "hasScenarios": !scenarios.isEmpty,
    ]
    var head = PageHead(title: title, description: sentence, route: .home)
    head.structured = StructuredData(edition: self).home
    return file(.home, head: head, main: theme.templates.render(.home, values))
  }

  /// One card of each of the first three categories, fanned out beside the sentence.
  private var deck: String {
    let words = Wording(theme: theme, language: language, phrases: phrases, say: say)
    let first = content.categories.compactMap { theme.productsOfCategory[$0.key]?.first }.prefix(3)
    return first.map { index in
      let product = content.products[index]
      return words.face(product, title: product.title.text(in: language), on: .deck)
    }.joined()
  }

  private func shelf(_ term: Term) -> TemplateValues? {
    guard let products = theme.productsOfCategory[term.key] else { return nil }
    let title = shown(term.title)
    var values: TemplateValues = [
      "title": title.text,
      "href": path(.category(key: term.key)),
      "all": phrases.all.with(phrases.products.with(products.count)),
      "cards": products.prefix(Self.shelfLength).map { cards[$0] }.joined(),
    ]
    values["titleLang"] = title.lang
    return values
  }

  private func scene(_ term: Term) -> TemplateValues {
    let title = shown(term.title)
    var values: TemplateValues = [
      "title": title.text,
      "href": path(.scenario(key: term.key)),
      "count": phrases.products.with(theme.productsOfScenario[term.key]?.count ?? 0),
    ]
    values["titleLang"] = title.lang
    values["summary"] = term.intro[language]?.summary
    return values
  }
}
