package import Shop

/// The whole shop, validated: what loading returns and rendering takes.
///
/// Holds: (1) every SKU, slug, category key, scenario key and page path is unique; (2) every
/// product's category and scenarios are declared; (3) every internal link and image exists.
package struct SiteContent: Sendable {
  /// The settings of `site/site.yaml`, and the theme's words.
  package var config: SiteConfig
  /// The products, newest first, those without a date last, then by SKU.
  ///
  /// Drafts are included only if asked for, and only products on sale at the build's moment. Lists
  /// apply weights and labels.
  package var products: [Product]
  /// Ordered by weight, then key.
  package var categories: [Term]
  /// Ordered by weight, then key.
  package var scenarios: [Term]
  /// Ordered by weight, then path.
  package var pages: [FreePage]
  /// The files of `site/static`.
  package var staticFiles: [StaticFile]
  /// The shop's `site/templates/*.mustache`, by name without the extension, which replace those of
  /// the theme.
  package var templates: [String: String]
  /// The images of `staticFiles` by their paths from the root, such as `/images/steam.svg`.
  package var images: [String: LocalImage]
  /// The stock levels known at the build; a product without one is shown without a level.
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

/// A declared category or scenario.
package struct Term: Sendable {
  /// The key from the file's name, perhaps in Chinese, as in `/categories/KEY/`.
  package var key: String
  /// As headings and links show it.
  package var title: Localized
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// The text by language; empty when the file has neither a body nor a summary.
  package var intro: [LanguageTag: Body]
  /// Old addresses of its list, which forward to it.
  package var aliases: [String]
  /// The path of its picture from the root, such as `/images/games.png`; the file exists.
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
  /// The path, from the file's, without slashes at its ends, such as `policies/refund`.
  package var path: String
  /// As headings and links show it.
  package var title: Localized
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// The text by language; the default language always has one.
  package var body: [LanguageTag: Body]
  /// Old addresses of the page, which forward to it.
  package var aliases: [String]
  /// Whether the shop's contacts are below its text.
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

/// An image of the shop: its size, and smaller copies if there are any.
package struct LocalImage: Equatable, Sendable {
  /// In CSS pixels.
  package var width: Int
  /// In CSS pixels.
  package var height: Int
  /// WebP copies, the narrowest first; empty for SVG, or without a tool that makes them.
  package var variants: [Variant]

  /// A copy of another width.
  package struct Variant: Equatable, Sendable {
    /// The copy's width in pixels.
    package var width: Int
    /// The copy's path from the root, such as `/assets/images/NAME.HASH-320.webp`.
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

/// A file that is copied unchanged.
package struct StaticFile: Equatable, Sendable {
  /// The path in the output, without a leading slash, such as `images/steam.svg`.
  package var path: String
  /// The absolute path on this machine.
  package var source: String

  package init(path: String, source: String) {
    self.path = path
    self.source = source
  }
}

/// One file of the output.
package struct OutputFile: Sendable {
  /// The path in the output, without a leading slash, such as `products/steam-50/index.html`.
  package var path: String
  /// The whole content.
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension FreePage {
  /// The shop's languages in which it has a text of its own, the default first.
  ///
  /// A translated title alone does not make a page in another language.
  func languages(of shop: [LanguageTag]) -> [LanguageTag] {
    shop.prefix(1) + shop.dropFirst().filter { body[$0] != nil }
  }
}
