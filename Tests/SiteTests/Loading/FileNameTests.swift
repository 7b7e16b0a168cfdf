import Foundation
import Shop
import Site
import Testing
import Text

/// Names of files: in which form they are published, and which are reported as ignored.
@Suite(.timeLimit(.minutes(20))) struct FileNameTests {
  /// `é` and `ギ` as two code points each, as macOS writes them.
  static let decomposed = "cafe\u{301}-\u{30AD}\u{3099}フト"
  static let composed = "café-ギフト"

  /// The bytes of every name in a folder.
  private func names(_ folder: String) throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: folder).map { Array($0.utf8) }
  }

  @Test func `a decomposed name is published in composed form, and links lead to it`() throws {
    let shop = try TemporaryShop([
      "content/products/\(Self.decomposed).md": productText(),
      "content/pages/\(Self.decomposed).md": "---\ntitle: 页\n---\n文字。\n",
      "content/pages/faq.md": """
      ---
      title: 问答
      ---
      [甲](/products/\(Self.composed)/) [乙](/products/\(Self.decomposed)/) [丙](/\(Self.composed)/)

      ![图](/images/\(Self.decomposed).svg)

      :::product \(Self.decomposed)
      """,
      "site/static/images/\(Self.decomposed).svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    #expect(try names(shop.path + "/public/products").contains(Array(Self.composed.utf8)))
    #expect(!(try names(shop.path + "/public/products")).contains(Array(Self.decomposed.utf8)))
    #expect(try names(shop.path + "/public/images") == [Array("\(Self.composed).svg".utf8)])
    let page = try shop.text("public/faq/index.html")
    let escaped = "caf%C3%A9-%E3%82%AE%E3%83%95%E3%83%88"
    #expect(page.components(separatedBy: "href=\"/products/\(escaped)/\"").count > 3)
    #expect(page.contains("src=\"/images/\(escaped).svg\""))
    #expect(!page.utf8.contains(0xCC))
    for file in ["index.html", "sitemap.xml", "catalog.json", "_redirects", "rss.xml"] {
      #expect(!(try shop.text("public/\(file)")).contains("e%CC%81"), "\(file)")
    }
  }

  @Test func `of two pages that differ in capitals no link to one is told`() throws {
    let page = "---\ntitle: 关于\n---\n见[关于](/about/)。\n"
    let shop = try TemporaryShop([
      "content/pages/About.md": "---\ntitle: 关于\n---\n文字。\n", "content/pages/about.md": page,
      "content/pages/faq.md": page,
    ])
    let problems = shop.load().problems
    #expect(problems.allSatisfy { $0.message.contains("expected an address of its own") })
    #expect(Set(problems.map(\.file)) == ["content/pages/about.md"])
  }

  @Test(arguments: [("100%", "write it without `%`"), ("a%2e", "could leave the folder")])
  func `a sign in a page's name is told for what it is`(name: String, words: String) throws {
    let shop = try TemporaryShop(["content/pages/\(name).md": "---\ntitle: 页\n---\n文字。\n"])
    let problems = shop.load().problems
    #expect(problems.count == 1 && problems[0].message.contains(words), "\(problems)")
  }

  @Test func `renaming between forms leaves one page, and two forms at once are refused`() throws {
    let shop = try TemporaryShop(["content/products/\(Self.decomposed).md": productText()])
    _ = try shop.build()
    try shop.remove("content/products/\(Self.decomposed).md")
    try shop.write(productText(), to: "content/products/\(Self.composed).md")
    let report = try shop.build()
    #expect(report.problems == [])
    #expect(report.changes?.deletedPaths == [])
    try shop.write(productText(["sku": "B-1"]), to: "content/products/\(Self.decomposed).md")
    let problems = shop.load().problems
    #expect(problems.count == 1)
    #expect(problems.first?.message.contains("(NFC and NFD); remove one of them") == true)
  }

  @Test func `a static file in two forms is one error too`() throws {
    let shop = try TemporaryShop(["site/static/\(Self.decomposed).pdf": "x"])
    try shop.write("x", to: "site/static/\(Self.composed).pdf")
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains("(NFC and NFD)") == true)
  }

  @Test func `the folder of the settings is no link`() throws {
    let shop = try TemporaryShop()
    try FileManager.default.moveItem(atPath: shop.path + "/site", toPath: shop.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: shop.path + "/site",
      withDestinationPath: "elsewhere"
    )
    let problems = shop.load().problems
    #expect(problems.contains { $0.file == "site/site.yaml" && $0.severity == .error })
  }

  @Test(arguments: ["site/site.yaml", "site/addresses.txt"])
  func `a file of settings is no link that leads out`(file: String) throws {
    let shop = try TemporaryShop(["private/a.txt": "root:x:0:0"])
    if shop.has(file) { try shop.remove(file) }
    try FileManager.default.createSymbolicLink(
      atPath: shop.path + "/" + file,
      withDestinationPath: "../private/a.txt"
    )
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == [file], "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains("leads out of site") == true)
    #expect(problems.first?.text().contains("root:x") == false)
  }

  @Test func `an old page in another form is deleted`() throws {
    let shop = try TemporaryShop(["content/products/\(Self.composed).md": productText()])
    _ = try shop.build()
    let folder = shop.path + "/.cardstock/"
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix("manifest") }
    )
    let path = "products/\(Self.decomposed)/index.html"
    try shop.write("old", to: "public/" + path)
    let line = String(repeating: "0", count: 64) + " 3 \(path)\n"
    try shop.write(try shop.text(".cardstock/" + name) + line, to: ".cardstock/" + name)
    _ = try shop.build()
    let left = try names(shop.path + "/public/products")
    #expect(left.contains(Array(Self.composed.utf8)))
    #expect(!left.contains(Array(Self.decomposed.utf8)))
  }

  @Test(arguments: [
    ("[甲](/products/caf%65%CC%81-50/)", "in composed form (NFC)"),
    ("[甲](/products/Café-50/)", "which differs in capitals"),
    ("[甲](/products/café-50)", "a slash at the end"),
    ("![甲](/images/Card.svg)", "which differs in capitals"),
    ("![甲](/images/card.SVG)", "which differs in capitals"),
    ("[甲](/images/CARD.svg)", "broken link"),
  ])
  func `a link in other bytes is told`(link: String, words: String) throws {
    let shop = try TemporaryShop([
      "content/products/café-50.md": productText(),
      "content/pages/faq.md": "---\ntitle: 问答\n---\n\(link)\n",
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains(words) == true, "\(problems.map { $0.text() })")
    #expect(problems.first?.position.line == 4)
  }

  @Test(arguments: ["win11.pro", "office.2024", "v1.5", "steam.us", "card.it", "a.b.c"])
  func `a dot in a product's name is no language`(name: String) throws {
    let shop = try TemporaryShop(["content/products/\(name).md": productText(["slug": "some-slug"])]
    )
    #expect(shop.load().problems.map { $0.text() } == [])
    let plain = try TemporaryShop(["content/products/\(name).md": productText()])
    #expect(plain.load().problems.first?.message.contains("slug, from the file's name") == true)
  }

  @Test(arguments: [
    (
      "content/products/example-50.fr.md", "---\ntitle: Carte\n---\n", "expected a translation into"
    ),
    ("content/products/gone.en.md", "---\ntitle: Card\n---\n", "beside its translation"),
    ("content/products/p/index.md", "---\ntitle: 甲\n---\n", "rename it to content/products/p.md"),
    (
      "content/products/p/index.en.md", "---\ntitle: A\n---\n", "rename it to content/products/p.md"
    ),
    ("content/pages/index.md", "---\ntitle: 甲\n---\n", "rename it to content/pages/NAME.md"),
    ("content/pages/help/_index.md", "---\ntitle: 甲\n---\n", "rename it to content/pages/help.md"),
    (
      "content/products/example-50.EN.md", "---\ntitle: Card\n---\n",
      "found content/products/example-50.EN.md too"
    ),
    ("content/products/#1-steam.md", "---\ntitle: 甲\n---\n", "write it without `#`"),
  ])
  func `a name that means something else is refused`(
    file: String,
    text: String,
    words: String
  ) throws {
    let shop = try TemporaryShop([file: text])
    let problems = shop.load().problems
    #expect(
      problems.contains { $0.severity == .error && $0.message.contains(words) },
      "\(problems.map { $0.text() })"
    )
  }

  @Test(arguments: [
    ("contents/products/a.md", "contents", "did you mean `content`?"),
    ("Content/products/a.md", "Content", "did you mean `content`?"),
    ("static/a.txt", "static", nil), ("templates/home.mustache", "templates", nil),
    ("products/a.md", "products", nil), ("site.yaml", "site.yaml", nil),
    ("content (1)/a.md", "content (1)", "did you mean `content`?"),
    ("content copy/a.md", "content copy", "did you mean `content`?"),
    ("content.bak/a.md", "content.bak", "did you mean `content`?"),
    ("content 副本/a.md", "content 副本", "did you mean `content`?"),
    ("site2/site.yaml", "site2", "did you mean `site`?"),
    ("site_old/site.yaml", "site_old", "did you mean `site`?"),
    ("photos/a.png", "photos", nil), ("相册/a.png", "相册", nil),
    ("translations/fr.yaml", "translations", nil),
    ("tpl/home.mustache", "tpl", nil),
    ("site/statics/a.txt", "site/statics", "did you mean `static`?"),
    ("site/site.yml", "site/site.yml", "did you mean `site.yaml`?"),
    ("site/images/a.svg", "site/images", nil), ("site/.htaccess", "site/.htaccess", nil),
    ("site/.nojekyll", "site/.nojekyll", nil), ("site/.well-known/a", "site/.well-known", nil),
    ("content/products/.hidden.md", "content/products/.hidden.md", nil),
    ("site/static/.secretive", "site/static/.secretive", nil),
    ("content/products/b.MD", "content/products/b.MD", nil),
  ])
  func `what no build reads is told`(file: String, named: String, hint: String?) throws {
    let shop = try TemporaryShop([file: "x"])
    let problems = shop.load().problems
    #expect(problems.map(\.file) == [named], "\(problems.map { $0.text() })")
    #expect(problems.first?.severity == .warning)
    #expect(problems.first?.hint == hint)
  }

  @Test func `a folder of product files is told, one of notes is not`() throws {
    let shop = try TemporaryShop([
      "新货/甲.md": productText(), "货架/子/乙.md": productText(), "notes/a.md": "# 笔记\n",
      "docs/shop.png": "x", "tools/x.sh": "x",
    ])
    #expect(shop.load().problems.map(\.file) == ["新货", "货架"])
  }

  @Test func `hosts' hidden files are published, and leftovers of editors are not`() throws {
    let kept = [".nojekyll", ".htaccess", ".well-known/security.txt", ".domains", ".user.ini"]
    let left = [".DS_Store", "a.txt~", "#a.txt#", "._a.txt", ".a.txt.swp", ".gitkeep", "Thumbs.db"]
    let shop = try TemporaryShop(
      Dictionary(uniqueKeysWithValues: (kept + left).map { ("site/static/" + $0, "x") })
    )
    #expect(try shop.build().problems == [])
    for file in kept { #expect(shop.has("public/" + file), "\(file)") }
    for file in left { #expect(!shop.has("public/" + file), "\(file)") }
  }

  @Test(arguments: [
    ".env", ".env.local", "vault.key", "keys/shop.pem", "vault.sqlite", "vault.sqlite-wal",
    "id_rsa",
    "worker.yaml", ".htpasswd", "dump.sql",
  ])
  func `secrets are not published`(name: String) throws {
    let shop = try TemporaryShop(["site/static/" + name: "x"])
    let problems = shop.load().problems
    #expect(problems.map(\.file) == ["site/static/" + name])
    #expect(problems.first?.severity == .error)
  }

  @Test(arguments: [
    "../../worker-config/a.txt", "../site.yaml", "../../content/products/example-50.md",
  ])
  func `a link leads to its own folder alone`(target: String) throws {
    let shop = try TemporaryShop(["worker-config/a.txt": "x", "site/static/b.txt": "x"])
    let folder = shop.path + "/site/static/"
    try FileManager.default.createSymbolicLink(
      atPath: folder + "good.txt",
      withDestinationPath: "b.txt"
    )
    #expect(shop.load().problems == [])
    try FileManager.default.createSymbolicLink(
      atPath: folder + "bad.txt",
      withDestinationPath: target
    )
    #expect(shop.load().problems.map(\.file) == ["site/static/bad.txt"])
  }
}
