import Shop
import Text

extension Edition {
  /// The feeds of the shop and of each category, in this language.
  var feeds: [OutputFile] {
    let newest = newestProducts
    var files = self.files(of: feed(.home, title: nil, products: newest.all), besides: .home)
    for category in content.categories {
      let route = PageRoute.category(key: category.key)
      let products = newest.byCategory[category.key] ?? []
      let title = category.title.text(in: language)
      files += self.files(of: feed(route, title: title, products: products), besides: route)
    }
    return files
  }

  /// The links to feeds in a page's head; nil for none.
  func feedLinks(of page: PageRoute) -> [TemplateValues]? {
    guard let route = page.feedPage else { return nil }
    var title = config.title.text(in: language)
    if case .list(let address) = route { title = "\(name(address.term).text) – \(title)" }
    return FeedFormat.allCases.map { format in
      [
        "type": format.mediaType, "title": "\(title) (\(format.name))",
        "href": theme.address.path(format, of: route, in: language),
      ]
    }
  }

  /// The indices of products for feeds, which have dates, newest first.
  private var newestProducts: (all: [Int], byCategory: [String: [Int]]) {
    let products = content.products
    let dated = products.indices.compactMap { index in
      products[index].date.map { (index: index, date: $0) }
    }
    let order = dated.sorted { left, right in
      left.date == right.date
        ? products[left.index].sku < products[right.index].sku : left.date > right.date
    }
    var byCategory: [String: [Int]] = [:]
    for (index, _) in order {
      let key = products[index].shelving.category
      guard byCategory[key, default: []].count < ProductFeed.length else { continue }
      byCategory[key, default: []].append(index)
    }
    return (order.prefix(ProductFeed.length).map(\.index), byCategory)
  }

  private func files(of feed: ProductFeed, besides route: PageRoute) -> [OutputFile] {
    FeedFormat.allCases.map { format in
      OutputFile(
        path: theme.address.file(format.fileName, besides: route, in: language),
        text: feed.text(as: format)
      )
    }
  }

  private func feed(_ route: PageRoute, title: String?, products: [Int]) -> ProductFeed {
    let shop = config.title.text(in: language)
    let title = title.map { "\($0) – \(shop)" } ?? shop
    let description = config.description.text(in: language)
    return ProductFeed(
      title: title,
      description: description.isEmpty ? title : description,
      author: shop,
      language: language,
      page: theme.address.url(route, in: language),
      id: "\(config.tagAuthority):\(path(route))",
      entries: products.compactMap { entry(content.products[$0]) }
    )
  }

  private func entry(_ product: Product) -> ProductFeed.Entry? {
    guard let date = product.date else { return nil }
    let title = shown(product.texts.title)
    let summary = shown(product.texts.body)?.body.summary ?? ""
    let price = PriceText(product.offer.price, in: language).text
    let category = content.categories.first { $0.key == product.shelving.category }
    return ProductFeed.Entry(
      id: "\(config.tagAuthority):\(language.tag)/\(product.sku)",
      url: theme.address.url(.product(slug: product.slug), in: language),
      title: title.text,
      text: summary.isEmpty ? price : "\(summary) \(price)",
      otherLanguage: title.lang,
      category: category.map { ($0.key, $0.title.text(in: language)) },
      tags: product.shelving.tags,
      image: product.rasterImage.map { theme.address.url(path: $0) },
      published: date,
      updated: max(product.updated ?? date, date)
    )
  }
}

extension SiteConfig {
  /// The beginning of permanent ids by RFC 4151, such as `tag:cards.example.com,2026`.
  ///
  /// The year is part of every id and must never change.
  fileprivate var tagAuthority: String {
    let host = origin(of: baseURL).split(separator: "/").last ?? ""
    return "tag:\(host.prefix { $0 != ":" }.lowercased()),2026"
  }
}

extension Product {
  /// The image unless it is SVG, which Open Graph, feed readers and Google do not accept.
  var rasterImage: String? {
    image.flatMap { $0.lowercased().hasSuffix(".svg") ? nil : $0 }
  }
}
