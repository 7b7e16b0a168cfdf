import Shop
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct MarkdownBodyTests {
  private func check(_ markdown: String, _ html: String) throws {
    #expect(try loadProduct(body: markdown).texts.body[.chinese]?.html == html)
  }

  @Test(arguments: [
    ("一段\n文字\n", "<p>一段文字</p>\n"),
    ("one\ntwo\n", "<p>one\ntwo</p>\n"),
    ("中文\nLatin\n", "<p>中文\nLatin</p>\n"),
    ("中文，\n**粗体**\n", "<p>中文，<strong>粗体</strong></p>\n"),
    ("中**粗**\n*斜*文\n", "<p>中<strong>粗</strong><em>斜</em>文</p>\n"),
    ("[链接](/)\n文\n", "<p><a href=\"/\">链接</a>文</p>\n"),
    ("한국\n어\n", "<p>한국\n어</p>\n"),
    ("「引」\n、后\n", "<p>「引」、后</p>\n"),
    ("他说：\n“好”\n", "<p>他说：“好”</p>\n"),
    ("“one”\n“two”\n", "<p>“one”\n“two”</p>\n"),
    ("价 5\n元\n", "<p>价 5\n元</p>\n"),
    ("元\n5 折\n", "<p>元\n5 折</p>\n"),
    ("*甲\n乙*\n", "<p><em>甲乙</em></p>\n"),
    ("[甲\n乙](/)\n丙\n", "<p><a href=\"/\">甲乙</a>丙</p>\n"),
    ("**`甲`**\n乙\n", "<p><strong><code>甲</code></strong>乙</p>\n"),
    ("**甲**\nb\n", "<p><strong>甲</strong>\nb</p>\n"),
    ("~~旧~~ *斜*\n", "<p><del>旧</del> <em>斜</em></p>\n"),
    ("a<b>c</b>d\n", "<p>acd</p>\n"),
    ("a<br>b\n", "<p>a<br>b</p>\n"),
    ("`<x>` & \"q\"\n", "<p><code>&lt;x&gt;</code> &amp; &quot;q&quot;</p>\n"),
    ("> 引\n", "<blockquote>\n<p>引</p>\n</blockquote>\n"),
    ("3. 三\n4. 四\n", "<ol start=\"3\">\n<li>三</li>\n<li>四</li>\n</ol>\n"),
    ("- a\n\n- b\n", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
    (
      "```swift x\n<\n```\n",
      "<pre tabindex=\"0\"><code class=\"language-swift\">&lt;\n</code></pre>\n"
    ),
  ])
  func `renders safe HTML`(markdown: String, html: String) throws {
    try check(markdown, html)
  }

  @Test func `headings have anchors with CJK letters, each once, below the page's own`() throws {
    try check(
      "# 使用 说明\n## 使用 说明\n### What's *new*?\n## ！\n",
      """
      <h2 id="使用-说明">使用 说明</h2>
      <h2 id="使用-说明-1">使用 说明</h2>
      <h3 id="whats-new">What's <em>new</em>?</h3>
      <h2 id="section">！</h2>

      """
    )
  }

  @Test func `a table is aligned by class and not by style`() throws {
    try check(
      "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n",
      """
      <table><thead><tr><th scope="col" class="align-left">a</th>\
      <th scope="col" class="align-center">b</th><th scope="col" class="align-right">c</th>\
      <th scope="col">d</th></tr></thead>
      <tbody>
      <tr><td class="align-left">1</td><td class="align-center">2</td>\
      <td class="align-right">3</td><td>4</td></tr>
      </tbody></table>

      """
    )
  }

  @Test func `a table of a head alone is closed`() throws {
    try check(
      "| a |\n|---|\n",
      "<table><thead><tr><th scope=\"col\">a</th></tr></thead>\n</table>\n"
    )
  }

  @Test func `a task says its state, unless buyers tick it themselves`() throws {
    try check(
      "- [ ] 核对\n\n文\n\n- [x] 好\n- [ ] 坏\n",
      """
      <ul>
      <li class="task"><label><input type="checkbox"> 核对</label></li>
      </ul>
      <p>文</p>
      <ul>
      <li class="task"><input type="checkbox" checked disabled aria-label="已完成"> 好</li>
      <li class="task"><input type="checkbox" disabled aria-label="未完成"> 坏</li>
      </ul>

      """
    )
  }

  @Test func `links out say so and images wait`() throws {
    try check(
      "[a](https://example.com/?a=1&b=2 \"t\\\"\") [b](/products/example-50/#使用说明)\n",
      "<p><a href=\"https://example.com/?a=1&amp;b=2\" title=\"t&quot;\" rel=\"noopener\">a</a> "
        + "<a href=\"/products/example-50/#%E4%BD%BF%E7%94%A8%E8%AF%B4%E6%98%8E\">b</a></p>\n"
    )
  }

  @Test func `the summary is the first paragraph, cut between words`() throws {
    let words = String(repeating: "word ", count: 60)
    let titled = try loadProduct(body: "# T\n\n\(words)\n\nrest\n")
    let long = titled.texts.body[.chinese]?.summary ?? ""
    #expect(long.count <= 160)
    #expect(long.hasSuffix("word…"))
    let dense = try loadProduct(body: String(repeating: "字", count: 300))
    let chinese = dense.texts.body[.chinese]?.summary
    #expect(chinese == String(repeating: "字", count: 159) + "…")
    #expect(try loadProduct(body: "**粗**，\n`码`\n\n二\n").texts.body[.chinese]?.summary == "粗，码")
    #expect(try loadProduct(["summary": "短"], body: "长\n").texts.body[.chinese]?.summary == "短")
  }

  @Test(arguments: [
    ("到账 5~10 分钟，有效期 1~3 天。\n", "到账 5~10 分钟，有效期 1~3 天。"),
    ("面值100~200，300~500元\n", "面值100~200，300~500元"),
    ("~a~ b\n", "~a~ b"), ("¥10~¥20 ~ ¥30\n", "¥10~¥20 ~ ¥30"), ("好~真好~\n", "好~真好~"),
    ("~1 天 ~2 天\n", "~1 天 ~2 天"), ("~~旧~~ 5~10\n", "<del>旧</del> 5~10"),
  ])
  func `one tilde is a range and no strikethrough`(markdown: String, html: String) throws {
    try check(markdown, "<p>\(html)</p>\n")
  }

  @Test(arguments: [
    ("##标题\n", "<h2 id=\"标题\">标题</h2>\n"), ("＃＃ 标题\n", "<h2 id=\"标题\">标题</h2>\n"),
    ("###\u{3000}标题\n", "<h3 id=\"标题\">标题</h3>\n"), ("＃\u{A0}标题\n", "<h2 id=\"标题\">标题</h2>\n"),
    ("  ##标题 ##\n", "<h2 id=\"标题\">标题</h2>\n"), ("#＃标题\n", "<h2 id=\"标题\">标题</h2>\n"),
    ("#1 客服\n", "<p>#1 客服</p>\n"), ("#steam #点卡\n", "<p>#steam #点卡</p>\n"),
    ("#######七\n", "<p>#######七</p>\n"), ("\\##标题\n", "<p>##标题</p>\n"),
    ("```\n##标题\n```\n", "<pre tabindex=\"0\"><code>##标题\n</code></pre>\n"),
    ("    ##标题\n", "<pre tabindex=\"0\"><code>##标题\n</code></pre>\n"),
  ])
  func `hashes without a blank or in full width begin a heading`(
    markdown: String,
    html: String
  ) throws {
    try check(markdown, html)
  }

  @Test func `renders the same on every core`() throws {
    let body = "~~旧~~ www.example.com a@example.com\n"
    var files: [String: String] = [:]
    for number in 0..<200 {
      files["content/products/p\(number).md"] = productText(["sku": "P-\(number)"], body: body)
    }
    let products = try #require(try TemporaryShop(files).load().content).products
    let pages = Set(
      products.filter { $0.sku.text.hasPrefix("P-") }.compactMap { $0.texts.body[.chinese]?.html }
    )
    #expect(pages.count == 1)
    #expect(pages.first?.contains("<del>旧</del> <a href=\"http://www.example.com\"") == true)
  }
}
