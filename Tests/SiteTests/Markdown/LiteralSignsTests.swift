import Shop
import Site
import Testing
import Text

/// Signs that stand for themselves are on the page and in the mail as they are written.
@Suite(.timeLimit(.minutes(20))) struct LiteralSignsTests {
  /// The product with that text under its instructions, without a warning.
  private func product(_ markdown: String) throws -> Product {
    let body = "正文。\n\n## 使用说明\n\n\(markdown)\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let loaded = shop.load()
    #expect(loaded.problems.map { $0.text() } == [])
    let content = try #require(loaded.content)
    return try #require(content.products.first { $0.slug == "test" })
  }

  private func html(_ markdown: String) throws -> String {
    let html = try #require(try product(markdown).texts.body[.chinese]?.html)
    let start = try #require(html.firstRange(of: "</h2>\n"))
    return String(html[start.upperBound...])
  }

  @Test(arguments: [
    ("面值 50*2 张，100*3 张", "<p>面值 50*2 张，100*3 张</p>\n"),
    ("10*20*30 cm", "<p>10*20*30 cm</p>\n"), ("价 2*3=6，4*5=20", "<p>价 2*3=6，4*5=20</p>\n"),
    ("ABC*12*XY", "<p>ABC*12*XY</p>\n"), ("138****5678 或 139****1234", nil),
    ("尾号 12**34 和 56**78", nil), ("`2*3*4` 与 2*3*4", "<p><code>2*3*4</code> 与 2*3*4</p>\n"),
    ("**共 2*3 张**，*共 4*5 张*", "<p><strong>共 2*3 张</strong>，<em>共 4*5 张</em></p>\n"),
    ("原价**50**48 元", "<p>原价<strong>50</strong>48 元</p>\n"),
    ("用*50*2 张", "<p>用<em>50</em>2 张</p>\n"),
    ("这是*重点*内容", "<p>这是<em>重点</em>内容</p>\n"),
    ("仅需USD*50*起", "<p>仅需USD<em>50</em>起</p>\n"), ("2\\*3 与 4*5", "<p>2*3 与 4*5</p>\n"),
    ("* 50*2 张\n* 20*3 张", "<ul>\n<li>50*2 张</li>\n<li>20*3 张</li>\n</ul>\n"),
    ("| 甲 |\n|---|\n| 2*3*4 |", nil),
    ("[图 2*3](/?a=1*2*3)", "<p><a href=\"/?a=1*2*3\">图 2*3</a></p>\n"),
    ("```\n2*3*4\n```", "<pre tabindex=\"0\"><code>2*3*4\n</code></pre>\n"),
    ("Windows**11**Pro", "<p>Windows<strong>11</strong>Pro</p>\n"),
    (
      "PS**5**Pro 与 Office**365**E3",
      "<p>PS<strong>5</strong>Pro 与 Office<strong>365</strong>E3</p>\n"
    ),
    ("买**Office**365", "<p>买<strong>Office</strong>365</p>\n"),
    ("尾号 12**AB 和 34**CD", nil), ("5**GB**6", "<p>5<strong>GB</strong>6</p>\n"),
    ("密码 ***，卡号 1234***5678", nil), ("密码 ***，卡号 1234***", nil), ("***, 卡号1234***", nil),
    ("密码 *** 和 ***", nil), ("支持 *.mp4、*.mkv、*.avi 格式", nil), ("*.a.com，192.168.*.* 直连", nil),
    ("***重要***，***再要***。", "<p><em><strong>重要</strong></em>，<em><strong>再要</strong></em>。</p>\n"),
    ("看*帮助*.txt 与 *.md", "<p>看<em>帮助</em>.txt 与 *.md</p>\n"),
    ("*.NET Framework 4.8 以上*", "<p><em>.NET Framework 4.8 以上</em></p>\n"),
    ("*.NET 4.8*，*.NET 5*", "<p><em>.NET 4.8</em>，<em>.NET 5</em></p>\n"),
    ("支持 *.mp4 和*说明*", "<p>支持 *.mp4 和<em>说明</em></p>\n"), ("*.tar.* 与 *.zip", nil),
    ("*.a.com 和 192.168.1.*", nil),
    ("***共 2*3 张*** 1234***5678", "<p><em><strong>共 2*3 张</strong></em> 1234***5678</p>\n"),
  ])
  func `asterisks between numbers`(markdown: String, html: String?) throws {
    let found = try self.html(markdown)
    if let html { #expect(found == html) } else { #expect(!found.contains("<em>")) }
    if html == nil { #expect(!found.contains("<strong>")) }
  }

  @Test(arguments: [
    ("拨打 *100*1*卡密#", "拨打 *100*1*卡密#"), ("拨打*124*PIN#，或*124*卡密#", "拨打*124*PIN#，或*124*卡密#"),
    ("**拨打 *100*1*卡密#**", "<strong>拨打 *100*1*卡密#</strong>"),
    ("***100*1*卡密#**", "<strong>*100*1*卡密#</strong>"), ("（*#06#）和（*#21#）", "（*#06#）和（*#21#）"),
    ("拨*100#或*101#查", "拨*100#或*101#查"),
    ("*12#楼* 与 *13#楼*", "<em>12#楼</em> 与 <em>13#楼</em>"), ("**5#楼** 3", "<strong>5#楼</strong> 3"),
    ("**5*3#楼**", "<strong>5*3#楼</strong>"), ("*100 元*，送 #1", "<em>100 元</em>，送 #1"),
    ("发 CZ*卡号*密码 到 10086", "发 CZ*卡号*密码 到 10086"), ("CZ*13800000000*密码*金额", "CZ*13800000000*密码*金额"),
    ("发送 *123# 到 10086*", "发送 *123# 到 10086*"), ("发送 KT*123 到 10086*", "发送 KT*123 到 10086*"),
    ("*#06# 查，**21*号码# 转，*#62# 问", "*#06# 查，**21*号码# 转，*#62# 问"),
    ("格式：*#*卡号*密码#", "格式：*#*卡号*密码#"), ("*12# 楼与*重点*", "*12# 楼与<em>重点</em>"),
    ("买PS*5 手柄*吧", "买PS<em>5 手柄</em>吧"), ("CZ*卡号*密码*金额，再*确认*", "CZ*卡号*密码*金额，再<em>确认</em>"),
    ("在 Steam*卡密*处填", "在 Steam<em>卡密</em>处填"), ("请输入*卡号*密码", "请输入<em>卡号</em>密码"),
  ])
  func `asterisks that are dialled or sent`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == "<p>\(html)</p>\n")
    #expect(try product(markdown).texts.body[.chinese] != nil)
  }

  @Test(arguments: [
    ("快乐^_^ 欢迎^_^", "快乐^_^ 欢迎^_^"), ("好^o^", "好^o^"), ("好>_<，坏>_<", "好&gt;_&lt;，坏&gt;_&lt;"),
    ("哭 -_- 与 -_-", "哭 -_- 与 -_-"), ("按 \"_\" 键，再按 \"_\" 键", "按 “_” 键，再按 “_” 键"),
    ("（_重点_）^_^", "（<em>重点</em>）^_^"), ("\"_重点_\"", "“<em>重点</em>”"), ("a_b_c", "a_b_c"),
  ])
  func `underscores of faces`(markdown: String, html: String) throws {
    let found = try self.html(markdown).replacing("&quot;", with: "\"")
    let plain = html.replacing("“", with: "\"").replacing("”", with: "\"")
    #expect(found == "<p>\(plain)</p>\n")
  }

  @Test(arguments: [
    ("文件 __init__.py", "文件 __init__.py"),
    ("联系 @_card_shop_ 或 t.me/_card_", "联系 @_card_shop_ 或 t.me/_card_"),
    ("_重点_ 与 _a.b_", "<em>重点</em> 与 <em>a.b</em>"), ("snake\\_case.txt", "snake_case.txt"),
    ("`a/_b_` 与 x/_y_", "<code>a/_b_</code> 与 x/_y_"),
    ("a_b_c@x.example", "<a href=\"mailto:a_b_c@x.example\">a_b_c@x.example</a>"),
    ("_sales_@x.example", "_sales_@x.example"),
    ("_This is a note._", "<em>This is a note.</em>"),
    ("__Important: read first.__", "<strong>Important: read first.</strong>"),
    ("_Version 2.0_", "<em>Version 2.0</em>"), ("_仅限 iOS/Android_", "<em>仅限 iOS/Android</em>"),
    ("**_Hello world._**", "<strong><em>Hello world.</em></strong>"),
    ("_and/or this_", "<em>and/or this</em>"),
    ("（_Version 2.0_）与 @_a_", "（<em>Version 2.0</em>）与 @_a_"),
    ("_Read me._ Then a/_b_", "<em>Read me.</em> Then a/_b_"),
    ("_a.txt 与 _b.txt", "_a.txt 与 _b.txt"), ("__init__.py 与 _重点_", "__init__.py 与 <em>重点</em>"),
    ("现价99~~199~~元", "现价99<del>199</del>元"), ("￥99~~￥199~~", "￥99<del>￥199</del>"),
    ("99~~199 元~~起", "99<del>199 元</del>起"), ("1~~2~~3 天", "1~~2~~3 天"),
    ("10:00~~22:00 或 1~~3 天", "10:00~~22:00 或 1~~3 天"), ("￥10~~￥20，￥30~~￥50", "￥10~~￥20，￥30~~￥50"),
    ("原价~~50~~48 元", "原价<del>50</del>48 元"), ("~~旧~~ 5~~6", "<del>旧</del> 5~~6"),
  ])
  func `underscores of names and tildes of ranges`(markdown: String, html: String) throws {
    let found = try self.html(markdown)
    #expect(found == "<p>\(html)</p>\n")
  }

  @Test(arguments: [
    "格式 \\w+@\\w+\\.com 即可", "匹配 ^[A-Z]\\-\\d{4}$ 的卡号", "\\w*@\\w*\\.com", "卡号\\d+\\.\\d+位",
    "(\\d+)\\-(\\d+)", "\\s*\\_\\s*", "路径 /usr/*_bin 与 /opt/*_lib", "/opt/*/bin 与 /usr/*/lib",
    "\\w+@\\w+\\.com", "\\d*", "[A-Z]\\d*-\\w*", ".*\\d+.*", "\\d{4}_\\d{4}_\\d{2}",
    "(\\d*)-(\\w*)",
    "data/*-old 与 data/*-new", "img_*_2.png 与 img_*_3.png", "log-*-a 与 log-*-b",
  ])
  func `signs of patterns of text and of names`(written: String) throws {
    #expect(try html(written) == "<p>\(written)</p>\n")
  }

  @Test(arguments: [
    ("**\\d{4}** 与 *\\w+ 个*", "<strong>\\d{4}</strong> 与 <em>\\w+ 个</em>"),
    ("A\\*B\\- 与 a\\@b", "A*B- 与 a@b"), ("AC\\DC 与 \\*重点\\*", "AC\\DC 与 *重点*"),
    ("**格式 \\d{6}** 的卡密", "<strong>格式 \\d{6}</strong> 的卡密"),
    ("**匹配规则：\\w+@\\w+\\.com**", "<strong>匹配规则：\\w+@\\w+\\.com</strong>"),
    ("*字母 \\w+*", "<em>字母 \\w+</em>"), ("__规则 \\d{6}__", "<strong>规则 \\d{6}</strong>"),
    ("**先 重点\\w**", "<strong>先 重点\\w</strong>"),
    ("**重点\\w**", "<strong>重点\\w</strong>"), ("(**\\d{6}**)", "(<strong>\\d{6}</strong>)"),
    ("格式:**\\d{6}**,", "格式:<strong>\\d{6}</strong>,"), ("格式:*\\w*,", "格式:<em>\\w</em>,"),
    ("(*\\d{6}*) 和 (_\\d_)", "(<em>\\d{6}</em>) 和 (<em>\\d</em>)"),
    ("***\\d+***", "<em><strong>\\d+</strong></em>"), ("code:*\\w*.", "code:<em>\\w</em>."),
    ("**_\\d+_**", "<strong><em>\\d+</em></strong>"),
    ("iOS/*安卓*/PC", "iOS/<em>安卓</em>/PC"), ("甲/*-1℃*", "甲/<em>-1℃</em>"),
  ])
  func `what looks like a pattern and is none`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == "<p>\(html)</p>\n")
  }

  @Test(arguments: [
    ("**请输入 \\d* 位**", "<strong>请输入 \\d* 位</strong>"),
    ("**格式：\\w*，共 6 位**", "<strong>格式：\\w*，共 6 位</strong>"),
    ("**规则：(\\d*)\\-(\\w*)** 完", "<strong>规则：(\\d*)\\-(\\w*)</strong> 完"),
    ("*编号 \\d* 位*", "<em>编号 \\d* 位</em>"), ("_规则 \\d_ 位_", "<em>规则 \\d_ 位</em>"),
    ("*编号 \\d* 与 \\w* 位*的卡", "<em>编号 \\d* 与 \\w* 位</em>的卡"),
    ("__规则 \\d_ 与 \\w_ 即可__", "<strong>规则 \\d_ 与 \\w_ 即可</strong>"),
    ("**注意** \\d* 与 *重点*", "<strong>注意</strong> \\d* 与 <em>重点</em>"),
    ("*重点* 与 \\d* 位 *甲*", "<em>重点</em> 与 \\d* 位 <em>甲</em>"),
    ("*编号 \\d* 与 *字母 \\w*", "<em>编号 \\d</em> 与 <em>字母 \\w</em>"),
    ("***请输入 \\d* 位***", "<em><strong>请输入 \\d* 位</strong></em>"),
    ("50*2 张，\\d* 位，*重点*", "50*2 张，\\d* 位，<em>重点</em>"),
  ])
  func `emphasis around a pattern leaves it its sign`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == "<p>\(html)</p>\n")
  }

  /// A reader that looked at the rest of the line for each sign would need days for these.
  @Test(arguments: [
    "1*", "\\_", "*a\\_", "a\\_b ", "*1", "*100#", "^_^", "a/_", "_a/b ", "*.a ", "1~~2 ",
    "\\d", "\\d ", "/*_a ", "_*_a", "/*-a", "\\d* ", "*\\d* ",
  ])
  func `a long line of signs is read in the time of its length`(sign: String) throws {
    let text = String(repeating: sign, count: 120_000 / sign.utf8.count)
    #expect(try !html(text).isEmpty)
  }

  @Test(arguments: [
    ("打开 \\\\server\\share 后", "打开 \\\\server\\share 后"),
    ("D:\\_games\\*.exe", "D:\\_games\\*.exe"),
    ("D:\\_cards\\!setup_x_y", "D:\\_cards\\!setup_x_y"),
    ("%APPDATA%\\.minecraft\\_x", "%APPDATA%\\.minecraft\\_x"), ("到 D:\\\n再", "到 D:\\\n再"),
    ("（D:\\#1\\）", "（D:\\#1\\）"), ("..\\_a\\*.txt", "..\\_a\\*.txt"),
    ("HKCU\\_x\\.y", "HKCU\\_x\\.y"), ("`D:\\_x` 与 E:\\_y", "<code>D:\\_x</code> 与 E:\\_y"),
    ("D:\\\\games\\\\_x", "D:\\games\\_x"), ("snake\\_case，5\\*3，\\[x]", "snake_case，5*3，[x]"),
    ("a:\\*b", "a:\\*b"), ("注意：\\*必填", "注意：*必填"),
    ("C:\\Users\\我\\_a。", "C:\\Users\\我\\_a。"),
    ("打开 文件夹\\_x\\a 里", "打开 文件夹\\_x\\a 里"), ("games\\_x\\a.exe", "games\\_x\\a.exe"),
    ("桌面\\*.txt", "桌面\\*.txt"), ("我的电脑\\D\\#1", "我的电脑\\D\\#1"),
    ("Program Files\\_x\\我", "Program Files\\_x\\我"), ("（目录\\!a\\b）", "（目录\\!a\\b）"),
    ("**D:\\_x** 与 **y\\_z\\w**", "<strong>D:\\_x</strong> 与 <strong>y\\_z\\w</strong>"),
    ("看(games\\_x\\a)", "看(games\\_x\\a)"),
    ("C:\\Program Files (x86)\\Steam\\_config", "C:\\Program Files (x86)\\Steam\\_config"),
    ("到 D:\\My Games\\*.sav 里", "到 D:\\My Games\\*.sav 里"),
    ("C:\\Program Files\\_x 与 5\\*3", "C:\\Program Files\\_x 与 5*3"),
    ("C:\\Temp and 5\\*3, snake\\_case", "C:\\Temp and 5*3, snake_case"),
    ("D:\\a **重点** E:\\b", "D:\\a <strong>重点</strong> E:\\b"),
    ("C:\\Temp 后价\\*2", "C:\\Temp 后价*2"), ("C:\\Temp，a \\*b", "C:\\Temp，a *b"),
    ("\\\\server\\Shared Files\\_x", "\\\\server\\Shared Files\\_x"),
    ("价\\*2 与 中文\\~约 与 [链\\]接", "价*2 与 中文~约 与 [链]接"),
  ])
  func `backslashes of paths`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == "<p>\(html)</p>\n")
  }

  @Test(arguments: [
    (">=18 岁可购买", "<p>&gt;=18 岁可购买</p>\n"),
    ("- >= 18 岁", "<ul>\n<li>&gt;= 18 岁</li>\n</ul>\n"),
    ("年龄\n>=18", "<p>年龄\n&gt;=18</p>\n"), ("> 引", "<blockquote>\n<p>引</p>\n</blockquote>\n"),
    (">引\n>50 元", "<blockquote>\n<p>引\n50 元</p>\n</blockquote>\n"),
    ("> 50 元", "<blockquote>\n<p>50 元</p>\n</blockquote>\n"),
  ])
  func `signs of comparison`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == html)
  }

  @Test(arguments: [
    ("<!-- 注 --> 售后七天内可退款", "<p>售后七天内可退款</p>\n"),
    ("- 甲\n- <!-- 待 --> 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n"),
    ("<!-- a\nb\n--> 售后 7 天", "<p>售后 7 天</p>\n"), ("<!--> 字", "<p>字</p>\n"),
    ("<!-- a --> <!-- b --> 字", "<p>字</p>\n"),
    ("> <!-- a\n> b --> 字", "<blockquote>\n<p>字</p>\n</blockquote>\n"),
    ("1. <!-- a --> **甲**\n2. 乙", "<ol>\n<li><strong>甲</strong></li>\n<li>乙</li>\n</ol>\n"),
    ("甲 <!-- a --> 乙", "<p>甲  乙</p>\n"), ("<!-- a -->\n字", "<p>字</p>\n"),
    ("```\n<!-- a --> 字\n```", "<pre tabindex=\"0\"><code>&lt;!-- a --&gt; 字\n</code></pre>\n"),
    ("<!-- a --> ### 题\n\n字", "<h3 id=\"题\">题</h3>\n<p>字</p>\n"),
  ])
  func `text behind a comment is kept`(markdown: String, html: String) throws {
    #expect(try self.html(markdown) == html)
  }

  @Test(arguments: [
    ("### 标题###", "标题"), ("###标题###", "标题"), ("## 标题 ＃＃", "标题"), ("＃＃标题＃＃", "标题"),
    ("### 标题 ###", "标题"), ("## 标题##\n字", "标题"), ("## C#", "C#"), ("### C##", "C##"),
    ("## 第 #1", "第 #1"), ("## 甲\\##", "甲##"), ("## ＃新春活动＃", "＃新春活动＃"), ("## 频道＃", "频道＃"),
  ])
  func `hashes that close a heading are none of its words`(markdown: String, words: String) throws {
    let body = "\(markdown)\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    #expect(shop.load().problems.map { $0.text() } == [])
    let product = try #require(shop.load().content?.products.first { $0.slug == "test" })
    let html = try #require(product.texts.body[.chinese]?.html)
    #expect(html.firstMatch(of: />([^<]*)<\/h/)?.1 ?? "" == words)
  }

  @Test func `a place behind a comment is the file's`() throws {
    let body = "<!-- 注 --> 看[文字]（/policies/refund/）\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: body)])
    let places = shop.load().problems.map { "\($0.position.line):\($0.position.column)" }
    #expect(places == ["7:13"])
  }

  @Test(arguments: [
    ("1. 甲\n3. 乙\n7. 丙", "8:1", "write `2. …`"), ("4. 甲\n2. 乙", "8:1", "write `5. …`"),
    ("1. 甲\n\n   1. 子\n   3. 丑\n2. 乙", "10:4", "write `2. …`"),
    ("- 甲\n  1. 子\n  5. 丑", "9:3", "write `2. …`"),
    ("> 1. 甲\n> 4. 乙", "8:3", "write `2. …`"), ("1. 甲\n1. 乙\n3. 丙", "8:1", "write `2. …`"),
    ("1. 甲\n1. 乙\n2. 丙", "8:1", "write `2. …`"), ("2. 甲\n2. 乙\n4. 丙", "8:1", "write `3. …`"),
    ("0. 甲\n0. 乙\n1. 丙", "8:1", "write `1. …`"),
    ("1. 甲\n1. 乙\n1. 丙\n4. 丁", "8:1", "write `2. …`"),
  ])
  func `a number that pages count on is told`(body: String, place: String, words: String) throws {
    try check(body, place, words, .listNumber)
  }

  @Test(arguments: [
    ("1. 甲\n2. 乙\n3. 丙"), ("1. 甲\n1. 乙\n1. 丙"), ("0. 甲\n0. 乙"), ("3. 甲\n4. 乙"),
    ("1. 甲\n\n段。\n\n3. 乙"), ("1) 甲\n2) 乙"), ("01. 甲\n02. 乙"), ("- 1. 甲\n- 2. 乙"),
    ("1. 甲\n   - 子\n2. 乙"), ("5. 甲\n5. 乙"),
  ])
  func `a number that pages show is not told`(body: String) throws {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text)])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    (">50 元免运费", "7:1", "write `\\>`"), (">50 元免运费\n全国包邮", "7:1", "write `\\>`"),
    ("- >18 岁", "7:3", "write `\\>`"),
    ("五元*二张，十元*三张", "7:3", "write `×`"), ("三元*5，五元*二张", "7:3", "write `×`"),
    ("5元*2，3元*4", "7:3", "write `×`"), ("面值*数量=总价；单价*3=30", "7:3", "write `×`"),
    ("原石*60+摩拉*10000", "7:3", "write `×`"), ("密码:a_b_c*d*e_f", "7:9", "`\\*` for each"),
    ("账号*1+密码*1", "7:3", "write `×`"), ("(原石*160)/(纠缠*1)", "7:4", "write `×`"),
    ("key=_abc_&x=_def_", "7:5", "write `\\_`"), ("key=a*b*c", "7:6", "`\\*` for each"),
    ("打开 文件夹\\_x 里", "7:6", "write `夹\\\\_x`"), ("目录\\#1", "7:2", "or `录#1`"),
    ("文字\n游戏\\(1)", "8:2", "write `戏\\\\(1`"), ("- 桌面\\!a", "7:4", "write `面\\\\!a`"),
    ("| 甲 |\n|---|\n| 盘\\_x |", "9:3", "write `盘\\\\_x`"),
  ])
  func `a sign that is lost is told`(body: String, place: String, words: String) throws {
    try check(body, place, words, .lostSign)
  }

  @Test(arguments: [
    "登录*Google Play 商店*后", "购买*Steam 钱包码*前", "我们*强烈、诚恳*地建议", "请联系*客服 QQ：12345*处理",
    "李*明 王*红", "现价*50 元，限时*抢购", "约*3 到 5 天*内到账", "re*do*ne", "un*believ*able",
  ])
  func `emphasis within words is not told`(body: String) throws {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text)])
    #expect(shop.load().problems.map { $0.text() } == [])
  }

  @Test(arguments: [
    ("[a]: /search/\n[A]: /policies/refund/\n\n[a]", "8:1", Diagnostic.unusedReference),
    ("看[^1]。\n\n[^1]: 甲\n[^1]: 满一年有效", "10:1", .unusedFootnote),
    ("看[x y]。\n\n[x y]: /search/\n\n[X  Y]: /", "11:1", .unusedReference),
  ])
  func `a second definition is told`(body: String, place: String, name: Diagnostic) throws {
    try check(body, place, "found a second, which is on no page", name)
  }

  private func check(
    _ body: String,
    _ place: String,
    _ words: String,
    _ name: Diagnostic
  ) throws {
    let text = body + "\n\n## 使用说明\n\n粘贴。\n"
    let shop = try TemporaryShop(["content/products/test.md": productText(body: text)])
    let problems = shop.load().problems
    #expect(problems.map(\.warning) == [name], "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect("\(problem.position.line):\(problem.position.column)" == place, "\(problem.text())")
    #expect(problem.message.contains(words), "\(problem.text())")
  }
}
