import Shop

/// Properties of Open Graph, by which chats and networks show a link.
typealias SocialProperties = [(property: String, content: String)]

extension Edition {
  /// The properties of a product besides those of every page.
  func social(_ product: Product) -> SocialProperties {
    let social: SocialProperties = [
      ("product:price:amount", product.offer.price.decimal),
      ("product:price:currency", product.offer.price.currency.code),
      (
        "product:availability",
        content.stock[product.sku] == .out ? "out of stock" : "in stock"
      ),
      ("product:condition", "new"),
      ("product:retailer_item_id", product.sku.text),
      ("product:brand", product.shelving.brand ?? ""),
    ]
    guard let image = product.rasterImage else { return social }
    return social + self.social(image: image, alt: product.texts.title.text(in: language))
  }

  /// The properties of a picture, by its path from the root.
  func social(image: String, alt: String) -> SocialProperties {
    var social: SocialProperties = [("og:image", theme.address.url(path: image))]
    if let size = content.images[image] {
      social.append(("og:image:width", String(size.width)))
      social.append(("og:image:height", String(size.height)))
    }
    return social + [("og:image:alt", alt)]
  }

  /// The properties of the page's language and of its other languages.
  var socialLocales: SocialProperties {
    let own = language.socialLocale.map { (property: "og:locale", content: $0) }
    let others = config.languages.filter { $0 != language }.compactMap(\.socialLocale)
    return (own.map { [$0] } ?? []) + others.map { ("og:locale:alternate", $0) }
  }
}

extension LanguageTag {
  /// The language with a country, as Open Graph requires, such as `zh_CN`; nil when none is known.
  fileprivate var socialLocale: String? {
    let parts = tag.split(separator: "-")
    if let region = parts.dropFirst().first(where: { $0.utf8.count == 2 }) {
      return "\(primary)_\(region.uppercased())"
    }
    return Self.countries[shortTag].map { "\(shortTag)_\($0)" }
  }

  /// The country of most readers of a language.
  private static let countries = [
    "ar": "AR", "cs": "CZ", "da": "DK", "de": "DE", "el": "GR", "en": "US", "es": "ES",
    "fi": "FI", "fr": "FR", "he": "IL", "hi": "IN", "hu": "HU", "id": "ID", "it": "IT",
    "ja": "JP", "ko": "KR", "ms": "MY", "nb": "NO", "nl": "NL", "pl": "PL", "pt": "PT",
    "ro": "RO", "ru": "RU", "sv": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN",
    "zh": "CN",
  ]
}
