import Shop
import Text

/// Structured data of schema.org for search engines, as JSON-LD.
struct StructuredData {
  let edition: Edition

  private var address: Address { edition.theme.address }

  /// The shop as an organisation and a site with search.
  var home: String {
    let config = edition.config
    let name = config.title.text(in: edition.language)
    let description = config.description.text(in: edition.language)
    let url = address.url(.home, in: edition.language)
    let searchPage = address.url(.search, in: edition.language)
    let search = JSONText.object([
      ("@type", .text("SearchAction")),
      (
        "target",
        .object([
          ("@type", .text("EntryPoint")),
          ("urlTemplate", .text("\(searchPage)?q={search_term_string}")),
        ])
      ),
      ("query-input", .text("required name=search_term_string")),
    ])
    let site = JSONText.object([
      ("@type", .text("WebSite")), ("name", .text(name)), ("url", .text(url)),
      ("description", description.isEmpty ? nil : .text(description)),
      ("inLanguage", .text(edition.language.tag)), ("publisher", seller),
      ("potentialAction", search),
    ])
    let organization = JSONText.object([
      ("@type", .text("Organization")), ("@id", .text(organizationID)), ("name", .text(name)),
      ("url", .text(address.url(.home, in: config.language))),
      ("email", config.supportEmail.map { .text($0.text) }),
    ])
    return graph([organization, site])
  }

  /// A product with its offer, and the breadcrumb.
  func product(_ product: Product, description: String) -> String {
    let title = product.texts.title.text(in: edition.language)
    let thing = JSONText.object([
      ("@type", .text("Product")), ("name", .text(title)),
      ("description", description.isEmpty ? nil : .text(description)),
      ("sku", .text(product.sku.text)),
      (
        "brand",
        product.shelving.brand.map { .object([("@type", .text("Brand")), ("name", .text($0))]) }
      ),
      ("image", product.image.map { .text(address.url(path: $0)) }),
      ("url", .text(url(of: product))), ("offers", offers(product)),
    ])
    var trail: [(title: String, route: PageRoute)] = []
    if let category = edition.content.categories.first(where: {
      $0.key == product.shelving.category
    }) {
      trail.append((category.title.text(in: edition.language), .category(key: category.key)))
    }
    trail.append((title, .product(slug: product.slug)))
    return graph([thing, breadcrumbList(trail)])
  }

  /// The products on one page of a list, by their places in the whole list, and the breadcrumb.
  func list(
    _ slice: ListSlice,
    name: String,
    trail: [(title: String, route: PageRoute)]
  ) -> String {
    let items = slice.products.enumerated().map { index, product in
      JSONText.object([
        ("@type", .text("ListItem")), ("position", .number(slice.first + index)),
        ("url", .text(url(of: edition.content.products[product]))),
      ])
    }
    let list = JSONText.object([
      ("@type", .text("ItemList")), ("name", .text(name)),
      ("numberOfItems", .number(slice.total)), ("itemListElement", .list(items)),
    ])
    return graph((items.isEmpty ? [] : [list]) + [breadcrumbList(trail)])
  }

  /// The breadcrumb from home to a page.
  func breadcrumb(_ trail: [(title: String, route: PageRoute)]) -> String {
    graph([breadcrumbList(trail)])
  }

  /// The offers, one for each currency; a list only if there are several.
  private func offers(_ product: Product) -> JSONText {
    let own = offer(product, at: product.offer.price, before: product.offer.listPrice)
    let further = product.offer.furtherPrices.map { offer(product, at: $0, before: nil) }
    return further.isEmpty ? own : .list([own] + further)
  }

  /// An offer: price, end of sale and availability.
  private func offer(_ product: Product, at price: Money, before: Money?) -> JSONText {
    .object([
      ("@type", .text("Offer")), ("url", .text(url(of: product))),
      ("price", .text(price.decimal)), ("priceCurrency", .text(price.currency.code)),
      (
        "priceValidUntil",
        product.offer.availableUntil.map { end in
          .text(edition.config.timezone.day(of: end.advanced(seconds: -1)).description)
        }
      ),
      ("priceSpecification", before.map(struckPrice)),
      ("availability", .text(availability(of: product))),
      ("itemCondition", .text("https://schema.org/NewCondition")), ("seller", seller),
    ])
  }

  /// The former price, which the page strikes through.
  private func struckPrice(_ price: Money) -> JSONText {
    .object([
      ("@type", .text("UnitPriceSpecification")),
      ("priceType", .text("https://schema.org/StrikethroughPrice")),
      ("price", .text(price.decimal)), ("priceCurrency", .text(price.currency.code)),
    ])
  }

  /// The availability by stock level; unknown counts as in stock, since the shop accepts the order.
  private func availability(of product: Product) -> String {
    switch edition.content.stock[product.sku] {
    case .out:
      product.offer.whenOut == .queue
        ? "https://schema.org/BackOrder" : "https://schema.org/OutOfStock"
    case .low: "https://schema.org/LimitedAvailability"
    case .inStock, nil: "https://schema.org/InStock"
    }
  }

  private func breadcrumbList(_ trail: [(title: String, route: PageRoute)]) -> JSONText {
    let steps = [(title: edition.phrases[.home], route: PageRoute.home)] + trail
    let items = steps.enumerated().map { index, step in
      JSONText.object([
        ("@type", .text("ListItem")), ("position", .number(index + 1)),
        ("name", .text(step.title)),
        ("item", .text(address.url(step.route, in: edition.language))),
      ])
    }
    return .object([("@type", .text("BreadcrumbList")), ("itemListElement", .list(items))])
  }

  /// The identifier of the shop, equal on all pages and in all languages.
  private var organizationID: String {
    address.url(.home, in: edition.config.language) + "#organization"
  }

  private var seller: JSONText {
    .object([
      ("@type", .text("Organization")), ("@id", .text(organizationID)),
      ("name", .text(edition.config.title.text(in: edition.language))),
    ])
  }

  private func url(of product: Product) -> String {
    address.url(.product(slug: product.slug), in: edition.language)
  }

  private func graph(_ things: [JSONText]) -> String {
    JSONText.object([("@context", .text("https://schema.org")), ("@graph", .list(things))]).script
  }
}
