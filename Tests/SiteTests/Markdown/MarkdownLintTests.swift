import Shop
import Site
import Testing
import Text

/// Markdown that looks like something else than it means is reported, with place and remedy.
@Suite(.timeLimit(.minutes(20))) struct MarkdownLintTests {
  /// The warnings about a body; its first line is the file's seventh.
  private func warnings(_ body: String) throws -> [ContentProblem] {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text)])
    return shop.load().problems
  }

  @Test(arguments: [
    ("看[文字]（/products/example-50/）。", "7:2", "write `[文字](/products/example-50/)`"),
    ("看［文字］（/help/）。", "7:2", "write `[文字](/help/)`"),
    ("看[文字]（https://a.example/）", "7:2", "in half width"),
    ("看【文字】(/policies/refund/)。", "7:2", "write `[文字](/policies/refund/)`"),
    ("看[文字] (/policies/refund/)。", "7:2", "write `[文字](/policies/refund/)`"),
    ("看(文字)[/policies/refund/]。", "7:2", "whose brackets are swapped"),
    ("![图](/images/my card.png)", "7:1", "write `![图](</images/my card.png>)`"),
    ("![图](images/my card.png)", "7:1", "write `![图](<images/my card.png>)`"),
    ("[x](https://a.example/b c/)", "7:1", "write `[x](<https://a.example/b c/>)`"),
    ("[x](https://a b.example/)", "7:1", "write `[x](https://ab.example/)`"),
    ("[x](https:// a.example/b)", "7:1", "write `[x](https://a.example/b)`"),
    ("看[x](www.a.example b)", "7:2", "write `[x](<www.a.example b>)`"),
    ("[x](<https://a b.example/>)", "7:6", "a host without blanks"),
    ("[x](https://a.example/ “题”)", "7:1", "write `[x](https://a.example/ \"题\")`"),
    ("[x](https://a.example/b", "7:1", "write `[x](https://a.example/b)`"),
    ("[x](www.a.com", "7:1", "write `[x](https://www.a.com)`"),
    ("[x](a@b.example", "7:1", "write `[x](mailto:a@b.example)`"),
    ("[b](</policies/refund/>）", "7:1", "write `[b](/policies/refund/)`"),
    ("[b](</policies/refund/>", "7:1", "write `[b](/policies/refund/)`"),
    ("[a [b](/search/) c](/policies/refund/)", "7:1", "this one as `[…](/policies/refund/)`"),
    ("看[甲 [乙](https://a.example) 丙](/search/)", "7:2", "hold another link"),
    ("- [[b](/search/)](/policies/refund/)", "7:3", "hold another link"),
    ("[看 `码`](/a b/)", "7:1", "found `[看 …](/a b/)`"),
    ("前\n[[wiki]]", "8:1", "write `[words](/address/)`"),
    ("看 {{< youtube x >}}", "7:3", "a shortcode of another generator"),
    ("{% raw %}", "7:1", "a tag of another generator"),
    ("看[x][nope]。", "7:2", "no line `[name]: /address/`"),
    ("看[^1]。", "7:2", "expected a footnote, found none"),
    ("- 甲\n- 看[文字]（/help/）", "8:4", "write `[文字](/help/)`"),
    ("| 甲 |\n|---|\n| [文字]（/help/） |", "9:3", "write `[文字](/help/)`"),
  ])
  func `a link that is none`(body: String, place: String, words: String) throws {
    try check(body, place, words)
  }

  @Test(arguments: [
    ("1.第一步\n2.第二步", "7:1", "write `1. …`"), ("-第一\n-第二", "7:1", "write `- …`"),
    ("1．第一步", "7:1", "write `1. …`"), ("1）第一步\n2）第二步", "7:1", "write `1. …`"),
    ("•第一\n•第二", "7:1", "write `- …`"), ("步骤：\n1.打开", "8:1", "write `1. …`"),
    ("- 甲\n  -乙", "8:3", "write `- …`"), ("*第一", "7:1", "write `- …`"),
    ("1、打开\n2、输入", "8:1", "which pages join to one line"),
    ("（1）打开\n（2）输入", "8:1", "which pages join to one line"),
    ("第一步 打开\n第二步 输入", "8:1", "which pages join to one line"),
    ("①打开\n②输入", "8:1", "which pages join to one line"),
    ("1 第一\n2 第二", "8:1", "write `1. `"), ("步骤\n1 打开\n2 粘贴", "9:1", "write `1. `"),
    ("01 打开\n02 粘贴", "8:1", "found lines that begin with `01`, `02`"),
    ("1：打开\n2：粘贴\n3：好", "8:1", "write `1. `"), ("1打开\n2粘贴", "8:1", "write `1. `"),
    ("[1] 打开\n[2] 粘贴", "8:1", "`[1`, `[2`"), ("１ 打开\n２ 粘贴", "8:1", "write `1. `"),
    ("1- 打开\n2- 粘贴", "8:1", "`\\` at the end"), ("#1 打开\n#2 粘贴", "8:1", "write `1. `"),
    ("- 甲\n  1 子\n  2 丑", "9:3", "write `1. `"),
  ])
  func `a list that is none`(body: String, place: String, words: String) throws {
    try check(body, place, words)
  }

  @Test(arguments: [
    ("| 面值 | 价 |\n| 50 | 48 |", "7:1", "write `|---|---|`"),
    ("|甲|乙|\n|---|\n|1|2|", "7:1", "write `|---|---|`"),
    ("｜甲｜乙｜\n｜---｜---｜\n｜1｜2｜", "7:1", "full-width"),
    ("表：\n\n| 甲 | 乙 | 丙 |\n| 1 | 2 | 3 |", "9:1", "`|---|---|---|`"),
  ])
  func `a table that is none`(body: String, place: String, words: String) throws {
    try check(body, place, words)
  }

  @Test(arguments: [
    ("![](/images/card.svg)", "7:1", "write what it shows"),
    ("图 ![ ](/images/card.svg)", "7:3", "write what it shows"),
    ("[注意]: 不退款", "7:1", "on no page"), ("[提示]: https://x.example", "7:1", "on no page"),
  ])
  func `what says nothing`(body: String, place: String, words: String) throws {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop([
      "content/products/test.md": productText(body: text),
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
    ])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    #expect(problems.first.map { "\($0.position.line):\($0.position.column)" } == place)
    #expect(problems.first?.message.contains(words) == true)
  }

  @Test(arguments: [
    ("```\na\n", "7:1", "all below it is code"), ("~~~sh\na\n~~\n", "7:1", "all below it is code"),
    ("- 甲\n\n  ```\n  a\n\n乙", "9:3", "all below it is code"),
    ("````\na\n```\n", "7:1", "below it is code"),
    ("<!-- 待写\n\n文字\n", "7:1", "all below it is left out"),
  ])
  func `what is not ended`(body: String, place: String, words: String) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(body: body)
    ])
    let problem = try #require(shop.load().problems.first { $0.message.contains(words) })
    #expect("\(problem.position.line):\(problem.position.column)" == place)
    #expect(problem.severity == .warning)
  }

  @Test(arguments: [
    "到账 5~10 分钟，1.5 倍，-5℃ 到 -10℃。", "2026.11.27 起", "10.0.0.1", "`[[x]]` 与 `1.第一`",
    "```\n1.第一\n[[x]]\n| a | b |\n| c | d |\n```", "[甲](/policies/refund/)（说明）", "[x] 与 [注]（说明）",
    "[注]（`x`）", "[注]（[甲](/policies/refund/)）",
    "1. 甲\n2. 乙", "- 甲\n- 乙", "1、打开  \n2、输入", "1、打开", "a | b\nc | d", "**-10%** 折扣",
    "| a | b |\n|---|---|\n| 1 | 2 |", "[a][b]\n\n[b]: https://x.example", "—— 甲\n—— 乙",
    "\\[[x]\\]", "1.5倍\n2.0版", "-\n", "*斜体* 文字", "<!-- 注 -->", "甲 {a} 乙", "（1）只有一条",
    "[b](</policies/refund/>)", "[b](<https://a.example/b c/>)", "[b](</policies/refund/> \"题\")",
    "[a `b` c](/policies/refund/)", "[看 <https://a.example> 吧](/search/)",
    "[a [b] c](/policies/refund/)",
    "[选填] (and/or)", "1 打开  \n2 粘贴", "1 打开\n\n2 粘贴", "50 元\n100 元", "1%\n2%", "2 件\n3 件",
    "- [x] 好\n- [ ] 坏", "《书》[1]", "> 引文\n> 第二行",
    "> > 引文", ">> 甲\n> 乙", ">引文", "这是*重点*内容", "选*月卡*年卡", "这个*元旦*天天有", "_重点_ 与 _two words_",
    "*Free_WiFi*", "~~旧价~~ 新价", "好的~~ 谢谢 ~~再见",
    "谢谢惠顾 ~~祝您愉快 ~~下次再来", "__注意 **勿泄露** 卡密__", "**甲** 与 **乙**", "**_Free WiFi_**", "*必填 *选填",
    "[信](mailto:a@b.c?subject=x) [信](mailto:a@b.c,d@e.f)", "快来！[看](/search/)", "第 1 步：打开",
    "[a](https://u:p@a.example:8080/x) https://例子.中国/路径", "| `a` | 乙 |\n|-|-|\n| `c\\|d` | 2 |",
    "https://a.example?x=1 与 <https://a.example#x>", "用*50*2 张", "请*勿*动，a*b",
    "__**甲** 与 **乙**__", "__乙甲 **乙** 丙__", "满100 ~~送10 ~~快来", "谢谢 ~~24小时在线 ~~欢迎咨询",
  ])
  func `what is meant as it stands is left alone`(body: String) throws {
    #expect(try warnings(body).map { $0.text() } == [])
  }

  private func check(_ body: String, _ place: String, _ words: String) throws {
    let problems = try warnings(body)
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.severity == .warning)
    #expect(problem.message.contains(words), "\(problem.message)")
  }
}
