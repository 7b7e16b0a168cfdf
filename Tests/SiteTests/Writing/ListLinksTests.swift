import Shop
import Site
import Testing
import Text

/// Links to pages that only the build makes are told where they were written.
@Suite(.timeLimit(.minutes(20))) struct ListLinksTests {
  @Test(arguments: [
    "/tags/steam/", "/brands/nobody/", "/categories/game-cards/page/2/", "/products/page/9/",
    "/labels/hot/page/7/", "/en/tags/steam/", "/tags/steam",
  ])
  func `a link in a text`(address: String) throws {
    let shop = try TemporaryShop([
      "content/pages/p.md": "---\ntitle: 页\n---\n文字\n\n看 [x](\(address)) 和 [y](/search/)\n"
    ])
    let problems = try checkSite(shop.request()).problems
    #expect(
      problems.map { place($0) } == ["content/pages/p.md:6:7"],
      "\(problems.map { $0.text() })"
    )
    #expect(problems.first?.message.contains("correct the address") == true)
  }

  @Test func `links in the settings`() throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
    let added =
      "announcement: {text: 甲, link: /tags/steam/}\nmenu: [{label: b, link: /brands/x/}]\n"
    try shop.write(settings + added, to: "site/site.yaml")
    let problems = try checkSite(shop.request()).problems
    let line = settings.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(
      problems.map { place($0) } == ["site/site.yaml:\(line):31", "site/site.yaml:\(line + 1):25"],
      "\(problems.map { $0.text() })"
    )
  }

  @Test(arguments: ["menu: [{label: 促销, link: /sale}]", "announcement: {text: 甲, link: /sale/}"])
  func `a link to a redirect is told where it leads`(line: String) throws {
    let shop = try TemporaryShop()
    let redirects = "redirects: [{from: /sale/, to: /search/}]\n"
    try shop.write(
      try shop.text("site/site.yaml") + "\(redirects)\(line)\n",
      to: "site/site.yaml"
    )
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.warning) == [.linkToAlias], "\(problems.map { $0.text() })")
    #expect(problems.first?.hint == "did you mean `/search/`?")
  }

  @Test func `a link to a list that is there is not told`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(
        ["tags": "[steam]", "brand": "Acme"],
        body: "[a](/tags/steam/) [b](../../brands/acme/) [c](/products/price/) "
          + "[d](/en/products/price/)\n\n## 使用说明\n\n粘贴。\n"
      )
    ])
    #expect(try checkSite(shop.request()).problems.map { $0.text() } == [])
  }

  /// What another program serves on the same host is no page of the shop.
  @Test(arguments: [
    ("[/blog/*]", 0), ("[/blog/, /blog/a, /wiki/ü/]", 0), ("[/blog/]", 1), ("[/blo/*]", 3), ("", 3),
  ])
  func `a link to what is elsewhere on the host`(elsewhere: String, count: Int) throws {
    let shop = try TemporaryShop([
      "site/templates/footer.mustache":
        "<a href=\"/blog/?a=1\">a</a><a href=\"/blog/a\">b</a>"
        + "<a href=https://cards.example.com/blog/>c</a>",
      "content/pages/p.md":
        "---\ntitle: 页\n---\n[x](/blog/a) 和 [y](https://cards.example.com/blog/)\n",
    ])
    try shop.write(
      try shop.text("site/site.yaml").replacing(
        /base_url: .*/,
        with: "base_url: https://cards.example.com"
      ) + "menu: [{label: 博客, link: /blog/}]\n"
        + (elsewhere.isEmpty ? "" : "elsewhere: \(elsewhere)\n"),
      to: "site/site.yaml"
    )
    let problems = try checkSite(shop.request()).problems
    #expect(problems.count == count, "\(problems.map { $0.text() })")
  }

  @Test(arguments: [
    ("[/products/*]", "`/products/*` and the shop's own `/products/"),
    ("[/blog/*, /policies/refund]", "own `/policies/refund` of content/pages/policies/refund.md"),
    ("[/blog/*, /en/*]", "`/en/*` and the shop's own `/en/`"),
    ("[/blog/*, /products/tests/, /en]", "`/en` and the shop's own `/en`"),
    ("[/blog/*, /products/tests/, /product/*]", nil),
  ])
  func `an address elsewhere that the shop itself has`(elsewhere: String, words: String?) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText()])
    let settings = try shop.text("site/site.yaml")
    try shop.write(settings + "elsewhere: \(elsewhere)\n", to: "site/site.yaml")
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.severity) == (words == nil ? [] : [.error]))
    guard let words, let problem = problems.first else { return }
    #expect(problem.message.contains(words), "\(problem.text())")
    #expect(
      problem.position.line
        == settings.split(separator: "\n", omittingEmptySubsequences: false).count
    )
  }

  @Test(arguments: [
    ("<a href=/nope/>x</a>", "1:9"), ("<img alt=\"\" srcset=\"/n.png 2x\">", "1:21"),
    ("<a href=\"https://cards.example.com/nope/\">x</a>", "1:10"),
    ("<a href='/nope/'>x</a>", "1:10"),
    ("<img alt=\"\" src=/n.png>", "1:17"), ("<a href = \"/nope/\">x</a>", "1:12"),
    ("<A HREF=\"/nope/\">x</A>", "1:10"), ("<a href=\"nope3/\">x</a>", "1:10"),
    ("<form action=\"/nope/\"></form>", "1:15"), ("<video poster=\" /n.png\"></video>", "1:17"),
    ("<a data-href=\"/nope/\" href=\"/nope/\">x</a>", "1:29"),
    ("<p>/nope/ is gone</p>\n<a href=\"/nope/\">x</a>", "2:10"),
    ("<a href=\"/policies/refund/\">a</a>\n<a href=\"/policies/\">b</a>", "2:10"),
    ("<a href=\"/nope/?a=1&amp;b=2\">x</a>", "1:10"),
    ("<img alt=\"\" srcset=\"/catalog.json 1x, /n.png 2x\">", "1:39"),
  ])
  func `a link in a template, however it is written`(html: String, at: String) throws {
    let shop = try TemporaryShop(["site/templates/footer.mustache": html])
    try shop.write(
      try shop.text("site/site.yaml").replacing(
        /base_url: .*/,
        with: "base_url: https://cards.example.com"
      ),
      to: "site/site.yaml"
    )
    let problems = try checkSite(shop.request()).problems
    #expect(
      problems.map { place($0) } == ["site/templates/footer.mustache:\(at)"],
      "\(problems.map { $0.text() })"
    )
  }

  @Test func `a sound link in a template is not told`() throws {
    let shop = try TemporaryShop([
      "site/templates/footer.mustache":
        "<a href=/search/>a</a><a href=\"https://elsewhere.example/nope/\">b</a>"
        + "<a data-href=\"/nope/\" HREF=\" /search/?q=a \">c</a><a href=\"?page=2\">d</a>"
        + "<img alt=\"\" src={{home}}/robots.txt srcset=\"/catalog.json 1x, /robots.txt 2x\">"
    ])
    #expect(try checkSite(shop.request()).problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    ("/policies/refund/#nope", "correct the part after `#`"), ("#nope", "the part after `#`"),
    ("/policies/refund#nope", "correct the part after `#`"), ("search/", "path from the root"),
    ("/nope/?a=1#b", "write `elsewhere: [/nope/]`"),
  ])
  func `a link of a template is told with what mends it`(link: String, words: String) throws {
    let shop = try TemporaryShop(["site/templates/footer.mustache": "<a href=\"\(link)\">x</a>"])
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.severity) == [.error], "\(problems.map { $0.text() })")
    let message = problems.first?.message ?? ""
    #expect(message.contains(words) && message.contains("elsewhere") == link.hasPrefix("/nope"))
  }

  @Test(arguments: ["elsewhere", "gone"])
  func `an address of the settings is told where it stands`(key: String) throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
    let added =
      "menu: [{label: 退款, link: /policies/refund/}]\n\(key):\n  # /policies/refund\n"
      + "  - /policies/refund\n"
    try shop.write(settings + added, to: "site/site.yaml")
    let line = settings.split(separator: "\n", omittingEmptySubsequences: false).count
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map { place($0) } == ["site/site.yaml:\(line + 3):5"])
  }

  @Test(arguments: [
    ("gone: [/blog/*]\nelsewhere: [/blog/*]", "where another program serves `/blog/*`"),
    ("gone: [/blog/a/]\nelsewhere: [/blog/*]", "where another program serves `/blog/*`"),
    ("gone: [/blog/*]\nelsewhere: [/blog/a]", "where another program serves `/blog/a`"),
    ("elsewhere: [/news/*]", "`/news/a/`, which content/pages/p.md has under `aliases:`"),
    (
      "redirects: [{from: /blog/a/, to: /search/}]\nelsewhere: [/blog/*]",
      "`/blog/a/`, which site/site.yaml has under `redirects:`"
    ),
    ("elsewhere: [/blog/*]", nil),
  ])
  func `what another program serves is neither lost nor gone`(lines: String, words: String?) throws
  {
    let shop = try TemporaryShop([
      "site/addresses.txt": "/blog/\n/blog/a/\n",
      "content/pages/p.md": "---\ntitle: 页\naliases: [/news/a/]\n---\n文字\n",
    ])
    try shop.write(try shop.text("site/site.yaml") + lines + "\n", to: "site/site.yaml")
    let problems = try checkSite(shop.request()).problems.filter { $0.severity == .error }
    let lost = try checkSite(shop.request()).problems.filter { $0.warning == .lostAddress }
    #expect(problems.count == (words == nil ? 0 : 1), "\(problems.map { $0.text() })")
    if let words {
      #expect(problems.first?.message.contains(words) == true)
    } else {
      #expect(lost.isEmpty)
    }
  }

  private func place(_ problem: ContentProblem) -> String {
    "\(problem.file):\(problem.position.line):\(problem.position.column)"
  }
}
