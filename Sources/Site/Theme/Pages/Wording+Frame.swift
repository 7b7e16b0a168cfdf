import Shop

extension Wording {
  /// How many categories the navigation names before it points to a page with all of them: it is
  /// part of every page, and one row on a wide screen.
  private static let navigationLength = 8

  /// How many pages the footer names, the weightiest.
  private static let footerPages = 12

  /// How many scenarios the footer names, the weightiest.
  private static let footerScenarios = 8

  /// The links to the categories that have something in them.
  func navigation(current: String) -> String {
    let filled = theme.content.categories.filter { hasProducts(.category(key: $0.key)) }
    // Two more than the row shall have are fewer than one row and a detour.
    let isLong = filled.count > Self.navigationLength + 2
    let shown = filled.enumerated().filter { index, term in
      !isLong || index < Self.navigationLength || term.key == current
    }
    let categories = shown.map { _, term -> TemplateValues in
      var values = link(term.title, to: .category(key: term.key))
      values["isCurrent"] = term.key == current
      return values
    }
    let all = isLong ? Route.search : .list(.everything)
    return theme.templates.render(
      .navigation,
      [
        "say": say, "otherDir": otherDirection, "hasCategories": !categories.isEmpty,
        "categories": categories,
        "isLong": isLong, "allHref": theme.address.path(all, in: language),
      ]
    )
  }

  var footer: String {
    let content = theme.content
    let config = content.config
    let pages = content.pages.prefix(Self.footerPages).map {
      link($0.title, to: .text(path: $0.path))
    }
    let scenarios = content.scenarios.filter { hasProducts(.scenario(key: $0.key)) }
      .prefix(Self.footerScenarios)
      .map { link($0.title, to: .scenario(key: $0.key)) }
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection, "shop": config.title.text(in: language),
      "pages": pages,
      "scenarios": scenarios, "hasScenarios": !scenarios.isEmpty,
      "hasHelp": !pages.isEmpty || config.workerURL != nil,
    ]
    values["lookup"] = config.lookupURL
    values["support"] = config.supportEmail.map { $0.text }
    values["legalLang"] = language == config.language ? nil : config.language.tag
    values["icp"] = config.legal.icp
    values["licence"] = config.legal.licence
    // Among the pages above already, unless the shop has too many of them.
    values["refund"] = content.pages.dropFirst(Self.footerPages)
      .first { $0.path == config.legal.refund }
      .map { link($0.title, to: .text(path: $0.path)) }
    return theme.templates.render(.siteFooter, values)
  }

  private func hasProducts(_ term: ListTerm) -> Bool {
    theme.listings[term]?.products.isEmpty == false
  }

  private func link(_ title: Localized, to route: Route) -> TemplateValues {
    var values: TemplateValues = [
      "href": theme.address.path(route, in: language), "title": title.text(in: language),
    ]
    values["lang"] = lang(title)
    return values
  }
}

extension SiteConfig {
  /// Where a buyer has the link to an order sent again: a page of the worker.
  var lookupURL: String? { workerURL.map { $0 + "/orders/lookup" } }

  /// Where the shop's script asks how much is left: a document of the worker.
  var stockURL: String? { workerURL.map { $0 + "/stock.json" } }
}
