import Shop

/// A product file's front matter, typed.
struct ProductFields: Sendable {
  /// Nil where an error was reported; the fields below are still compared with other files.
  let product: Product?
  let sku: Located<SKU>?
  let slug: Located<String>?
  let category: Located<String>?
  let scenarios: [Located<String>]
  let image: Located<String>?
  let aliases: [Located<String>]
  let summary: String?
  let isDraft: Bool

  /// The keys of a product file, in the order of the documentation.
  static let keys = [
    "title", "slug", "sku", "price", "currency", "compare_at", "face_value", "brand", "category",
    "scenarios", "tags", "labels", "image", "region", "limit", "delivery", "stripe", "aliases",
    "draft", "date", "summary",
  ]

  /// The most per checkout where the file does not say.
  static let defaultLimit = 10

  /// `name` is the file's, for the slug; problems are added to `problems`.
  init(
    _ file: ContentFile,
    name: String,
    body: MarkdownBody,
    config: SiteConfig,
    problems: inout [ContentProblem]
  ) {
    var fields = Fields(file.entries, in: file.source, known: Self.keys, of: "a product file")
    let title = fields.text("title", isRequired: true)
    slug = fields.slug(default: name)
    sku = fields.sku()
    let currency = fields.has("currency") ? fields.currency("currency") : config.currency
    let price = currency.flatMap { fields.money("price", currency: $0, isRequired: true) }
    let compareAt = currency.flatMap { fields.compareAt(price: price, currency: $0) }
    let faceValue = fields.text("face_value", limit: 40)
    let brand = fields.text("brand", limit: 80)
    category = fields.text("category", isRequired: true)
    scenarios = fields.texts("scenarios")
    let tags = fields.texts("tags", limit: 60)
    let labels = fields.texts("labels").compactMap {
      fields.choice($0, "labels", of: ProductLabel.self)
    }
    image = fields.image()
    let region = fields.region("region")
    let limit = fields.integer("limit", in: 1...100) ?? Self.defaultLimit
    let delivery = fields.delivery()
    let stripe = fields.httpsAddress("stripe")
    aliases = fields.aliases()
    isDraft = fields.flag("draft")
    let date = fields.moment("date")
    summary = fields.text("summary", limit: 300)?.value
    problems += fields.problems
    guard !fields.problems.contains(where: { $0.severity == .error }), let title, let slug, let sku,
      let price, let category
    else {
      product = nil
      return
    }
    let language = config.language
    product = Product(
      sku: sku.value,
      slug: slug.value,
      title: Localized([language: title.value], default: language),
      body: [language: Body(parts: body.parts, summary: summary ?? body.summary)],
      redeem: Localized(body.redeem.map { [language: $0] } ?? [:], default: language),
      price: price,
      compareAt: compareAt,
      faceValue: faceValue?.value,
      brand: brand?.value,
      category: category.value,
      scenarios: scenarios.map(\.value),
      tags: tags.map(\.value),
      labels: labels,
      image: image?.value,
      region: region,
      limit: limit,
      delivery: delivery,
      stripe: stripe?.value,
      aliases: aliases.map(\.value),
      isDraft: isDraft,
      date: date,
      source: file.source.file
    )
  }
}

extension Fields {
  fileprivate mutating func slug(default name: String) -> Located<String>? {
    let isWritten = has("slug")
    guard let slug = isWritten ? text("slug") : Located(name, at: .start) else { return nil }
    guard let problem = addressPartProblem(slug.value) else { return slug }
    let message = isWritten ? "slug: \(problem)" : "slug, from the file's name: \(problem)"
    report(at: slug.position, message)
    return nil
  }

  fileprivate mutating func sku() -> Located<SKU>? {
    guard let found = text("sku", isRequired: true) else { return nil }
    if let sku = SKU(found.value) { return Located(sku, at: found.position) }
    report(
      found,
      "sku",
      "1 to 64 characters A–Z, 0–9 and `-`, with no `-` at the ends",
      "write one such as STEAM-CN-50",
      hint: SKU(found.value.uppercased()).map { "did you mean `\($0)`?" }
    )
    return nil
  }

  fileprivate mutating func compareAt(price: Money?, currency: Currency) -> Money? {
    guard let amount = money("compare_at", currency: currency) else { return nil }
    if let price, amount.minorUnits <= price.minorUnits {
      report(
        at: position(of: "compare_at"),
        "compare_at: expected more than the price \(price), found \(amount); "
          + "raise it or remove the line"
      )
    }
    return amount
  }

  fileprivate mutating func image() -> Located<String>? {
    guard let found = text("image") else { return nil }
    guard found.value.hasPrefix("/"), !found.value.hasPrefix("//"), !found.value.contains("..")
    else {
      report(
        found,
        "image",
        "a path from the root such as /images/card.svg",
        "put the file in site/static and write its path there"
      )
      return nil
    }
    return found
  }

  fileprivate mutating func delivery() -> DeliveryKind {
    guard let found = text("delivery") else { return .code }
    if let kind = DeliveryKind(rawValue: found.value) { return kind }
    report(
      found,
      "delivery",
      "`code` or `link`",
      "write one of the two",
      hint: ["code", "link"].hint(for: found.value)
    )
    return .code
  }

  fileprivate mutating func aliases() -> [Located<String>] {
    texts("aliases", limit: 500).filter { alias in
      let parts = alias.value.split(separator: "/", omittingEmptySubsequences: false)
      let isPath =
        alias.value.hasPrefix("/") && parts.count > 1 && alias.value != "/"
        && parts.dropFirst().dropLast().allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
        && !alias.value.unicodeScalars.contains {
          $0.value <= 0x20 || "*:?#\\%".unicodeScalars.contains($0)
        }
      if !isPath {
        report(
          alias,
          "aliases",
          "an old address of this shop such as /old/name/",
          "write the path without its host"
        )
      }
      return isPath
    }
  }
}
