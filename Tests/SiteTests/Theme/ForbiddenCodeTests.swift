import Shop
import Site
import Testing
import Text

/// Code that the shop's own policy forbids is an error at its place.
@Suite(.timeLimit(.minutes(20))) struct ForbiddenCodeTests {
  private func problems(_ template: String, settings: String = "") throws -> [ContentProblem] {
    let shop = try TemporaryShop(["site/templates/footer.mustache": template])
    try shop.write(try shop.text("site/site.yaml") + settings, to: "site/site.yaml")
    return shop.load().problems
  }

  @Test(arguments: [
    ("<p>a</p>\n<script>chat()</script>", "2:1", "a script within the page"),
    ("<SCRIPT type=module>x</SCRIPT>", "1:1", "a script within the page"),
    ("<p style=\"color: red\">a</p>", "1:4", "a `style` attribute"),
    ("<p class='a'\n STYLE='b'>a</p>", "2:2", "a `style` attribute"),
    ("<style>p {}</style>", "1:1", "a stylesheet within the page"),
    ("<a href=\"/\" onclick=\"x()\">a</a>", "1:13", "the event handler `onclick`"),
    ("<img src=\"/a.png\" onerror=x() alt=\"\">", "1:19", "the event handler `onerror`"),
    ("<a href=\" javascript:x()\">a</a>", "1:4", "a script as an address"),
    ("<script src=\"https://chat.example/w.js\"></script>", "1:9", "from `https://chat.example`"),
    ("<script async src=//chat.example/w.js></script>", "1:15", "from `https://chat.example`"),
    ("<link rel=\"stylesheet\" href=\"https://a.example/x.css\">", "1:24", "a stylesheet from"),
    ("<img alt=\"\" src=\"https://a.example/x.png\">", "1:13", "an image from"),
    ("<img alt=\"\" src=\"data:image/png;base64,AA==\">", "1:13", "within an address `data:`"),
    (
      "<img alt=\"\" src=\"/a.png\" srcset=\"/b.png 2x, https://a.example/c.png 3x\">", "1:26",
      "an image from"
    ),
    ("<picture><source srcset=\"//a.example/x.webp\"></picture>", "1:18", "an image from"),
    ("<svg><use href=\"https://a.example/x.svg#a\"/></svg>", "1:11", "an image from"),
    ("<link rel=\"shortcut icon\" href=\"https://a.example/i.png\">", "1:27", "an image from"),
    (
      "<link rel=preload as=font href=\"https://a.example/f.woff2\">", "1:27",
      "from `https://a.example`"
    ),
    ("<button formaction=\"https://a.example/\">a</button>", "1:9", "a form from"),
    ("<iframe src=\"https://a.example/\"></iframe>", "1:9", "a frame from"),
    ("<iframe src=\"/a/\"></iframe>", "1:9", "a frame of the shop itself"),
    ("<video src=\"/a.mp4\"></video>", "1:8", "a film or sound of the shop itself"),
    ("<form action=\"https://a.example/\"></form>", "1:7", "a form from"),
    ("<base href=\"/x/\">", "1:1", "`<base>`"),
    (
      "<script type=\"application/json\">[\"<!--\"]</script>\n<p onclick=\"x()\">a</p>", "2:4",
      "the event handler `onclick`"
    ),
    ("<textarea><!--</textarea><i style=\"a\">a</i>", "1:29", "a `style` attribute"),
    ("<title><!-- a</title><!-- <i style=\"a\"> --><base href=\"/\">", "1:44", "`<base>`"),
    ("<object data=\"/a\"></object>", "1:1", "`<object>`"),
  ])
  func `in a template`(html: String, place: String, what: String) throws {
    let problems = try problems(html)
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect(problem.severity == .error)
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.message.contains(what), "\(problem.message)")
  }

  @Test(arguments: [
    "<script src=\"/chat.js\"></script>", "<script type=\"application/ld+json\">{}</script>",
    "<script src=\"{{home}}x.js\" defer></script>", "<!-- <script>x</script> -->",
    "{{! <p style=\"a\"> }}", "<p>a < b, onclick=\"x\"</p>", "<p title=\"style=x onclick=y\">a</p>",
    "<a href=\"https://a.example/\">a</a>", "<img alt=\"\" src=\"/a.png\">",
    "<link rel=\"alternate\" href=\"https://a.example/\">", "<p data-style=\"a\">b</p>",
  ])
  func `what the policy allows is left alone`(html: String) throws {
    #expect(try problems(html).map { $0.text() } == [])
  }

  @Test func `the settings may allow an origin, which the policy then names`() throws {
    let template =
      "<script src=\"https://chat.example/w.js\"></script>"
      + "<iframe src=\"https://chat.example/\"></iframe>"
    let settings =
      "csp: {script: [https://chat.example], frame: [https://chat.example], "
      + "connect: [wss://chat.example]}\n"
    #expect(try problems(template, settings: settings) == [])
    let shop = try TemporaryShop(["site/templates/footer.mustache": template])
    try shop.write(try shop.text("site/site.yaml") + settings, to: "site/site.yaml")
    #expect(try shop.build().changes != nil)
    let headers = try shop.text("public/_headers")
    #expect(headers.contains("script-src 'self' https://chat.example;"))
    #expect(headers.contains("frame-src https://chat.example;"))
    #expect(headers.contains(" wss://chat.example;"))
    #expect(try problems(template, settings: "csp: {script: [https://chat.example]}\n").count == 1)
  }

  @Test(arguments: [
    "csp: {scripts: [https://a.example]}", "csp: {script: [a.example]}",
    "csp: {script: [http://a.example]}", "csp: {script: [\"https://a.example/x.js\"]}",
    "csp: [https://a.example]", "csp: {script: [\"'unsafe-inline'\"]}",
    "csp: {script: [\"https://a.example; img-src *\"]}",
  ])
  func `an origin that is none is an error`(settings: String) throws {
    let problems = try problems("", settings: settings + "\n")
    #expect(problems.map(\.severity) == [.error], "\(problems.map { $0.text() })")
    #expect(problems.first?.file == "site/site.yaml")
  }

  @Test(arguments: [
    ("<script>x()</script>", "a script within the page"), ("<p onclick=\"x()\">a</p>", "onclick"),
    ("字 <span style=\"a\">b</span>", "a `style` attribute"),
    ("<iframe src=\"https://a.example/\"></iframe>", "a frame from"),
  ])
  func `in a text`(html: String, what: String) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(body: html + "\n\n## 使用说明\n\n粘贴。\n")
    ])
    let problem = try #require(shop.load().problems.first { $0.severity == .error })
    #expect(problem.position.line == 7)
    #expect(problem.message.contains(what))
  }

  @Test func `in a stylesheet`() throws {
    let shop = try TemporaryShop([
      "site/templates/site.css.mustache":
        "p {}\n@import url(\"https://a.example/x.css\");\n@font-face { src: url(/f.woff2) }\n"
        + "p { background: url(/a.svg) }\n",
      "site/static/f.woff2": "x",
      "site/static/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    let problems = shop.load().problems.map { "\($0.position.line): \($0.message)" }
    #expect(problems.count == 2, "\(problems)")
    #expect(problems.first?.hasPrefix("2: ") == true)
    #expect(problems.last?.hasPrefix("3: ") == true)
  }
}
