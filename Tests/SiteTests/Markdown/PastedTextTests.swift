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
    "< 50 % 与 > 20 %", "（见/policies/refund/）", "U.S. 甲\nU.K. 乙", "E.g. 甲\nJ.K.罗琳", "~温馨提示~",
    "亲 ~记得好评~", "## ~公告~\n\n字", "若 ++i，则 i++", "A||B||C", "文件\\_名", "邮箱 我\\@例 与 甲\\#乙",
    "访问 https://例子.中国/路径 购买",
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
    ("**面值**：100\n**发货方式**：自动", "8:1"), ("**面值：** 100\n**发货：** 自动", "8:1"),
    ("Platform: PC\nRegion: Global", "8:1"), ("购买须知:不退\n使用方法:打开", "8:1"),
    ("【发货】自动\n【售后】24h", "8:1"), ("Q：多久？\nA：秒发。", "8:1"), ("问：多久？\n答：秒发。", "8:1"),
    ("**Q：多久？**\n**A：秒发。**", "8:1"), ("　　第一段\n　　第二段", "8:1"),
  ])
  func `lines that pages join`(body: String, place: String) throws {
    try check(body, .joinedLines, place, "a line of its own")
  }

  @Test(arguments: [
    ("1. 打开\n2. 输入\n注意：不退款", "9:1"), ("- 打开\n**注意**：不退款", "8:1"),
    ("步骤如下\n2. 打开\n3. 输入", "8:1"),
  ])
  func `lines that pages join to what is above them`(body: String, place: String) throws {
    try check(body, .joinedLines, place, "an empty line above")
  }

  @Test(arguments: [
    "第1步 打开\n第2步 输入", "a. 甲\nb. 乙", "a、甲\nb、乙", "1\\. 甲\n2\\. 乙",
    "**1. 甲**：一\n**2. 乙**：二", "No.1 甲\nNo.2 乙", "步骤1 甲\n步骤2 乙",
  ])
  func `steps that pages join`(body: String) throws {
    try check(body, .joinedSteps, "8:1", "pages join to one line")
  }

  @Test(arguments: [
    ("套餐 | 流量 | 价格\n月付 | 100G | 15", "7:1", "without a line of as many"),
    ("| 甲 | 乙 |\n\n|---|---|\n\n| 1 | 2 |", "9:1", "remove the empty lines"),
    ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n后面的话", "10:1", "an empty line behind the table"),
    ("※ 一\n※ 二", "7:1", "expected a list"),
  ])
  func `a table or list that is none`(body: String, place: String, words: String) throws {
    let found = try problems(body)
    #expect(found.count == 1, "\(found.map { $0.text() })")
    let problem = try #require(found.first)
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.message.contains(words), "\(problem.text())")
  }

  @Test(arguments: [
    ("视频：https://youtu.be/aBcDeFgHij_ 看", "7:31", "<https://youtu.be/aBcDeFgHij_>"),
    ("看 https://a.example/b*", "7:22", "<https://a.example/b*>"),
  ])
  func `an address whose last sign is no part of the link`(
    body: String,
    place: String,
    words: String
  ) throws {
    try check(body, .gluedLink, place, words)
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
    "``a`b``", "\\`x", "en__US", "title: 只有一行",
    "```\ntitle: A\nsku: B\n```",
    "```\n面值\t价格\n50\t48\n```", "面值,价格  \n50,48.50  \n100,97", "### 三级开始", "#1 客服",
    "Text.  More text.\nAnd.  More.\nAnd more.  So.", "一行\t有制表符", "路由器 http://192.168.1.1/ 里设置",
    "**注意**\n以下内容", "Note: this is prose that goes on.\nImportant: and so is this one.",
    "时间 10:00\n地点 二楼", "https://a.example/\nhttps://b.example/", "见 https://a.example/b_c 与 *重点*",
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n后面的话", "　　只有一段", "a | b", "*https://a.example/b*",
    "- 甲\n  注意：乙", "- 甲\n\n注意：乙", "共有\n12. 5 元", "1. 甲\n   说明：乙", "c. 1990 年\n字", "Q 群与 A 群",
    "甲：一\n乙", "早班 | 9:00 | 张三\\\n晚班 | 18:00 | 李四", "早班 | 9:00 | 张三  \n晚班 | 18:00 | 李四",
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
