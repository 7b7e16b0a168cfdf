import Shop
import Site
import Testing
import Text

/// Of many problems of one kind the first ten and a count are shown, of two kinds ten of each.
@Suite(.timeLimit(.minutes(20))) struct ProblemGroupsTests {
  private func problem(_ number: Int, _ warning: Diagnostic? = .noAltText) -> ContentProblem {
    ContentProblem(
      file: "content/products/p\(number).md",
      position: Position(line: 7, column: 1),
      warning: warning,
      message: "link: expected a, found `\(number)`; do c",
      hint: "did you mean `a`?",
      sourceLine: "line"
    )
  }

  @Test func `ten are shown whole`() {
    let problems = (0..<10).map { problem($0) }
    #expect(problems.text() == problems.map { $0.text() }.joined(separator: "\n"))
  }

  @Test func `of two thousand with two mistakes each a screen is shown`() {
    let problems = (0..<2_000).flatMap { [problem($0), problem($0, nil)] }
    let lines = problems.text().split(separator: "\n")
    #expect(lines.count == 2 * 10 + 2)
    #expect(
      lines.suffix(2) == [
        "… and 1990 more errors like the above, in 2000 files: link: expected a, found `0`",
        "… and 1990 more warnings like the above [no-alt-text], in 2000 files: "
          + "link: expected a, found `0`",
      ]
    )
  }

  @Test func `of five kinds in every file a screen is shown too`() {
    let kinds: [Diagnostic?] = [nil, .noAltText, .gluedLink, .rawHTML, .wikiLink]
    let lines = (0..<2_000).flatMap { number in kinds.map { problem(number, $0) } }.text()
      .split(separator: "\n")
    #expect(lines.count == 5 * 3 + 5)
    #expect(lines.prefix(15).allSatisfy { $0.hasSuffix(" (did you mean `a`?)") })
    #expect(lines.last?.hasPrefix("… and 1997 more warnings like the above [wiki-link]") == true)
  }

  @Test func `errors of other words are other errors`() {
    let other = ContentProblem(file: "a.md", message: "sku: expected b, found `c`; do d")
    let lines = ((0..<11).map { problem($0, nil) } + [other]).text().split(separator: "\n")
    #expect(lines.contains("a.md:1:1: error: sku: expected b, found `c`; do d"))
  }

  @Test func `a link of a template that is on every page is one problem, at the template`() throws {
    let shop = try TemporaryShop([
      "site/templates/footer.mustache": "<p>a</p>\n<a href=\"/nowhere/\">x</a>\n"
    ])
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == ["site/templates/footer.mustache"])
    #expect(problems.first?.position == Position(line: 2, column: 10))
    #expect(
      problems.first?.message.contains(/found `\/nowhere\/`, which is on \d\d+ pages/) == true
    )
  }

  @Test func `a link that only costs a redirect is no error`() throws {
    let shop = try TemporaryShop([
      "site/templates/footer.mustache": "<a href=\"/policies/refund\">x</a>",
      "content/products/test.md": productText(
        body: "[甲](/policies/refund) [乙](/old/x)\n\n## 使用说明\n\n粘贴。\n"
      ),
      "content/pages/about.md": "---\ntitle: 一\naliases: [/old/x/]\n---\n文。\n",
    ])
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.warning) == [.linkWithoutSlash, .linkToAlias, .linkWithoutSlash])
    #expect(problems.last?.position == Position(line: 1, column: 10))
    #expect(problems.last?.message.contains("write `/policies/refund/`") == true)
    #expect(try shop.build().changes != nil)
  }
}
