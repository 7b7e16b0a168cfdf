import Shop
import Text

/// A product file's front matter, typed.
struct ProductFields: Sendable {
  /// Nil when an error was reported; the other fields are still compared with other files.
  private(set) var offer: Product.Offer?
  /// Nil whenever `offer` is.
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
  /// Whether it is a draft whose price is still a placeholder.
  let isUnpriced: Bool
  /// The prices that a provider may refuse.
  let doubtfulPrices: [DoubtfulPrice]
  let availability: Availability
  /// When it was published, with the place.
  let date: Located<Timestamp>?
  /// When it was changed last, with the place.
  let updated: Located<Timestamp>?
  /// The brand, with the place.
  let brand: Located<String>?
  private let source: String
  /// Whether one of its dates is read by the shop's time zone.
  let hasShopDays: Bool

  /// The keys of a product file.
  static let keys = FileKey.product.map(\.name)

  /// The most units per checkout when the file does not say.
  static let defaultLimit = 10

  /// Reads the front matter and adds to `problems`; the slug defaults to `name`, the file's.
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
    // Without a worker nothing is paid through providers, which `checkWorker` reports once.
    if config.workerURL != nil { fields.warnOfLimits(on: prices, of: config.payments) }
    doubtfulPrices =
      config.workerURL == nil
      ? [] : prices.doubtful(for: config.payments, at: fields.position(of: "price"))
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
  /// Reads what decides a sale; nil without a price.
  fileprivate mutating func offer(at prices: WrittenPrices, until: Timestamp?) -> Product.Offer? {
    let faceValue = text("face_value", limit: 40)?.value
    let region = region("region")
    let limit = integer("limit", in: 1...100) ?? ProductFields.defaultLimit
    let minValidityDays = integer("min_validity", in: 0...3_650)
    let whenOut = choice("when_out", orElse: WhenOut.stop)
    let delivery = choice("delivery", orElse: DeliveryKind.code)
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
        whenOut: whenOut,
        delivery: delivery,
        stripe: stripe,
        availableUntil: until
      )
    }
  }

  /// Reads where lists show it; nil without a category.
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

  /// Reads when it was published and last changed, with the places.
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
  /// The elements without repeats, in order.
  fileprivate var withoutRepeats: [String] {
    var seen = Set<String>()
    return filter { seen.insert($0).inserted }
  }
}
