import Foundation
import Shop
import Site
import Testing
import Text

/// Every warning has a name, a wrong example that has it, and a right one that does not.
@Suite(.timeLimit(.minutes(20))) struct DiagnosticTests {
  @Test func `each is in the table once, with a name as shops write it`() {
    #expect(Set(Diagnostic.table.map(\.diagnostic)).count == Diagnostic.allCases.count)
    #expect(Diagnostic.table.count == Diagnostic.allCases.count)
    for entry in Diagnostic.table {
      #expect(entry.diagnostic.name.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil)
      #expect(!entry.meaning.hasSuffix(".") && !entry.wrong.isEmpty)
    }
  }

  @Test(arguments: Diagnostic.table.filter { $0.place != .described })
  func `the wrong example is told by its name, the right one is not`(
    entry: Diagnostic.Entry
  ) throws {
    let wrong = try problems(entry.wrong, at: entry.place)
    #expect(
      wrong.contains { $0.warning == entry.diagnostic },
      "\(entry.diagnostic): \(wrong.map { $0.text() })"
    )
    let right = try problems(entry.right, at: entry.place)
    let isClean = !right.contains { $0.warning == entry.diagnostic || $0.warning == nil }
    #expect(isClean, "\(entry.diagnostic): \(right.map { $0.text() })")
  }

  @Test func `a warning says its name, in text and in JSON`() throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(body: "字\n")])
    let problem = try #require(shop.load().problems.first)
    #expect(problem.text().contains("write how the code is redeemed [no-instructions]\n"))
    let json = try ProblemsDocument([problem]).json()
    #expect(json.contains("\"name\" : \"no-instructions\""))
  }

  @Test func `a file allows a warning for itself alone`() throws {
    let shop = try TemporaryShop([
      "content/products/a.md": productText(
        ["sku": "A", "title": "甲", "allow": "[no-instructions]"],
        body: "字\n"
      ),
      "content/products/b.md": productText(["sku": "B"], body: "字\n"),
    ])
    #expect(shop.load().problems.map(\.file) == ["content/products/b.md"])
    #expect(try shop.build(isStrict: true).changes == nil)
    try shop.remove("content/products/b.md")
    #expect(shop.load().problems == [])
    #expect(try shop.build(isStrict: true).changes != nil)
  }

  @Test func `a translation and a page allow what is in them`() throws {
    let shop = try TemporaryShop([
      "content/products/example-month.en.md":
        "---\ntitle: A\nallow: [raw-html]\n---\n<b>x</b>\n\n## How to redeem\n\nPaste.\n",
      "content/pages/about.md": "---\ntitle: 一\nallow: [wiki-link]\n---\n[[x]]\n",
    ])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test func `the settings allow for what has no front matter`() throws {
    let shop = try TemporaryShop(["site/logo.svg": "x"])
    #expect(shop.load().problems.map(\.warning) == [.ignoredFile])
    let settings = try shop.text("site/site.yaml")
    try shop.write(settings + "allow: [ignored-file]\n", to: "site/site.yaml")
    #expect(shop.load().problems == [])
    try shop.write(productText(body: "字\n"), to: "content/products/test.md")
    try shop.write(settings + "allow: [no-instructions]\n", to: "site/site.yaml")
    #expect(shop.load().problems.map(\.warning) == [.noInstructions, .ignoredFile])
  }

  @Test(arguments: [
    ("[no-alt-txt]", "did you mean `no-alt-text`?"), ("[\"[raw-html\"]", nil),
    ("[everything]", nil),
    ("[broken-link]", nil), ("no-alt-text", nil),
  ])
  func `a name that is none is an error`(list: String, hint: String?) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["allow": list])
    ])
    let problems = shop.load().problems
    guard !list.contains("raw-html") else { return #expect(problems == []) }
    #expect(problems.map(\.severity) == [.error])
    #expect(problems.first?.position.line == 2)
    if let hint { #expect(problems.first?.hint == hint) }
  }

  @Test func `an error cannot be allowed`() throws {
    let names = Diagnostic.allCases.map(\.name).joined(separator: ", ")
    let shop = try TemporaryShop([
      "content/products/test.md": productText(
        ["allow": "[\(names)]"],
        body: "[x](/no/)\n\n## 使用说明\n\n粘贴。\n"
      )
    ])
    #expect(shop.load().problems.map(\.severity) == [.error])
  }

  private func problems(_ text: String, at place: Diagnostic.Place) throws -> [ContentProblem] {
    let shop = try TemporaryShop([
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>"
    ])
    switch place {
    case .text:
      let body = text + "\n\n## 使用说明\n\n粘贴。\n"
      try shop.write(productText(body: body), to: "content/products/test.md")
    case .matter:
      let parts = text.split(separator: ": ", maxSplits: 1).map(String.init)
      try shop.write(productText([parts[0]: parts[1]]), to: "content/products/test.md")
    case .settings:
      try shop.write(try shop.text("site/site.yaml") + text + "\n", to: "site/site.yaml")
    case .file(let file):
      if !text.isEmpty { try shop.write(text, to: file) }
    case .described: break
    }
    return try checkSite(shop.request()).problems
  }
}
