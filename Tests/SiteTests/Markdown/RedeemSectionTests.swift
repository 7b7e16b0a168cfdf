import Foundation
import Shop
import Site
import Testing

/// The instructions in letters and on order pages.
@Suite(.timeLimit(.minutes(20))) struct RedeemSectionTests {
  /// The catalog's entry of a product with that text under `## 使用说明`.
  private func entry(
    _ markdown: String,
    heading: String = "## 使用说明",
    language: String = "zh-CN"
  ) throws -> CatalogDocument.RedeemEntry? {
    let body = "正文。\n\n\(heading)\n\n\(markdown)\n"
    return try catalogEntry(body: body).redeem[language]
  }

  private func catalogEntry(body: String) throws -> CatalogDocument.ProductEntry {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let loaded = shop.load()
    let content = try #require(loaded.content, "\(loaded.problems.map { $0.text() })")
    let text = try rendered("catalog.json", of: content)
    let document = try JSONDecoder().decode(CatalogDocument.self, from: Data(text.utf8))
    return try #require(document.products.first { $0.sku == "TEST-1" })
  }

  @Test(arguments: [
    ("一段\n文字", "<p>一段文字</p>\n", "一段文字"),
    ("one\ntwo", "<p>one\ntwo</p>\n", "one two"),
    ("一  \n二\\\n三", "<p>一<br>\n二<br>\n三</p>\n", "一\n二\n三"),
    (
      "**粗** `码` ~~旧~~ 5 * 3", "<p><strong>粗</strong> <code>码</code> <del>旧</del> 5 * 3</p>\n",
      "粗 码 ~~旧~~ 5 * 3"
    ),
    ("#1 客服", "<p>#1 客服</p>\n", "#1 客服"),
    ("a &amp; b \\* c &copy; <b>x</b>", "<p>a &amp; b * c © x</p>\n", "a & b * c © x"),
    ("### 一\n\n二", "<h3>一</h3>\n<p>二</p>\n", "一\n\n二"),
    ("> 一\n> 二\n>\n> 三", "<blockquote>\n<p>一二</p>\n<p>三</p>\n</blockquote>\n", "> 一二\n>\n> 三"),
    ("一\n\n---\n\n二", "<p>一</p>\n<hr>\n<p>二</p>\n", "一\n\n———\n\n二"),
    ("- [x] 好\n- [ ] 坏", "<ul>\n<li>☑ 好</li>\n<li>☐ 坏</li>\n</ul>\n", "- [x] 好\n- [ ] 坏"),
    (
      "| 面值 | 价 |\n|---|--:|\n| 50 | 48 |",
      "<table><thead><tr><th>面值</th><th>价</th></tr></thead>\n<tbody>\n"
        + "<tr><td>50</td><td>48</td></tr>\n</tbody></table>\n",
      "面值 | 价\n50 | 48"
    ),
    (
      ":::notice\n一\n:::\n\n:::steps\n1. 二\n:::",
      "<p>一</p>\n<ol>\n<li>二</li>\n</ol>\n",
      "一\n\n1. 二"
    ),
  ])
  func `says the same as HTML and as text`(markdown: String, html: String, text: String) throws {
    let entry = try #require(try entry(markdown))
    #expect(entry.html == html)
    #expect(entry.text == text)
  }

  @Test(arguments: [
    "## 使用说明 How to redeem", "## How to redeem 使用说明", "## 使用 说明", "## Steps to redeem", "## 提取方法",
    "## 开通方法", "## 登录方法", "### 開通步驟", "## Guide to redeem",
  ])
  func `are found under a usual heading`(heading: String) throws {
    #expect(try entry("粘贴。", heading: heading)?.text == "粘贴。")
  }

  @Test(arguments: [
    ("## 登录方式", "## 使用说明"), ("## Usage", "## How to redeem"), ("## 开通方法", "## 兑换步骤"),
    ("## 提取方法", "## 使用说明"), ("## 操作步骤", "## 如何激活"), ("## 如何登录", "## 使用方法"),
  ])
  func `are one section beside a heading that may be of another`(
    other: String,
    own: String
  ) throws {
    for headings in [(other, "别的", own, "粘贴。"), (own, "粘贴。", other, "别的")] {
      let (first, words, second, more) = headings
      let body = "\(first)\n\n\(words)\n\n\(second)\n\n\(more)\n"
      let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
      #expect(shop.load().problems.map { $0.text() } == [])
      #expect(try catalogEntry(body: body).redeem["zh-CN"]?.text == "粘贴。")
    }
  }

  @Test(arguments: ["### 手机", "### 手机\n\n### 电脑", "### 手机\n\n## 其他\n\n字"])
  func `are none with headings alone`(markdown: String) throws {
    let body = "正文。\n\n## 使用说明\n\n\(markdown)\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    #expect(shop.load().problems.map(\.warning) == [.noInstructions])
  }

  @Test(arguments: [
    ("1. 一\n2. 二\n3. 三", "1. 一\n2. 二\n3. 三"),
    ("3. 三\n4. 四", "3. 三\n4. 四"),
    ("1) 一\n2) 二", "1. 一\n2. 二"),
    ("1. 一\n   - 甲\n   - 乙\n2. 二", "1. 一\n   - 甲\n   - 乙\n2. 二"),
    ("1. 一\n\n   续\n2. 二\n\n3. 三", "1. 一\n\n   续\n\n2. 二\n\n3. 三"),
    ("1. 一\n   ```\n   a\n   ```\n2. 二", "1. 一\n   a\n2. 二"),
    ("9. 九\n10. 十\n    - 甲", "9. 九\n10. 十\n    - 甲"),
    ("- > 引\n- 二", "- > 引\n- 二"),
    ("1. 一\n2.\n3. 三", "1. 一\n2.\n3. 三"),
  ])
  func `numbers steps as the page does`(markdown: String, text: String) throws {
    #expect(try entry(markdown)?.text == text)
  }

  @Test(arguments: [
    ("```\nslmgr /ipk KEY\n\n# 激活\n  slmgr /ato\n```", "slmgr /ipk KEY\n\n# 激活\n  slmgr /ato"),
    ("~~~sh\na\n~~~", "a"), ("    a\n    b", "a\nb"), ("```\n<b>&\n```", "<b>&"),
    ("> ```\n> a\n> b\n> ```", "> a\n> b"), ("```\n- a\n1. b\n```", "- a\n1. b"),
  ])
  func `keeps the lines of code`(markdown: String, text: String) throws {
    #expect(try entry(markdown)?.text == text)
  }

  @Test(arguments: [
    ("[退款](/policies/refund/)", "https://cards.example.com/policies/refund/"),
    ("[退款](/policies/refund/?a=1)", "https://cards.example.com/policies/refund/?a=1"),
    ("[上](../example-50/)", "https://cards.example.com/products/example-50/"),
    (
      "[本页](#使用说明)", "https://cards.example.com/products/test/#%E4%BD%BF%E7%94%A8%E8%AF%B4%E6%98%8E"
    ),
    ("![步骤](/images/card.svg)", "https://cards.example.com/images/card.svg"),
    ("<https://redeem.example/en__US/go>", "https://redeem.example/en__US/go"),
    ("https://redeem.example/en__US/go", "https://redeem.example/en__US/go"),
    ("[维基](https://wiki.example/Gift_(card))", "https://wiki.example/Gift_(card)"),
    ("[a](https://x.example/?a=1&b=2)", "https://x.example/?a=1&b=2"),
    ("[写信](mailto:help@x.example)", "mailto:help@x.example"),
  ])
  func `links from anywhere`(markdown: String, address: String) throws {
    let body = "正文。\n\n## 使用说明\n\n\(markdown)\n"
    let shop = try TemporaryShop([
      "content/products/test.md": productText(body: body),
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    let content = SiteFolder.load(shop: shop.path, now: TemporaryShop.now, includeDrafts: false)
      .content
    let json = try rendered("catalog.json", of: try #require(content))
    let document = try JSONDecoder().decode(CatalogDocument.self, from: Data(json.utf8))
    let entry = try #require(document.products.first { $0.sku == "TEST-1" }?.redeem["zh-CN"])
    #expect(entry.html.contains("<a href=\"\(address.replacing("&", with: "&amp;"))\">"))
    #expect(entry.text.contains(address))
    #expect(RedeemInstructions(html: entry.html, text: "").html == entry.html, "it is inert")
  }

  @Test func `a bare address is written once, and a card is a link`() throws {
    #expect(try entry("打开 <https://x.example/r>。")?.text == "打开 https://x.example/r。")
    #expect(try entry("a@x.example www.x.example")?.text == "a@x.example www.x.example")
    let card = try #require(try entry("先买：\n\n:::product example-50"))
    #expect(card.text == "先买：\n\n示例游戏点卡 50 元 (https://cards.example.com/products/example-50/)")
    #expect(
      card.html == "<p>先买：</p>\n<p><a href=\"https://cards.example.com/products/example-50/\">"
        + "示例游戏点卡 50 元</a></p>\n"
    )
  }

  @Test(arguments: [
    "## 使用说明", "##使用说明", "## 使用说明：", "### 使用说明", "#### 使用说明:", "＃＃ 使用说明", "＃＃使用说明",
    "##　使用说明", "# 使用说明", "## 使用方法", "## 兑换步骤", "## 兑换方法（必读）", "## 一、激活教程", "## 如何使用",
    "## 怎么兑换", "## 卡密兑换流程", "## 📖 使用教程", "## **使用说明**", "## 使用說明", "## 兌換方式",
    "## 【使用说明】", "##### 使用说明", "## 兑换", "## 怎么用", "## 用法", "## 操作步骤", "## Activation",
    "## Redemption", "## How to redeem", "## How to Redeem:", "## How to use",
    "### How to activate your key",
    "## Redemption instructions", "## Instructions", "## How do I redeem it?",
    "使用说明\n--------", "##How to redeem", "## 使用说明 ##",
  ])
  func `knows every usual heading`(heading: String) throws {
    #expect(try entry("粘贴。", heading: heading)?.text == "粘贴。")
  }

  @Test(arguments: [
    "## 退款说明", "## 使用须知", "## 常见问题", "## 注意事项", "## About", "#使用说明", "## 参数", "## 兑换率",
    "## 用法律保护自己",
  ])
  func `takes no other heading for it`(heading: String) throws {
    #expect(try entry("粘贴。", heading: heading) == nil)
  }

  @Test(arguments: [
    ("## 使用说明\n\n一\n\n### 细节\n\n二\n\n## 其他\n\n三\n", "一\n\n细节\n\n二"),
    ("### 使用说明\n\n一\n\n### 其他\n\n二\n", "一"), ("### 使用说明\n\n一\n\n## 其他\n\n二\n", "一"),
    ("## 使用方法\n\n一\n\n## 使用说明\n\n二\n", "二"),
    ("## 使用说明\n\n```\n## 不是标题\n```\n", "## 不是标题"),
  ])
  func `ends at the next heading of its level`(body: String, text: String) throws {
    #expect(try catalogEntry(body: body).redeem["zh-CN"]?.text == text)
  }

  @Test(arguments: ["## 使用说明\n\n## 二\n", "无\n", "## 使用说明\n\n<!-- 后补 -->\n"])
  func `a section without text is none`(body: String) throws {
    #expect(try catalogEntry(body: body).redeem == [:])
  }

  @Test(arguments: [
    ("**使用说明**\n\n1. 一\n", "write `## 使用说明`"), ("#使用说明\n\n1. 一\n", "write `## 使用说明`"),
    ("使用方法：\n\n1. 一\n", "write `## 使用方法：`"),
    ("## 使用说明\n\n一\n\n## 兑换步骤\n\n二\n", "put the two together"),
  ])
  func `warns of instructions that are not sent`(body: String, remedy: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let problems = shop.load().problems
    #expect(problems.count == 1)
    #expect(problems.first?.severity == .warning)
    #expect(problems.first?.message.contains(remedy) == true)
  }
}
