import Shop
import Text

/// A product file's front matter, typed.
struct ProductFields: Sendable {
  /// Nil where an error was reported; the fields below are still compared with other files.
  private(set) var product: Product?
  let title: Located<String>?
  let sku: Located<SKU>?
  let slug: Located<String>?
  let category: Located<String>?
  let scenarios: [Located<String>]
  let tags: [Located<String>]
  let image: Located<String>?
  let aliases: [Located<String>]
  let summary: String?
  let isDraft: Bool
  let params: Params
  /// Whether the price is a draft's that nobody has set yet.
  let isUnpriced: Bool
  let availability: Availability
  /// When it was published, with where that stands.
  let date: Located<Timestamp>?
  /// Whether a date of it is read by the shop's time zone.
  let hasShopDays: Bool

  /// The keys of a product file.
  static let keys = FileKey.product.map(\.name)

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
    title = fields.text("title", isRequired: true)
    slug = fields.slug(default: name, besides: config.storefront.ownLabelKeys)
    sku = fields.sku()
    isDraft = fields.flag("draft")
    isUnpriced = isDraft && fields.text("price")?.value == Placeholder.mark
    let prices = isUnpriced ? WrittenPrices() : fields.prices(in: config.currency)
    fields.requireBuyer(of: prices, through: config.payments)
    // Without a worker nothing is paid through them, which is told once.
    if config.workerURL != nil { fields.warnOfLimits(on: prices, of: config.payments) }
    category = fields.text("category", isRequired: true)
    scenarios = fields.texts("scenarios")
    tags = fields.texts("tags", limit: 60, allowsRepeats: true)
    fields.warnOfJoinedTags(tags)
    image = fields.image()
    aliases = fields.aliases()
    availability = fields.availability(in: config.timezone)
    hasShopDays = ["available_from", "available_until", "date", "updated"].contains { key in
      fields.has(key) && fields.isWithoutZone(key)
    }
    summary = fields.text("summary", limit: 300)?.value
    params = fields.params()
    let extras = Extras(&fields, of: config)
    let datePlace = fields.position(of: "date")
    date = extras.date.map { Located($0, at: datePlace) }
    defer { problems += fields.problems }
    let isSound = !fields.problems.contains { $0.severity == .error }
    guard isSound, let title, let slug, let sku, let price = prices.price, let category else {
      return
    }
    let language = config.language
    product = Product(
      sku: sku.value,
      slug: slug.value,
      title: Localized([language: title.value], default: language),
      body: [language: Body(parts: body.parts, summary: summary ?? body.summary)],
      redeem: body.redeem.map { [language: $0] } ?? [:],
      price: price,
      furtherPrices: prices.further.map(\.value),
      compareAt: prices.compareAt,
      faceValue: extras.faceValue,
      brand: extras.brand,
      category: category.value,
      scenarios: scenarios.map(\.value),
      tags: tags.map(\.value).withoutRepeats,
      labels: extras.labels,
      image: image?.value,
      region: extras.region,
      limit: extras.limit,
      minValidityDays: extras.minValidityDays,
      delivery: extras.delivery,
      stripe: extras.stripe,
      aliases: aliases.map(\.value),
      isDraft: isDraft,
      date: extras.date,
      updated: extras.updated,
      availableUntil: availability.until?.moment,
      weight: extras.weight,
      source: file.source.file,
      params: params
    )
  }
}

/// What no other file is compared with.
private struct Extras {
  let faceValue: String?
  let brand: String?
  let labels: [ProductLabel]
  let region: String?
  let limit: Int
  let minValidityDays: Int
  let delivery: DeliveryKind
  let stripe: String?
  let weight: Int
  let date: Timestamp?
  let updated: Timestamp?

  init(_ fields: inout Fields, of config: SiteConfig) {
    let zone = config.timezone
    faceValue = fields.text("face_value", limit: 40)?.value
    brand = fields.text("brand", limit: 80)?.value
    labels = fields.labels(config.storefront.labels)
    region = fields.region("region")
    limit = fields.integer("limit", in: 1...100) ?? ProductFields.defaultLimit
    minValidityDays =
      fields.integer("min_validity", in: 0...3_650)
      ?? CatalogDocument.ProductEntry.defaultMinValidityDays
    delivery = fields.delivery()
    stripe = fields.httpsAddress("stripe")?.value
    weight = fields.integer("weight", in: -100_000...100_000) ?? 0
    date = fields.moment("date", in: zone)
    updated = fields.moment("updated", in: zone)
    if let date, let updated, updated < date {
      fields.report(
        at: fields.position(of: "updated"),
        "updated: expected a date that is not before `date`, found an earlier one; "
          + "swap or correct the two"
      )
    }
  }
}

extension [String] {
  /// Each element once, in the order of the first ones.
  fileprivate var withoutRepeats: [String] {
    var seen = Set<String>()
    return filter { seen.insert($0).inserted }
  }
}
