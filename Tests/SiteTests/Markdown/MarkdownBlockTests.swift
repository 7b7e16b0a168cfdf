import Shop
import Site
import Testing
import Text

/// `:::notice`, `:::steps` and `:::product`.
@Suite(.timeLimit(.minutes(20))) struct MarkdownBlockTests {
  @Test(arguments: [
    (":::notice\n注意\n:::\n", "<aside class=\"notice\" role=\"note\">\n<p>注意</p>\n</aside>\n"),
    (
      "前\n:::notice warning\n注**意**\n:::\n后\n",
      "<p>前</p>\n<aside class=\"notice warning\" role=\"note\">\n<p>注<strong>意</strong></p>\n"
        + "</aside>\n<p>后</p>\n"
    ),
    (
      ":::steps\r\n1. 一\r\n2. 二\r\n:::\r\n",
      "<div class=\"steps-list\">\n<ol>\n<li>一</li>\n<li>二</li>\n</ol>\n</div>\n"
    ),
    (
      "::: steps \n1. 一\n\n:::notice\n停\n:::\n\n2. 二\n:::",
      "<div class=\"steps-list\">\n<ol>\n<li>一</li>\n</ol>\n"
        + "<aside class=\"notice\" role=\"note\">\n<p>停</p>\n</aside>\n"
        + "<ol start=\"2\">\n<li>二</li>\n</ol>\n</div>\n"
    ),
    (
      "- 甲\n:::notice\n乙\n:::\n",
      "<ul>\n<li>甲</li>\n</ul>\n<aside class=\"notice\" role=\"note\">\n<p>乙</p>\n</aside>\n"
    ),
    ("```\n:::notice\n```\n", "<pre tabindex=\"0\"><code>:::notice\n</code></pre>\n"),
    (
      "~~~ x\n```\n:::\n~~~~\n",
      "<pre tabindex=\"0\"><code class=\"language-x\">```\n:::\n</code></pre>\n"
    ),
    ("<!--\n:::notice\n-->\n", ""), ("<!--0-->\n", ""), ("\\:::notice\n", "<p>:::notice</p>\n"),
    ("    :::notice\n", "<pre tabindex=\"0\"><code>:::notice\n</code></pre>\n"),
    ("甲 :::notice\n", "<p>甲 :::notice</p>\n"),
  ])
  func `blocks are elements around their Markdown`(markdown: String, html: String) throws {
    #expect(try loadProduct(body: markdown).texts.body[.chinese]?.html == html)
  }

  @Test func `a product in a text is its card, in each language`() throws {
    let shop = try TemporaryShop([
      file: productText(body: "前\n\n:::notice\n:::product example-50\n:::\n\n后\n"),
      "content/products/test.en.md": "---\ntitle: Test\n---\n:::product example-50\n",
    ])
    let content = try #require(shop.load().content)
    let product = try #require(content.products.first { $0.slug == "test" })
    #expect(product.texts.body[.chinese]?.shownProducts == ["example-50"])
    let page = try rendered("products/test/index.html", of: content)
    let card = "<ul class=\"cards embedded\">\n<li class=\"card\""
    #expect(page.contains("<aside class=\"notice\" role=\"note\">\n" + card))
    #expect(page.contains("href=\"/products/example-50/\""))
    let english = try rendered("en/products/test/index.html", of: content)
    #expect(english.contains(card))
    #expect(english.contains("href=\"/en/products/example-50/\""))
  }

  @Test(arguments: [
    (":::notise\n甲\n:::\n", "7:1", "found `:::notise`", "did you mean `:::notice`?"),
    (
      ":::notice warnning\n甲\n:::\n", "7:1", "found `:::notice warnning`",
      "did you mean `:::notice warning`?"
    ),
    (":::notice 注意\n:::\n", "7:1", "write the text on the next line", nil),
    (":::steps now\n:::\n", "7:1", "expected nothing more on the line of `:::steps`", nil),
    ("甲\n\n:::steps\n1. 乙\n", "9:1", "expected a line `:::` that ends `:::steps`", nil),
    ("甲\n:::\n", "8:1", "expected a block that `:::` ends, found none open", nil),
    (":::notice\n:::notice\n:::steps\n:::\n:::\n:::\n", "9:1", "at most 2 blocks", nil),
    (":::product\n", "7:1", "expected a product's slug after `:::product`", nil),
    (":::product example-50 b\n", "7:1", "expected nothing more on the line", nil),
    (
      ":::product exampel-50\n", "7:12", "expected the slug of a product, found `exampel-50`",
      "did you mean `example-50`?"
    ),
    (":::product draft\n", "7:12", "expected a published product, found `draft`, a draft", nil),
    ("：：：notice\n甲\n:::\n", "7:1", "found full-width colons", "did you mean `:::notice`?"),
    ("::::notice\n:::\n", "7:1", "found `::::notice`", "did you mean `:::notice`?"),
  ])
  func `a wrong block is an error`(
    body: String,
    place: String,
    words: String,
    hint: String?
  ) throws {
    let shop = try TemporaryShop([
      file: productText(body: body),
      "content/products/draft.md": productText(["sku": "D-1", "draft": "true"]),
    ])
    let problems = shop.load().problems.filter { $0.severity == .error }
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect("\(problem.position.line):\(problem.position.column)" == place)
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect(problem.hint == hint)
  }

  @Test func `the summary is not a notice where there is another paragraph`() throws {
    let body = try loadProduct(body: ":::notice\n注意\n:::\n\n这是卡。\n").texts.body[.chinese]
    #expect(body?.summary == "这是卡。")
    #expect(try loadProduct(body: ":::notice\n注意\n:::\n").texts.body[.chinese]?.summary == "注意")
  }

  private let file = "content/products/test.md"
}
