import Site
import Testing

/// A shop's own templates.
@Suite struct TemplatesTests {
  @Test func `puts a shop's template in the place of the built-in one`() throws {
    var content = try SampleShop.content()
    content.templates["missing"] = "<h1>{{say.missingTitle}}!</h1>{{> aside}}"
    content.templates["aside"] = "<p>{{home}}</p>"
    let page = try rendered("404.html", of: content)
    #expect(page.contains("<h1>没有这个页面!</h1><p>/</p>"))
    #expect(page.contains("<footer"))
  }

  @Test func `escapes in a shop's own templates and their parts`() throws {
    var content = try SampleShop.content()
    content.products[0].title = SampleShop.localized("\"\u{301}<b>", nil)
    content.templates["card"] = "{{> part}}"
    content.templates["part"] = "<i title=\"{{title}}\"></i>"
    let page = try rendered("index.html", of: content)
    let escaped = "<i title=\"&quot;\u{301}&lt;b&gt;\"></i>"
    #expect(page.holds(escaped))
  }

  @Test func `takes a shop's own stylesheet after the colours`() throws {
    var content = try SampleShop.content()
    content.templates["site.css"] = "body { margin: 1em }"
    let css = try rendered(content).first { $0.key.hasSuffix(".css") }?.value
    #expect(css?.hasSuffix("body { margin: 1em }") == true)
    #expect(css?.contains("--paper") == true)
  }

  @Test(arguments: [
    ("<h1>\n{{#x}}\n{{/y}}", 3, "a section is closed that is not open; check {{/name}}"),
    ("{{title", 1, "a tag is not finished; expected }} after its name"),
    ("<p>\n\n{{#cards}}", 3, "a section is not closed; add its {{/name}}"),
  ])
  func `says in which file and line a template is malformed`(
    text: String,
    line: Int,
    reason: String
  ) throws {
    var content = try SampleShop.content()
    content.templates["product"] = text
    let problem = ThemeProblem.syntax(file: "product.mustache", line: line, reason: reason)
    #expect(throws: problem) { try renderSite(content) }
    #expect(problem.description == "product.mustache:\(line): error: \(reason)")
  }
}
