import Shop

/// The shop in one language, with what its pages share, rendered once.
struct Edition: Sendable {
  let theme: Theme
  let language: LanguageTag
  let phrases: Phrases
  /// The theme's texts for templates.
  let say: TemplateValues
  /// The cards of lists, by product index.
  let cards: [Markup]
  let search: SearchIndex
  /// The list of the shop's contacts; nil for none.
  let contacts: Markup?
  private let announcement: Markup?
  private let footer: Markup
  /// The navigation by the path of the marked category or page; the empty key marks none.
  private let navigation: [String: Markup]

  init(of theme: Theme, in language: LanguageTag) {
    self.theme = theme
    self.language = language
    phrases = theme.content.config.phrases(in: language)
    say = phrases.say
    search = SearchIndex(
      theme.content,
      listings: theme.listings,
      regions: theme.regions,
      address: theme.address,
      in: language
    )
    let parts = PageParts(theme: theme, language: language, phrases: phrases, say: say)
    cards = theme.content.products.concurrentMap { parts.card($0) }
    footer = parts.footer
    contacts = parts.contacts
    announcement = parts.announcement
    let categories = theme.content.categories.map { category in
      theme.address.path(.category(key: category.key), in: language)
    }
    let paths = Set([""] + categories + parts.menuPaths)
    navigation = Dictionary(uniqueKeysWithValues: paths.map { ($0, parts.navigation(current: $0)) })
  }

  var content: SiteContent { theme.content }
  var config: SiteConfig { theme.content.config }

  /// Renders a page; pure, so that equal pages of equal content give equal bytes.
  func render(_ page: Page) -> OutputFile {
    switch page {
    case .home(let lead, let fronts, let others, let scenarios):
      homePage(lead, fronts, others: others, scenarios: scenarios)
    case .product(let index, let related): productPage(index, related: related)
    case .list(let slice): listPage(slice)
    case .search: searchPage
    case .text(let index): textPage(content.pages[index])
    case .missing: missingPage
    }
  }

  /// The direction of the shop's own language, for untranslated texts; empty if it is this one's.
  var otherDirection: [String] { config.otherDirection(in: language) }

  /// The shop's own values for templates.
  var params: TemplateValues { config.storefront.params.values(in: language) }

  /// The path of a page from the root, percent-encoded.
  func path(_ route: PageRoute) -> String { theme.address.path(route, in: language) }

  /// A text, and its language if that is not the page's.
  func shown(_ text: Localized) -> (text: String, lang: String?) {
    let lang = text.isTranslated(to: language) ? nil : config.language.tag
    return (text.text(in: language), lang)
  }

  /// A body, and its language if that is not the page's; nil when there is none.
  func shown(_ bodies: [LanguageTag: Body]) -> (body: Body, lang: String?)? {
    if let body = bodies[language] { return (body, nil) }
    return bodies[config.language].map { ($0, config.language.tag) }
  }

  /// A whole page around its main part.
  func page(_ head: PageHead, main: Markup) -> Markup {
    var values = head.values(in: self)
    values["lang"] = language.tag
    values["dir"] = language.isRightToLeft ? "rtl" : nil
    values["say"] = say
    values["params"] = params
    let shop = shown(config.title)
    values["shop"] = shop.text
    values["shopLang"] = shop.lang
    values["otherDir"] = otherDirection
    values["home"] = path(.home)
    values["stylesheet"] = "/" + theme.stylesheet.file.path
    values["integrity"] = theme.stylesheet.integrity
    values["script"] =
      [
        "href": "/" + Script.shop.file.path, "integrity": Script.shop.integrity,
      ] as TemplateValues
    values["stockURL"] = config.stockURL
    values["find"] = path(.search)
    values["search"] =
      [
        "script": "/" + Script.search.file.path, "index": "/" + search.directory.path,
      ] as TemplateValues
    values["eager"] = eagerScript(of: head.route).map { script in
      ["href": "/" + script.file.path, "integrity": script.integrity] as TemplateValues
    }
    values["policy"] =
      config.hosts.contains { !$0.sendsHeaders } ? contentPolicyOfPage(content) : nil
    values["icons"] = theme.icons.map { ["rel": $0.rel, "href": "/" + $0.path] as TemplateValues }
    let category = head.category.isEmpty ? "" : path(.category(key: head.category))
    values["navigation"] = head.route.flatMap { navigation[path($0)] } ?? navigation[category]
    values["announcement"] = announcement
    values["footer"] = footer
    values["main"] = main
    return theme.templates.render(.layout, values)
  }

  /// The script that a page loads before it is shown, because it would move something otherwise.
  private func eagerScript(of route: PageRoute?) -> Script? {
    switch route {
    case .search: .search
    case .product: config.workerURL == nil ? nil : .buy
    case .home, .list, .text, nil: nil
    }
  }

  /// The output file of a route.
  func file(_ route: PageRoute, head: PageHead, main: Markup) -> OutputFile {
    OutputFile(
      path: theme.address.file(route, in: language),
      bytes: page(head, main: main).bytes
    )
  }
}
