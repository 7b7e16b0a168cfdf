/// `catalog.json`, the contract between the generator and the worker: what is sold, for how much.
///
/// Written by `Site`, read by the worker; nothing else passes between the two programs. A change
/// that an older reader would misread raises `version`.
package struct CatalogDocument: Codable, Equatable, Sendable {
  /// The version that this program writes and the only one that it reads.
  package static let currentVersion = 2

  /// `currentVersion`; a reader refuses any other.
  package var version: Int
  /// Lower-case hex SHA-256 of the rest of the document; names the build.
  package var hash: String
  /// What pages and mails say of the shop itself.
  package var shop: ShopEntry
  /// Ordered by SKU.
  package var products: [ProductEntry]

  package init(version: Int, hash: String, shop: ShopEntry, products: [ProductEntry]) {
    self.version = version
    self.hash = hash
    self.shop = shop
    self.products = products
  }

  /// The shop as the order page and the mail name it.
  package struct ShopEntry: Codable, Equatable, Sendable {
    /// By language tag.
    package var title: [String: String]
    /// Absolute, without a trailing slash.
    package var baseURL: String
    /// The address that buyers write to; nil when the shop gives none.
    package var supportEmail: String?
    /// The default language's tag.
    package var language: String
    /// Its colour, adjusted so that text in it can be read.
    package var accent: AccentEntry
    /// The IANA name of the time zone that the shop's days begin and end in: `Asia/Shanghai`.
    package var timezone: String
    /// Further ways to reach the shop, in its own order; empty where it gives only an address.
    package var contacts: [ContactEntry]

    package init(
      title: [String: String],
      baseURL: String,
      supportEmail: String?,
      language: String,
      accent: AccentEntry,
      timezone: String,
      contacts: [ContactEntry] = []
    ) {
      self.title = title
      self.baseURL = baseURL
      self.supportEmail = supportEmail
      self.language = language
      self.accent = accent
      self.timezone = timezone
      self.contacts = contacts
    }
  }

  /// The shop's one colour, shifted until text in it and on it can be read; each `#rrggbb`.
  ///
  /// The generator computes it once, so that its own pages, the worker's and letters agree.
  package struct AccentEntry: Codable, Equatable, Sendable {
    /// Links, and the background of buttons, on light pages.
    package var light: String
    /// Text on `light`.
    package var onLight: String
    /// Links, and the background of buttons, on dark pages.
    package var dark: String
    /// Text on `dark`.
    package var onDark: String

    package init(light: String, onLight: String, dark: String, onDark: String) {
      self.light = light
      self.onLight = onLight
      self.dark = dark
      self.onDark = onDark
    }

    /// The colours of a shop that chooses none.
    package static let standard = AccentEntry(
      light: "#0b5d51",
      onLight: "#ffffff",
      dark: "#76a49e",
      onDark: "#0b0f0d"
    )

    /// Itself, or the standard one where any of the four is no colour: they are written into style
    /// sheets, where other text could be a rule.
    package var checked: AccentEntry {
      let areColors = [light, onLight, dark, onDark].allSatisfy { text in
        text.utf8.count == 7 && text.utf8.first == UInt8(ascii: "#")
          && text.utf8.dropFirst().allSatisfy { byte in
            (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
          }
      }
      return areColors ? self : .standard
    }
  }

  /// A way to reach the shop, as its pages show it.
  package struct ContactEntry: Codable, Equatable, Sendable {
    /// The name of the way, by language tag: `微信`.
    package var name: [String: String]
    /// What the page shows for it, by language tag; the default language is always there.
    package var text: [String: String]
    /// Its link, `https://…` or `mailto:…`; nil where there is only text.
    package var href: String?

    package init(name: [String: String], text: [String: String], href: String?) {
      self.name = name
      self.text = text
      self.href = href
    }
  }

  /// One product, with what selling and delivering it takes.
  package struct ProductEntry: Codable, Equatable, Sendable {
    /// Unique in the document; the text of an `SKU`.
    package var sku: String
    /// By language tag; the default language is always there.
    package var title: [String: String]
    /// The product page's path by language tag: `/products/steam-50/`.
    package var path: [String: String]
    /// The price of one, in minor units of `currency`.
    package var priceMinor: Int64
    /// Three capital letters.
    package var currency: String
    /// What it costs in further currencies, in the order of the page.
    package var furtherPrices: [PriceEntry]
    /// As the product says it, without a currency; empty for none.
    package var faceValue: String
    /// Where the card is valid, as the product says it.
    package var region: String?
    /// The most units of one checkout.
    package var limit: Int
    /// What the letter carries.
    package var delivery: DeliveryKind
    /// The "how to redeem" section by language tag; none for a product without it.
    package var redeem: [String: RedeemEntry]
    /// How many days a code must still be good for to be sold.
    package var minValidityDays: Int
    /// What becomes of a buyer who wants more than there is.
    package var whenOut: WhenOut

    /// The number for products that give none: a week in which to redeem the code.
    package static let defaultMinValidityDays = 7

    package init(
      sku: String,
      title: [String: String],
      path: [String: String],
      priceMinor: Int64,
      currency: String,
      faceValue: String,
      region: String?,
      limit: Int,
      delivery: DeliveryKind,
      redeem: [String: RedeemEntry],
      minValidityDays: Int = defaultMinValidityDays,
      whenOut: WhenOut = .stop,
      furtherPrices: [PriceEntry] = []
    ) {
      self.furtherPrices = furtherPrices
      self.sku = sku
      self.title = title
      self.path = path
      self.priceMinor = priceMinor
      self.currency = currency
      self.faceValue = faceValue
      self.region = region
      self.limit = limit
      self.delivery = delivery
      self.redeem = redeem
      self.minValidityDays = minValidityDays
      self.whenOut = whenOut
    }
  }

  /// A price in one more currency.
  package struct PriceEntry: Codable, Equatable, Sendable {
    /// The price of one, in minor units of `currency`.
    package var minor: Int64
    /// Three capital letters; differs from the product's own currency.
    package var currency: String

    package init(minor: Int64, currency: String) {
      self.minor = minor
      self.currency = currency
    }
  }

  /// How a product is redeemed, in one language: the same text in two forms, with absolute links.
  package struct RedeemEntry: Codable, Equatable, Sendable {
    /// Only `RedeemInstructions.elements` and links.
    package var html: String
    /// The same as plain text.
    package var text: String

    package init(html: String, text: String) {
      self.html = html
      self.text = text
    }
  }
}

extension CatalogDocument.ProductEntry {
  /// The price of one in each of its currencies, its own first; nil when one of them is malformed.
  package var prices: [Money]? {
    let entries =
      [CatalogDocument.PriceEntry(minor: priceMinor, currency: currency)] + furtherPrices
    let prices = entries.compactMap { entry in
      Currency(entry.currency).map { Money(minorUnits: entry.minor, currency: $0) }
    }
    return prices.count == entries.count ? prices : nil
  }
}

extension RedeemInstructions {
  /// What the catalog says in one language; nil where it says nothing.
  package init?(_ entry: CatalogDocument.RedeemEntry?) {
    guard let entry else { return nil }
    self.init(html: entry.html, text: entry.text)
  }
}

// The document carries their raw values; any other word is refused when it is read.

extension DeliveryKind: Codable {}
extension WhenOut: Codable {}
