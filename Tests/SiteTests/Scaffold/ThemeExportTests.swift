import Foundation
import Testing
import Text

@testable import Site

/// Exported templates, used by a shop.
@Suite(.timeLimit(.minutes(20))) struct ThemeExportTests {
  private func pages(of shop: TemporaryShop) throws -> String {
    #expect(try shop.build().problems.map { $0.text() } == [])
    return try ["index.html", "en/products/example-50/index.html", "404.html", "search/index.html"]
      .map { try shop.text("public/" + $0) }.joined()
  }

  @Test func `what is exported and put back makes the same pages`() throws {
    let shop = try TemporaryShop()
    let before = try pages(of: shop)
    let files = try exportTheme(
      into: shop.path + "/site/templates",
      of: shop.path,
      overwrites: false
    )
    #expect(files.count == 18)
    #expect(files.allSatisfy { $0.hasSuffix(".mustache") })
    #expect(try pages(of: shop) == before)
  }

  @Test func `nothing is overwritten without leave, and nothing is written beside it`() throws {
    let shop = try TemporaryShop(["site/templates/card.mustache": "<li>{{title}}</li>\n"])
    let folder = shop.path + "/site/templates"
    #expect(throws: ScaffoldRefusal.hasTemplates([folder + "/card.mustache"])) {
      try exportTheme(into: folder, overwrites: false)
    }
    #expect(!shop.has("site/templates/layout.mustache"))
    #expect(try shop.text("site/templates/card.mustache") == "<li>{{title}}</li>\n")
    _ = try exportTheme(["list"], into: folder, overwrites: false)
    #expect(shop.has("site/templates/list.mustache"))
    _ = try exportTheme(["card"], into: folder, overwrites: true)
    #expect(try shop.text("site/templates/card.mustache").contains("{{{face}}}"))
  }

  @Test func `an unknown template and a folder that is no shop are refused`() {
    #expect(throws: ScaffoldRefusal.self) {
      try exportTheme(["prodcut"], into: "/nowhere", overwrites: false)
    }
    #expect(throws: ScaffoldRefusal.noShop("/nowhere")) {
      try exportTheme(into: "/nowhere/site/templates", of: "/nowhere", overwrites: false)
    }
  }

  @Test func `the hooks add to the head and to the footer and replace neither`() throws {
    let shop = try TemporaryShop([
      "site/templates/head.mustache": "<meta name=\"x-proof\" content=\"{{shop}}\">\n",
      "site/templates/footer.mustache": "<p class=\"own\">© {{shop}}</p>\n",
    ])
    let text = try pages(of: shop)
    #expect(text.count(of: "<meta name=\"x-proof\" content=\"") == 4)
    #expect(text.count(of: "</p>\n</div>\n</footer>") == 4)
    #expect(text.count(of: "<ul class=\"legal\">") == 4)
  }

  @Test func `extra rules follow the theme's, and ask no other origin`() throws {
    let shop = try TemporaryShop([
      "site/templates/extra.css": ".own { background: url(/images/a.svg) }\n",
      "site/static/images/a.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    #expect(try shop.build().problems.map { $0.text() } == [])
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: shop.path + "/public/assets")
        .first { $0.hasSuffix(".css") }
    )
    let css = try shop.text("public/assets/" + name)
    #expect(css.hasSuffix(".own { background: url(/images/a.svg) }\n"))
    #expect(css.contains(".foot"))
  }

  @Test(arguments: [
    "@import url(https://x.example/a.css);", "a { b: url(https://x.example/a.woff2) }",
    "a { b: url(\"https://x.example/a.png\") }",
  ])
  func `a rule that the shop's own policy forbids is an error at its line`(rule: String) throws {
    let shop = try TemporaryShop(["site/templates/extra.css": "\n\(rule)\n"])
    let problems = try shop.build().problems
    #expect(problems.map(\.severity) == [.error])
    #expect(problems.first?.file == "site/templates/extra.css")
    #expect(problems.first?.position.line == 2)
  }

  @Test func `docs/templates.md names what each template asks for, all of it and no more`() throws {
    let text = try String(
      contentsOf: repository.appending(path: "docs/templates.md"),
      encoding: .utf8
    )
    let sections = text.components(separatedBy: "\n### ").dropFirst()
    var documented: [String: [String]] = [:]
    for section in sections {
      let lines = section.split(separator: "\n")
      documented[String(lines[0])] = lines.compactMap { line in
        line.firstMatch(of: /^\| `([^`]+)` \| .+ \|$/).map { String($0.1) }
      }
    }
    let names = Self.namesOfTemplates
    #expect(Set(names.map(\.template)) == Set(documented.keys))
    for (template, values) in names {
      #expect(documented[template] == values, "\(template)")
    }
  }

  /// The names of values in each built-in template, without `say`, in the order of their first use.
  private static var namesOfTemplates: [(template: String, values: [String])] {
    Templates.builtIn.sorted { $0.key < $1.key }.filter { $0.key != Templates.stylesheetName }
      .map { name, text in
        var seen = Set<String>()
        let values = TemplateTags(Array(text.utf8)).tags.filter { tag in
          tag.kind.isValue && tag.name != "." && !tag.name.hasPrefix("say.")
        }
        return (name, values.map(\.name).filter { seen.insert($0).inserted })
      }
  }

  private let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
