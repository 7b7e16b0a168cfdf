import Shop

/// Renders the parts that every page of one language repeats.
struct Wording: Sendable {
  let theme: Theme
  let language: LanguageTag
  let phrases: Phrases
  let say: [String: any Sendable]

  private var content: SiteContent { theme.content }
  private var config: SiteConfig { theme.content.config }

  /// A product as it lies on a shelf.
  func card(_ product: Product) -> String {
    let title = product.title.text(in: language)
    var values: TemplateValues = [
      "say": say,
      "face": face(product, title: title, on: .shelf),
      "href": theme.address.path(.product(slug: product.slug), in: language),
      "title": title, "sku": product.sku.text,
    ]
    values["titleLang"] = lang(product.title)
    let price = PriceText(product.price, in: language)
    values["symbol"] = price.symbol
    values["digits"] = price.digits
    values["listPrice"] = product.compareAt.map { PriceText($0, in: language).text }
    let region = product.region.map { phrases[region: $0] }
    let label = ProductLabel.allCases.first { product.labels.contains($0) }
    let notes = [region, label.map { phrases[label: $0] }].compactMap { $0 }
    values["note"] = notes.isEmpty ? nil : notes.joined(separator: " · ")
    return theme.templates.render(.card, values)
  }

  /// The place of a card's face.
  enum FacePlace {
    /// On a shelf, among many.
    case shelf
    /// In the deck beside the first sentence.
    case deck
    /// By itself, on the product's page: not decoration.
    case page
  }

  /// The card's face: its image, or else drawn.
  func face(_ product: Product, title: String, on place: FacePlace) -> String {
    let label = place == .page ? phrases[.cardFace, title] : nil
    guard let image = product.image else {
      return CardFace(product, title: title, in: language).svg(label: label)
    }
    let source = Address.encode(image).escapedForHTML
    let known = content.imageAttributes(image, sizes: place == .page ? .page : .card)
    let size =
      known.isEmpty ? " width=\"\(CardFace.width)\" height=\"\(CardFace.height)\"" : known
    let alt = (label ?? "").escapedForHTML
    // The first picture of a page is not to wait for a script or the layout.
    let loading = place == .shelf ? " loading=\"lazy\" decoding=\"async\"" : ""
    return "<img class=\"face\" src=\"\(source)\"\(size) alt=\"\(alt)\"\(loading)>"
  }

  /// The links to the categories that have something in them.
  func navigation(current: String) -> String {
    let categories = content.categories
      .filter { theme.listings[.category(key: $0.key)]?.products.isEmpty == false }
      .map { term -> TemplateValues in
        var values = link(term.title, to: .category(key: term.key))
        values["isCurrent"] = term.key == current
        return values
      }
    return theme.templates.render(
      .navigation,
      ["say": say, "hasCategories": !categories.isEmpty, "categories": categories]
    )
  }

  var footer: String {
    let pages = content.pages.prefix(Self.footerPages).map {
      link($0.title, to: .text(path: $0.path))
    }
    let scenarios = content.scenarios.map { link($0.title, to: .scenario(key: $0.key)) }
    var values: TemplateValues = [
      "say": say, "shop": config.title.text(in: language), "pages": pages,
      "scenarios": scenarios, "hasScenarios": !scenarios.isEmpty,
      "hasHelp": !pages.isEmpty || config.workerURL != nil,
    ]
    values["lookup"] = config.lookupURL
    values["support"] = config.supportEmail.map { $0.text }
    values["legalLang"] = language == config.language ? nil : config.language.tag
    values["icp"] = config.legal.icp
    values["licence"] = config.legal.licence
    return theme.templates.render(.footer, values)
  }

  /// How many pages the footer names, the weightiest: it is part of every page.
  private static let footerPages = 12

  private func link(_ title: Localized, to route: Route) -> TemplateValues {
    var values: TemplateValues = [
      "href": theme.address.path(route, in: language), "title": title.text(in: language),
    ]
    values["lang"] = lang(title)
    return values
  }

  private func lang(_ text: Localized) -> String? {
    text.isTranslated(to: language) ? nil : config.language.tag
  }
}

extension SiteConfig {
  /// Where a buyer has the link to an order sent again: a page of the worker.
  var lookupURL: String? { workerURL.map { $0 + "/orders/lookup" } }
}
