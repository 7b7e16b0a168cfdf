import Shop
import Site
import Testing
import Text

/// Bare addresses with Chinese text directly beside them.
@Suite(.timeLimit(.minutes(20))) struct GluedLinksTests {
  @Test(arguments: [
    (
      "访问www.shop.example 吧\n", "7:3", "found that `www.shop.example` is plain text",
      "write `<https://www.shop.example>` or put spaces around it"
    ),
    (
      "在 https://a.example/。然后\n", "7:21", "expected the address to end at `https://a.example/`",
      "write `<https://a.example/>` or put spaces around it"
    ),
    (
      "甲\n\n看 www.a.example，好\n", "9:16", "expected the address to end at `www.a.example`",
      "write `<https://www.a.example>` or put spaces around it"
    ),
    (
      "| 网站 |\n|--|\n| https://a.example（新） |\n", "9:20", "`https://a.example`",
      "write `<https://a.example>` or put spaces around it"
    ),
    (
      "**https://a.example/x然后**\n", "7:22", "`https://a.example/x`",
      "write `<https://a.example/x>` or put spaces around it"
    ),
  ])
  func `a link glued to Chinese is a warning`(
    body: String,
    place: String,
    words: String,
    remedy: String
  ) throws {
    let found = try warnings(body)
    #expect(found.count == 1, "\(found.map { $0.text() })")
    let problem = try #require(found.first)
    #expect("\(problem.position.line):\(problem.position.column)" == place)
    #expect(problem.message.contains(words), "\(problem.message)")
    #expect(problem.message.hasSuffix(remedy), "\(problem.message)")
  }

  @Test(arguments: [
    "看 <https://a.example/。> 吧\n", "[甲](https://a.example/游戏)\n", "看 https://a.example/ 吧\n",
    "[https://a.example/游](https://a.example/游)\n", "`访问www.a.example`\n", "(www.a.example)\n",
    "看https://a.example 吧\n", "<https://a.example/游戏>\n", "见 www. 开头的地址\n",
    "[甲]\n\n[甲]: https://a.example/游戏\n", "[访问www.a.example](https://www.a.example)\n",
  ])
  func `a link that stands by itself is none`(body: String) throws {
    #expect(try warnings(body).isEmpty)
  }

  private func warnings(_ body: String) throws -> [ContentProblem] {
    try TemporaryShop(["content/products/test.md": productText(body: body)]).load().problems
      .filter { $0.message.contains("address") || $0.message.contains("link") }
  }
}
