import Shop
import Site
import Testing
import Text

/// A mistake in YAML is named where it was made, with the line as it was meant.
@Suite(.timeLimit(.minutes(20))) struct YAMLSlipsTests {
  @Test(arguments: [
    ("title: \"点卡", "2:8", "title: \"点卡\""), ("title: '点卡", "2:8", "title: '点卡'"),
    ("title： 点卡", "2:6", "title: 点卡"), ("title：点卡", "2:6", "title: 点卡"),
    ("title:点卡", "2:7", "title: 点卡"), ("title:\u{3000}点卡", "2:7", "title: 点卡"),
    ("title:\u{A0}点卡", "2:7", "title: 点卡"), ("\u{3000}title: 点卡", "2:1", "title: 点卡"),
    ("\ttitle: 点卡", "2:1", "title: 点卡"), ("title: 点卡: 50 元", "2:10", "title: \"点卡: 50 元\""),
    ("title: @点卡", "2:8", "title: \"@点卡\""), ("title: `点卡`", "2:8", "title: \"`点卡`\""),
    ("title: %50", "2:8", "title: \"%50\""), ("title: \"A\" 卡", "2:11", "title: '\"A\" 卡'"),
    ("title: [新] 卡", "2:8", nil), ("tags: [a, b", "2:7", "tags: [a, b]"),
    ("title: 点卡\n\tbrand: X", "3:1", "brand: X"), ("title: 点卡\nbrand:X", "3:7", "brand: X"),
    ("title: 点卡\nbrand： X", "3:6", "brand: X"), ("title: 说\"好\": 卡", "2:12", "title: '说\"好\": 卡'"),
  ])
  func `names the place and the mend`(line: String, place: String, mended: String?) throws {
    let matter = "---\n\(line)\nsku: ALPHA-50\nprice: 48.5\ncategory: game-cards\n---\n文字。\n"
    let shop = try TemporaryShop(["content/products/test.md": matter])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    if let mended {
      #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
      #expect(problem.hint == "did you mean `\(mended)`?")
    }
    #expect(problem.position.line > 1)
  }

  @Test(arguments: [
    "\u{7}", "\u{1B}[31m", "\u{8}", "\u{7F}", "\u{9B}", "\u{0}",
  ])
  func `a control character is refused at its place`(character: String) throws {
    let inBody = try TemporaryShop([
      "content/products/test.md": productText(body: "文\(character)字\n")
    ])
    #expect(inBody.load().problems.map { "\($0.position.line):\($0.position.column)" } == ["7:2"])
    let inMatter = try TemporaryShop([
      "content/products/test.md": productText(["title": "文\(character)字"])
    ])
    #expect(inMatter.load().problems.map(\.position.line) == [5])
    #expect(inMatter.load().problems.first?.message.contains("the invisible character U+") == true)
  }

  @Test(arguments: ["\u{202E}", "\u{202A}", "\u{2066}", "\u{2069}"])
  func `a value may not turn the direction of text`(character: String) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["title": "文\(character)字"])
    ])
    #expect(shop.load().problems.map(\.position) == [Position(line: 5, column: 9)])
    let prose = try TemporaryShop([
      "content/products/test.md":
        productText(body: "a \u{200F}b\u{200E} c\n\n## 使用说明\n\n粘贴。\n")
    ])
    #expect(prose.load().problems == [])
  }

  @Test func `a file that cannot be read causes no further errors`() throws {
    let shop = try TemporaryShop([
      "content/products/broken.md": "---\ntitle: \"点卡\nsku: B-1\n---\n",
      "content/products/named.md": "---\nslug: other-name\ntitle： 点卡\n---\n",
      "content/pages/help.md": "---\ntitle：帮助\n---\n",
      "content/categories/broken.md": "---\ntitle: 'x\n---\n",
      "content/products/test.md": productText(
        ["category": "broken"],
        body: "[甲](/products/broken/) [乙](/products/other-name/) [丙](/help/#x)\n\n"
          + ":::product broken\n\n[丁](/en/help/)\n\n## 使用说明\n\n粘贴。\n"
      ),
    ])
    let files = shop.load().problems.map(\.file)
    #expect(
      files == [
        "content/categories/broken.md", "content/pages/help.md", "content/products/broken.md",
        "content/products/named.md",
      ]
    )
  }

  @Test func `a folded summary, and blanks that nobody sees, are read as they look`() throws {
    let product = try loadProduct(["summary": ">\n  一句话\n", "brand": "\u{A0}X\u{3000}"])
    #expect(product.texts.body[.chinese]?.summary == "一句话")
    #expect(product.shelving.brand == "X")
  }
}
