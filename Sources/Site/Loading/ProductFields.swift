import Shop
import Text

/// A product file's front matter, typed.
struct ProductFields: Sendable {
  /// Nil when an error was reported; the fields below are still compared with other files.
  private(set) var offer: Product.Offer?
  /// Nil with the offer.
  private var shelving: Product.Shelving?
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
  /// When it was changed last, likewise.
  let updated: Located<Timestamp>?
  /// With where it stands.
  let brand: Located<String>?
  private let source: String
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
    (date, updated) = fields.publication(in: config.timezone)
    source = file.source.file
    let offer = fields.offer(at: prices, until: availability.until?.moment)
    brand = fields.text("brand", limit: 80)
    let shelving = fields.shelving(
      category: category,
      scenarios: scenarios,
      tags: tags,
      brand: brand?.value,
      labels: config.storefront.labels
    )
    problems += fields.problems
    guard !fields.problems.contains(where: { $0.severity == .error }) else { return }
    (self.offer, self.shelving) = (offer, shelving)
  }

  /// The product with its texts of all languages; nil when an error was reported.
  func product(with texts: Product.Texts) -> Product? {
    guard let sku, let slug, let offer, let shelving else { return nil }
    return Product(
      sku: sku.value,
      slug: slug.value,
      texts: texts,
      offer: offer,
      shelving: shelving,
      image: image?.value,
      aliases: aliases.map(\.value),
      date: date?.value,
      updated: updated?.value,
      params: params,
      source: source
    )
  }
}

extension Fields {
  /// What decides a sale; nil without a price.
  fileprivate mutating func offer(at prices: WrittenPrices, until: Timestamp?) -> Product.Offer? {
    let faceValue = text("face_value", limit: 40)?.value
    let region = region("region")
    let limit = integer("limit", in: 1...100) ?? ProductFields.defaultLimit
    let minValidityDays = integer("min_validity", in: 0...3_650)
    let delivery = delivery()
    let stripe = httpsAddress("stripe")?.value
    return prices.price.map { price in
      Product.Offer(
        price: price,
        furtherPrices: prices.further.map(\.value),
        compareAt: prices.compareAt,
        faceValue: faceValue,
        region: region,
        limit: limit,
        minValidityDays: minValidityDays ?? CatalogDocument.ProductEntry.defaultMinValidityDays,
        delivery: delivery,
        stripe: stripe,
        availableUntil: until
      )
    }
  }

  /// Where lists show it; nil without a category.
  fileprivate mutating func shelving(
    category: Located<String>?,
    scenarios: [Located<String>],
    tags: [Located<String>],
    brand: String?,
    labels: [OwnLabel]
  ) -> Product.Shelving? {
    let known = self.labels(labels)
    let weight = integer("weight", in: -100_000...100_000) ?? 0
    return category.map { category in
      Product.Shelving(
        category: category.value,
        scenarios: scenarios.map(\.value),
        tags: tags.map(\.value).withoutRepeats,
        brand: brand,
        labels: known,
        weight: weight
      )
    }
  }

  /// When it was published and when it last changed, with where that stands.
  fileprivate mutating func publication(
    in zone: ShopTimeZone
  ) -> (date: Located<Timestamp>?, updated: Located<Timestamp>?) {
    let (date, updated) = (moment("date", in: zone), moment("updated", in: zone))
    if let date, let updated, updated < date {
      report(
        at: position(of: "updated"),
        "updated: expected a date that is not before `date`, found an earlier one; "
          + "swap or correct the two"
      )
    }
    let places = (position(of: "date"), position(of: "updated"))
    return (
      date.map { Located($0, at: places.0) }, updated.map { Located($0, at: places.1) }
    )
  }
}

extension [String] {
  /// Each element once, in the order of the first ones.
  fileprivate var withoutRepeats: [String] {
    var seen = Set<String>()
    return filter { seen.insert($0).inserted }
  }
}
