import Shop

/// What search engines read: schema.org as JSON-LD.
struct StructuredData {
  let edition: Edition

  /// Product with its offer, and the way to it.
  func product(_ product: Product, description: String) -> String {
    let title = product.title.text(in: edition.language)
    let address = edition.theme.address
    let route = Route.product(slug: product.slug)
    let url = address.url(route, in: edition.language)
    let offer = JSONText.object([
      ("@type", .text("Offer")), ("url", .text(url)), ("price", .text(product.price.decimal)),
      ("priceCurrency", .text(product.price.currency.code)),
      ("availability", .text("https://schema.org/InStock")),
    ])
    let thing = JSONText.object([
      ("@type", .text("Product")), ("name", .text(title)),
      ("description", description.isEmpty ? nil : .text(description)),
      ("sku", .text(product.sku.text)),
      ("brand", product.brand.map { .object([("@type", .text("Brand")), ("name", .text($0))]) }),
      ("image", product.image.map { .text(address.url(path: $0)) }),
      ("url", .text(url)), ("offers", offer),
    ])
    var trail: [(title: String, route: Route)] = []
    if let category = edition.content.categories.first(where: { $0.key == product.category }) {
      trail.append((category.title.text(in: edition.language), .category(key: category.key)))
    }
    trail.append((title, route))
    return JSONText.object([
      ("@context", .text("https://schema.org")),
      ("@graph", .list([thing, breadcrumbList(trail)])),
    ]).script
  }

  /// The way from home to a page, the page last.
  func breadcrumb(_ trail: [(title: String, route: Route)]) -> JSONText {
    guard case .object(let members) = breadcrumbList(trail) else { return .list([]) }
    return .object([("@context", .text("https://schema.org"))] + members)
  }

  private func breadcrumbList(_ trail: [(title: String, route: Route)]) -> JSONText {
    let steps = [(title: edition.phrases[.home], route: Route.home)] + trail
    let items = steps.enumerated().map { index, step in
      JSONText.object([
        ("@type", .text("ListItem")), ("position", .number(index + 1)),
        ("name", .text(step.title)),
        ("item", .text(edition.theme.address.url(step.route, in: edition.language))),
      ])
    }
    return .object([("@type", .text("BreadcrumbList")), ("itemListElement", .list(items))])
  }
}
