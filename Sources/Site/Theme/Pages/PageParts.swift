import Shop

/// Renders the parts that every page of one language repeats.
struct PageParts: Sendable {
  let theme: Theme
  let language: LanguageTag
  let phrases: Phrases
  let say: TemplateValues

  private var content: SiteContent { theme.content }
  private var config: SiteConfig { theme.content.config }

  /// A product's card in a list.
  func card(_ product: Product) -> Markup {
    let title = product.texts.title.text(in: language)
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection,
      "face": face(product, title: title, on: .list),
      "href": theme.address.path(.product(slug: product.slug), in: language),
      "title": title, "sku": product.sku.text,
    ]
    values["titleLang"] = lang(product.texts.title)
    let price = PriceText(product.offer.price, in: language)
    values["symbol"] = price.symbol
    values["digits"] = price.digits
    values["listPrice"] = product.offer.compareAt.map { PriceText($0, in: language).text }
    let isAway = (theme.regions.place(of: product) ?? 0) > 0
    let region = isAway ? product.offer.region : nil
    let labels = product.shelving.labels.filter(tellsApart)
    // The shop's own labels come before those of the theme.
    let label = labels.first { !ProductLabel.builtIn.contains($0) } ?? labels.first
    let chip = label.flatMap { config.storefront.hasColor($0) ? $0 : nil }
    let plain = chip == nil ? label : nil
    let notes = [region.map { phrases[region: $0] }, plain.map { phrases[label: $0] }]
      .compactMap { $0 }
    values["note"] = notes.isEmpty ? nil : notes.joined(separator: " · ")
    values["hasNote"] = chip != nil || !notes.isEmpty
    values["chip"] = chip.map { label in
      var values: TemplateValues = ["key": label.rawValue, "name": phrases[label: label]]
      values["lang"] = config.lang(of: label, in: language)
      return values
    }
    values["params"] = product.params.values(in: language, over: config.storefront.params)
    values["stock"] = stockNote(product)
    return theme.templates.render(.card, values)
  }

  /// Whether at most half of the products have the label: one on most cards says nothing.
  private func tellsApart(_ label: ProductLabel) -> Bool {
    (theme.listings[.label(label)]?.products.count ?? 0) * 2 <= content.products.count
  }

  /// The shop's own values for templates.
  var params: TemplateValues { config.storefront.params.values(in: language) }

  /// Where a card's picture is shown.
  enum FacePlace {
    /// In a list.
    case list
    /// Beside the home page's sentence.
    case lead
    /// On the product's page, where it needs an alternative text.
    case page
  }

  /// The card's picture: the product's image, or else a drawing.
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
    // The main picture of a page is not loaded lazily.
    let loading = place == .list ? " loading=\"lazy\" decoding=\"async\"" : ""
    return "<img class=\"face\" src=\"\(source)\"\(size) alt=\"\(alt)\"\(loading)>"
  }

  /// See `Edition.otherDirection`.
  var otherDirection: [String] { config.otherDirection(in: language) }

  /// The language of an untranslated text; nil for a translated one.
  func lang(_ text: Localized) -> String? {
    text.isTranslated(to: language) ? nil : config.language.tag
  }
}

extension SiteConfig {
  /// The direction of the shop's own language, for untranslated texts; empty if it is that of the
  /// page's language.
  func otherDirection(in language: LanguageTag) -> [String] {
    let other = self.language.direction
    return other == language.direction ? [] : [other]
  }

  /// The language of a label's name; nil if it is that of the page, or the theme's word for it.
  func lang(of label: ProductLabel, in language: LanguageTag) -> String? {
    guard let title = storefront.labels.first(where: { $0.label == label })?.title,
      !title.isTranslated(to: language), !title.text(in: language).isEmpty
    else { return nil }
    return self.language.tag
  }
}
