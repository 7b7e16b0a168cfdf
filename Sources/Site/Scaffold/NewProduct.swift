package import Shop
import Text

/// The options of `cardstock new product`; nil for values that it finds itself.
package struct ProductRequest: Sendable {
  /// The title; slug and SKU are made of it.
  package var name: String
  /// The last part of its address.
  package var slug: String?
  /// The SKU, such as `STEAM-50`.
  package var sku: String?
  /// The price as in front matter, such as `48.50`.
  package var price: String?
  /// The key of a category's file, or its title.
  package var category: String?
  /// When the sale begins: a date or a moment as in front matter.
  package var availableFrom: String?
  /// When the sale ends: a date or a moment as in front matter.
  package var availableUntil: String?

  package init(
    name: String,
    slug: String? = nil,
    sku: String? = nil,
    price: String? = nil,
    category: String? = nil,
    availableFrom: String? = nil,
    availableUntil: String? = nil
  ) {
    self.name = name
    self.slug = slug
    self.sku = sku
    self.price = price
    self.category = category
    self.availableFrom = availableFrom
    self.availableUntil = availableUntil
  }
}

/// Writes a product file as a draft; returns its path from the shop's folder.
///
/// Unless given, slug and SKU are made from the name's Latin words and digits, or the slug from
/// its Chinese, and the category is the first. Refuses a slug or SKU that the shop has.
package func writeNewProduct(
  _ request: ProductRequest,
  shop: String,
  now: Timestamp
) throws(ScaffoldRefusal) -> String {
  guard Disk.status(of: shop + "/" + siteConfigFile)?.kind == .file else { throw .noShop(shop) }
  let existing = ExistingProducts(in: shop)
  let (slug, sku) = try newNames(request)
  if let file = existing.slugs[slug.lowercased()] {
    throw .duplicate(what: "slug", value: slug, file: file)
  }
  if let file = existing.skus[sku] { throw .duplicate(what: "SKU", value: sku.text, file: file) }
  guard let category = request.category ?? existing.firstCategory else { throw .noCategory }
  try existing.checkCategory(category)
  try checkPrice(request.price, currency: existing.currency)
  let dates = try availabilityLines(request)
  let file = "content/products/\(slug).md"
  guard Disk.status(of: shop + "/" + file) == nil else {
    throw .duplicate(what: "slug", value: slug, file: file)
  }
  let text = """
    ---
    title: \(yamlQuoted(request.name))
    slug: \(slug)
    sku: \(sku)
    price: \(request.price.map(yamlQuoted) ?? Placeholder.mark) # what the buyer pays
    category: \(yamlQuoted(category))
    when_out: stop # or queue: buyers pay and wait for more
    draft: true # remove this line to publish
    date: \(now.iso8601)
    \(dates)---
    \(StarterText.body(in: existing.language))

    """
  try onScaffoldDisk { () throws(DiskError) in
    try Disk.makeFolder(shop + "/content/products")
    try Disk.write(Array(text.utf8), to: shop + "/" + file)
  }
  return file
}

/// The slugs, SKUs and categories of a shop, read leniently from its files.
private struct ExistingProducts {
  private(set) var slugs: [String: String] = [:]
  private(set) var skus: [SKU: String] = [:]
  let firstCategory: String?
  /// Every category's titles by its key; a file that cannot be read has none.
  private var titles: [String: [String]] = [:]
  let currency: Currency?
  let language: LanguageTag

  init(in shop: String) {
    var problems: [ContentProblem] = []
    let files = ShopFiles(of: shop)
    let reading = SiteConfig.load(
      shop: shop,
      phrases: ShopWords(files.words, shop: shop).phrases,
      overrides: SiteOverrides(),
      problems: &problems
    )
    let config = reading?.config
    currency = config?.currency
    language = config?.language ?? .chinese
    var categories: [(weight: Int, key: String)] = []
    let all = Set(files.content.map(\.name))
    for found in files.content {
      let file = found.name
      if file.hasPrefix("content/categories/"), file.hasSuffix(".md"),
        let place = ContentPlace(file, among: config?.spokenLanguages ?? []),
        place.translation == nil
      {
        titles[place.name] = []
      }
      guard let config, let place = ContentPlace(file, among: config.spokenLanguages),
        place.translation == nil,
        case .parsed(let parsed) = readContentFile(found, among: all, shop: shop, config: config)
      else { continue }
      switch parsed.item {
      case .product(let fields):
        if let slug = fields.slug { slugs[slug.value.lowercased()] = file }
        if let sku = fields.sku { skus[sku.value] = file }
      case .term(let fields) where place.kind == .category:
        categories.append((fields.weight, place.name))
        titles[place.name] = [fields.title].compactMap(\.self) + fields.titles.values
      default: break
      }
    }
    firstCategory = categories.min { ($0.weight, $0.key) < ($1.weight, $1.key) }?.key
  }

  /// Refuses a key that no file of the shop declares.
  func checkCategory(_ key: String) throws(ScaffoldRefusal) {
    guard titles[key] == nil else { return }
    let known = titles.keys.sorted()
    let titled = known.first { titles[$0]?.contains(key) ?? false }
    throw .unknownCategory(key, known: known, nearest: titled ?? known.nearest(to: key))
  }
}

/// The slug and SKU; the refusal names everything that is missing.
private func newNames(_ request: ProductRequest) throws(ScaffoldRefusal) -> (String, SKU) {
  let isLatin = request.name.contains { $0.isASCII && $0.isLetter }
  if request.slug == nil, request.sku == nil, !isLatin {
    throw .noName(
      request.name,
      option: "--sku CARD-50 and, for an address in Latin letters, --slug card-50"
    )
  }
  let slug = try newSlug(request)
  return (slug, try newSKU(request, slug: slug))
}

private func newSlug(_ request: ProductRequest) throws(ScaffoldRefusal) -> String {
  if let slug = request.slug {
    guard addressPartProblem(slug) == nil else {
      throw .malformed(option: "--slug", found: slug, expected: "letters, digits and `-`")
    }
    return slug
  }
  let words = request.name.lowercased().split { !$0.isLetter && !$0.isNumber }
  let latin = request.name.lowercased().split { !$0.isASCII || !$0.isLetter && !$0.isNumber }
  let hasLatinWord = latin.contains { $0.contains(where: \.isLetter) }
  let slug = (hasLatinWord ? latin : words).joined(separator: "-")
  guard addressPartProblem(slug) == nil else { throw .noName(request.name, option: "--slug") }
  return slug
}

private func newSKU(_ request: ProductRequest, slug: String) throws(ScaffoldRefusal) -> SKU {
  if let text = request.sku {
    if let sku = SKU(text) { return sku }
    throw .malformed(option: "--sku", found: text, expected: "1 to 64 characters A–Z, 0–9 and `-`")
  }
  let latin = slug.uppercased().split { !$0.isASCII || $0 == "-" || $0 == "_" }
  let text = String(latin.joined(separator: "-").prefix(64))
  guard let sku = SKU(text), text.contains(where: \.isLetter) else {
    throw .noName(request.name, option: "--sku")
  }
  return sku
}

private func checkPrice(_ price: String?, currency: Currency?) throws(ScaffoldRefusal) {
  guard let price, let currency else { return }
  do throws(Money.ParseError) {
    _ = try Money(parsing: price, currency: currency)
  } catch {
    throw .malformed(
      option: "--price",
      found: price,
      expected: "an amount of \(currency) such as \(examplePrice(in: currency))"
    )
  }
}

/// The lines of front matter for the requested dates.
private func availabilityLines(_ request: ProductRequest) throws(ScaffoldRefusal) -> String {
  var lines = ""
  for (key, text) in [
    ("available_from", request.availableFrom), ("available_until", request.availableUntil),
  ] {
    guard let text else { continue }
    guard Timestamp(iso8601: text) != nil else {
      throw .malformed(
        option: "--" + key.replacing("_", with: "-"),
        found: text,
        expected: "a date such as 2026-12-01 or 2026-12-01T08:00:00Z"
      )
    }
    lines += "\(key): \(text)\n"
  }
  if let from = request.availableFrom, let until = request.availableUntil,
    let start = Timestamp(iso8601: from), let end = Timestamp(iso8601: until)
  {
    // A day alone lasts to its end.
    let last = until.count == 10 ? end.advanced(seconds: 86_400) : end
    guard start < last else {
      throw .malformed(
        option: "--available-until",
        found: until,
        expected: "a date that is not before --available-from \(from)"
      )
    }
  }
  return lines
}

/// A price of one unit, as an example in a message.
private func examplePrice(in currency: Currency) -> String {
  currency.digits == 0 ? "1" : "1." + String(repeating: "0", count: currency.digits)
}

func yamlQuoted(_ text: String) -> String {
  let escaped = printable(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  return "\"\(escaped)\""
}
