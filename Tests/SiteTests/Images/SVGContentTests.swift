import Site
import Testing
import Text

/// A drawing that browsers do not show is told, by the first thing that makes it no XML.
///
/// Chromium shows none of those below that have words, and all that have none.
@Suite(.timeLimit(.minutes(10))) struct SVGContentTests {
  private static let root = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\""

  private func problems(of svg: String) throws -> [ContentProblem] {
    try TemporaryShop(["site/static/images/a.svg": svg]).load().problems
  }

  @Test(arguments: [
    ("<svg viewBox=\"0 0 8 5\"/>", "no `xmlns` in"), ("\(root)>", "`<svg>` that is never"),
    ("\(root)><path d=\"M0", "`<path>` that"), ("\(root)><g><a>", "`<a>` that is never"),
    ("\(root)/><svg/>", "a second `<svg>`"), ("\(root)></svg>\n<g></g>", "`<g>` behind"),
    ("\n<?xml version=\"1.0\"?>\(root)/>", "`<?xml` behind other text"),
    ("\u{FEFF}<?xml version=\"1.0\"?>\(root)/>", nil), ("<!-- a -->\n\(root)/>", nil),
    ("", "no `<svg>`"), (" \n", "no `<svg>`"), ("hello", "no `<svg>`"),
    ("<html xmlns=\"http://www.w3.org/1999/xhtml\"><br></html>", "`<html>` in place of `<svg>`"),
    ("<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 8 5\"/>", "no `xmlns` in"),
    ("<svg xmlns=\"http://www.w3.org/2000/SVG/\"/>", "a wrong `xmlns` in its first element"),
    ("<svg xmlns=\"&ns_svg;\"/>", "write `xmlns=\"http://www.w3.org/2000/svg\"`"),
    ("<s:svg viewBox=\"0 0 8 5\"/>", "write `xmlns:s=\"http://www.w3.org/2000/svg\"`"),
    ("\(root)/>\n<!-- a", "`<!--` that is never"), ("\(root)/>\n<!-->", "`<!--` that is never"),
    ("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>", nil),
    (
      "<!DOCTYPE svg [<!ENTITY ns_svg \"http://www.w3.org/2000/svg\">\n<!ENTITY ns_ai "
        + "\"http://ns.adobe.com/AdobeIllustrator/10.0/\">]>\n<svg xmlns:i=\"&ns_ai;\" "
        + "xmlns=\"&ns_svg;\" viewBox=\"0 0 8 5\"><i:a/></svg>", nil
    ),
    (
      "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n "
        + "\"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<!-- a&#45;&gt;b -->\n\(root)/>",
      nil
    ),
    ("<!DOCTYPE svg [<!ENTITY shop \"卡店\">]>\(root)><text>&shop;</text></svg>", nil),
  ])
  func `a drawing of which browsers show nothing is an error`(svg: String, words: String?) throws {
    try check(svg, words)
  }

  @Test func `a drawing without a box is a warning`() throws {
    let root = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"50\"/>"
    let problems = try problems(of: root)
    #expect(problems.map(\.warning) == [.drawingWithoutViewBox])
    #expect(problems.first?.message.contains("\"0 0 80 50\"`") == true)
  }

  @Test(arguments: [
    ("<g>", "`</svg>` where `<g>`"), ("<g></svg><!--", "`</svg>` where `<g>`"),
    ("<g><path></g>", "`</g>` where `<path>`"), ("</g>", "`</g>` where `<svg>`"),
    ("<G></g>", "`</g>` where `<G>`"), ("<g/><text>a</text><!-- <g> --><path/>", nil),
    ("<style>a>b{}</style><g id='/'></g><a:b xmlns:a='x'/>", nil),
    ("<text>A&nbsp;B</text>", "`&nbsp;`, which nothing in the file defines"),
    ("<text>A&nbsp;B</text>", "write `&#160;`"), ("<text>&ns_extend;</text>", "what it stands for"),
    ("<text>&#\(String(repeating: "0", count: 60))65;</text>", nil),
    ("<view viewBox=\"0 0 1 1\" viewbox=\"0 0 1 1\"/>", nil),
    ("<text>A & B</text>", "a bare `&`"), ("<a href=\"/x?a=1&b=2\"/>", "write `&amp;`"),
    ("<text>a < b</text>", "a bare `<`"),
    ("<text a=\"<\"/>", "`<` in a value, as where a quotation mark is missing"),
    ("<g fill=red />", "the value of `fill` without"), ("<g hidden/>", "`hidden` without a"),
    ("<g id=\"a\" id=\"b\"/>", "`id` twice"),
    ("<use xlink:href=\"#a\"/>", "write `xmlns:xlink=\"http://www.w3.org/1999/xlink\"`"),
    ("<inkscape:grid/>", "xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"`"),
    ("<sodipodi:a/>", "=\"http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd\"`"),
    ("<foo:a/>", "`foo:a` without `xmlns:foo`, for which they show nothing; export the picture"),
    ("<!-- a -- b -->", "`--` within"),
    ("<text>&#x4E2D;&#20013;&amp;&lt;</text><!-- & < -->", nil),
    ("<style><![CDATA[a & b < c]]></style>", nil), ("<g id='a\"b' xml:lang=\"zh\"\n/>", nil),
  ])
  func `a drawing whose markup is broken is an error`(inner: String, words: String?) throws {
    let svg = "<?xml version=\"1.0\"?>\n\(Self.root)>\(inner)</svg>\n"
    try check(svg, words)
    if words != nil { #expect(try problems(of: svg).first?.position.line == 2) }
  }

  private func check(_ svg: String, _ words: String?) throws {
    let problems = try problems(of: svg)
    let texts = problems.map { $0.text() }
    #expect(problems.map(\.severity) == (words == nil ? [] : [.error]), "\(texts)")
    if let words { #expect(problems.first?.message.contains(words) == true, "\(texts)") }
  }
}
