import Shop
import Testing
import cardstock_worker

/// Cells of code columns that hold no code: placeholders, formulas, dates and rounded numbers.
@Suite(.timeLimit(.minutes(20)))
struct DamagedCodesTests {
  private let files = CodeFileTests()

  /// Why the last of the codes is refused; nil when it is taken as it is.
  private func refusal(_ cell: String, header: String = "code,cost") throws -> String? {
    let others = (1...3).map { "AB3D-9K2M-\($0)7QX,1.00\n" }.joined()
    let items = try files.items(Array("\(header)\n\(others)\(cell),1.00\n".utf8))
    switch items.last {
    case .refused(5, let refusal)?: return refusal.reason
    case .code(let line)?:
      #expect(line.code.code == cell)
      return nil
    default:
      Issue.record("\(files.described(items))")
      return nil
    }
  }

  @Test(arguments: [
    "N/A", "n/a", "NA", "NULL", "null", "None", "nil", "-", "--", "—", "/", "?", "??", "...", "~",
    "。", "xxx", "XXXX-XXXX-XXXX", "×××", "0", "0000-0000", "expired", "test", "TEST", "sold",
    "Sold!", "used", "void", "invalid", "sold out", "TBD", "pending", "unused", "无", "空", "暂无",
    "没有", "待补",
    "已售", "已使用", "未使用", "缺货", "测试",
  ])
  func `sells no word or mark that stands for a code`(cell: String) throws {
    let reason = try #require(try refusal(cell))
    // Some are names of columns too.
    let said = ["stands for none", "the name of a column", "a part is hidden"]
    #expect(said.contains { reason.contains($0) }, "\(reason)")
  }

  @Test(arguments: [
    "TEST-1234", "NULL0001", "XXAB-1234", "X1", "VOID99", "N1A", "0001", "1000000", "USED-IT",
    "NEWS",
    "SOLDIER", "NONE5",
  ])
  func `takes a code that has such a word in it`(cell: String) throws {
    #expect(try refusal(cell) == nil)
  }

  @Test(arguments: [
    "=A1", "=\"AB\"&\"CD\"", "=T(\"AB\")&T(\"CD\")", "=CONCAT(A1)", "+A1", "+A1+B2", "@A1",
    "-$B$12",
    "@SUM(A1)", "+SUM(A1:A2)", "-VLOOKUP(A1)", "=1+1",
  ])
  func `mends no formula into a code`(formula: String) throws {
    let cell = formula.contains("\"") ? "\"\(formula.replacing("\"", with: "\"\""))\"" : formula
    #expect(try refusal(cell)?.contains("found a formula") == true)
    let tabs = try files.items(Array("code\tcost\n\(formula)\t1.00\n".utf8))
    #expect(files.described(tabs) == ["2!"])
  }

  @Test(arguments: [
    ("=\"0012\"", "0012"), ("=T(\"0012\")", "0012"),
    ("+ABCD1234X", "+ABCD1234X"),
    ("@home-1", "@home-1"),
  ])
  func `takes off what keeps Excel from reading a number`(cell: String, code: String) throws {
    try files.check("code\tcost\n\(cell)\t1\n", ["2|\(code)|1"])
  }

  @Test(arguments: [
    "12/01/29", "01/12/29", "29/12/01", "1.12.29", "12-1-29", "2029-12", "12/2029", "2029/5",
    "1900/1/0", "0:30", "10:15", "10:15:00", "9:05 PM", "1-ene", "05-Mai", "5. März 2027", "Okt-29",
    "févr-27", "янв.27", "1-Mar", "3-gen-29", "12-dez-2029",
  ])
  func `sells no date that a spreadsheet made of a code`(cell: String) throws {
    #expect(try refusal(cell)?.contains("found a date") == true)
    #expect(try refusal(cell, header: "卡密,cost")?.contains("column `卡密`") == true)
  }

  @Test(arguments: [
    "12-34-56", "45.99.12", "2500-12", "12/34", "MAR-1234", "MARX-12", "GEN-0815", "12:345",
    "99:15",
    "1-2-3-4", "2029-13",
  ])
  func `takes a code that is much like a date`(cell: String) throws {
    #expect(try refusal(cell) == nil)
  }

  /// Thirty numbers of so many digits, all with that end.
  private func numbers(_ length: Int, end: String, wrap: (String) -> String = { $0 }) -> String {
    (0..<30).map { index in
      wrap("62220\(String(repeating: "7", count: length - 7 - end.count))\(10 + index)\(end)")
        + "\n"
    }
    .joined()
  }

  @Test(arguments: [(16, "0"), (17, "00"), (18, "000"), (19, "0000")])
  func `takes no numbers that Excel rounded`(length: Int, end: String) throws {
    for header in ["", "code\n", "卡号\n"] {
      let found = try files.items(Array((header + numbers(length, end: end)).utf8))
      #expect(found.count == 30)
      #expect(found.allSatisfy { "\($0)".contains("as Excel rounds them") })
    }
    let pins = numbers(length, end: end) { "A\($0.suffix(6)),\($0)" }
    let found = try files.items(Array(("serial,pin\n" + pins).utf8))
    #expect(found.allSatisfy { "\($0)".contains("expected a PIN in column `pin`") })
    let isTaken = { (items: [CodeFile.Item]) in
      items.allSatisfy { if case .code = $0 { true } else { false } }
    }
    var options = CodeFile.Options()
    options.hasExactDigits = true
    #expect(isTaken(try files.items(Array(numbers(length, end: end).utf8), options)))
    let wrapped = numbers(length, end: end) { "=\"\($0)\"" }
    #expect(isTaken(try files.items(Array(("code\n" + wrapped).utf8))))
  }

  @Test func `takes a few numbers that end in zero`() throws {
    let ordinary = (10..<40).map { "62220777777777\($0)\n" }.joined()
    #expect(try files.described(files.items(Array(ordinary.utf8))).allSatisfy { $0.contains("|") })
    try files.check(
      "6222077777777710\n6222077777777720\n",
      ["1|6222077777777710", "2|6222077777777720"]
    )
    let mixed = numbers(16, end: "0") + "6222077777777715\n"
    let found = try files.described(files.items(Array(mixed.utf8)))
    #expect(found.count { $0.hasSuffix("!") } == 30 && found.last == "31|6222077777777715")
  }

  @Test(arguments: [
    ("充值卡号,充值密码\nA1,7", "2|A1|7"), ("Gift Card Number,PIN\nA1,7", "2|A1|7"),
    ("Digital Code,Voucher Value\nA1,50", "2|A1|50"), ("Card #,PIN\nA1,7", "2|A1|7"),
    ("Voucher Code;Serial No.\nA1;9", "2|A1|#9"), ("E-PIN,Serial #\nA1,9", "2|A1|#9"),
    ("礼品卡号,礼品卡密码,面额\nA1,7,50", "2|A1|7|50"), ("电子卡号,电子卡密\n9,A1", "2|A1|#9"),
    ("券号,券密码\nA1,7", "2|A1|7"), ("激活密码,注册码\n7,A1", "2|A1|7"),
    ("Steam Key\nA1", "2|A1"), ("eGift Code,Gift Card PIN,Card Value\nA1,7,50", "2|A1|7|50"),
    ("Seriennummer;Gutscheincode;Nennwert\n9;A1;50", "2|A1|50|#9"),
    ("Mã thẻ,Số seri,Mệnh giá\nA1,9,50", "2|A1|50|#9"), ("Kod,Seri No,Şifre\nA1,9,7", "2|A1|7|#9"),
    ("Code cadeau;Numéro de carte;Valeur\nA1;9;50", "2|A1|50|#9"),
    ("ギフトコード,シリアル番号,額面\nA1,9,50", "2|A1|50|#9"), ("쿠폰번호,핀번호\nA1,7", "2|A1|7"),
    ("Ключ,Серийный номер,Номинал\nA1,9,50", "2|A1|50|#9"),
  ])
  func `knows the headers of suppliers`(text: String, line: String) throws {
    try files.check(text + "\n", [line])
  }

  @Test(arguments: ["Voucher Link", "Gift Message", "Card Terms", "Steam Wallet Region Lock"])
  func `leaves out no column because its name begins as others do`(name: String) {
    #expect(throws: CodeFile.HeaderFault.unknownColumns(line: 1, places: [2], names: [name])) {
      try files.items(Array("code,\(name)\nA1,x\n".utf8))
    }
  }
}
