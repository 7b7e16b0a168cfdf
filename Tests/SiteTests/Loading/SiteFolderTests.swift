import Foundation
import Shop
import Site
import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct SiteFolderTests {
  @Test func `the repository's own shop has no problems`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    let report = try checkSite(
      BuildRequest(shop: root, output: root + "/public", now: Timestamp(seconds: 1_800_000_000))
    )
    #expect(report.problems.map { $0.text() } == [])
    #expect(report.products >= 16)
  }

  @Test func `the smallest settings are enough`() throws {
    let shop = try TemporaryShop([
      "site/site.yaml": """
      title: 卡密商店 Card Shop
      base_url: https://cards.example.com
      language: zh-CN                   # the default; more under `languages:`
      currency: CNY
      """
    ])
    try shop.remove("content/products/example-50.en.md")
    let loaded = shop.load()
    #expect(loaded.problems.map(\.warning) == [.noWorkerURL])
    let config = try #require(loaded.content).config
    #expect(config.languages == [.chinese])
    #expect(config.workerURL == nil)
  }

  @Test func `the product file of the design is read whole`() throws {
    let product = try loadProduct([
      "title": "\"Steam 钱包充值卡 50 元\"", "slug": "test", "sku": "STEAM-CN-50",
      "price": "\"48.50\"", "currency": "CNY", "compare_at": "\"50.00\"", "face_value": "\"50\"",
      "brand": "Steam", "scenarios": "[birthday]", "tags": "[steam, 自动发货]", "labels": "[hot]",
      "region": "CN", "limit": "5", "delivery": "code", "stripe": "https://buy.stripe.com/abc",
      "aliases": "[/old/steam-50/]", "draft": "false", "date": "2026-01-02T00:00:00Z",
    ])
    #expect(product.texts.title.text(in: .english) == "Steam 钱包充值卡 50 元")
    #expect(product.offer.compareAt?.minorUnits == 5000)
    #expect(product.shelving.labels == [.hot])
    #expect(product.offer.limit == 5)
    #expect(product.aliases == ["/old/steam-50/"])
    #expect(product.date == Timestamp(seconds: 1_767_312_000))
    #expect(product.offer.region == "CN")
  }

  @Test(arguments: [
    ("CN", "CN"), ("GLOBAL", "GLOBAL"), ("[CN, HK]", "CN,HK"), ("EU", "EU"),
  ])
  func `reads a region`(text: String, region: String) throws {
    #expect(try loadProduct(["region": text]).offer.region == region)
  }

  @Test func `a translation gives text in its language and falls back elsewhere`() throws {
    let shop = try TemporaryShop()
    let content = try #require(shop.load().content)
    let translated = try #require(content.products.first { $0.slug == "example-50" })
    #expect(translated.texts.title.text(in: .english) == "Example game card ¥50")
    #expect(translated.texts.redeem[.english]?.isEmpty == false)
    #expect(translated.texts.body[.english] != nil)
    let other = try #require(content.products.first { $0.slug == "example-month" })
    #expect(other.texts.body[.english] == nil)
    #expect(!other.texts.title.isTranslated(to: .english))
  }

  @Test func `drafts are left out by name unless asked for`() throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(["draft": "true"])])
    let loaded = shop.load()
    #expect(loaded.leftOut.map(\.description) == ["content/products/test.md: draft"])
    #expect(loaded.content?.products.count == 2)
    #expect(shop.load(includeDrafts: true).content?.products.count == 3)
  }

  @Test func `a link out of the shop is refused`() throws {
    let shop = try TemporaryShop()
    let outside = try TemporaryShop(["secret.md": productText()])
    let manager = FileManager.default
    for (link, target) in [
      ("content/products/out.md", outside.path + "/secret.md"),
      ("site/static/folder", outside.path),
      ("site/static/inside.txt", shop.path + "/site/site.yaml"),
      ("content/loop", shop.path + "/content"),
    ] {
      let folder = URL(fileURLWithPath: shop.path + "/" + link).deletingLastPathComponent()
      try manager.createDirectory(at: folder, withIntermediateDirectories: true)
      try manager.createSymbolicLink(atPath: shop.path + "/" + link, withDestinationPath: target)
    }
    let files = shop.load().problems.map(\.file)
    let refused = ["content/loop", "content/products/out.md", "site/static/folder"]
    #expect(files == refused + ["site/static/inside.txt"])
  }

  @Test func `keys may be Chinese, and links to them are found plain and escaped`() throws {
    let body = "[一](/categories/充值/) [二](/categories/%E5%85%85%E5%80%BC/) [三](/scenarios/自用/)\n"
    let shop = try TemporaryShop([
      "content/categories/充值.md": "---\ntitle: 充值\n---\n",
      "content/scenarios/自用.md": "---\ntitle: 自己用\n---\n",
      "content/products/test.md": productText(
        ["category": "充值", "scenarios": "[自用]", "tags": "[标签]"],
        body: body
      ),
    ])
    #expect(shop.problems.map { $0.text() } == [])
  }

  @Test func `a file of nothing but broken links is told in a bounded number of problems`() throws {
    let body = (0..<4000).map { "[x](/no\($0)/) AB3D-9KQ2-\(1000 + $0)\n\n<i>\n\n" }.joined()
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let problems = shop.problems
    #expect(problems.count == 50 + 1 + 20 + 20)
    #expect(problems.contains { $0.message.contains("found 3950 more") })
  }

  @Test func `names that differ in capitals alone are refused`() throws {
    let shop = try TemporaryShop([
      "site/static/products/Example-50/index.html": "x",
      "site/static/PRODUCTS/example-50/index.html": "x",
    ])
    #expect(shop.load().problems.map(\.file) == ["site/static/products/Example-50/index.html"])
  }

  @Test func `overrides take the place of settings`() throws {
    let shop = try TemporaryShop()
    let loaded = SiteFolder.load(
      shop: shop.path,
      now: TemporaryShop.now,
      includeDrafts: false,
      overrides: SiteOverrides(
        baseURL: "http://127.0.0.1:8080/",
        workerURL: "http://localhost:9000"
      )
    )
    let config = try #require(loaded.content).config
    #expect(config.baseURL == "http://127.0.0.1:8080")
    #expect(config.workerURL == "http://localhost:9000")
  }

  @Test(arguments: [
    "AB3D-9KQ2-77XZ", "7F3K9-2M4PQ-8R6TW", "1234567890123456", "AB12CD34EF56GH78",
  ])
  func `warns of what looks like a card code`(code: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: "码 \(code)。\n")])
    let problems = shop.problems
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems.first?.sourceLine == "码 \(code)。")
    #expect(problems.first?.position.column == 3)
    #expect(try shop.build().changes != nil)
    #expect(try shop.build(isStrict: true).changes == nil)
  }

  @Test(arguments: [
    "- 卡号：XXXX", "密码：xxxx", "卡号：XXXXXXXXXXXXXXXX", "| 卡号 | XXXX |\n|---|---|\n| 密码 | XXX |",
    "Account: xxxx", "格式为 XXXX。", "- Release date: TBD", "**发售时间**：TBD", "请填写 [Your email here] 一栏",
    "Enter [Your code here], then go on.",
  ])
  func `takes a card's form, a day and a field for what they are`(text: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text + "\n")])
    #expect(shop.problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    "客服微信：XXX", "登录 XXX 平台", "客服账号：XXXX", "Price: TBD", "TBD", "欢迎来到 [your shop name here]",
    "[Your text here]",
  ])
  func `takes a gap for a gap`(text: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text + "\n")])
    #expect(shop.problems.map(\.severity) == [.error], "\(shop.problems.map { $0.text() })")
  }

  @Test(arguments: [
    "XXXX-XXXX-XXXX", "SAFF-XXXX-XXXX-XXXXXX", "ANTI-100-000014", "2026-01-02-2027-01-02",
    "TEST-1", "ISBN 9787111111111", "https://buy.stripe.com/AbCd1234EfGh5678", "ABCD-EFGH-IJKL",
    "0000-0000-0000-0000", "SHA-256",
  ])
  func `takes an example for an example`(text: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: "如 \(text) 。\n")])
    #expect(shop.problems == [])
  }
}
