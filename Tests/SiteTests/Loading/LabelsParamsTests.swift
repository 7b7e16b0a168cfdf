import Foundation
import Shop
import Site
import Testing

/// A shop's own labels, values for templates and rules for robots.
@Suite(.timeLimit(.minutes(20))) struct LabelsParamsTests {
  private func shop(_ settings: String, _ files: [String: String] = [:]) throws -> TemporaryShop {
    let shop = try TemporaryShop(files)
    try shop.write(try shop.text("site/site.yaml") + settings + "\n", to: "site/site.yaml")
    return shop
  }

  private static let labels = """
    labels:
      limited: {title: 限量, title_en: Limited, color: "#B00020"}
      hot: {title: 爆款}
    """

  @Test func `a label of the shop's own is a chip, a list and a filter`() throws {
    let shop = try shop(
      Self.labels,
      [
        "content/products/a.md": productText(["sku": "A", "labels": "[limited, hot]"]),
        "content/products/b.md": productText(["sku": "B", "title": "乙"]),
      ]
    )
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    let page = try shop.text("public/products/a/index.html")
    #expect(
      page.contains("<a href=\"/labels/limited/\"><span class=\"chip\" data-label=\"limited\">限量")
    )
    #expect(page.contains("<a href=\"/labels/hot/\">爆款</a>"))
    #expect(page.contains("<p class=\"note\"> <span class=\"chip\" data-label=\"limited\">限量"))
    #expect(try shop.text("public/en/labels/limited/index.html").contains("<h1>Limited</h1>"))
    let list = try shop.text("public/en/categories/game-cards/index.html")
    #expect(list.contains("<a href=\"/en/categories/game-cards/limited/\">Limited</a>"))
    let other = "<a href=\"/en/categories/game-cards/hot/\" lang=\"zh-CN\">爆款</a>"
    #expect(list.contains(other))
    let sheet = try #require(page.firstMatch(of: /href="\/(assets\/site\.[0-9a-f]+\.css)"/))
    let css = try shop.text("public/" + sheet.1)
    #expect(css.contains(".chip[data-label=\"limited\"] { background: #b00020 }"))
    #expect(!css.contains("data-label=\"hot\""))
  }

  @Test(arguments: [
    ("labels: [limited]", "expected labels under it"),
    ("labels: {limited: 限量}", "write `limited: {title: 限量, color"),
    ("labels: {限量: {title: 限量}}", "expected a key of at most 30 small letters"),
    ("labels: {Limited: {title: 限量}}", "expected a key of at most 30 small letters"),
    ("labels: {price: {title: 特价}}", "no order of lists"),
    ("labels: {a: {color: \"#b00020\"}}", "title: expected this key"),
    ("labels: {a: {title: 甲, color: red}}", "expected a colour such as #b00020"),
    ("labels: {a: {title: 甲, color: \"#ffd400\"}}", "the nearest is #"),
    ("labels: {a: {title: 甲, colour: \"#b00020\"}}", "did you mean `color`?"),
    ("params: 3", "expected names with values under it"),
    ("params: {wechat-group: x}", "did you mean `wechat_group`?"),
    ("params: {a: {b: c}}", "expected a text, a number, true, false or a list"),
    ("params: {a: [[1]]}", "expected a text, a number, true, false or a list"),
    ("params: {a: }", "expected a text, a number, true, false or a list"),
    ("robots: none", "expected keys under it such as `disallow: [/policies/]`"),
    ("robots: {disallow: [/]}", "takes all of it out of every search engine"),
    ("robots: {disallow: [/*]}", "takes all of it out of every search engine"),
    ("robots: {disallow: [policies]}", "expected the beginning of an address"),
    ("robots: {block: [\"*\"]}", "all of them are every search engine"),
    ("robots: {dissallow: [/a/]}", "did you mean `disallow`?"),
  ])
  func `a wrong value is named with its mend`(settings: String, message: String) throws {
    let found = try shop(settings).load().problems.filter { $0.file == "site/site.yaml" }
    let texts = found.map { $0.message + ($0.hint.map { " \($0)" } ?? "") }
    #expect(texts.contains { $0.contains(message) }, "\(texts)")
  }

  @Test func `the colour that is named passes`() throws {
    let wrong = try shop("labels: {a: {title: 甲, color: \"#ffd400\"}}").load().problems
    let hint = try #require(wrong.first?.hint?.firstMatch(of: /#[0-9a-f]{6}/))
    let right = try shop("labels: {a: {title: 甲, color: \"\(hint.0)\"}}").load().problems
    #expect(right.map { $0.text() } == [])
  }

  @Test func `a label that is none is named with what was meant`() throws {
    let files = [
      "content/products/a.md": productText(["labels": "[limitd]"]),
      "content/products/b.md": productText(["sku": "B", "title": "乙", "labels": "[限量]"]),
      "content/products/limited.md": productText(["sku": "C", "title": "丙"]),
    ]
    let found = try shop(Self.labels, files).load().problems
    #expect(found.map(\.file) == files.keys.sorted())
    #expect(found.prefix(2).map(\.hint) == Array(repeating: "did you mean `limited`?", count: 2))
    #expect(found.last?.message.contains("expected another name than those of list pages") == true)
  }

  @Test func `templates see the values of the shop and of the product`() throws {
    let shop = try shop(
      """
      params:
        group: 群
        group_en: Group
        points: 10
        gift: true
      """,
      [
        "content/products/a.md": productText([
          "params": "{points: 4.50, gift: false, steps: [一, 二], zip: \"00501\"}"
        ]),
        "site/templates/missing.mustache":
          "<h1>{{params.group}}</h1>{{#params.gift}}<p>{{params.points}}</p>{{/params.gift}}",
        "site/templates/viewed.mustache": "",
      ]
    )
    let product = try shop.text("site/templates/missing.mustache")
    #expect(product.contains("params"))
    try shop.write(
      """
      <h1>{{title}}</h1><p>{{params.group}}|{{params.points}}|{{params.zip}}|\
      {{#params.gift}}gift{{/params.gift}}|{{#params.steps}}{{.}};{{/params.steps}}</p>
      """,
      to: "site/templates/product.mustache"
    )
    let report = try shop.build()
    #expect(report.problems.filter { $0.severity == .error }.map { $0.text() } == [])
    #expect(try shop.text("public/products/a/index.html").contains("<p>群|4.50|00501||一;二;</p>"))
    let other = try shop.text("public/en/products/example-50/index.html")
    #expect(other.contains("<p>Group|10||gift|</p>"))
    #expect(try shop.text("public/en/404.html").contains("<h1>Group</h1><p>10</p>"))
  }

  @Test func `a template that asks for a value that nobody has is told`() throws {
    let shop = try shop(
      "params: {group: 群}",
      ["site/templates/missing.mustache": "<p>{{params.gruop}}</p>"]
    )
    let found = shop.load().problems
    #expect(found.map(\.file) == ["site/templates/missing.mustache"])
    #expect(found.first?.hint == "did you mean `params.group`?")
  }

  @Test func `rules for robots stand before the sitemap`() throws {
    let shop = try shop("robots: {disallow: [/policies/], block: [GPTBot, CCBot]}")
    #expect(try shop.build().problems.map { $0.text() } == [])
    let text = try shop.text("public/robots.txt")
    #expect(
      text == """
        User-agent: *
        Disallow: /policies/
        Allow: /

        User-agent: GPTBot
        User-agent: CCBot
        Disallow: /

        Sitemap: https://cards.example.com/sitemap.xml

        """
    )
  }
}
