import Shop
import Site
import Testing
import Text

/// The CJK-friendly reading of emphasis, and the warning when it is off.
@Suite(.timeLimit(.minutes(20))) struct CJKEmphasisTests {
  /// After the examples of commonmark-spec issue 650 and of the CJK-friendly amendments.
  @Test(arguments: [
    ("这是**重要的事。**所以", "这是<strong>重要的事。</strong>所以"),
    (
      "**このアスタリスクは強調記号として認識されず、そのまま表示されます。**この文のせいで。",
      "<strong>このアスタリスクは強調記号として認識されず、そのまま表示されます。</strong>この文のせいで。"
    ),
    ("该**星号没有被识别，而是直接显示。**因为下一句。", "该<strong>星号没有被识别，而是直接显示。</strong>因为下一句。"),
    ("**이 별표는 인식되지 않고(이처럼)**이 문장 때문에.", "<strong>이 별표는 인식되지 않고(이처럼)</strong>이 문장 때문에."),
    ("*注意。*然后", "<em>注意。</em>然后"),
    ("中文**「引用」**中文", "中文<strong>「引用」</strong>中文"),
    ("中文**《书名》**。", "中文<strong>《书名》</strong>。"),
    ("价格**￥50**起", "价格<strong>￥50</strong>起"),
    (
      "请看**[链接](https://a.example)**说明",
      "请看<strong><a href=\"https://a.example\" rel=\"noopener\">链接</a></strong>说明"
    ),
    ("用**`代码`**写", "用<strong><code>代码</code></strong>写"),
    ("他说**“好”**然后", "他说<strong>“好”</strong>然后"),
    ("a**（注）**b", "a<strong>（注）</strong>b"),
    ("~~旧价。~~新价", "<del>旧价。</del>新价"),
    ("***全部。***还有", "<em><strong>全部。</strong></em>还有"),
    ("**甲。**乙**丙。**丁", "<strong>甲。</strong>乙<strong>丙。</strong>丁"),
    ("- **「甲」**乙", "<ul>\n<li><strong>「甲」</strong>乙</li>\n</ul>"),
    ("重要。**\n然后", "重要。**\n然后"),
    ("**重要。**\n然后", "<strong>重要。</strong>然后"),
    ("葛󠄀**（异体）**字", "葛󠄀<strong>（异体）</strong>字"),
  ])
  func `emphasis beside CJK punctuation is read`(markdown: String, html: String) throws {
    let body = try body(markdown + "\n", readsCJKEmphasis: true)
    #expect(body.html == (html.hasPrefix("<ul>") ? html + "\n" : "<p>\(html)</p>\n"))
  }

  static let plain = [
    "**bold** and *thin*", "5 * 3 = 15", "a * b*", "**foo.**bar", "**\"a\"**b", "foo*bar*baz",
    "* * *", "\\*no\\*", "`**code。**中`", "**bold**\\*", "*a **b** c*", "***x***", "****", "a**b**",
    "~~~\n**重。**要\n~~~", "    **重。**要", "```重**。**\n`", "| a |\n|--|\n| **x** |",
    "__重。__要", "**重要**的", "中 **文** 字", "<https://a.example/**重。**要>",
    "[a](https://a.example \"**重。**要\") [b]\n\n[b]: https://a.example/**重。**要", "<!-- **重。**要 -->",
    "a  \n**b**",
  ]

  @Test(arguments: plain)
  func `what is no emphasis beside CJK punctuation is read as ever`(markdown: String) throws {
    let off = try body(markdown + "\n", readsCJKEmphasis: false)
    #expect(try body(markdown + "\n", readsCJKEmphasis: true) == off)
    #expect(!off.html.contains("\(noncharacter)"))
  }

  @Test func `blocks are blocks with it too`() throws {
    let html = try body(":::notice\n甲**乙。**丙\n:::\n", readsCJKEmphasis: true).html
    #expect(
      html == "<aside class=\"notice\" role=\"note\">\n<p>甲<strong>乙。</strong>丙</p>\n</aside>\n"
    )
  }

  @Test func `a text with a noncharacter of its own keeps it`() throws {
    let html = try body("甲\(noncharacter)**乙。**丙\n", readsCJKEmphasis: true).html
    #expect(html == "<p>甲\(noncharacter)<strong>乙。</strong>丙</p>\n")
  }

  @Test(arguments: [
    ("这是**重要的事。**所以\n", "11:10", "`**`"),
    ("**好**，\n\n和*重要的事。*所以\n", "13:8", "`*`"),
    ("a\n\n- x\n- 中文**「引用」**中文\n", "14:5", "`**`"),
    ("| 甲 |\n|--|\n| 是**重。**要 |\n", "13:8", "`**`"),
    (":::notice\n是**重。**要\n:::\n", "12:6", "`**`"),
    ("旧~~价。~~新\n", "11:6", "`~~`"),
  ])
  func `emphasis that stays literal is a warning`(body: String, place: String, sign: String) throws
  {
    let problem = try #require(problems(body).first)
    #expect("\(problem.position.line):\(problem.position.column)" == place)
    #expect(problem.severity == .warning)
    #expect(problem.message.contains("this \(sign) stays on the page"))
    #expect(problem.message.hasSuffix("or set `cjk_emphasis: true` in site/site.yaml"))
  }

  @Test(arguments: [
    "5 * 3\n", "`**重。**要`\n", "\\*\\*重。\\*\\*要\n", "**重要**，还有\n", "评分*：起\n",
    "注：*号为必填，*号后为选填\n",
    "```\n**重。**要\n```\n", "满 100 减 20 **。\n", "[a](/products/example-50/ \"**重。**要\")\n",
  ])
  func `asterisks that mean themselves are none`(body: String) throws {
    #expect(try problems(body).isEmpty)
  }

  private let noncharacter = String(decoding: [0xEF, 0xB7, 0x90], as: UTF8.self)

  private func body(_ markdown: String, readsCJKEmphasis: Bool) throws -> Body {
    let text = productText(body: markdown)
    let file = "content/products/test.md"
    let shop = try TemporaryShop([file: text])
    if readsCJKEmphasis {
      try shop.write(try shop.text("site/site.yaml") + "cjk_emphasis: true\n", to: "site/site.yaml")
    }
    let loaded = shop.load()
    let content = try #require(loaded.content, "\(loaded.problems.map { $0.text() })")
    return try #require(content.products.first { $0.slug == "test" }?.texts.body[.chinese])
  }

  private func problems(_ markdown: String) throws -> [ContentProblem] {
    let text = productText(
      ["brand": "B", "region": "CN", "tags": "[a]", "limit": "5"],
      body: markdown
    )
    return try TemporaryShop(["content/products/test.md": text]).problems
  }
}
