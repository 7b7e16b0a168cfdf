import Shop

extension PageParts {
  /// How many categories the navigation shows before it links to all of them: one row on a wide
  /// screen.
  private static let navigationLength = 8

  /// How many pages the footer shows, in the order of their weights.
  private static let footerPages = 12

  /// How many scenarios the footer shows, in the order of their weights.
  private static let footerScenarios = 8

  /// The shop's own menu, or else links to categories with products.
  ///
  /// `current` is the path of the category or page that is marked.
  func navigation(current: String) -> Markup {
    let menu = theme.content.config.storefront.menu
    let links = (menu.isEmpty ? [.categories] : menu).flatMap { item -> [TemplateValues] in
      switch item {
      case .categories: categories(current: current)
      case .link(let label, let target): [link(label: label, to: target)]
      }
    }
    .map { link in
      var link = link
      link["isCurrent"] = !current.isEmpty && link.isText("href", current)
      return link
    }
    return theme.templates.render(
      .navigation,
      [
        "say": say, "params": params, "otherDir": otherDirection,
        "label": menu.isEmpty ? phrases[.categories] : phrases[.menu],
        "hasLinks": !links.isEmpty, "links": links,
      ]
    )
  }

  private func categories(current: String) -> [TemplateValues] {
    let filled = theme.content.categories.filter { hasProducts(.category(key: $0.key)) }
    // Up to two more categories are shown rather than a link to the others.
    let isLong = filled.count > Self.navigationLength + 2
    let links = filled.map { link($0.title, to: .category(key: $0.key)) }
    let shown = links.enumerated().filter { index, link in
      !isLong || index < Self.navigationLength || link.isText("href", current)
    }
    guard !links.isEmpty else { return [] }
    let all: TemplateValues = [
      "href": theme.address.path(isLong ? .search : .list(.everything), in: language),
      "title": phrases[isLong ? .allCategories : .everything], "isAll": true,
    ]
    return shown.map(\.element) + [all]
  }

  var footer: Markup {
    let content = theme.content
    let config = content.config
    let pages = content.pages.prefix(Self.footerPages).map {
      link($0.title, to: .text(path: $0.path))
    }
    let links = config.storefront.footer.flatMap { item -> [TemplateValues] in
      switch item {
      case .categories: []
      case .link(let label, let target): [link(label: label, to: target)]
      }
    }
    let scenarios = content.scenarios.filter { hasProducts(.scenario(key: $0.key)) }
      .prefix(Self.footerScenarios)
      .map { link($0.title, to: .scenario(key: $0.key)) }
    var values: TemplateValues = [
      "say": say, "params": params, "otherDir": otherDirection,
      "shop": config.title.text(in: language),
      "pages": pages + links,
      "scenarios": scenarios, "hasScenarios": !scenarios.isEmpty,
      "hasHelp": !(pages + links).isEmpty || config.workerURL != nil,
    ]
    values["shopLang"] = lang(config.title)
    values["lookup"] = config.lookupURL(in: language)
    values["contacts"] = contacts
    // If there are contacts, they include the address.
    values["support"] = contacts == nil ? config.supportEmail?.text : nil
    values["legalLang"] = language == config.language ? nil : config.language.tag
    values["icp"] = config.legal.icp
    values["licence"] = config.legal.licence
    // Only if the refund page is not among the footer's pages above.
    values["refund"] = content.pages.dropFirst(Self.footerPages)
      .first { $0.path == config.legal.refund }
      .map { link($0.title, to: .text(path: $0.path)) }
    return theme.templates.render(.siteFooter, values)
  }

  private func hasProducts(_ term: ListTerm) -> Bool {
    theme.listings[term]?.products.isEmpty == false
  }

  private func link(_ title: Localized, to route: PageRoute) -> TemplateValues {
    var values: TemplateValues = [
      "href": theme.address.path(route, in: language), "title": title.text(in: language),
    ]
    values["lang"] = lang(title)
    return values
  }
}

extension SiteConfig {
  /// The URL of the worker's page that sends order links again.
  func lookupURL(in language: LanguageTag) -> String? {
    workerURL.map { "\($0)\(Route.lookup.path)?lang=\(language.tag)" }
  }

  /// The URL of the worker's stock levels, which the shop's script reads.
  var stockURL: String? { workerURL.map { $0 + Route.stock.path } }
}
