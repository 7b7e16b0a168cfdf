import Shop
import Testing
import cardstock_worker

/// Lines that are no codes among codes, headers that are cards, and files of several products.
@Suite(.timeLimit(.minutes(20)))
struct StrayLinesTests {
  private let files = CodeFileTests()

  static let codes = [
    "7KQ2-M9XR-TB4W-ZC3V", "H8ND-3PYK-R6GF-2JQA", "W5TE-B7UM-9CXL-K4ZR", "3VJY-QD8S-GN2H-7FPB",
    "ZR6X-4KMT-A9WC-E3QU", "N2BH-8YJF-6DVP-XS5G",
  ]

  private func sentences(_ text: String, _ options: CodeFile.Options = CodeFile.Options())
    throws -> [String]
  {
    try files.items(Array(text.utf8), options).compactMap { item in
      if case .refused(_, let refusal) = item { refusal.reason } else { nil }
    }
  }

  private func options(_ change: (inout CodeFile.Options) -> Void) -> CodeFile.Options {
    var options = CodeFile.Options()
    change(&options)
    return options
  }

  /// What the file says of itself as a whole; nil when it is read.
  private func fault(_ text: String, _ options: CodeFile.Options = CodeFile.Options()) -> String? {
    do {
      _ = try files.items(Array(text.utf8), options)
      return nil
    } catch {
      return "\(error)"
    }
  }

  // MARK: Headers

  @Test(arguments: [
    "Half Life,Key,FDZR-MHGT-YTFT-KR9J", "卡号,651945266868,密码,146094",
    "卡号----651945266868----密码----146094", "FDZR-MHGT-YTFT-KR9J,pin",
    "FDZR-MHGT-YTFT-KR9J;token;370528", "FDZR-MHGT-YTFT-KR9J,激活码,50元",
    "Steam\tGift Card\tFDZR-MHGT-YTFT-KR9J\t2027-12-31", "FDZRMHGTYTFT|月卡|卡密",
    "me@x.cn----password----r9@x.cn----KRSXG5CTMVRXEZLU",
  ])
  func `prints no cell of a card that has a column's name in it`(line: String) throws {
    for text in [line, "\(line)\n\(line.replacing("9", with: "8"))\n"] {
      let said = try fault(text) ?? "\(sentences(text))"
      for secret in ["FDZR", "651945266868", "146094", "370528", "KRSX"] {
        #expect(!said.contains(secret), "\(said)")
      }
    }
  }

  @Test func `takes no card for a header, by the place or by the name of its column`() throws {
    let text = "Half Life,Key,FDZR-MHGT-YTFT-KR9J\nHalf Life,Key,GJ92-DMUZ-46F8-6HFH\n"
    let lines = ["1|FDZR-MHGT-YTFT-KR9J", "2|GJ92-DMUZ-46F8-6HFH"]
    try files.check(text, lines, options { $0.columns = [("3", .code)] })
    #expect(
      fault(text, options { $0.columns = [("FDZR-MHGT-YTFT-KR9J", .code)] })?
        .contains("found `FDZR-MHGT-YTFT-KR9J`; check the name in its header") == true
    )
    try files.check(
      "卡号,ABCDEFGHJK,密码,1460\n卡号,BCDEFGHJKL,密码,8790\n",
      ["1|ABCDEFGHJK|1460", "2|BCDEFGHJKL|8790"],
      options { $0.columns = [("2", .code), ("4", .pin)] }
    )
    try files.check(
      "u9@x.cn----password----r9@x.cn----KRSX\nu8@x.cn----pw----r8@x.cn----KRSY\n",
      ["1|u9@x.cn----password----r9@x.cn----KRSX", "2|u8@x.cn----pw----r8@x.cn----KRSY"]
    )
  }

  @Test(arguments: [
    ("code,Zusatz\nA1,x\n", "`Z…` in column 2"), ("code,Lot\nA1,x\n", "`…` in column 2"),
    ("code,Zusatzfeld\nA1,x\n", "`Zu…ld` in column 2"), ("Kode,pin\nA1,7\n", "`K…` in column 1"),
  ])
  func `shows of an unknown name a little, and its place`(text: String, sentence: String) throws {
    let said = try #require(fault(text))
    #expect(said.contains(sentence) && said.contains("--no-header"))
  }

  @Test(arguments: [
    "email----password----recovery----2fa\n", "gmail accounts 2026 with recovery and 2FA\n",
    "邮箱----密码----辅助邮箱\n",
  ])
  func `sells no header as one code, whatever separates the others`(header: String) {
    let lines = (0..<3).map { "u\($0)@x.cn----pw----r\($0)@x.cn----JB\($0)\n" }.joined()
    let said = fault(header + lines, options { $0.separator = Separator.none })
    #expect(said?.contains("found what looks like neither") == true)
  }

  @Test(arguments: [
    (
      "账号----密码----辅助邮箱----2FA\nu0@x.cn----pw----r0@x.cn----JB0\n",
      "u0@x.cn----pw----r0@x.cn----JB0"
    ),
    ("账号,密码,辅助邮箱,2FA密钥\nu0@x.cn,pw,r0@x.cn,JB0\n", "u0@x.cn----pw----r0@x.cn----JB0"),
    ("email,password,recovery\nu0@x.cn,pw,\n", "u0@x.cn----pw"),
    ("邮箱,密码\nu0@x.cn,p1\n", "u0@x.cn|p1"),
  ])
  func `sells an account with what belongs to it`(text: String, code: String) throws {
    try files.check(text, ["2|\(code)"])
  }

  @Test func `sells no account of which a part is missing, and asks whose a mail address is`()
    throws
  {
    try files.check("账号,密码,2FA,辅助邮箱\nu0@x.cn,pw,,r@x.cn\nu1@x.cn,,JB,r@x.cn\n", ["2!", "3!"])
    #expect(fault("code,email\nAB12,u0@x.cn\n")?.contains("in column 2") == true)
  }

  // MARK: Lines that are sold whole

  @Test(arguments: [
    "6.22E+18----CODE-1----50", "621234******----CODE-1----50", "1001----#N/A----50",
    "1001--------50",
    "备注----请尽快使用----谢谢", "以下账号质保30天", "共5个", "请在24小时内修改密码，售后联系QQ123456", "合计----5",
    "卡号----CODE-5----50", "1005----CODE-5", "1005----CODE-5----50----x", "N/A----CODE-5----50",
  ])
  func `looks at each part of a line that is sold whole`(line: String) throws {
    let lines = (1...5).map { "100\($0)----CODE-\($0)----50" }
    let found = try files.described(
      files.items(Array((lines + [line]).joined(separator: "\n").utf8))
    )
    #expect(found == lines.enumerated().map { "\($0 + 1)|\($1)" } + ["6!"])
  }

  @Test func `reads the last day at the end of a line that is sold whole`() throws {
    try files.check(
      "AB-1----1234----50元----2027-12-31\nAB-2----1234----50元----2020-12-31\n",
      [
        "1|AB-1----1234----50元----2027-12-31|2027-12-31",
        "2|AB-2----1234----50元----2020-12-31|2020-12-31",
      ]
    )
    try files.check("AB-1----1234----50----2020年12月\n", ["1!"])
  }

  // MARK: Shapes

  @Test(arguments: [
    "STEAM100", "¥100", "50", "3pcs", "1/3", "20261128", "13800138000", "QQ123456789",
    "https://shop.supplier.cn", "sales@supplier.cn", "END", "EOF", "Thanks!", "sorry-for-the-wait",
    "7KQ2-M9XR", "=====", "7kq2-m9xr-tb4w-zc3w", "7KQ2-M9XR-TB4W-ZC3",
  ])
  func `sells no stray line among codes that look alike`(line: String) throws {
    let text = (Self.codes + [line]).joined(separator: "\n")
    for header in ["", "卡密\n"] {
      let found = try files.described(files.items(Array((header + text).utf8)))
      #expect(found.filter { $0.hasSuffix("!") }.count == 1)
    }
  }

  @Test(arguments: [
    ["10037", "88231", "40418", "55120", "90021", "7"],
    [
      "https://s.cn/r?c=A1", "https://s.cn/r?c=A2", "https://s.cn/r?c=A3", "https://s.cn/r?c=A4",
      "https://s.cn/r?c=A5", "https://t.cn/",
    ],
    ["u1@x.cn:p1", "u2@x.cn:p2", "u3@x.cn:p3", "u4@x.cn:p4", "u5@x.cn:p5", "AB12-CD34"],
    ["aB1+cD2/eF3=", "bB1ccD2deF3=", "cB1+cD2/eF34", "dB11cD2/eF3=", "eB1+cD22eF3=", "LAST"],
    ["AB-123-C", "AB-1234-C", "AC-12345-D", "AD-123-EF", "AF-12-C", "HELLO"],
  ])
  func `knows links, accounts and codes of several lengths by what they share`(lines: [String])
    throws
  {
    let text = lines.joined(separator: "\n")
    let found = try files.described(files.items(Array(text.utf8)))
    #expect(found == lines.dropLast().enumerated().map { "\($0 + 1)|\($1)" } + ["6!"])
    let taken = try files.items(Array(text.utf8), options { $0.allowsOdd = true })
    #expect(files.described(taken).last == "6|\(lines[5])")
  }

  @Test(arguments: [
    [
      "HAPPY-NEW-YEAR-2027", "SPRING-SALE-9XQ2", "WINTER-FUN-8LK3", "SUMMER-9", "AUTUMN-LEAVES-77X",
    ],
    ["A1B2", "A1B2C", "A1B2C3", "B1B2C3D", "C1B2C3D4", "D2", "E2345678901"],
    ["12345678", "ABCDEFGH", "A1B2C3D4", "1A2B3C4D", "87654321"],
  ])
  func `takes codes of all shapes where there is no usual one`(lines: [String]) throws {
    let found = try files.described(files.items(Array(lines.joined(separator: "\n").utf8)))
    #expect(found == lines.enumerated().map { "\($0 + 1)|\($1)" })
  }

  @Test func `sells no PIN that stands below its code`() throws {
    let text = Self.codes.prefix(4).map { "\($0)\n74\($0.utf8.reduce(1000) { $0 + Int($1) })\n" }
      .joined()
    #expect(fault(text)?.contains("a PIN stands below its code") == true)
    #expect(fault(text, options { $0.allowsOdd = true }) != nil)
    let taken = try files.items(Array(text.utf8), options { $0.separator = Separator.none })
    #expect(files.described(taken).allSatisfy { $0.contains("|") })
  }

  @Test(arguments: [
    ("serial,pin\nA1,1234\nB1,42\nC1,9981\nD1,7\n", ["3!", "5!"]),
    ("serial,pin\nA1,1234\nB1,42\nC1,0081\nD1,7\n", []),
    ("serial,pin\nA1,1234\nB1,'42\nC1,9981\nD1,7654\n", []),
    (
      "卡号\n6417232309640707\n7200889511371703\n1760046740032863\n9315118291390785\n8540188001025\n",
      ["6!"]
    ),
    ("卡密,密码\n\"6,222,021,234\",1\n\"123,456,789.00\",2\n", ["2!", "3!"]),
    ("卡密;密码\n722051901189,00;1\n", ["2!"]),
  ])
  func `tells of first zeros that a spreadsheet dropped, and of its thousands`(
    text: String,
    refused: [String]
  ) throws {
    let found = try files.described(files.items(Array(text.utf8)))
    #expect(found.filter { $0.hasSuffix("!") } == refused)
  }

  @Test(arguments: [
    "AB3D-9K2M-7QX✅", "AB3D-9K2M-7QX(used)", "AB3D-9K2M-7QX-USED", "AB3D-9K2M-7QX*",
    "AB3D-9K2M-7QX√",
    "~~AB3D-9K2M-7QX~~", "AB3D-XXXX-7QX", "AB3D-####-7QX", "AB3D-????-7QX", "AB3D-■■■■-7QX",
    "🔑AB3D-9K2M-7QX", "1️⃣AB3D-9K2M-7QX", "AB3D-9K2M-7QX 已使用", "AB3D-xxxx-7QX",
    "AB3D-9K2M-7QX sold",
  ])
  func `sells no code that somebody marked`(code: String) throws {
    for lines in [Self.codes.prefix(3) + [code], Self.codes + [code]] {
      let found = try files.items(Array(("code\n" + lines.joined(separator: "\n")).utf8))
      #expect(files.described(found).last == "\(lines.count + 1)!")
    }
  }

  // MARK: Products, days and amounts

  @Test(arguments: [
    ("商品名称,卡密\nSteam 100,A1\nSteam 50,B1\nSteam 100,C1\n", ["2|A1", "3!", "4|C1"]),
    ("product,code\nHalf 1M,A1\nHalf 12M,B1\n", ["2|A1", "3!"]),
    ("类型,卡密\n月卡,A1\n年卡,B1\n", ["2|A1", "3!"]), ("卡密,地区\nA1,国区\nB1,美区\n", ["2|A1", "3!"]),
    ("item,code\n1,A1\n2,B1\n", ["2|A1", "3|B1"]), ("类型,卡密\n月卡,A1\n月卡,B1\n", ["2|A1", "3|B1"]),
  ])
  func `sells no codes of several products as one`(text: String, expected: [String]) throws {
    try files.check(text, expected)
    let all = try files.items(
      Array(text.utf8),
      options { $0.columns = [(text.hasPrefix("卡密") ? "2" : "1", .ignored)] }
    )
    #expect(files.described(all).allSatisfy { $0.contains("|") })
  }

  @Test func `sells no cards of several face values as one, nor of another than the catalog's`()
    throws
  {
    let text = "卡密,面值\nA1,100\nB1,50元\nC1,100.00\n"
    try files.check(
      text,
      ["2|A1|100", "3!", "4|C1|100.00"],
      options { $0.currency = "CNY" }
    )
    let ours = options { options in
      options.currency = "CNY"
      options.faceValue = 50_00
    }
    try files.check(text, ["2!", "3|B1|50", "4!"], ours)
    let ignoring = options { options in
      options.columns = [("面值", .ignored)]
      options.faceValue = 50_00
    }
    try files.check(text, ["2|A1", "3|B1", "4|C1"], ignoring)
  }

  @Test(arguments: ["同上", "〃", "\"\"\"\"", "ditto", "卡号后四位", "50元", "¥50"])
  func `takes no PIN that is a word for another`(pin: String) throws {
    let found = try files.items(Array("serial,pin\nA1,1234\nB1,\(pin)\n".utf8))
    #expect(files.described(found) == ["2|A1|1234", "3!"])
  }

  @Test(arguments: [
    "2027年12月31日 星期五", "2027年12月31日(周五)", "31-Dec-2027", "31 December 2027", "\"Dec 31, 2027\"",
    "2027-12-31T23:59:59+08:00", "2027-12-31 00:00:00 +0800", "\"Fri, 31 Dec 2027\"",
  ])
  func `reads a day as suppliers write it`(day: String) throws {
    try files.check("code,expires\nA1,\(day)\n", ["2|A1|2027-12-31"])
  }

  @Test(arguments: ["31-Foo-2027", "2027年12月", "Dec 31", "2027-12-31T11:00:00+08:00", "31-12-Dec"])
  func `guesses at no day`(day: String) throws {
    try files.check("code,expires\nA1,\(day)\n", ["2!"])
  }

  @Test func `reads amounts with thousands, eSIM profiles and codes in brackets`() throws {
    let ours = options { $0.currency = "CNY" }
    try files.check("卡密,面值,进价\nA1,\"¥1,000.00\",￥980\n", ["2|A1|1000.00|980"], ours)
    try files.check("卡密;面值\nA1;1.000,50\n", ["2|A1|1000.50"], ours)
    let profiles = ["LPA:1$smdp.io$37WE-BAJV", "LPA:1$smdp.io$Q46Q-XW22", "1$smdp.io$Z83G-9KR7"]
    let lines = profiles.joined(separator: "\n")
    try files.check(lines, profiles.enumerated().map { "\($0 + 1)|\($1)" })
    try files.check("激活码\n" + lines, profiles.enumerated().map { "\($0 + 2)|\($1)" })
    try files.check("{44cd7c5b}\n{2f1a53bc}\n", ["1|{44cd7c5b}", "2|{2f1a53bc}"])
    for text in ["{\"code\":1}", "{ 'a': 1}", "{}", "{\n\"a\": 1}"] {
      #expect(ForeignFormat(Array(text.utf8)) == .json)
    }
  }
}
