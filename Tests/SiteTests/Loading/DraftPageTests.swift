import Foundation
import Shop
import Site
import Testing

/// Draft pages, and summaries of categories.
@Suite(.timeLimit(.minutes(20))) struct DraftPageTests {
  @Test func `a draft is no page until drafts are asked for`() throws {
    let shop = try TemporaryShop([
      "content/pages/guide.md": "---\ntitle: 指南\ndraft: true\n---\nTODO\n",
      "content/pages/guide.en.md": "---\ntitle: Guide\n---\nTODO\n",
    ])
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    #expect(report.leftOut.map(\.description) == ["content/pages/guide.md: draft"])
    #expect(!shop.has("public/guide/index.html") && !shop.has("public/en/guide/index.html"))
    #expect(!(try shop.text("public/sitemap.xml").contains("guide")))
    #expect(!(try shop.text("public/index.html").contains("指南")))
    let pages = try #require(shop.load(includeDrafts: true).content).pages.map(\.path)
    #expect(pages.contains("guide"))
  }

  @Test func `a link to a draft is named as such`() throws {
    let shop = try TemporaryShop([
      "content/pages/guide.md": "---\ntitle: 指南\ndraft: true\n---\n正文\n",
      "content/pages/about.md": "---\ntitle: 关于\n---\n见[指南](/guide/)。\n",
    ])
    let found = shop.load().problems.map { $0.text() }
    #expect(found.count == 1)
    #expect(found.first?.contains("found `/guide/`, a draft") == true)
  }

  @Test func `a refund page that is a draft is refused`() throws {
    let shop = try TemporaryShop([
      "content/pages/policies/refund.md": "---\ntitle: 退款\ndraft: true\n---\n正文\n"
    ])
    let text = try shop.text("site/site.yaml") + "legal:\n  refund: policies/refund\n"
    try shop.write(text, to: "site/site.yaml")
    let found = shop.load().problems.map(\.message)
    #expect(found.contains { $0.hasPrefix("refund: expected a published page") }, "\(found)")
  }

  @Test func `a category shows its picture and its sentence, and engines read it`() throws {
    var image: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    image += "IHDR".utf8
    image += [0, 0, 3, 0, 0, 0, 1, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0] as [UInt8]
    image += "IEND".utf8
    let shop = try TemporaryShop([
      "content/categories/memberships.md": """
      ---
      title: 会员
      title_en: Memberships
      summary: 听歌、看剧，当月生效。
      summary_en: Music and films, from today.
      image: /images/members.png
      ---
      """
    ])
    try shop.write(Data(image), to: "site/static/images/members.png")
    #expect(try shop.build().problems.map { $0.text() } == [])
    let page = try shop.text("public/categories/memberships/index.html")
    #expect(page.contains("src=\"/images/members.png\" width=\"768\" height=\"256\""))
    #expect(page.contains("<p>听歌、看剧，当月生效。</p>"))
    #expect(page.contains("<meta name=\"description\" content=\"听歌、看剧，当月生效。\">"))
    #expect(page.contains("og:image\" content=\"https://cards.example.com/images/members.png\">"))
    let english = try shop.text("public/en/categories/memberships/index.html")
    #expect(english.contains("<p>Music and films, from today.</p>"))
    #expect(english.contains("content=\"Music and films, from today.\""))
  }
}
