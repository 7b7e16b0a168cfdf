package import Shop

/// One product for sale.
package struct Product: Sendable {
  /// `sku`: the worker's name of the product; no two products share one.
  package var sku: SKU
  /// The last part of its address, `/products/SLUG/`.
  package var slug: String
  /// What is written about it, in every language.
  package var texts: Texts
  /// What is sold, on which terms.
  package var offer: Offer
  /// Which lists it is in, and its order there.
  package var shelving: Shelving
  /// The path of its image from the root, such as `/images/steam.svg`; the file exists.
  package var image: String?
  /// Old addresses of its page, which forward to it.
  package var aliases: [String]
  /// The moment of publication, or midnight of its day; nil sorts last.
  package var date: Timestamp?
  /// When the text last changed; nil when the file does not say.
  package var updated: Timestamp?
  /// `params`: values for the shop's own templates.
  package var params: Params
  /// The path of its file for messages, such as `content/products/steam-50.md`.
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

  /// The texts in each language.
  package struct Texts: Sendable {
    /// `title`, in every language that has one.
    package var title: Localized
    /// The body by language, redeem section included; the default language always has one.
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

    /// The shop's languages in which it has a title of its own, the default first.
    func languages(of shop: [LanguageTag]) -> [LanguageTag] {
      shop.prefix(1) + shop.dropFirst().filter { title.isTranslated(to: $0) }
    }
  }

  /// What decides a sale.
  package struct Offer: Sendable {
    /// `price`, in the shop's currency or the product's `currency`.
    package var price: Money
    /// Prices in further currencies, each once, in the file's order.
    package var furtherPrices: [Money]
    /// `compare_at`: the former price, higher than `price` and in its currency.
    package var compareAt: Money?
    /// `face_value`: what the card is worth, as a text such as `50 CNY`.
    package var faceValue: String?
    /// `region`: where the code can be redeemed.
    package var region: String?
    /// The most per checkout, 1 to 100.
    package var limit: Int
    /// How many days a code must remain valid to be sold, 0 to 3,650.
    package var minValidityDays: Int
    /// `when_out`: what becomes of a buyer who wants more than there is.
    package var whenOut: WhenOut
    /// `delivery`: whether the mail holds codes, or the link to the page that shows them.
    package var delivery: DeliveryKind
    /// A hosted payment link, `https://…`.
    package var stripe: String?
    /// When the sale ends, for search engines; products whose sale is over are not loaded.
    package var availableUntil: Timestamp?

    package init(
      price: Money,
      furtherPrices: [Money] = [],
      compareAt: Money? = nil,
      faceValue: String? = nil,
      region: String? = nil,
      limit: Int,
      minValidityDays: Int = CatalogDocument.ProductEntry.defaultMinValidityDays,
      whenOut: WhenOut = .stop,
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
      self.whenOut = whenOut
      self.delivery = delivery
      self.stripe = stripe
      self.availableUntil = availableUntil
    }

    /// The prices in all currencies, `price` first.
    package var prices: [Money] { [price] + furtherPrices }

    /// The former price, if it is higher and in the same currency.
    var listPrice: Money? {
      compareAt.flatMap { before in
        before.currency == price.currency && before.minorUnits > price.minorUnits ? before : nil
      }
    }
  }

  /// Which lists a product is in, and its order there.
  package struct Shelving: Sendable {
    /// The key of a declared category.
    package var category: String
    /// The keys of declared scenarios.
    package var scenarios: [String]
    /// `tags`, each once, in the file's order.
    package var tags: [String]
    /// `brand`: for filters and search engines.
    package var brand: String?
    /// The labels, in their own order.
    package var labels: [ProductLabel]
    /// Lists show lower weights first; 0 by default.
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

/// A label on a product's card, of the theme or of the shop.
package struct ProductLabel: RawRepresentable, Hashable, Comparable, Sendable {
  /// The label in files and addresses, such as `hot` in `/labels/hot/`.
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  /// Sells well.
  package static let hot = ProductLabel(rawValue: "hot")
  /// Is new.
  package static let new = ProductLabel(rawValue: "new")
  /// Costs less than before.
  package static let discount = ProductLabel(rawValue: "discount")

  /// The labels of the theme.
  package static let builtIn = [hot, new, discount]

  /// Orders the theme's labels first, then the shop's by key.
  package static func < (left: ProductLabel, right: ProductLabel) -> Bool {
    let places = (builtIn.firstIndex(of: left), builtIn.firstIndex(of: right))
    let ranks = (places.0 ?? builtIn.count, places.1 ?? builtIn.count)
    return ranks.0 == ranks.1 ? left.rawValue < right.rawValue : ranks.0 < ranks.1
  }
}
