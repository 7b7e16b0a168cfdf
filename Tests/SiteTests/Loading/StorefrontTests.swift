import Foundation
import Shop
import Site
import Testing
import Text

/// Settings for what pages show besides their own content.
@Suite(.timeLimit(.minutes(20))) struct StorefrontTests {
  private func shop(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryShop {
    let shop = try TemporaryShop(files)
    let text = try shop.text("site/site.yaml") + settings + "\n"
    try shop.write(text, to: "site/site.yaml")
    return shop
  }

  private func built(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryShop {
    let shop = try shop(settings, files)
    let report = try shop.build()
    #expect(report.problems.filter { $0.severity == .error }.map { $0.text() } == [])
    return shop
  }

  private func problems(_ settings: String) throws -> [String] {
    try shop(settings).load().problems.filter { $0.file == "site/site.yaml" }.map { problem in
      "\(problem.position.line): \(problem.message)" + (problem.hint.map { " \($0)" } ?? "")
    }
  }

  /// A picture's first bytes and its end, which are all that the build reads.
  private func png(width: Int, height: Int) -> Data {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    bytes += "IHDR".utf8
    for side in [width, height] {
      bytes += [0, 0] as [UInt8]
      bytes.append(UInt8(side / 256))
      bytes.append(UInt8(side % 256))
    }
    bytes += [8, 2, 0, 0, 0, 0, 0, 0, 0] as [UInt8]
    bytes += "IEND".utf8
    return Data(bytes)
  }

  private static let announcement = """
    announcement:
      text: 国庆期间客服在线。
      text_en: We answer during the holidays.
      link: /policies/refund/
      until: 2026-10-07
    """

  @Test func `an announcement stands on every page in its language`() throws {
    let shop = try built(Self.announcement)
    for (page, text, link) in [
      ("index.html", "国庆期间客服在线。", "/policies/refund/"),
      ("en/products/example-50/index.html", "We answer during", "/en/policies/refund/"),
      ("404.html", "国庆期间客服在线。", "/policies/refund/"),
    ] {
      let html = try shop.text("public/\(page)")
      #expect(html.contains("<p><a href=\"\(link)\">\(text)"), "\(page)")
    }
    #expect(try shop.text("public/index.html").contains("aria-label=\"公告\""))
  }

  @Test(arguments: [
    // The last millisecond of the seventh in Shanghai, and the first of the eighth.
    ("2026-10-07T15:59:59.999Z", true), ("2026-10-07T16:00:00Z", false),
  ])
  func `an announcement ends with its day`(now: String, isShown: Bool) throws {
    let shop = try shop(Self.announcement)
    let moment = try #require(Timestamp(iso8601: now))
    let loaded = shop.load(now: moment)
    let content = try #require(loaded.content)
    #expect((content.config.storefront.announcement != nil) == isShown)
    let next = isShown ? Timestamp(iso8601: "2026-10-07T16:00:00Z") : nil
    #expect(loaded.schedule.next == next)
    #expect(loaded.schedule.lines.contains { $0.contains("announcement ends") } == isShown)
    let left = loaded.leftOut.map(\.description)
    #expect(left == (isShown ? [] : ["site/site.yaml: announcement until 2026-10-07"]))
  }

  @Test func `a menu leads to pages and categories in the language of the page`() throws {
    let shop = try built(
      """
      menu:
        - /categories/memberships/
        - /policies/refund/
        - {label: 群, label_en: Group, link: https://t.me/cardstock}
        - {label: 怎么退款, link: /policies/refund/#top}
      footer:
        - {label: 全部, label_en: All, link: /products}
      """,
      ["content/pages/policies/refund.md": "---\ntitle: 退款\ntitle_en: Refunds\n---\n## Top\n"]
    )
    let home = try shop.text("public/index.html")
    #expect(home.contains("<a href=\"/policies/refund/\">退款</a>"))
    #expect(home.contains("<a href=\"https://t.me/cardstock\">群</a>"))
    #expect(home.contains("<a href=\"/products/\">全部</a>"))
    let page = try shop.text("public/en/policies/refund/index.html")
    #expect(page.contains("aria-label=\"Menu\""))
    #expect(page.contains("href=\"/en/policies/refund/\" aria-current=\"true\">Refunds</a>"))
    #expect(page.contains("href=\"/en/categories/memberships/\">Memberships</a>"))
    #expect(page.contains("<a href=\"/en/policies/refund/#top\" lang=\"zh-CN\">怎么退款</a>"))
    #expect(page.contains("<a href=\"/en/products/\">All</a>"))
    #expect(!page.contains("href=\"/en/categories/game-cards/\">Game cards</a></li>"))
  }

  @Test func `the word categories in a menu stands for the categories`() throws {
    let shop = try built("menu: [categories, /policies/refund/]")
    let home = try shop.text("public/en/index.html")
    #expect(home.contains("<a href=\"/en/categories/game-cards/\">Game cards</a>"))
    #expect(home.contains("class=\"all\" href=\"/en/products/\">All cards</a>"))
  }

  @Test func `contacts are linked in the form that each program reads`() throws {
    let shop = try built(
      """
      contacts:
        hours: 每天 9:00–22:00
        telegram: https://t.me/cardstock
        whatsapp: 0086 (138) 0013-8000
        qq: 123456789
        wechat: cardstock_cs
      """,
      ["content/pages/contact.md": "---\ntitle: 联系\ncontacts: true\n---\n写信给我们。\n"]
    )
    for page in ["index.html", "products/example-50/index.html", "contact/index.html"] {
      let html = try shop.text("public/\(page)")
      let count = html.components(separatedBy: "<a href=\"https://t.me/cardstock\">@cardstock</a>")
      #expect(count.count - 1 == (page == "index.html" ? 1 : 2), "\(page)")
      #expect(html.contains("<a href=\"https://wa.me/8613800138000\">+8613800138000</a>"))
      #expect(html.contains("<a href=\"mailto:help@example.com\">help@example.com</a>"))
      #expect(html.contains("<span class=\"channel\">QQ</span> <span>123456789</span>"))
    }
    let english = try shop.text("public/en/index.html")
    #expect(english.contains("<span lang=\"zh-CN\">每天 9:00–22:00</span>"))
  }

  @Test func `the address among the contacts is the one of mails`() throws {
    let shop = try TemporaryShop()
    let text = try shop.text("site/site.yaml")
      .replacing("support_email: help@example.com", with: "contacts: {email: us@example.com}")
    try shop.write(text, to: "site/site.yaml")
    #expect(try shop.build().problems.map { $0.text() } == [])
    #expect(try shop.text("public/catalog.json").contains("us@example.com"))
  }

  @Test func `a page without a picture is shared with the shop's`() throws {
    let shop = try shop("share_image: /images/share.png")
    try shop.write(png(width: 1200, height: 630), to: "site/static/images/share.png")
    #expect(try shop.build().problems.map { $0.text() } == [])
    let html = try shop.text("public/en/index.html")
    #expect(
      html.contains(
        "<meta property=\"og:image\" content=\"https://cards.example.com/images/share.png\">"
      )
    )
    #expect(html.contains("<meta property=\"og:image:width\" content=\"1200\">"))
    #expect(html.contains("content=\"summary_large_image\""))
  }

  @Test(arguments: [(320, 200), (630, 1200)])
  func `a small or tall picture is warned of`(width: Int, height: Int) throws {
    let shop = try shop("share_image: /images/share.png")
    try shop.write(png(width: width, height: height), to: "site/static/images/share.png")
    let found = shop.load().problems.filter { $0.file == "site/site.yaml" }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains("found \(width) by \(height)") == true)
  }

  @Test(arguments: [
    ("menu: []", "expected a list of links"),
    ("menu: /about/", "expected a list of links"),
    ("menu: [about]", "did you mean `/about/`?"),
    ("menu: [t.me/x]", "did you mean `https://t.me/x`?"),
    ("menu: [categorys]", "did you mean `categories`?"),
    ("menu: [//evil.example]", "expected a page of the shop"),
    ("menu: [/policies/refunds/]", "did you mean `/policies/refund/`?"),
    ("menu: [/en/]", "expected what the link says"),
    ("menu: [/products/]", "expected what the link says"),
    ("footer: [categories]", "did you mean `/categories/`?"),
    ("announcement: 国庆", "expected keys under it such as `text: …`"),
    ("announcement: {text: 好, until: 明天}", "expected a date"),
    ("announcement: {until: 2026-10-01}", "text: expected this key"),
    ("contacts:\n  wechat:abcdefg", "did you mean `wechat: abcdefg`?"),
    ("contacts: {telegram: @cardstock}", "`contacts: {telegram: \"@cardstock\"}`?"),
    (
      "labels: {limited: {title: 限量, color: #b00020}}",
      "`labels: {limited: {title: 限量, color: \"#b00020\"}}`?"
    ),
    ("contacts: {telegram: me}", "telegram: expected a name of 5 to 32"),
    ("contacts: {whatsapp: 13800138000}", "did you mean `+86 13800138000`?"),
    ("contacts: {whatsapp: \"+1\"}", "whatsapp: expected a number"),
    ("contacts: {qq: 012345}", "qq: expected a QQ number"),
    ("contacts: {wechat: 卡纸铺}", "wechat: expected a WeChat ID"),
    ("contacts: {weixin: abcdef}", "unknown key `weixin`"),
    ("title_zh: 店", "unknown key `title_zh`"),
    ("announcement: {text: 好, text_zh: 好}", "unknown key `text_zh`"),
    ("contacts: {hours: 九点, hours_zh: 九点}", "unknown key `hours_zh`"),
    ("menu: [{label: 甲, label_zh: 甲, link: /search/}]", "unknown key `label_zh`"),
    ("labels: {lim: {title: 限, title_zh: 限}}", "unknown key `title_zh`"),
    ("share_image: images/x.png", "expected a path from the root"),
    ("share_image: /images/x.png", "expected a file at site/static/images/x.png"),
  ])
  func `a wrong value is named with its mend`(settings: String, message: String) throws {
    let found = try problems(settings)
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(arguments: [("2026-12-10", 0), ("2026-12-11", 1)])
  func `an announcement may lead to what leaves with it`(day: String, warnings: Int) throws {
    let shop = try shop(
      "announcement: {text: 特惠, link: /products/test/, until: \(day)}",
      ["content/products/test.md": productText(["available_until": "2026-12-10"])]
    )
    #expect(shop.load().problems.count { $0.warning == .leavingLink } == warnings)
    let later = try #require(Timestamp(iso8601: "2026-12-12"))
    #expect(shop.load(now: later).problems.filter { $0.severity == .error } == [])
  }

  @Test func `every key of the settings is read, and its example is good`() throws {
    let data = Data(try jsonSchema(of: .site, shop: "/nowhere").utf8)
    let schema = try JSONSerialization.jsonObject(with: data)
    let properties = try #require(
      (schema as? [String: Any])?["properties"] as? [String: Any]
    )
    let lines = properties.keys.sorted().map { "\($0): [[]]\n" }.joined()
    let shop = try TemporaryShop(["site/site.yaml": lines + "nothing: x\n"])
    let unknown = shop.load().problems.filter { $0.message.hasPrefix("unknown key") }
    #expect(unknown.map(\.message).count == 1)
  }
}
