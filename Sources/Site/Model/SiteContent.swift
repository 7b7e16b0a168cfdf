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

/// A declared category or scenario.
package struct Term: Sendable {
  /// From the file's name; may be Chinese: `/categories/KEY/`, `/scenarios/KEY/`.
  package var key: String
  /// As headings and links show it.
  package var title: Localized
  /// Lists show lower ones first; 0 where the file does not say.
  package var weight: Int
  /// By language; empty when the file has neither a body nor a summary.
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

extension FreePage {
  /// Those of the shop's languages, the default first, that it has a text of its own in.
  ///
  /// A translated title over a text that is not makes no page of another language.
  func languages(of shop: [LanguageTag]) -> [LanguageTag] {
    shop.prefix(1) + shop.dropFirst().filter { body[$0] != nil }
  }
}
