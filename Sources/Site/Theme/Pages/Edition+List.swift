import Shop

extension Edition {
  /// The products of a category.
  func categoryPage(_ term: Term) -> OutputFile {
    let products = theme.productsOfCategory[term.key] ?? []
    return list(term, route: .category(key: term.key), products: products, category: term.key)
  }

  /// The products for a scenario.
  func scenarioPage(_ term: Term) -> OutputFile {
    let products = theme.productsOfScenario[term.key] ?? []
    return list(term, route: .scenario(key: term.key), products: products, category: "")
  }

  private func list(_ term: Term, route: Route, products: [Int], category: String) -> OutputFile {
    let title = shown(term.title)
    let intro = shown(term.intro)
    let count = phrases.products.with(products.count)
    var values: TemplateValues = [
      "say": say, "home": path(.home), "title": title.text, "count": count,
    ]
    values["titleLang"] = title.lang
    values["intro"] = intro?.body.html
    values["introLang"] = intro?.lang
    values["cards"] = products.isEmpty ? nil : products.map { cards[$0] }.joined()
    var head = PageHead(
      title: title.text,
      description: intro?.body.summary ?? count,
      route: route,
      category: category
    )
    head.structured = StructuredData(edition: self)
      .list(
        title.text,
        trail: [(title.text, route)],
        products: products.map { content.products[$0] },
        first: 1
      )
    return file(route, head: head, main: theme.templates.render(.list, values))
  }
}
