import Crypto
import Foundation
import Shop
import Text

/// `catalog.json`: what the worker sells from.
func catalogFile(of content: SiteContent) -> OutputFile {
  // Keys are sorted and `hash` is the first, so that the document is encoded only once.
  let bytes = canonicalBytes(catalogDocument(of: content))
  let head = Data(#"{"hash":""#.utf8)
  precondition(bytes.starts(with: head), "a catalog's JSON begins with its hash")
  let hash = Data(SHA256.hash(data: bytes).hex.utf8)
  return OutputFile(path: BuiltFile.catalog, bytes: Array(head + hash + bytes[head.count...]))
}

/// The document with an empty hash, over which the hash is computed.
private func catalogDocument(of content: SiteContent) -> CatalogDocument {
  let config = content.config
  let address = Address(config)
  let titles = Dictionary(content.products.map { ($0.slug, $0.texts.title) }) { first, _ in first }
  let products = content.products.sorted { $0.sku < $1.sku }.map { product in
    let route = PageRoute.product(slug: product.slug)
    return CatalogDocument.ProductEntry(
      sku: product.sku.text,
      title: product.texts.title.byTag,
      path: Dictionary(
        uniqueKeysWithValues: config.languages.map { ($0.tag, address.path(route, in: $0)) }
      ),
      priceMinor: product.offer.price.minorUnits,
      currency: product.offer.price.currency.code,
      faceValue: product.offer.faceValue ?? "",
      region: product.offer.region,
      limit: product.offer.limit,
      delivery: product.offer.delivery,
      redeem: redeem(of: product, in: content, titles, address),
      minValidityDays: product.offer.minValidityDays,
      whenOut: product.offer.whenOut,
      furtherPrices: product.offer.furtherPrices.map {
        CatalogDocument.PriceEntry(minor: $0.minorUnits, currency: $0.currency.code)
      }
    )
  }
  return CatalogDocument(
    version: CatalogDocument.currentVersion,
    hash: "",
    shop: CatalogDocument.ShopEntry(
      title: config.title.byTag,
      baseURL: config.baseURL,
      supportEmail: config.supportEmail?.text,
      language: config.language.tag,
      accent: accent(of: config),
      timezone: config.timezone.name,
      contacts: contacts(of: config)
    ),
    products: products
  )
}

/// The shop's accent colours, as in the stylesheet.
private func accent(of config: SiteConfig) -> CatalogDocument.AccentEntry {
  let wish = SRGB(config.accent) ?? SRGB(hex: 0x0B5D51)
  let (light, dark) = (Scheme.light(accent: wish), Scheme.dark(accent: wish))
  return CatalogDocument.AccentEntry(
    light: "\(light.accent)",
    onLight: "\(light.onAccent)",
    dark: "\(dark.accent)",
    onDark: "\(dark.onAccent)"
  )
}

/// The shop's contacts, in all its languages.
private func contacts(of config: SiteConfig) -> [CatalogDocument.ContactEntry] {
  config.shownContacts.map { contact in
    let inEach = { (text: (LanguageTag) -> String) in
      Dictionary(uniqueKeysWithValues: config.languages.map { ($0.tag, text($0)) })
    }
    return CatalogDocument.ContactEntry(
      name: inEach { config.phrases(in: $0)[channel: contact] },
      text: inEach { contact.text(in: $0) },
      href: contact.href
    )
  }
}

/// The instructions of a product by language tag, with absolute URLs.
private func redeem(
  of product: Product,
  in content: SiteContent,
  _ titles: [String: Localized],
  _ address: Address
) -> [String: CatalogDocument.RedeemEntry] {
  let route = PageRoute.product(slug: product.slug)
  let entries = product.texts.redeem.map { language, section in
    let page = address.path(route, in: language)
    let base = content.config.baseURL
    let entry = CatalogDocument.RedeemEntry(section, base: base, page: page) { slug in
      (
        titles[slug]?.text(in: language) ?? slug,
        address.url(.product(slug: slug), in: language)
      )
    }
    return (language.tag, entry)
  }
  return Dictionary(uniqueKeysWithValues: entries)
}

/// JSON with sorted keys: the same document gives the same bytes.
private func canonicalBytes(_ document: CatalogDocument) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return try encoder.encode(document)
  } catch {
    preconditionFailure("a catalog of strings and integers can always be encoded: \(error)")
  }
}
