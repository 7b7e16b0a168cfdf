import Crypto
import Foundation
import Shop
import Site
import Testing

/// `catalog.json`, as the worker reads it.
@Suite(.timeLimit(.minutes(20))) struct CatalogFileTests {
  @Test func `holds every product by SKU, with price, limit and paths`() throws {
    let document = try decoded(SampleShop.content())
    #expect(document.version == CatalogDocument.currentVersion)
    #expect(document.products.map(\.sku) == ["CAIRN-CN-50", "DAWN-100", "EARSHORE-M"])
    let product = try #require(document.products.first)
    #expect(product.priceMinor == 4850)
    #expect(product.currency == "CNY")
    #expect(
      product.path == ["zh-CN": "/products/cairnlight-50/", "en": "/en/products/cairnlight-50/"]
    )
    #expect(
      product.redeem == [
        "zh-CN": .init(html: "<p>粘贴。</p>\n", text: "粘贴。"),
        "en": .init(html: "<p>Paste.</p>\n", text: "Paste."),
      ]
    )
    #expect(document.products.last?.delivery == .link)
    #expect(document.shop.supportEmail == "help@cards.example.com")
  }

  @Test(arguments: ["#0b5d51", "#767676", "#000000", "#1a4fd6"])
  func `tells the colours that the style sheet has`(wish: String) throws {
    var content = try SampleShop.content()
    content.config.accent = wish
    let accent = try decoded(content).shop.accent
    let css = try #require(try rendered(content).first { $0.key.hasSuffix(".css") }?.value)
    #expect(css.contains("--accent: \(accent.light); --on-accent: \(accent.onLight)"))
    #expect(css.contains("--accent: \(accent.dark); --on-accent: \(accent.onDark)"))
    #expect(accent.checked == accent)
  }

  @Test func `takes for standard what a shop without a colour has`() throws {
    var content = try SampleShop.content()
    content.config.accent = "#0b5d51"
    #expect(try decoded(content).shop.accent == .standard)
  }

  @Test func `is named by the hash of the rest of it`() throws {
    let text = try rendered("catalog.json", of: SampleShop.content())
    let hash = try decoded(SampleShop.content()).hash
    #expect(hash.count == 64)
    let rest = text.replacingOccurrences(of: hash, with: "")
    let digest = SHA256.hash(data: Data(rest.utf8)).map { String(format: "%02x", $0) }.joined()
    #expect(hash == digest)
  }

  @Test func `says what becomes of a buyer who wants more than there is`() throws {
    var content = try SampleShop.content()
    let before = try decoded(content)
    #expect(before.products.allSatisfy { $0.whenOut == .stop })
    content.products[0].offer.whenOut = .queue
    let document = try decoded(content)
    #expect(document.products.map(\.whenOut).filter { $0 == .queue }.count == 1)
    #expect(document.hash != before.hash)
  }

  @Test func `has another hash when a price changes`() throws {
    var content = try SampleShop.content()
    let before = try decoded(content).hash
    content.products[2].offer.price = try SampleShop.money("1.00")
    #expect(try decoded(content).hash != before)
  }

  @Test func `holds the prices in further currencies, and its hash holds them too`() throws {
    var content = try SampleShop.content()
    let before = try decoded(content)
    #expect(before.products.allSatisfy { $0.furtherPrices.isEmpty })
    content.products[0].offer.furtherPrices = [
      try SampleShop.money("6.80", "USD"), try SampleShop.money("1050", "JPY"),
    ]
    let document = try decoded(content)
    let entry = try #require(document.products.first { $0.sku == "CAIRN-CN-50" })
    #expect(
      entry.furtherPrices == [
        .init(minor: 680, currency: "USD"), .init(minor: 1050, currency: "JPY"),
      ]
    )
    #expect(entry.prices?.map(\.description) == ["48.50 CNY", "6.80 USD", "1050 JPY"])
    content.products[0].offer.furtherPrices[0] = try SampleShop.money("6.81", "USD")
    #expect(Set([before.hash, document.hash, try decoded(content).hash]).count == 3)
  }

  private func decoded(_ content: SiteContent) throws -> CatalogDocument {
    let text = try rendered("catalog.json", of: content)
    return try JSONDecoder().decode(CatalogDocument.self, from: Data(text.utf8))
  }
}
