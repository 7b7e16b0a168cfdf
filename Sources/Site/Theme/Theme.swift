import Shop

/// What all pages of all languages share, computed once.
struct Theme: Sendable {
  let content: SiteContent
  let templates: Templates
  let address: Address
  let stylesheet: Stylesheet
  let icons: [Icon]
  /// The generated icon, when the shop has none.
  private let iconFile: OutputFile?
  let listings: Listings
  /// Where the products are valid.
  let regions: Regions
  /// The pages, which are the same in every language except for texts.
  let pages: [Page]
  private let declared: [ListTerm: Term]
  /// The index of each product by its slug, for the cards in texts.
  let productOfSlug: [String: Int]

  /// One `<link rel=icon>`.
  struct Icon: Sendable {
    let rel: String
    let path: String
  }

  init(_ content: SiteContent) throws(ThemeProblem) {
    self.content = content
    templates = try Templates(overrides: content.templates)
    address = Address(content.config)
    let accent = SRGB(content.config.accent) ?? SRGB(hex: 0x0B5D51)
    stylesheet = Stylesheet(
      accent: accent,
      rules: templates.stylesheet,
      labels: content.config.storefront.labels
    )
    let own = Self.ownIcons(content.staticFiles)
    iconFile = own.isEmpty ? Self.icon(accent: accent) : nil
    icons = iconFile.map { [Icon(rel: "icon", path: $0.path)] } ?? own
    let index = ProductIndex(content.products)
    listings = Listings(content, index: index)
    regions = Regions(content.products)
    pages = Page.all(of: content, listings: listings, index: index)
    let categories = content.categories.map { (ListTerm.category(key: $0.key), $0) }
    let scenarios = content.scenarios.map { (ListTerm.scenario(key: $0.key), $0) }
    declared = Dictionary(uniqueKeysWithValues: categories + scenarios)
    productOfSlug = Dictionary(
      zip(content.products.map(\.slug), content.products.indices),
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The declared category or scenario of a list; nil for other lists.
  func declared(_ term: ListTerm) -> Term? { declared[term] }

  /// The files that every page refers to.
  var assets: [OutputFile] {
    [stylesheet.file] + Script.all.map(\.file) + (iconFile.map { [$0] } ?? [])
  }

  private static func ownIcons(_ files: [StaticFile]) -> [Icon] {
    let paths = Set(files.map(\.path))
    let known = [
      ("icon", "favicon.svg"), ("icon", "favicon.ico"), ("icon", "favicon.png"),
      ("apple-touch-icon", "apple-touch-icon.png"),
    ]
    return known.filter { paths.contains($0.1) }.map { Icon(rel: $0.0, path: $0.1) }
  }

  /// The generated icon: a card in the shop's colour.
  private static func icon(accent: SRGB) -> OutputFile {
    let text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
      <rect y="6" width="32" height="20" rx="3" fill="\(accent)"/>\
      <path d="M0 11h32v4H0z" fill="#fff"/></svg>
      """
    let bytes = Array(text.utf8)
    return OutputFile(
      path: Asset.path(name: "icon", extension: "svg", bytes: bytes),
      bytes: bytes
    )
  }
}
