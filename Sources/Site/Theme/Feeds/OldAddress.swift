import Shop

/// An address that leads to another one: an alias in one language, or a redirect of the settings.
struct OldAddress: Sendable {
  /// The target of an old address.
  enum Destination: Sendable {
    case page(PageRoute, title: Localized)
    /// A percent-encoded path from the root, or an absolute URL.
    case address(String)
  }

  /// The old path from the root, decoded, such as `/old/steam-50/`.
  let path: String
  /// The path as written in the page's file, without a language's prefix.
  let written: String
  let destination: Destination
  let language: LanguageTag
  /// The file that has it, such as `content/products/steam-50.md`.
  let source: String
  /// The key that has it.
  var key = "aliases"
  var status = 301

  /// The output file of the page that forwards, such as `old/steam-50/index.html` or `old.html`.
  var file: String {
    let path = path.drop { $0 == "/" }
    if path.hasSuffix(".html") { return String(path) }
    return path.hasSuffix("/") ? path + "index.html" : path + "/index.html"
  }
}

extension SiteConfig {
  /// The addresses of an alias, one in each language.
  ///
  /// An alias that begins with a language's prefix, such as `/en/`, is only that one address.
  func addresses(ofAlias alias: String) -> [(language: LanguageTag, path: String)] {
    let prefixes = languages.map { ($0, $0.addressPrefix(default: language)) }
    if let own = prefixes.first(where: { !$0.1.isEmpty && alias.hasPrefix($0.1 + "/") }) {
      return [(own.0, alias)]
    }
    return prefixes.map { ($0.0, $0.1 + alias) }
  }
}

extension SiteContent {
  /// Every alias in every language, in the order of products, pages, categories and scenarios.
  var oldAddresses: [OldAddress] {
    products.flatMap { product in
      oldAddresses(
        product.aliases,
        .product(slug: product.slug),
        product.texts.title,
        product.source
      )
    }
      + pages.flatMap { page in
        oldAddresses(
          page.aliases,
          .text(path: page.path),
          page.title,
          "content/pages/\(page.path).md"
        )
      }
      + categories.flatMap { oldAddresses(of: $0, .category(key: $0.key), in: "categories") }
      + scenarios.flatMap { oldAddresses(of: $0, .scenario(key: $0.key), in: "scenarios") }
      + config.additions.redirects.map(oldAddress)
  }

  /// A redirect as an old address, in the language of its prefix.
  private func oldAddress(_ redirect: OwnRedirect) -> OldAddress {
    let language = config.languages.first { language in
      let prefix = language.addressPrefix(default: config.language)
      return !prefix.isEmpty && redirect.from.hasPrefix(prefix + "/")
    }
    return OldAddress(
      path: redirect.from,
      written: redirect.from,
      destination: .address(redirect.to),
      language: language ?? config.language,
      source: siteConfigFile,
      key: "redirects",
      status: redirect.status
    )
  }

  private func oldAddresses(of term: Term, _ route: PageRoute, in folder: String) -> [OldAddress] {
    oldAddresses(term.aliases, route, term.title, "content/\(folder)/\(term.key).md")
  }

  private func oldAddresses(
    _ aliases: [String],
    _ route: PageRoute,
    _ title: Localized,
    _ source: String
  ) -> [OldAddress] {
    aliases.flatMap { alias in
      config.addresses(ofAlias: alias).map { language, path in
        OldAddress(
          path: path,
          written: alias,
          destination: .page(route, title: title),
          language: language,
          source: source
        )
      }
    }
  }
}
