import Shop
import Site
import Testing
import Text

/// Tags that differ only in spelling.
@Suite(.timeLimit(.minutes(20))) struct TagTests {
  @Test(arguments: [
    ("Steam", "steam"), ("自动发货", "自动 发货"), ("ＰＣ", "pc"), ("e-gift", "e gift"),
    ("gift card", "Gift-Card"), ("C", "C。"),
  ])
  func `two writings of a tag are a warning`(tag: String, other: String) throws {
    let shop = try TemporaryShop([
      "content/products/a.md": productText(["sku": "A", "tags": "[\(tag)]"]),
      "content/products/b.md": productText(["sku": "B", "tags": "[\(tag)]"]),
      "content/products/0.md": productText(["sku": "C", "tags": "[x, \(other)]"]),
    ])
    let problems = shop.load().problems.filter { $0.message.hasPrefix("tags") }
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems.map(\.file) == ["content/products/0.md"])
    #expect(problems.first?.position == Position(line: 5, column: 11))
    #expect(
      problems.first?.message
        == "tags: expected `\(tag)` as in content/products/a.md:5, found `\(other)`; "
        + "write the tag in one way"
    )
  }

  @Test(arguments: [
    ("[a · b]", "a, b"), ("[a / b]", "a, b"),
    ("[\"• a\"]", "a"), ("[a • b]", "a, b"), ("[· a]", "a"), ("[a ・ b]", "a, b"),
    ("[a、b]", "a, b"),
  ])
  func `two tags in one are told`(tags: String, meant: String) throws {
    let shop = try TemporaryShop(["content/products/a.md": productText(["tags": tags])])
    let problems = shop.load().problems
    #expect(problems.map(\.warning) == [.joinedTags], "\(problems.map { $0.text() })")
    #expect(problems.first?.hint == "did you mean `\(meant)`?")
  }

  @Test(arguments: [("[steam/游戏]", "steam, 游戏"), ("[游戏／点卡, a]", "游戏, 点卡")])
  func `a tag of two that others have is told`(tags: String, meant: String) throws {
    let shop = try TemporaryShop([
      "content/products/a.md": productText(["tags": tags]),
      "content/products/b.md": productText([
        "title": "其他", "sku": "B", "tags": "[Steam, 游戏, 点卡]",
      ]),
    ])
    let problems = shop.load().problems
    #expect(problems.map(\.warning) == [.joinedTags], "\(problems.map { $0.text() })")
    #expect(problems.first?.hint == "did you mean `\(meant)`?")
  }

  @Test(arguments: [
    "[PC/Mac]", "[N/A]", "[24/7]", "[24 / 7]", "[马塞尔·普鲁斯特]", "[トム・ハンクス]", "[7/11 便利店]",
    "[A/B测试]", "[iOS/Android]", "[PC/主机]", "[中／英]", "[Steam/国区, steam]",
  ])
  func `a name with a mark in it is one tag`(tags: String) throws {
    let shop = try TemporaryShop(["content/products/a.md": productText(["tags": tags])])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test(arguments: ["[a, a]", "[A, a]"])
  func `a tag twice in one product is a warning`(tags: String) throws {
    let shop = try TemporaryShop(["content/products/a.md": productText(["tags": tags])])
    let loaded = shop.load()
    #expect(loaded.problems.map(\.severity) == [.warning])
    #expect(loaded.problems.first?.message.contains("expected each tag once") == true)
  }

  @Test(arguments: [("C", "D"), ("C", "C++"), ("50", "50元"), ("★", "☆"), ("手游", "手游卡")])
  func `different tags are left alone`(tag: String, other: String) throws {
    let shop = try TemporaryShop([
      "content/products/a.md": productText(["tags": "[\"\(tag)\", \"\(other)\"]"])
    ])
    #expect(shop.load().problems.map { $0.text() } == [])
  }
}
