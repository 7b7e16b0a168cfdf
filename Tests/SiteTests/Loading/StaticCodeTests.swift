import Site
import Testing
import Text

/// Checks of pages, stylesheets and scripts of `site/static` against the shop's own policy.
@Suite(.timeLimit(.minutes(20))) struct StaticCodeTests {
  private func problems(_ text: String, in file: String) throws -> [ContentProblem] {
    let shop = try TemporaryShop(["site/static/\(file)": text])
    return shop.load().problems
  }

  @Test(arguments: [
    ("promo.html", "<p>a</p>\n<script>x()</script>", "2:1", "a script within the page"),
    ("a/b.htm", "<p style=\"color:red\">", "1:4", "a `style` attribute"),
    ("promo.html", "<p onclick='x()'>", "1:4", "the event handler `onclick`"),
    ("promo.html", "<script src=\"https://cdn.example/a.js\"></script>", "1:9", "`csp: {script:"),
    ("a.css", "p {}\na { background: url(https://cdn.example/a.png) }", "2:21", "an image from"),
    ("a.css", "a { background: URL( \"https://cdn.example/a.png\" ) }", "1:23", "an image from"),
    (
      "a.css", "a::after { content: \"\\\"\" } b { background: url(//a.example/x) }", "1:48",
      "an image from"
    ),
    ("a.css", "a { mask: -webkit-image-set('//a.example/x' 1x) }", "1:30", "an image from"),
    ("a.css", "@font-face { src: url(data:font/woff2;base64,AA==) }", "1:23", "a font within"),
    ("a.css", "@import \"https://cdn.example/a.css\";", "1:10", "a stylesheet from"),
    ("a.css", "@import url(//cdn.example/a.css);", "1:13", "a stylesheet from"),
  ])
  func `an error in a page or stylesheet`(
    file: String,
    text: String,
    place: String,
    what: String
  ) throws {
    let problems = try problems(text, in: file)
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect(problem.severity == .error && problem.file == "site/static/\(file)")
    #expect("\(problem.position.line):\(problem.position.column)" == place)
    #expect(problem.message.contains(what), "\(problem.message)")
  }

  @Test(arguments: [
    ("var a = 1;\n  eval(a)", "2:3", "`eval`"),
    ("f = new Function('a')", "1:5", "`new Function`"),
    ("setTimeout(\"x()\", 9)", "1:1", "a script as a text"),
    ("e.setAttribute('style', 'a')", "1:2", "a `style` attribute"),
    ("e.setAttribute('onclick', 'a')", "1:2", "an event handler"),
    ("fetch('https://stats.example/')", "1:1", "a request from `https://stats.example`"),
    ("new WebSocket(\"wss://a.example\")", "1:5", "`wss://a.example`"),
    ("x.open('GET', 'http://a.example/')", "1:2", "a request from"),
    ("import a from 'https://cdn.example/a.js'", "1:1", "a script from"),
    ("s.src = '//cdn.example/a.js'", "1:1", "a script from"),
    ("img.src = 'https://cdn.example/a.png'", "1:1", "an image from"),
    ("e.innerHTML = '<p style=\"a\">'", "1:19", "a `style` attribute"),
    ("e.innerHTML = `\n<b onclick=\"x()\">`", "2:4", "the event handler `onclick`"),
  ])
  func `a warning in a script`(text: String, place: String, what: String) throws {
    let problems = try problems(text, in: "js/a.js")
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect(problem.warning == .forbiddenScript)
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.message.contains(what), "\(problem.message)")
  }

  @Test(arguments: [
    ("a.js", "// eval(a)\n/* fetch('https://a.example') */ var t = 'eval(x)';"),
    (
      "a.js", "medieval(a); e.style.color = 'red'; fetch('/catalog.json'); a = b / c; d = e / eval;"
    ),
    ("a.js", "setTimeout(() => x(), 9); r = /[\"'\\/]eval\\(/; s = \"a<b\";"),
    ("a.js", "fetch('https://cards.example.com/catalog.json'); s.src = '/a.js'"),
    ("a.css", "/* url(https://a.example/x.png) */ a { background: url(/catalog.json) }"),
    ("a.css", "a::after { content: \"\\\"url(https://a.example/x)\" }"),
    ("a.css", "a::before { content: 'url(https://a.example/x)' }"),
    ("a.css", "@namespace svg url(http://www.w3.org/2000/svg);"),
    ("a.css", "/* it's */ a { background: image-set(url(/catalog.json) type('image/png')) }"),
    ("a.html", "<!-- <script>x</script> --><a href=\"https://a.example/\">a</a><script src=/a.js>"),
    ("baidu_verify_x.html", "d41d8cd98f00"), ("a.txt", "<script>x()</script>"),
    ("a.json", "{\"x\": \"<p style='a'>\"}"),
  ])
  func `what the policy allows is not told of`(file: String, text: String) throws {
    #expect(try problems(text, in: file).map { $0.text() } == [])
  }

  @Test func `an origin under csp is allowed here too`() throws {
    let shop = try TemporaryShop([
      "site/static/a.js": "fetch('https://stats.example/')",
      "site/static/a.html": "<script src=https://stats.example/a.js></script>",
    ])
    #expect(shop.load().problems.count == 2)
    try shop.write(
      try shop.text("site/site.yaml")
        + "csp: {script: [https://stats.example], connect: [https://stats.example]}\n",
      to: "site/site.yaml"
    )
    #expect(shop.load().problems.map { $0.text() } == [])
  }
}
