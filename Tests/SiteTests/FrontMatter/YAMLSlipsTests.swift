import Shop
import Site
import Testing
import Text

/// A mistake in YAML is reported at its place, with the line as it is probably meant.
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

  /// A line of front matter, the place of its mistake, and the suggested line.
  static let lines: [(String, String, String?)] = [
    ("title: 点卡\nbrand X", "3:6", "brand: X"), ("title: 点卡\nbrand\tX", "3:6", "brand: X"),
    ("title: 点卡\nbrand \"X\"", "3:6", "brand: \"X\""), ("title: 点卡\nbrand, X", "3:6", "brand: X"),
    ("title: 点卡\nbrand = X", "3:6", "brand: X"), ("title: 点卡\nbrand => X", "3:6", "brand: X"),
    ("title: 点卡\nbrand; X", "3:6", "brand: X"), ("title: 点卡\nbrand", "3:1", nil),
    ("title: 点卡\nsummary: 第一句\n第二句", "4:1", "  第二句"),
    ("title: 点卡\ntags:\n- a\n-b", "5:1", "- b"), ("title: 点卡\ntags:\n  - a\n  -b", "5:3", "- b"),
    ("title: 点卡\ntags:\n- a\n* b", "5:1", "- b"), ("title: 点卡\ntags:\n- a\n－b", "5:1", "- b"),
    ("title: 点卡\ntags:\n- a\n• b", "5:1", "- b"), ("title: 点卡\n  brand: X", "3:1", "brand: X"),
    ("title: 点卡\n brand: X", "3:1", "brand: X"),
    ("title: 点卡\nprices:\n  USD: \"6.8\"\n   EUR: \"6\"", "5:1", "EUR: \"6\""),
    ("title: 点卡\nprices:\n\tUSD: \"6.80\"", "4:1", "USD: \"6.80\""),
    ("title: 点卡\ntags: [a, b]]", "3:13", "tags: [a, b]"),
    ("title: 点卡\ntags: [a,, b]", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: [, a]", "3:7", "tags: [a]"),
    ("title: 点卡\ntags: [@a, b]", "3:7", "tags: [\"@a\", b]"),
    ("title: 点卡\ntags: [a, b】", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: [a, b}", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: [a, b];", "3:13", "tags: [a, b]"),
    ("title: 点卡\ntags: [a, b]，", "3:13", "tags: [a, b]"),
    ("title: 点卡\ntags: [a, b] ＃ x", "3:13", "tags: [a, b] # x"),
    ("title: 点卡\ntags: [a, b] c", "3:13", nil),
    ("title: \"C:\\盘\"", "2:11", "title: 'C:\\盘'"), ("title: \"C:\\\"", "2:8", "title: 'C:\\'"),
    ("title: ? 卡", "2:8", "title: \"? 卡\""), ("title: ,卡", "2:8", "title: \",卡\""),
    ("title: ]卡", "2:8", "title: \"]卡\""), ("title: \"点卡\";", "2:12", "title: \"点卡\""),
    ("title: '点卡'，", "2:12", "title: '点卡'"), ("title: \"点卡\" ＃ 新", "2:12", "title: \"点卡\" # 新"),
    ("title: \"点\"卡\"", "2:11", "title: '点\"卡'"), ("title:\u{2003}点卡", "2:7", "title: 点卡"),
    ("title:\u{202F}点卡", "2:7", "title: 点卡"), ("title:\u{2028}点卡", "2:7", "title: 点卡"),
    ("title: \"点\u{2028}卡\"", "2:10", "title: \"点卡\""), ("title: 点卡\u{2029}", "2:10", "title: 点卡"),
    ("title: \"点\u{85}卡\"", "2:10", "title: \"点卡\""),
    ("title: 点卡\ntags: [a\u{2028}, b]", "3:9", "tags: [a, b]"),
    ("title: 点卡\ntags: ［a, b］", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: 【a，b】", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: （a，b）", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags:\n  -a\n  -b", "4:3", "tags: [a, b]"),
    ("title: 点卡\ntags: a、b", "3:7", "tags: [a, b]"), ("title: {a}", "2:8", "title: \"{a}\""),
    ("title: [限时]", "2:8", "title: \"[限时]\""), ("title: {\"a\": b}", "2:8", "title: '{\"a\": b}'"),
    ("title: 点卡\nsummary: |\n  一\n  二", "3:10", nil), ("title: \"点\\n卡\"", "2:8", nil),
    ("\u{FEFF}title: 点卡", "2:1", "title: 点卡"), ("{summary: 甲}\ntitle: 点卡", "2:1", "summary: 甲"),
    ("title: 点卡\n// 注释", "3:1", "# 注释"), ("title: 点卡\n; 注释", "3:1", "# 注释"),
    ("title: 点卡\n/* 注释 */", "3:1", "# 注释"), ("title: 点卡\n<!-- 注释 -->", "3:1", "# 注释"),
    ("title: 点卡\n\"brand: X", "3:1", "brand: X"), ("title: \"点卡”", "2:8", "title: \"点卡\""),
    ("title: '点卡\"", "2:8", "title: '点卡'"),
    ("title: \"点\" + \"卡\"", "2:11", "title: '\"点\" + \"卡\"'"),
    ("title: \"点卡\" // 新", "2:12", "title: \"点卡\" # 新"),
    ("title: 点卡\ntags: [[a, b]", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: [a; b", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: [\"a, b]", "3:8", "tags: [\"a\", b]"),
    ("title: 点卡\ntags: [a, 'b]", "3:11", "tags: [a, 'b']"),
    ("title: 点卡\ntags: [\"a\", \"b]", "3:13", "tags: [\"a\", \"b\"]"),
    ("title: 点卡 #1 \"新\"", "2:11", "title: '点卡 #1 \"新\"'"),
    ("title: 点卡\ntags: 限时, 5\"屏", "3:7", "tags: [限时, '5\"屏']"),
    ("title: 点卡\ntags:\n  - a\n - b", "5:1", "- b"),
    ("title: 点卡\nsummary: 说：“好: 的”", "3:14", "summary: \"说：“好: 的”\""),
    ("title: 点卡\nprices:\n  \u{A0}USD: \"6.8\"", "4:3", "  USD: \"6.8\""),
    ("title: 点卡\nprices:\n \u{A0}USD: \"6.8\"", "4:2", " USD: \"6.8\""),
    ("title: 点卡\nprices:\n  EUR: \"6\"\n  \u{3000}USD: \"6.8\"", "5:3", "  USD: \"6.8\""),
    ("title: 点卡\nprices:\n  EUR: \"6\"\n \u{A0}USD: \"6.8\"", "5:2", "  USD: \"6.8\""),
    ("title: 点卡\nprices:\n  \u{200B}USD: \"6.8\"", "4:3", "  USD: \"6.8\""),
    ("title: 点卡\nprices: USD: \"6.8\"", "3:9", "prices: {USD: \"6.8\"}"),
    ("title: 点卡\nprices: {USD: @6}", "3:15", nil), ("title: 点卡\nprices: {USD: #6}", "3:15", nil),
    ("title: 点卡\nprices: USD: 6.8", "3:9", "prices: {USD: 6.8}"),
    ("title: 点卡\nprices: USD: \"6.8\", EUR: \"6\"", "3:9", "prices: {USD: \"6.8\", EUR: \"6\"}"),
    ("title: 点卡\ntags: [[a]]", "3:8", "tags: [a]"),
    ("title: 点卡\ntags: [[a, b]]", "3:8", "tags: [a, b]"),
    ("title: 点卡\ntags: [[a], [b]]", "3:8", "tags: [a, b]"),
    ("title: 点卡\ntags: [a, [b]]", "3:11", "tags: [a, b]"),
    ("title: 点卡\ntags: {a, b}", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: {x}", "3:7", "tags: [x]"),
    ("title: 点卡\ntags: - a", "3:7", "tags: [a]"),
    ("title: 点卡\ntags: - a - b", "3:7", "tags: [a, b]"),
    ("title: - 点卡", "2:8", "title: \"- 点卡\""), ("title: 点卡\nlabels: - hot", "3:9", "labels: [hot]"),
    ("title: 点卡\ntags: • a", "3:7", "tags: [a]"),
    ("title: 点卡\ntags: • a • b", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: a · b", "3:7", "tags: [a, b]"), ("title: 点卡\ntags: · a", "3:7", "tags: [a]"),
    ("title: 点卡\ntags: a / b", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags: a ・ b", "3:7", "tags: [a, b]"),
    ("title: 点卡\ntags:\n  • a\n  • b", "4:3", "tags: [a, b]"),
    ("title: 点卡\ntags:\n  - #使用", "4:5", "- \"#使用\""),
    ("title: 点卡\ntags:\n  - #使用\n  - b", "4:5", "- \"#使用\""),
    ("title: 点卡\ntags:\n  - b\n  - 第 #1", "5:7", "- \"第 #1\""),
  ]

  @Test(arguments: lines)
  func `is told once, without the parser's words, and the line shown is right`(
    line: String,
    place: String,
    mended: String?
  ) throws {
    let rest = "sku: ALPHA-50\nprice: 48.5\ncategory: game-cards\n---\n文字。\n\n## 使用说明\n\n粘贴。\n"
    let file = "content/products/test.md"
    for end in ["\n", "\r\n"] {
      let text = "---\n\(line)\n\(rest)".replacing("\n", with: end)
      let problems = try TemporaryShop([file: text]).load().problems
      #expect(problems.count == 1, "\(problems.map { $0.text() })")
      let problem = try #require(problems.first)
      #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
      for word in Self.parsersWords { #expect(!problem.message.contains(word)) }
      guard let mended else { continue }
      let shown = try #require(Self.shownLine(of: problem), "\(problem.text())")
      #expect(shown.drop { $0 == " " } == mended.drop { $0 == " " })
      var lines = text.split(separator: end, omittingEmptySubsequences: false).map(String.init)
      // A list over several lines becomes one line.
      let isList = shown.hasPrefix("tags: [") && lines[problem.position.line - 2] == "tags:"
      if isList {
        lines.removeSubrange(problem.position.line - 2...problem.position.line)
        lines.insert(shown, at: problem.position.line - 2)
      } else {
        lines[problem.position.line - 1] = shown
      }
      let again = try TemporaryShop([file: lines.joined(separator: end)]).load().problems
      #expect(again == [], "\(shown): \(again.map { $0.text() })")
    }
  }

  /// libyaml's own messages.
  static let parsersWords = [
    "did not find", "could not find", "mapping values", "mapping keys", "block sequence",
    "cannot start any token", "unknown escape", "while ", "control characters",
  ]

  private static func shownLine(of problem: ContentProblem) -> String? {
    if let match = problem.hint?.wholeMatch(of: /did you mean `(.*)`\?/) { return String(match.1) }
    return problem.message.firstMatch(of: /write `(.*)`$/).map { String($0.1) }
  }

  @Test(arguments: [
    ("currency CNY", "1:9", "currency: CNY"), ("currency：CNY", "1:9", "currency: CNY"),
    ("  currency: CNY", "1:1", "currency: CNY"),
    ("labels: {new: {title: 自用，color: blue}}", "1:25", nil),
    ("currency: CNY\n---", "2:1", nil),
    ("contacts:\n  telegram: \"@abcde\"\n  wechat card_1", "3:9", "  wechat: card_1"),
    ("params:\n  a: b\n  note \"c\"\n  d: e", "3:7", "  note: \"c\""),
    ("redirects:\n  - from: /a/\n    to /search/", "3:7", "    to: /search/"),
    ("redirects:\n  - from：/a/\n    to: /search/", "2:9", "  - from: /a/"),
    ("redirects:\n  - from:/a/\n    to: /search/", "2:10", "  - from: /a/"),
    ("labels:\n  lim: {title: \"限}", "2:16", "  lim: {title: \"限\"}"),
    ("contacts: telegram: \"@abcde\"", "1:11", "contacts: {telegram: \"@abcde\"}"),
    ("params: note: 甲", "1:9", "params: {note: 甲}"),
    ("labels: lim: {title: 限}", "1:9", "labels: {lim: {title: 限}}"),
    ("redirects: from: /a/, to: /search/", "1:12", "redirects: [{from: /a/, to: /search/}]"),
    ("csp: script: [https://a.example]", "1:6", "csp: {script: [https://a.example]}"),
    ("contacts:\n  qq: \"123456\"\n\u{3000}\u{3000}wechat: card_1", "3:1", "  wechat: card_1"),
  ])
  func `settings are told likewise`(line: String, place: String, mended: String?) throws {
    let rest = "title: 店\nbase_url: https://cards.example.com\nlanguages: [zh-CN, en]\n"
    let shop = try TemporaryShop(["site/site.yaml": line + "\n" + rest])
    let problem = try #require(shop.load().problems.first { $0.file == "site/site.yaml" })
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    for word in Self.parsersWords { #expect(!problem.message.contains(word)) }
    if let mended { #expect(problem.hint == "did you mean `\(mended)`?") }
  }

  @Test func `a tag with two blanks is on its line, whatever the next begins with`() throws {
    let text = productText(["tags": "[\"Steam  CN\", 游戏]\nregion: CN"])
    #expect(try TemporaryShop(["content/products/test.md": text]).load().problems == [])
  }

  @Test func `a line that another program ends otherwise is one`() throws {
    let text = productText(body: "甲\r\r## 使用说明\r\r粘贴。\r")
    let shop = try TemporaryShop([
      "content/products/test.md": text.replacing("\n", with: "\r")
    ])
    #expect(shop.load().problems.map { $0.text() } == [])
    let odd = productText(body: "甲\r[x][nope]\n\n## 使用说明\n\n粘贴。\n")
    try shop.write(odd, to: "content/products/test.md")
    #expect(shop.load().problems.map { "\($0.position.line):\($0.position.column)" } == ["8:1"])
    for end in ["\u{85}", "\u{2028}", "\u{2029}"] {
      let joined = productText().replacing("\nsku:", with: "\(end)sku:")
      try shop.write(joined, to: "content/products/test.md")
      let problems = shop.load().problems
      #expect(problems.count == 1, "\(problems.map { $0.text() })")
      #expect(problems.first?.message.contains("write an ordinary line break in its place") == true)
    }
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
