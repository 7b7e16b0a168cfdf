import Shop
import Site
import Testing
import Text

/// Pasted text that Markdown reads otherwise is reported at its place, and ordinary text is not.
@Suite(.timeLimit(.minutes(20))) struct PastedTextTests {
  /// The problems of a product's text; its first line is the file's seventh.
  private func problems(_ body: String) throws -> [ContentProblem] {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    return try TemporaryShop(["content/products/test.md": productText(body: text)]).load().problems
  }

  private func check(_ body: String, _ name: Diagnostic, _ place: String, _ words: String) throws {
    let problems = try problems(body)
    #expect(problems.count == 1, "\(body): \(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect(problem.warning == name, "\(problem.text())")
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.message.contains(words), "\(problem.text())")
  }

  @Test(arguments: [
    ("正文。\n\n---\ntitle: 第二种\nsku: B-2\nprice: 9\n---\n\n第二段。", "10:1"),
    ("---\ntitle: 第二种\nsku: B-2\n---\n第二段。", "8:1"),
    ("正文。\n\ntitle: 第二种\nsku: B-2\nprice: 9", "9:1"),
    ("正文。\n\n+++\ntitle = \"第二种\"\nsku = \"B-2\"\n+++", "10:1"),
    ("正文。\n\n***\ntitle：第二种\nprice：9\n***", "10:1"),
    ("> title: 第二种\n> sku: B-2", "7:1"),
    ("正文。\n\n---\ntitle: 第二种\nsku: B-2\n---\n\n## 使用方法\n\n另一种。", "10:1"),
  ])
  func `a second file in one`(body: String, place: String) throws {
    guard !body.hasPrefix(">") else { return #expect(try problems(body).isEmpty) }
    try check(body, .secondFrontMatter, place, "in a file of its own")
  }

  @Test(arguments: [
    ("＃标题", "7:1", Diagnostic.headingSyntax, "write `## `"),
    ("-　第一", "7:1", .listSyntax, "half width"), ("1.　第一", "7:1", .listSyntax, "half width"),
    ("＋ 第一", "7:1", .listSyntax, "half width"),
    ("重要__不退款__请注意", "7:2", .literalEmphasis, "write `**…**`"),
    ("[b] （/policies/refund/）", "7:1", .linkSyntax, "write `[b](/policies/refund/)`"),
    ("[b]：(/policies/refund/)", "7:1", .linkSyntax, "write `[b](/policies/refund/)`"),
    ("[x]：/policies/refund/", "7:1", .linkSyntax, "write `[x](/policies/refund/)`"),
    ("看[b]/policies/refund/", "7:2", .linkSyntax, "write `[b](/policies/refund/)`"),
    ("[b](\\policies\\refund\\)", "7:1", .linkSyntax, "expected `/`"),
    ("[未闭(/policies/refund/)", "7:1", .linkSyntax, "write `[未闭](/policies/refund/)`"),
    ("[x](https://)", "7:5", .linkSyntax, "a host behind"),
    ("[x](http:///a)", "7:5", .linkSyntax, "a host behind"),
    ("[x](/search/){.btn}", "7:14", .foreignMark, "remove it"),
    ("见 <%= x %>", "7:3", .foreignMark, "remove it"),
    ("+---+---+\n| a | b |\n+---+---+", "7:1", .tableSyntax, "`|---|---|`"),
    (":: notice", "7:1", .foreignMark, "`:::notice`"),
    ("1，第一\n2，第二", "8:1", .joinedSteps, "write `1. `"),
    ("A. 打开\nB. 粘贴", "8:1", .joinedSteps, "write `1. `"),
    ("甲\u{2028}乙", "7:2", .damagedText, "U+2028"), ("甲\u{2029}乙", "7:2", .damagedText, "U+2029"),
    ("甲\u{85}乙", "7:2", .damagedText, "U+0085"),
  ])
  func `marks that stay as they are written`(
    body: String,
    place: String,
    name: Diagnostic,
    words: String
  ) throws {
    try check(body, name, place, words)
  }

  @Test(arguments: [
    "＃steam ＃游戏", "5 - 3，a-b", "C++ 与 a+b", "en__US 与 __init__", "[选填]/[必填]", "时间：10::30",
    "a.　b", "E. 史密斯\n说", "e.g. 甲\ni.e. 乙", "50，100，200", "+86 138", "{a.b}",
    "< 50 % 与 > 20 %", "（见/policies/refund/）",
  ])
  func `ordinary text is not told`(body: String) throws {
    #expect(try problems(body).map { $0.text() } == [])
  }

  @Test(arguments: [
    ("面值\t价格\n50\t48.50", "7:1", "`| 面值 | 价格 |`, below it `|---|---|`"),
    ("价格如下\n面值\t价格\n50\t48.50", "8:1", "`| 面值 | 价格 |`"),
    ("\t面值\t价格\nA\t50\t48.50", "7:1", "tabs between words"),
    ("面值,价格\n50,48.50\n100,97", "7:1", "commas between words"),
    ("卡,面值,价格\nA,50,48.50", "7:1", "`| 卡 | 面值 | 价格 |`"),
    ("面值，价格\n50，48.50\n100，97", "7:1", "commas between words"),
    ("卡;面值;价格\nA;50;48.50", "7:1", "semicolons between words"),
    ("卡；面值；价格\nA；50；48.50", "7:1", "semicolons between words"),
    ("面值    价格\n50      48.50\n100     97", "7:1", "blanks between words"),
    ("面值　价格\n50　48.50\n100　97", "7:1", "blanks between words"),
    ("- 表：\n  面值\t价格\n  50\t48.50", "8:3", "tabs between words"),
  ])
  func `rows that are no table`(body: String, place: String, words: String) throws {
    try check(body, .tableSyntax, place, words)
  }

  @Test(arguments: [
    ("付款后**不退款。", "7:4", "`\\*`"), ("**不退款", "7:1", "`**`"), ("不退款**", "7:4", "`**`"),
    ("**第一段\n第二段。", "7:1", "`**`"), ("甲**乙**丙**丁", "7:8", "`**`"),
    ("输入 `ABC 后确认", "7:4", "code"), ("输入 ABC` 后确认", "7:7", "code"),
    ("请 __注意", "7:3", "`__`"), ("原价 ~~50 元", "7:4", "struck through"),
    ("## **常见问题", "7:4", "`**`"),
  ])
  func `half of a pair of marks`(body: String, place: String, words: String) throws {
    try check(body, .unclosedMark, place, words)
  }

  @Test(arguments: [
    ("# 常见问题", "7:1", "write `## 常见问题`"), ("＃ 常见问题", "7:1", "write `## 常见问题`"),
    ("# 测试", "7:1", "remove the line"), ("常见问题\n===", "7:1", "`===` below it"),
    ("# 一\n\n字。", "7:1", "set as the second"), ("  # 二", "7:3", "set as the second"),
  ])
  func `a title inside of the text`(body: String, place: String, words: String) throws {
    try check(body, .firstLevelHeading, place, words)
  }

  @Test(arguments: [("### 标题##", "7:6"), ("## 标题#", "7:5"), ("#### 一 二##", "7:8")])
  func `hashes that a heading keeps`(body: String, place: String) throws {
    try check(body, .headingSyntax, place, "remove them")
  }

  @Test(arguments: ["##", "## ", "### ##"])
  func `a heading without words`(body: String) throws {
    try check(body, .emptyHeading, "7:1", "write the heading or remove the line")
  }

  @Test(arguments: [
    "买一张，送一张，\n今天下单，今天到货。", "Hello, friend\nwe sell, they buy\nall good, thanks",
    "一，二\n三，四", "上海　北京\n广州　深圳", "2**10 等于 1024", "价格 48**",
    "手机 138****0000", "欢迎光临~~", "便宜~~快来", "a\\*\\*b", "**重要**和**更重要**",
    "``a`b``", "\\`x", "en__US", "Region: CN\nPrice: low", "title: 只有一行",
    "```\ntitle: A\nsku: B\n```",
    "```\n面值\t价格\n50\t48\n```", "面值,价格  \n50,48.50  \n100,97", "### 三级开始", "#1 客服",
    "Text.  More text.\nAnd.  More.\nAnd more.  So.", "一行\t有制表符",
  ])
  func `ordinary text is left alone`(body: String) throws {
    let problems = try problems(body)
    #expect(problems.isEmpty, "\(problems.map { $0.text() })")
  }

  @Test(
    arguments: [
      ("———", "4:1", "found `———`"), ("－－－", "4:1", "found `－－－`"), ("----", "4:1", "found `----`"),
      ("--", "4:1", "found `--`"), (" ---", "4:1", "at the start of the line"),
      ("- - -", "4:1", "found `- - -`"), ("...", "4:1", "found `...`"), ("***", "4:1", "`***`"),
      ("===", "4:1", "found `===`"), ("+++", "4:1", "found `+++`"), ("──", "4:1", "found `──`"),
      ("\n正文", "5:1", "found `正文` without one above it"),
      ("\n## 使用说明", nil, "closes the front matter"),
    ] as [(String, String?, String)]
  )
  func `front matter that is ended by something else`(
    line: String,
    place: String?,
    words: String
  ) throws {
    for rest in ["\n正文。\n", "\n正文。\n\n---\n\n第二段。\n"] {
      let text = "---\ntitle: 测试\nsku: TEST-1\n\(line)\(rest)"
      let shop = try TemporaryShop(["content/products/test.md": text])
      let problems = shop.load().problems
      #expect(problems.count == 1, "\(text): \(problems.map { $0.text() })")
      let problem = try #require(problems.first)
      #expect(problem.text().contains(words), "\(problem.text())")
      guard let place else { continue }
      #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    }
  }

  @Test(arguments: [
    ("```yaml\n---\ntitle: 测试\n---\n```\n", "found ```` ```yaml ````"),
    ("title: 测试\nsku: A\n---\n正文\n", "write a line `---` above it"),
    ("标题：测试\n", "write a line `---` above it"), ("<h1>测试</h1>\n", "write Markdown"),
    ("***\ntitle: 测试\n***\n", "write three hyphens"), ("====\n", "write three hyphens"),
    ("“---”\n", "begin the file with front matter"),
  ])
  func `front matter that is begun by something else`(text: String, words: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": text])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first?.position.line == 1)
    if !words.contains("````") {
      #expect(problems.first?.text().contains(words) == true, "\(text)")
    }
  }
}
