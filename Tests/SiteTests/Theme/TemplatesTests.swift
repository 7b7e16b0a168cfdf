import Testing

@testable import Site

/// A shop's own templates.
@Suite(.timeLimit(.minutes(20))) struct TemplatesTests {
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
    content.products[0].texts.title = SampleShop.localized("\"\u{301}<b>", nil)
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

  @Test(arguments: [
    ("a{{! none }}b", "ab"),
    ("{{title}} {{{title}}} {{&title}}", "&lt;T&gt; <T> <T>"),
    ("{{=<% %>=}}<% title %>{{title}}<%={{ }}=%>{{title}}", "&lt;T&gt;{{title}}&lt;T&gt;"),
    ("{{#list}}\n- {{.}}\n{{/list}}\n", "- 1\n- 2\n"),
    ("{{#list}}\r\n- {{.}}\r\n{{/list}}\r\n", "- 1\r\n- 2\r\n"),
    ("  {{^list}}\n- none\n  {{/list}}  \nend", "end"),
    ("{{^none}}none{{/none}}{{#no}}yes{{/no}}{{^no}}no{{/no}}", "noneno"),
    ("{{#part}}{{name}} {{title}}{{/part}} {{part.name}}", "N &lt;T&gt; N"),
    ("{{part.title}}|{{.none}}", "|"),
    ("{{#empty}}shown{{/empty}}", "shown"),
    ("a\n  {{> two}}\nb", "a\n  1\n  2\nb"),
    ("a {{> two}}b", "a 1\n2\nb"),
    ("{{> lines}}", "<\n\nx\n>\n"),
    ("  {{> lines}}\n", "  <\n  \nx\n>\n"),
    ("{{> nowhere}}", ""),
    ("{{> itself}}", String(repeating: "i", count: 64)),
  ])
  func `shows what a template asks for, as Mustache's manual has it`(
    text: String,
    shown: String
  ) throws {
    let texts = [
      "two": "1\n2\n", "lines": "<\n{{{lines}}}>\n", "itself": "i{{> itself}}", "layout": text,
    ]
    let templates = try Templates(overrides: texts)
    let values: TemplateValues = [
      "title": "<T>", "list": [1, 2], "no": false, "empty": "", "lines": "\nx\n",
      "part": ["name": "N"] as TemplateValues,
    ]
    #expect(templates.render(.layout, values).text == shown)
  }
}
