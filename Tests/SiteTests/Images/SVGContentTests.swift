import Testing
import Text

@testable import Site

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

  private static let entities =
    "<!ENTITY nbsp \"&#160;\"><!ENTITY 店 'a&#58;b'><!ENTITY lt '&#38;#60;'>"
  private static let namespaces =
    "<!ENTITY w3 \"http://www.w3.org/\"><!ENTITY ns \"&w3;2000/svg\">"
  private static let heads: [(String, String)] = [
    ("<!DOCTYPE svg [\(entities)]>\(root)><text>&nbsp;&店;&lt;</text></svg>", ""),
    ("<!DOCTYPE svg [\(namespaces)]><svg xmlns=\"&ns;\" viewBox=\"0 0 8 5\"/>", "a wrong `xmlns`"),
    ("<!DOCTYPE svg [\(namespaces)]>\(root) id=\"&w3;\"><text>&ns;</text></svg>", ""),
    ("<!--> a -->\(root)/>", ""), ("<!---->\(root)/>", ""), ("<!-- a --->\(root)/>", "`--`"),
    ("<svg xmlns=\"http://www.w3.org/2000/SVG\" viewBox=\"0 0 8 5\"/>", "a wrong `xmlns`"),
    ("<?xml encoding=\"UTF-8\"?>\(root)/>", "`<?xml` without a version"),
    ("<?xml version='1.0' encoding='UTF-8' standalone=\"no\"?>\(root)/>", ""),
    ("\(root)/><?a", "`<?` that is never closed"), ("\(root)/>a", "text behind its end"),
    ("\(root)width=\"8\"/>", "`width` right behind other text"), ("\(root) \"/>", "a stray `\"`"),
    ("\(root) :width=\"a\"/>", "`:width`, which is no name"),
    ("\(root) @click=\"x\"/>", "`@click`, which is no name"),
  ]

  @Test(arguments: heads)
  func `declarations, comments and attributes are read as XML`(
    svg: String,
    words: String
  ) throws {
    try check(svg, words.isEmpty ? nil : words)
  }

  @Test(arguments: [
    ("<text>a ]]> b</text>", "write `]]&gt;`"),
    ("<text>&#0;</text>", "`&#0;`, which is no character"),
    ("<text>&#xFFFE;</text>", "no character"), ("<text>\u{1}</text>", "a control character"),
    ("<text>&NBSP;</text>", "`&NBSP;`, which nothing"), ("<g/ id=\"a\"/>", "a stray `/`"),
  ])
  func `what XML does not allow in an element is an error`(inner: String, words: String) throws {
    try check("\(Self.root)>\(inner)</svg>\n", words)
  }

  @Test func `a drawing in another encoding is an error`() throws {
    let bytes = Array("\(Self.root)><text>".utf8) + [0xBF, 0xA8] + Array("</text></svg>".utf8)
    let found = SVGContent.fault(in: bytes)
    #expect(found?.what == "text that is not in UTF-8")
  }

  /// What was compiled for each match took minutes.
  @Test(arguments: [
    "<g fill=\"url(#a)\"/>", "<text>&quot;</text>", "<g style=\"a:url('/a.png')\"/>", "<?a?>",
    "<style>a{fill:url(#a)}</style>",
  ])
  func `a long drawing is read in the time of its length`(inner: String) throws {
    let count = 200_000 / inner.utf8.count
    try check("\(Self.root)>\(String(repeating: inner, count: count))</svg>", nil)
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
