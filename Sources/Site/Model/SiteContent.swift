package import Shop

/// The whole shop, validated: what loading returns and rendering takes.
///
/// Holds: (1) every SKU, slug, category key, scenario key and page path is unique; (2) every
/// product's
/// category and scenarios are declared here; (3) every internal link and image in a body exists.
package struct SiteContent: Sendable {
  /// `site/site.yaml` and the words.
  package var config: SiteConfig
  /// Newest first, those without a date last, then by SKU.
  ///
  /// Drafts are gone unless asked for, and so is what is not on sale at the build's moment. Weights
  /// and labels are the lists' matter.
  package var products: [Product]
  /// Ordered by weight, then key.
  package var categories: [Term]
  /// Ordered by weight, then key.
  package var scenarios: [Term]
  /// Ordered by weight, then path.
  package var pages: [FreePage]
  /// `site/static/**`: path in the output (`images/steam.svg`) and where it lies on disk.
  package var staticFiles: [StaticFile]
  /// `site/templates/*.mustache` of the shop, by name without the extension: they override the
  /// built-in theme file by file.
  package var templates: [String: String]
  /// Every local image of `staticFiles` by its path from the root: `/images/steam.svg`.
  package var images: [String: LocalImage]
  /// What is left of each product, as known at the build; a product that is missing here is shown
  /// without a word about its stock.
  package var stock: [SKU: StockLevel]

  package init(
    config: SiteConfig,
    products: [Product],
    categories: [Term],
    scenarios: [Term],
    pages: [FreePage],
    staticFiles: [StaticFile],
    templates: [String: String],
    images: [String: LocalImage] = [:],
    stock: [SKU: StockLevel] = [:]
  ) {
    self.config = config
    self.products = products
    self.categories = categories
    self.scenarios = scenarios
    self.pages = pages
    self.staticFiles = staticFiles
    self.templates = templates
    self.images = images
    self.stock = stock
  }
}

/// One product for sale.
package struct Product: Sendable {
  /// `sku`: what the worker sells it by; no two products share one.
  package var sku: SKU
  /// The last part of its address: `/products/SLUG/`.
  package var slug: String
  /// `title`: in every language that has a text for it.
  package var title: Localized
  /// By language; the default language is always there, and the redeem section stays in it.
  package var body: [LanguageTag: Body]
  /// The "how to redeem" section without its heading, by language.
  package var redeem: [LanguageTag: RedeemSection]
  /// `price`: in the shop's own currency or the product's `currency`.
  package var price: Money
  /// What it costs in other currencies, each once, in the order of the file.
  package var furtherPrices: [Money]
  /// `compare_at`: the price before; higher than `price`, in its currency.
  package var compareAt: Money?
  /// `face_value`: what the card is worth, as text: `50 CNY`.
  package var faceValue: String?
  /// `brand`: for filters and search engines.
  package var brand: String?
  /// Key of a declared category.
  package var category: String
  /// Keys of declared scenarios.
  package var scenarios: [String]
  /// `tags`: in the order of the file.
  package var tags: [String]
  /// In their order.
  package var labels: [ProductLabel]
  /// Path from the root, of a file that exists: `/images/steam.svg`.
  package var image: String?
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
  /// Old addresses of its page, which forward to it.
  package var aliases: [String]
  /// `draft`: built on request alone.
  package var isDraft: Bool
  /// Midnight or moment of publication; nil sorts last.
  package var date: Timestamp?
  /// When the text last changed; nil where the file does not say.
  package var updated: Timestamp?
  /// When the sale ends, for search engines; a product whose time has passed is not loaded.
  package var availableUntil: Timestamp?
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// Where it was written, for messages: `content/products/steam-50.md`.
  package var source: String
  /// `params`: what the shop's own templates ask for.
  package var params: Params

  package init(
    sku: SKU,
    slug: String,
    title: Localized,
    body: [LanguageTag: Body],
    redeem: [LanguageTag: RedeemSection],
    price: Money,
    furtherPrices: [Money] = [],
    compareAt: Money?,
    faceValue: String?,
    brand: String?,
    category: String,
    scenarios: [String],
    tags: [String],
    labels: [ProductLabel],
    image: String?,
    region: String?,
    limit: Int,
    minValidityDays: Int = CatalogDocument.ProductEntry.defaultMinValidityDays,
    delivery: DeliveryKind,
    stripe: String?,
    aliases: [String],
    isDraft: Bool,
    date: Timestamp?,
    updated: Timestamp? = nil,
    availableUntil: Timestamp? = nil,
    weight: Int = 0,
    source: String,
    params: Params = Params()
  ) {
    self.params = params
    self.sku = sku
    self.slug = slug
    self.title = title
    self.body = body
    self.redeem = redeem
    self.price = price
    self.furtherPrices = furtherPrices
    self.compareAt = compareAt
    self.faceValue = faceValue
    self.brand = brand
    self.category = category
    self.scenarios = scenarios
    self.tags = tags
    self.labels = labels
    self.image = image
    self.region = region
    self.limit = limit
    self.minValidityDays = minValidityDays
    self.delivery = delivery
    self.stripe = stripe
    self.aliases = aliases
    self.isDraft = isDraft
    self.date = date
    self.updated = updated
    self.availableUntil = availableUntil
    self.weight = weight
    self.source = source
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

/// A declared category or scenario.
package struct Term: Sendable {
  /// From the file's name; may be Chinese: `/categories/KEY/`, `/scenarios/KEY/`.
  package var key: String
  /// As headings and links show it.
  package var title: Localized
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// By language; empty where the file has neither a body nor a summary.
  package var intro: [LanguageTag: Body]
  /// Old addresses of its list.
  package var aliases: [String]
  /// A picture from the root, of a file that exists: `/images/games.png`.
  package var image: String?

  package init(
    key: String,
    title: Localized,
    weight: Int,
    intro: [LanguageTag: Body],
    aliases: [String] = [],
    image: String? = nil
  ) {
    self.aliases = aliases
    self.image = image
    self.key = key
    self.title = title
    self.weight = weight
    self.intro = intro
  }
}

/// A policy, help or about page.
package struct FreePage: Sendable {
  /// From the file's path, without slashes at the ends: `policies/refund`.
  package var path: String
  /// As headings and links show it.
  package var title: Localized
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// By language; the default one is always there.
  package var body: [LanguageTag: Body]
  /// Old addresses of it.
  package var aliases: [String]
  /// Whether the ways to reach the shop stand below its text.
  package var showsContacts: Bool

  package init(
    path: String,
    title: Localized,
    weight: Int,
    body: [LanguageTag: Body],
    aliases: [String] = [],
    showsContacts: Bool = false
  ) {
    self.showsContacts = showsContacts
    self.aliases = aliases
    self.path = path
    self.title = title
    self.weight = weight
    self.body = body
  }
}

/// An image of the shop: its size, and smaller copies where a tool made some.
package struct LocalImage: Equatable, Sendable {
  /// In CSS pixels.
  package var width: Int
  /// In CSS pixels.
  package var height: Int
  /// WebP copies, the narrowest first; empty for SVG and where no tool is present.
  package var variants: [Variant]

  /// A copy of another width.
  package struct Variant: Equatable, Sendable {
    /// In pixels of the file.
    package var width: Int
    /// From the root: `/assets/images/NAME.HASH-320.webp`.
    package var path: String

    package init(width: Int, path: String) {
      self.width = width
      self.path = path
    }
  }

  package init(width: Int, height: Int, variants: [Variant] = []) {
    self.width = width
    self.height = height
    self.variants = variants
  }
}

/// A file that is copied as it is.
package struct StaticFile: Equatable, Sendable {
  /// In the output, without a leading slash: `images/steam.svg`.
  package var path: String
  /// On this machine, absolute.
  package var source: String

  package init(path: String, source: String) {
    self.path = path
    self.source = source
  }
}

/// One file of the output.
package struct OutputFile: Sendable {
  /// Without a leading slash: `products/steam-50/index.html`.
  package var path: String
  /// The whole content.
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension Product {
  /// In every currency, its own first.
  package var prices: [Money] { [price] + furtherPrices }

  /// Those of the shop's languages, the default first, that it has a text of its own in.
  func languages(of shop: [LanguageTag]) -> [LanguageTag] {
    shop.prefix(1) + shop.dropFirst().filter { title.isTranslated(to: $0) }
  }
}

extension FreePage {
  /// Likewise; a translated title over a text that is not makes no page of another language.
  func languages(of shop: [LanguageTag]) -> [LanguageTag] {
    shop.prefix(1) + shop.dropFirst().filter { body[$0] != nil }
  }
}
