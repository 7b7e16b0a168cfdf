import Foundation
import Shop
import Site
import Testing
import Text

/// Published addresses that a build does not have are reported by every build, in every clone,
/// until there is an alias or `gone:`.
@Suite(.timeLimit(.minutes(20))) struct VanishedAddressesTests {
  /// A shop with a product and a page besides the examples, built once and cloned.
  private func publishedShop(_ more: [String: String] = [:]) throws -> TemporaryShop {
    let files = [
      "content/products/test.md": productText(),
      "content/pages/help.md": "---\ntitle: 帮助\naliases: [/faq/]\n---\n正文。\n",
      "content/categories/old.md": "---\ntitle: 旧的\n---\n",
    ]
    let shop = try TemporaryShop(files.merging(more) { _, new in new })
    _ = try shop.build()
    try clone(shop)
    return shop
  }

  /// Removes what is not under version control.
  private func clone(_ shop: TemporaryShop) throws {
    try shop.remove("public")
    try shop.remove(".cardstock")
  }

  private func setting(_ line: String, in shop: TemporaryShop) throws {
    try shop.write(try shop.text("site/site.yaml") + line + "\n", to: "site/site.yaml")
  }

  private func lines(_ shop: TemporaryShop) throws -> [String] {
    try shop.text("site/addresses.txt").split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }

  /// A mistake of an editor, the place of its report, and what resolves it.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Files to write, or to remove if the text is nil.
    var change: [String: String?] = [:]
    var settings: (String, String)?
    let place: String
    let message: String
    var answer: [String: String?] = [:]
    var gone: String?
  }

  static let cases = [
    Case(
      testDescription: "a product's file gets another name",
      change: [
        "content/products/test.md": nil, "content/products/renamed.md": productText(),
      ],
      place: "content/products/test.md:1:1",
      message: "add `aliases: [/products/test/]` to the product that replaces it",
      answer: ["content/products/renamed.md": productText(["aliases": "[/products/test/]"])]
    ),
    Case(
      testDescription: "a product gets another slug",
      change: ["content/products/test.md": productText(["slug": "other"])],
      place: "content/products/test.md:5:1",
      message: "slug: expected the address `/products/test/`, which was published, found "
        + "`/products/other/` in its place",
      answer: [
        "content/products/test.md": productText(["slug": "other", "aliases": "[/products/test/]"])
      ]
    ),
    Case(
      testDescription: "a product is deleted",
      change: ["content/products/test.md": nil],
      place: "content/products/test.md:1:1",
      message: "or `gone: [/products/test/]` to site/site.yaml",
      gone: "gone: [/products/test]"
    ),
    Case(
      testDescription: "a product becomes a draft",
      change: ["content/products/test.md": productText(["draft": "true"])],
      place: "content/products/test.md:3:1",
      message: "draft: expected `/products/test/`, an address that was published, found that this "
        + "product is a draft now; publish it",
      answer: [
        "content/products/other.md": productText(["aliases": "[/products/test/]", "sku": "N"])
      ]
    ),
    Case(
      testDescription: "a page becomes a draft",
      change: [
        "content/pages/help.md": "---\ntitle: 帮助\naliases: [/faq/]\ndraft: true\n---\n正文。\n",
        "content/pages/faq.md": "---\ntitle: 问答\n---\n正文。\n",
      ],
      place: "content/pages/help.md:4:1",
      message: "found that this page is a draft now; publish it",
      gone: "gone: [/help/]"
    ),
    Case(
      testDescription: "an alias is taken away",
      change: ["content/pages/help.md": "---\ntitle: 帮助\n---\n正文。\n"],
      place: "content/pages/help.md:1:1",
      message: "aliases: expected `/faq/`, which was published and led here",
      answer: ["content/pages/help.md": "---\ntitle: 帮助\naliases: [/faq]\n---\n正文。\n"]
    ),
    Case(
      testDescription: "a page is deleted with its alias",
      change: ["content/pages/help.md": nil],
      place: "content/pages/faq.md:1:1",
      message: "expected `/faq/`",
      gone: "gone: [/help/, /faq/]"
    ),
    Case(
      testDescription: "a page of a page that was renamed before is renamed",
      change: [
        "content/pages/help.md": nil,
        "content/pages/support.md": "---\ntitle: 帮助\naliases: [/help/]\n---\n正文。\n",
      ],
      place: "content/pages/faq.md:1:1",
      message: "expected `/faq/`",
      answer: [
        "content/pages/support.md": "---\ntitle: 帮助\naliases: [/help/, /faq/]\n---\n正文。\n"
      ]
    ),
    Case(
      testDescription: "a category is renamed",
      change: [
        "content/categories/old.md": nil, "content/categories/new.md": "---\ntitle: 旧的\n---\n",
      ],
      place: "content/categories/old.md:1:1",
      message: "expected `/categories/old/`",
      answer: [
        "content/categories/new.md": "---\ntitle: 旧的\naliases: [/categories/old/]\n---\n"
      ]
    ),
    Case(
      testDescription: "a language is taken away",
      change: ["content/products/example-50.en.md": nil],
      settings: ("languages: [zh-CN, en]", "languages: [zh-CN]"),
      place: "site/site.yaml:10:1",
      message: "languages: expected `en`, whose pages were published",
      gone: "gone: [/en/*]"
    ),
  ]

  @Test(arguments: cases)
  func `is told at every build at its source until it is answered`(mistake: Case) throws {
    let shop = try publishedShop()
    try apply(mistake.change, to: shop)
    if let (old, new) = mistake.settings {
      try shop.write(
        try shop.text("site/site.yaml").replacing(old, with: new),
        to: "site/site.yaml"
      )
    }
    for _ in 0..<2 {
      let problems = try checkSite(shop.request()).problems
      #expect(problems.allSatisfy { $0.severity == .warning })
      let first = try #require(problems.first)
      let place = "\(first.file):\(first.position.line):\(first.position.column)"
      #expect(place == mistake.place)
      #expect(first.message.contains(mistake.message), "\(first.message)")
      #expect(try shop.build().problems == problems)
      try clone(shop)
    }
    try apply(mistake.answer, to: shop)
    if let gone = mistake.gone { try setting(gone, in: shop) }
    #expect(try shop.build().problems.map { $0.text() } == [])
  }

  private func apply(_ files: [String: String?], to shop: TemporaryShop) throws {
    for (file, text) in files {
      if let text { try shop.write(text, to: file) } else { try shop.remove(file) }
    }
  }

  @Test func `the file is sorted and has an address a line, and is written when one is new`()
    throws
  {
    let shop = try publishedShop()
    #expect(
      try lines(shop) == [
        "/brands/example/", "/categories/game-cards/", "/categories/memberships/",
        "/categories/old/", "/en/ en",
        "/faq/ /help/", "/help/", "/policies/refund/", "/products/example-50/",
        "/products/example-month/", "/products/test/", "/scenarios/birthday/",
        "/scenarios/self-use/", "/tags/example/",
      ]
    )
    let report = try shop.build()
    #expect(report.newAddresses == 0)
    // Two merged branches, unsorted, with repeated lines and a comment.
    let merged = try lines(shop).reversed() + ["/help/", "# ours", "/only/there/"]
    try shop.write(merged.joined(separator: "\r\n"), to: "site/addresses.txt")
    try shop.write(productText(["sku": "NEW-1", "title": "新"]), to: "content/products/fresh.md")
    #expect(try shop.build().newAddresses == 1)
    let sorted = try lines(shop)
    #expect(sorted == sorted.sorted())
    #expect(sorted.contains("/only/there/") && sorted.count(where: { $0 == "/help/" }) == 1)
    #expect(try shop.text("site/addresses.txt").contains("# ours\n"))
  }

  @Test func `the list that is gone is told, and one with a mark of Windows is read`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    let list = try shop.text("site/addresses.txt")
    try shop.remove("site/addresses.txt")
    #expect(try shop.build().problems.map(\.warning) == [.addressesNotKept])
    #expect(try shop.text("site/addresses.txt") == list)
    try shop.write("\u{FEFF}" + list, to: "site/addresses.txt")
    #expect(try shop.build().problems.map { $0.text() } == [])
  }

  @Test func `marks of a merge and what is no address stop a build at their line`() throws {
    let shop = try publishedShop()
    try shop.write("/help/\n<<<<<<< HEAD\nhttps://a.b/\n", to: "site/addresses.txt")
    let report = try shop.build()
    #expect(report.changes == nil)
    #expect(report.problems.map(\.position.line) == [2, 3])
    #expect(report.problems.first?.message.contains("an unfinished merge") == true)
  }

  @Test func `a preview publishes nothing`() throws {
    let shop = try TemporaryShop()
    var request = shop.request()
    request.includeDrafts = true
    _ = try buildSite(request)
    request.includeDrafts = false
    request.isDryRun = true
    _ = try buildSite(request)
    request.isDryRun = false
    request.overrides = SiteOverrides(baseURL: "http://127.0.0.1:8080")
    _ = try buildSite(request)
    #expect(!shop.has("site/addresses.txt"))
  }

  @Test func `what cannot be kept is a warning, and the pages are there`() throws {
    let shop = try TemporaryShop()
    // A folder in place of the new file, which stops even root.
    try shop.write("x", to: "site/addresses.txt.new/x")
    let report = try shop.build()
    #expect(report.changes != nil)
    #expect(report.problems.map(\.warning) == [.ignoredFile, .addressesNotKept])
  }

  @Test(arguments: [
    ("gone: [/products/test/]", "/products/test/"), ("gone: [/help]", "/help/"),
    ("gone: [/faq/]", "/faq/"), ("gone: [/en/*]", "/en/"), ("gone: [/products/*]", "/products/"),
  ])
  func `gone where something is keeps the build from going on`(line: String, there: String) throws {
    let shop = try publishedShop()
    try setting(line, in: shop)
    let report = try shop.build()
    #expect(report.changes == nil)
    #expect(report.problems.map(\.file) == ["site/site.yaml"])
    #expect(report.problems.first?.message.contains("the page or alias `\(there)") == true)
  }

  @Test func `the page that is new in its place is named`() throws {
    let shop = try publishedShop()
    try apply(
      ["content/products/test.md": nil, "content/products/renamed.md": productText()],
      to: shop
    )
    #expect(
      try checkSite(shop.request()).problems.first?.hint == "is it `/products/renamed/` now? then "
        + "add `aliases: [/products/test/]` to content/products/renamed.md"
    )
  }

  @Test func `a product that is left out is told when it goes, at the line that says so`() throws {
    let shop = try publishedShop()
    _ = try shop.build()
    try shop.write(
      productText(["available_until": "2026-01-31"]),
      to: "content/products/test.md"
    )
    let report = try shop.build()
    #expect(report.problems.map(\.file) == ["content/products/test.md"])
    #expect(report.problems.first?.position == Position(line: 2, column: 1))
    #expect(
      report.problems.first?.message.contains(
        "found its product left out, available until 2026-01-31"
      ) == true
    )
    #expect(report.leftOut.count == 1)
    #expect(try shop.build().problems == [])
  }

  @Test func `lists that no product is in are one warning until they are answered`() throws {
    let shop = try publishedShop([
      "content/products/test.md": productText(["tags": "[甲, 乙]", "brand": "丙"])
    ])
    #expect(try lines(shop).contains("/tags/甲/"))
    try shop.write(productText(), to: "content/products/test.md")
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == ["site/addresses.txt"])
    #expect(problems.map(\.warning) == [.lostAddress])
    #expect(problems.first?.message.contains("`/brands/丙/`, `/tags/乙/`, `/tags/甲/`") == true)
    #expect(problems.first?.position.line ?? 0 > 2)
    try setting("gone: [/brands/丙/, /tags/乙/]", in: shop)
    #expect(try checkSite(shop.request()).problems.count == 1)
    try setting("redirects: [{from: /tags/甲/, to: /search/}]", in: shop)
    #expect(try checkSite(shop.request()).problems.map { $0.text() } == [])
  }

  @Test func `lists of what is sold at other times are told once`() throws {
    let shop = try publishedShop([
      "content/products/test.md": productText(["tags": "[甲]"])
    ])
    _ = try shop.build()
    try shop.write(
      productText(["tags": "[甲]", "available_until": "2026-01-31"]),
      to: "content/products/test.md"
    )
    #expect(try shop.build().problems.map(\.warning) == [.lostAddress, .lostAddress])
    #expect(try shop.build().problems == [])
  }

  @Test func `a file that is gone is told, a picture or a style is not`() throws {
    let files = [
      "site/static/files/guide.pdf", "site/static/a.css", "site/static/images/a.webp",
      "site/static/google1.txt",
    ]
    let shop = try publishedShop(Dictionary(uniqueKeysWithValues: files.map { ($0, "x") }))
    #expect(try lines(shop).contains("/files/guide.pdf"))
    for file in files { try shop.remove(file) }
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == ["site/static/files/guide.pdf"])
    #expect(problems.first?.message.contains("put it back") == true)
    try setting("redirects: [{from: /files/guide.pdf, to: /help/}]", in: shop)
    #expect(try checkSite(shop.request()).problems.map { $0.text() } == [])
  }

  @Test func `many are told in a bounded number of problems`() throws {
    var files: [String: String] = [:]
    for number in 0..<30 {
      files["content/products/t\(number).md"] = productText([
        "sku": "T-\(number)", "title": "第 \(number) 种",
      ])
    }
    let shop = try publishedShop(files)
    for file in files.keys { try shop.remove(file) }
    let problems = try checkSite(shop.request()).problems
    #expect(problems.count == 21)
    #expect(problems.last?.message.contains("found 10 more gone") == true)
  }

  @Test func `the examples of the first day make room without a word`() throws {
    let shop = try TemporaryShop()
    for number in 0..<4 {
      let text = productText(["sku": "OWN-\(number)", "title": "自己的 \(number)"])
      try shop.write(text, to: "content/products/own-\(number).md")
    }
    _ = try shop.build()
    for file in ["example-50.md", "example-50.en.md", "example-month.md"] {
      try shop.remove("content/products/" + file)
    }
    for file in ["categories/memberships.md", "scenarios/birthday.md", "scenarios/self-use.md"] {
      try shop.remove("content/" + file)
    }
    try shop.remove("content/pages/policies")
    let report = try shop.build()
    #expect(report.problems == [])
    #expect(report.changes != nil)
    #expect(try lines(shop).count == 6)
    // From then on the shop's addresses are missed, even those that the examples had.
    try shop.remove("content/products/own-0.md")
    #expect(try checkSite(shop.request()).problems.count == 1)
  }

  @Test func `a large part that vanishes is refused unless each is answered`() throws {
    var files: [String: String] = [:]
    for number in 0..<20 {
      files["content/products/t\(number).md"] = productText([
        "sku": "T-\(number)", "title": "第 \(number) 种",
      ])
    }
    let shop = try publishedShop(files)
    _ = try shop.build()
    for file in files.keys { try shop.remove(file) }
    #expect(throws: OutputRefusal.self) { try shop.build() }
    let gone = (0..<20).map { "/products/t\($0)/" }.joined(separator: ", ")
    try setting("gone: [\(gone)]", in: shop)
    #expect(try shop.build().changes != nil)
  }
}
