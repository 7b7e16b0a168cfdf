import Foundation
import Shop
import Site
import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct ContentFileTests {
  @Test func `tolerates a byte order mark and Windows line ends`() throws {
    let text = "\u{FEFF}" + productText(body: "一。\n\n## 使用说明\n\n粘贴。\n")
    let shop = try TemporaryShop([
      "content/products/test.md": text.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: "\r\n")
    ])
    let product = try #require(shop.load().content?.products.first { $0.slug == "test" })
    #expect(product.texts.redeem[.chinese]?.text == [.ready(""), .ready("粘贴。")])
    #expect(product.texts.body[.chinese]?.html.contains("\r") == false)
  }

  @Test func `takes three hyphens inside a value for text`() throws {
    let product = try loadProduct(["title": "\"a --- b\""], body: "甲\n\n---\n\n乙\n")
    #expect(product.texts.title.text(in: .chinese) == "a --- b")
    #expect(product.texts.body[.chinese]?.html == "<p>甲</p>\n<hr>\n<p>乙</p>\n")
  }

  @Test func `refuses a file over one mebibyte`() throws {
    let body = String(repeating: "长", count: 400_000)
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let problems = shop.load().problems
    #expect(problems.map(\.file) == ["content/products/test.md"])
    #expect(problems.first?.message.contains("1 MiB") == true)
  }

  @Test func `refuses front matter over 64 KiB`() throws {
    let tags = "[" + (0..<12_000).map { "tag\($0)" }.joined(separator: ", ") + "]"
    let problems = try productProblems(["tags": tags])
    #expect(problems.count == 1)
    #expect(problems.first?.contains("64 KiB") == true)
  }

  @Test func `names the place of a byte that is not UTF-8`() throws {
    let shop = try TemporaryShop()
    try shop.write(Data("---\ntitle: 好".utf8) + [0xC3, 0x28], to: "content/products/test.md")
    let problem = try #require(shop.load().problems.first)
    #expect(problem.position == Position(line: 2, column: 9))
    #expect(problem.message.contains("offset 14"))
  }

  @Test func `a front matter of nothing but brackets is refused and not followed`() throws {
    let problems = try productProblems(["tags": String(repeating: "[", count: 60_000)])
    #expect(problems.count == 1)
  }

  @Test func `block sequences without end are refused and not followed`() throws {
    let problems = try productProblems(["tags": "\n  " + String(repeating: "- ", count: 20_000)])
    #expect(problems.count == 1)
  }
}
