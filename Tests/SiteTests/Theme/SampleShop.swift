import Foundation
import Shop
import Site
import Testing

/// A small shop: two languages, and three products that are bought in different ways.
enum SampleShop {
  static func content() throws -> SiteContent {
    SiteContent(
      config: try config(),
      products: [try stacked(), try music(), try coffee()],
      categories: [
        term("games", "游戏", "Games", intro: "先看账号地区。"),
        term("food", "咖啡与外卖", nil, intro: nil),
        term("empty", "空架子", "Empty", intro: nil),
      ],
      scenarios: [term("生日", "生日礼物", "Birthdays", intro: "送得出手。")],
      pages: [
        FreePage(
          path: "policies/refund",
          title: localized("退款政策", "Refund policy"),
          weight: 1,
          body: [.chinese: Body(html: "<p>七天内可退。</p>", summary: "七天内可退。")]
        )
      ],
      staticFiles: [StaticFile(path: "images/coffee.svg", source: "/nowhere/coffee.svg")],
      templates: [:]
    )
  }

  static func config() throws -> SiteConfig {
    SiteConfig(
      title: localized("卡纸铺", "Cardstock Shop"),
      description: localized("付款后几秒内发到邮箱。", "Codes within seconds."),
      baseURL: "https://cards.example.com",
      workerURL: "https://pay.example.com",
      language: .chinese,
      languages: [.chinese, .english],
      currency: try #require(Currency("CNY")),
      accent: "#0b6b5c",
      supportEmail: EmailAddress("help@cards.example.com"),
      payments: [.stripe],
      legal: SiteConfig.Legal(icp: "沪ICP备00000000号-1", licence: nil)
    )
  }

  /// A product without an image, translated, with all fields.
  static func stacked() throws -> Product {
    var product = try plain(sku: "CAIRN-CN-50", slug: "cairnlight-50", title: "叠石钱包 50 元")
    product.texts.title = localized("叠石钱包 50 元", "Cairnlight Wallet 50")
    product.texts.body = [
      .chinese: Body(html: "<h2 id=\"使用说明\">使用说明</h2><p>粘贴。</p>", summary: "充入 50 元。"),
      .english: Body(html: "<h2 id=\"how\">How to redeem</h2><p>Paste.</p>", summary: "Adds 50."),
    ]
    product.texts.redeem = [
      .chinese: RedeemSection(html: "<p>粘贴。</p>\n", text: "粘贴。"),
      .english: RedeemSection(html: "<p>Paste.</p>\n", text: "Paste."),
    ]
    product.offer.compareAt = try money("50.00")
    product.offer.faceValue = "50"
    product.shelving.brand = "Cairnlight"
    product.offer.region = "CN"
    product.shelving.labels = [.hot]
    product.shelving.scenarios = ["生日"]
    product.aliases = ["/old/cairnlight-50/", "/旧/叠石/"]
    product.shelving.tags = ["钱包", "R&D"]
    product.date = Timestamp(iso8601: "2026-03-06T02:00:00Z")
    product.updated = Timestamp(iso8601: "2026-04-01T09:30:00+08:00")
    return product
  }

  /// A product without image and face value, untranslated, one per order, codes on the order page.
  static func music() throws -> Product {
    var product = try plain(sku: "EARSHORE-M", slug: "earshore", title: "听岸会员")
    product.offer.limit = 1
    product.offer.delivery = .link
    product.offer.stripe = "https://buy.stripe.com/test_1"
    product.date = Timestamp(iso8601: "2026-02-11")
    return product
  }

  /// A product with an image.
  static func coffee() throws -> Product {
    var product = try plain(sku: "DAWN-100", slug: "dawnmill-100", title: "晨磨礼品卡")
    product.shelving.category = "food"
    product.image = "/images/coffee.svg"
    product.offer.price = try money("1234.50")
    return product
  }

  static func plain(sku: String, slug: String, title: String) throws -> Product {
    Product(
      sku: try #require(SKU(sku)),
      slug: slug,
      texts: Product.Texts(
        title: localized(title, nil),
        body: [.chinese: Body(html: "<p>正文。</p>", summary: "正文。")]
      ),
      offer: Product.Offer(price: try money("48.50"), limit: 5),
      shelving: Product.Shelving(category: "games"),
      source: "content/products/\(slug).md"
    )
  }

  static func money(_ text: String, _ currency: String = "CNY") throws -> Money {
    try Money(parsing: text, currency: try #require(Currency(currency)))
  }

  static func localized(_ chinese: String, _ english: String?) -> Localized {
    var texts = [LanguageTag.chinese: chinese]
    texts[.english] = english
    return Localized(texts, default: .chinese)
  }

  static func term(_ key: String, _ title: String, _ english: String?, intro: String?) -> Term {
    Term(
      key: key,
      title: localized(title, english),
      weight: 0,
      intro: intro.map { [.chinese: Body(html: "<p>\($0)</p>", summary: $0)] } ?? [:]
    )
  }
}

/// The rendered shop by path.
func rendered(_ content: SiteContent) throws -> [String: String] {
  let files = try renderSite(content)
  #expect(Set(files.map(\.path)).count == files.count, "two files of the same name")
  return Dictionary(
    uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }
  )
}

/// The rendered file of that path.
func rendered(_ path: String, of content: SiteContent) throws -> String {
  try #require(try rendered(content)[path], "\(path) is missing")
}

extension String {
  /// Whether the text has these bytes; Swift itself compares by grapheme, unlike browsers.
  func holds(_ other: String) -> Bool {
    let (mine, theirs) = (Array(utf8), Array(other.utf8))
    guard mine.count >= theirs.count, let first = theirs.first else { return theirs.isEmpty }
    return mine.indices.dropLast(theirs.count - 1).contains { start in
      mine[start] == first && mine[start..<(start + theirs.count)].elementsEqual(theirs)
    }
  }

  /// How often the text contains another.
  func count(of other: String) -> Int { components(separatedBy: other).count - 1 }
}
