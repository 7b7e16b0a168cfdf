import Shop
import Site
import Testing

/// Footnotes: references in the text, the notes at its end, and links back.
@Suite(.timeLimit(.minutes(20))) struct FootnoteTests {
  private func body(_ text: String) throws -> String {
    try #require(try loadProduct(body: text).texts.body[.chinese]).html
  }

  @Test func `a note stands at the end, with a way back to each of its marks`() throws {
    let html = try body("甲[^a]。乙[^a]。\n\n[^a]: 注一。\n\n丙。\n")
    #expect(
      html == """
        <p>甲<sup><a id="fnref:1" href="#fn:1" role="doc-noteref">1</a></sup>。\
        乙<sup><a id="fnref:1-2" href="#fn:1" role="doc-noteref">1</a></sup>。</p>
        <p>丙。</p>
        <section class="footnotes" role="doc-endnotes" aria-label="脚注">
        <ol>
        <li id="fn:1"><p>注一。 <a href="#fnref:1" role="doc-backlink" aria-label="回到正文 1">↩</a> \
        <a href="#fnref:1-2" role="doc-backlink" aria-label="回到正文 1-2">↩</a></p>
        </li>
        </ol>
        </section>

        """
    )
  }

  @Test func `notes are numbered in the order of their marks`() throws {
    let html = try body("甲[^two]乙[^one]\n\n[^one]: 一\n[^two]: 二\n")
    let second = try #require(html.firstRange(of: "<li id=\"fn:2\"><p>一"))
    let first = try #require(html.firstRange(of: "<li id=\"fn:1\"><p>二"))
    #expect(first.lowerBound < second.lowerBound)
    #expect(html.ranges(of: "<section").count == 1)
  }

  @Test(arguments: [
    "甲[^1]\n\n[^1]:\n    ```\n    code\n    ```\n", "甲[^1]\n\n[^1]: - 一\n    - 二\n",
    "## fn 1\n\n甲[^1]\n\n[^1]: 注[^2]\n[^2]: 再[^1]\n", "| 甲[^1] |\n|---|\n| 乙[^1] |\n\n[^1]: 注\n",
    "- 甲[^1]\n- 乙[^注]\n\n[^1]: 一\n[^注]: 二\n",
  ])
  func `every id is there once and every way leads somewhere`(text: String) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(body: text + "\n## 使用说明\n\n粘贴。\n")
    ])
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    let page = try shop.text("public/products/test/index.html")
    let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    #expect(page.contains("role=\"doc-backlink\""))
  }

  @Test func `what is sent with the codes has the notes that it refers to, and no others`() throws {
    let product = try loadProduct(
      body: """
        甲[^x]。

        ## 使用说明

        1. 打开应用[^y]。
        2. 粘贴[^y]。

        ## 其他

        丙[^z]。

        [^x]: 不寄。
        [^y]: 寄出，见 [网址](https://x.example/a)。
        [^z]: 也不寄。

        """
    )
    let redeem = try #require(product.texts.redeem[.chinese])
    let text = redeem.text.map { if case .ready(let text) = $0 { text } else { "" } }.joined()
    #expect(
      text == """
        1. 打开应用[2]。
        2. 粘贴[2]。

        [2] 寄出，见 网址 (https://x.example/a)。
        """
    )
    let html = redeem.html.map { if case .ready(let html) = $0 { html } else { "" } }.joined()
    #expect(html.contains("<li>打开应用[2]。</li>"))
    #expect(html.contains("<p>[2] 寄出，见 <a href=\"https://x.example/a\">网址</a>。</p>"))
    #expect(!html.contains("不寄") && !html.contains("id=") && !html.contains("<sup"))
  }

  @Test func `a summary and a heading have no marks`() throws {
    let product = try loadProduct(body: "甲[^1]乙。\n\n## 题[^1]\n\n[^1]: 注\n")
    let body = try #require(product.texts.body[.chinese])
    #expect(body.summary == "甲乙。")
    #expect(body.html.contains("<h2 id=\"题\">题<sup>"))
  }
}
