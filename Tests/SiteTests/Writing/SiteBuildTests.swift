import Foundation
import Shop
import Site
import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct SiteBuildTests {
  @Test func `a new shop builds clean, and again without a change`() throws {
    let shop = try TemporaryShop()
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    #expect(report.products == 2)
    #expect(report.languages == ["zh-CN", "en"])
    #expect(try shop.build().changes?.written == 0)
    #expect(shop.has("public/products/example-50/index.html"))
    #expect(shop.has("public/en/products/example-month/index.html"))
  }

  @Test func `an error writes nothing and leaves the old pages`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    let page = try shop.text("public/index.html")
    try shop.write(productText(["price": "0"]), to: "content/products/test.md")
    let report = try shop.build()
    #expect(report.changes == nil)
    #expect(report.problems.count == 1)
    #expect(try shop.text("public/index.html") == page)
    #expect(!shop.has("public/products/test"))
  }

  @Test func `a removed product's pages go`() throws {
    let shop = try TemporaryShop(["content/products/test.md": productText()])
    _ = try shop.build()
    #expect(shop.has("public/products/test/index.html"))
    try shop.remove("content/products/test.md")
    let gone = try #require(try shop.build().changes?.deletedPaths)
    #expect(gone.contains("products/test/index.html"))
    #expect(gone.contains("en/products/test/index.html"))
    #expect(!shop.has("public/products/test"))
  }

  @Test func `a template that links to nothing is found in the finished page`() throws {
    let shop = try TemporaryShop(["site/templates/footer.mustache": "<a href=\"/nowhere/\">x</a>"])
    let report = try shop.build()
    #expect(report.changes == nil)
    #expect(report.problems.allSatisfy { $0.message.contains("`/nowhere/`") })
  }

  @Test(arguments: [
    "{{! <a href=\"/nope/\">x</a> <img srcset=\"/nope.png 2x\"> }}",
    "<!-- <a href=\"/nope/\">x</a> <a href=/nope/>y</a> -->",
    "{{!\n<a href=\"https://cards.example.com/nope/\">\n}}<a href=\"/search/\">x</a>",
    "<!-- /nope/ --><a href=\"/search/\">x</a><!-- <a href=\"/search\"> -->",
  ])
  func `a link in a comment is none`(template: String) throws {
    let shop = try TemporaryShop(["site/templates/footer.mustache": template])
    #expect(try shop.build().problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    ("<!-- /nope/ -->\n{{! /nope/ }}", "2:23"), ("<!-->", "1:15"), ("<!--->", "1:16"),
    ("<textarea><!--</textarea>", "1:35"), ("<svg><title/></svg>", "1:29"),
    ("<script type=\"application/json\">\"<!--\"</script>", "1:57"),
  ])
  func `a link behind a comment is told at its place`(comment: String, place: String) throws {
    let template = comment + "<a href=\"/nope/\">x</a>"
    let shop = try TemporaryShop(["site/templates/footer.mustache": template])
    let places = try shop.build().problems.map { "\($0.position.line):\($0.position.column)" }
    #expect(places == [place])
  }

  @Test func `a malformed template is a problem of its file`() throws {
    let shop = try TemporaryShop(["site/templates/footer.mustache": "a\n{{#b}}"])
    let problems = try shop.build().problems
    #expect(Set(problems.map(\.file)) == ["site/templates/footer.mustache"])
    #expect(problems.contains { $0.message.contains("a section is not closed") })
  }

  @Test(arguments: ["index.html", "policies", "robots.txt/x.txt"])
  func `a static file in the place of a page is refused`(file: String) throws {
    let shop = try TemporaryShop(["site/static/\(file)": "mine"])
    #expect(try shop.build().problems.map(\.file) == ["site/static/\(file)"])
  }

  @Test(arguments: ["content", "site", "elsewhere"])
  func `a folder within a shop is told as that`(name: String) throws {
    let shop = try TemporaryShop(["elsewhere/products/a.md": "x"])
    var request = shop.request()
    request.shop += "/" + name
    let problems = try checkSite(request).problems
    #expect(problems.map(\.file) == ["site/site.yaml"], "\(problems.map { $0.text() })")
    #expect(problems.first?.message.contains("give the folder with --shop") == true)
    #expect(problems.first?.hint == "did you mean `--shop \(request.shop)/..`?")
  }

  @Test func `a folder without a shop is refused`() throws {
    let shop = try TemporaryShop()
    #expect(throws: OutputRefusal.noShop(shop.path + "/none")) {
      var request = shop.request()
      request.shop += "/none"
      _ = try buildSite(request)
    }
  }
}
