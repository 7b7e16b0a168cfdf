package import Shop

/// One product for sale.
package struct Product: Sendable {
  /// `sku`: what the worker sells it by; no two products share one.
  package var sku: SKU
  /// The last part of its address: `/products/SLUG/`.
  package var slug: String
  /// What is written about it, in every language.
  package var texts: Texts
  /// What is sold, at which terms.
  package var offer: Offer
  /// Which lists it is in, and where in them.
  package var shelving: Shelving
  /// Path from the root, of a file that exists: `/images/steam.svg`.
  package var image: String?
  /// Old addresses of its page, which forward to it.
  package var aliases: [String]
  /// Midnight or moment of publication; nil sorts last.
  package var date: Timestamp?
  /// When the text last changed; nil when the file does not say.
  package var updated: Timestamp?
  /// `params`: what the shop's own templates ask for.
  package var params: Params
  /// Where it was written, for messages: `content/products/steam-50.md`.
  package var source: String

  package init(
    sku: SKU,
    slug: String,
    texts: Texts,
    offer: Offer,
    shelving: Shelving,
    image: String? = nil,
    aliases: [String] = [],
    date: Timestamp? = nil,
    updated: Timestamp? = nil,
    params: Params = Params(),
    source: String
  ) {
    self.sku = sku
    self.slug = slug
    self.texts = texts
    self.offer = offer
    self.shelving = shelving
    self.image = image
    self.aliases = aliases
    self.date = date
    self.updated = updated
    self.params = params
    self.source = source
  }

  /// What is written for each language.
  package struct Texts: Sendable {
    /// `title`: in every language that has a text for it.
    package var title: Localized
    /// By language; the default language is always there, and the redeem section stays in it.
    package var body: [LanguageTag: Body]
    /// The "how to redeem" section without its heading, by language.
    package var redeem: [LanguageTag: RedeemSection]

    package init(
      title: Localized,
      body: [LanguageTag: Body],
      redeem: [LanguageTag: RedeemSection] = [:]
    ) {
      self.title = title
      self.body = body
      self.redeem = redeem
    }

    /// Those of the shop's languages, the default first, that it has a text of its own in.
    func languages(of shop: [LanguageTag]) -> [LanguageTag] {
      shop.prefix(1) + shop.dropFirst().filter { title.isTranslated(to: $0) }
    }
  }

  /// What decides a sale.
  package struct Offer: Sendable {
    /// `price`: in the shop's own currency or the product's `currency`.
    package var price: Money
    /// What it costs in other currencies, each once, in the order of the file.
    package var furtherPrices: [Money]
    /// `compare_at`: the price before; higher than `price`, in its currency.
    package var compareAt: Money?
    /// `face_value`: what the card is worth, as text: `50 CNY`.
    package var faceValue: String?
    /// `region`: where the code can be redeemed.
    package var region: String?
    /// The most per checkout, 1 to 100.
    package var limit: Int
    /// How many days a code must still be good for to be sold, 0 to 3,650.
    package var minValidityDays: Int
    /// `delivery`: whether the mail holds codes, or the link to the page that shows them.
    package var delivery: DeliveryKind
    /// A hosted payment link, `https://…`.
    package var stripe: String?
    /// When the sale ends, for search engines; a product whose time has passed is not loaded.
    package var availableUntil: Timestamp?

    package init(
      price: Money,
      furtherPrices: [Money] = [],
      compareAt: Money? = nil,
      faceValue: String? = nil,
      region: String? = nil,
      limit: Int,
      minValidityDays: Int = CatalogDocument.ProductEntry.defaultMinValidityDays,
      delivery: DeliveryKind = .code,
      stripe: String? = nil,
      availableUntil: Timestamp? = nil
    ) {
      self.price = price
      self.furtherPrices = furtherPrices
      self.compareAt = compareAt
      self.faceValue = faceValue
      self.region = region
      self.limit = limit
      self.minValidityDays = minValidityDays
      self.delivery = delivery
      self.stripe = stripe
      self.availableUntil = availableUntil
    }

    /// In every currency, its own first.
    package var prices: [Money] { [price] + furtherPrices }

    /// What it cost before, where that was more.
    var listPrice: Money? {
      compareAt.flatMap { before in
        before.currency == price.currency && before.minorUnits > price.minorUnits ? before : nil
      }
    }
  }

  /// Which lists it is in, and where in them.
  package struct Shelving: Sendable {
    /// Key of a declared category.
    package var category: String
    /// Keys of declared scenarios.
    package var scenarios: [String]
    /// `tags`: each once, in the order of the file.
    package var tags: [String]
    /// `brand`: for filters and search engines.
    package var brand: String?
    /// In their order.
    package var labels: [ProductLabel]
    /// Lists show lower ones first; 0 where the file does not say.
    package var weight: Int

    package init(
      category: String,
      scenarios: [String] = [],
      tags: [String] = [],
      brand: String? = nil,
      labels: [ProductLabel] = [],
      weight: Int = 0
    ) {
      self.category = category
      self.scenarios = scenarios
      self.tags = tags
      self.brand = brand
      self.labels = labels
      self.weight = weight
    }
  }
}

/// A word on the card that sets a product apart: one of the theme's, or of the shop's own.
package struct ProductLabel: RawRepresentable, Hashable, Comparable, Sendable {
  /// As it stands in files and addresses: `hot`, `/labels/hot/`.
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  /// Sells well.
  package static let hot = ProductLabel(rawValue: "hot")
  /// Came lately.
  package static let new = ProductLabel(rawValue: "new")
  /// Costs less than before.
  package static let discount = ProductLabel(rawValue: "discount")

  /// Those whose words are the theme's.
  package static let builtIn = [hot, new, discount]

  /// The theme's in their order, then the shop's own by key.
  package static func < (left: ProductLabel, right: ProductLabel) -> Bool {
    let places = (builtIn.firstIndex(of: left), builtIn.firstIndex(of: right))
    let ranks = (places.0 ?? builtIn.count, places.1 ?? builtIn.count)
    return ranks.0 == ranks.1 ? left.rawValue < right.rawValue : ranks.0 < ranks.1
  }
}
