import Shop
import Testing
import cardstock_worker

/// Codes and passwords that look much like what is refused, and what a person's options take.
@Suite(.timeLimit(.minutes(20)))
struct HonestCodesTests {
  private let files = CodeFileTests()

  private func refused(
    _ text: String,
    _ options: CodeFile.Options = CodeFile.Options()
  ) throws -> [String] {
    try files.described(files.items(Array(text.utf8), options)).filter { $0.hasSuffix("!") }
  }

  private static func options(
    allowsOdd: Bool = false,
    hasExactDigits: Bool = false
  ) -> CodeFile.Options {
    var options = CodeFile.Options()
    options.allowsOdd = allowsOdd
    options.hasExactDigits = hasExactDigits
    return options
  }

  /// Why lines are refused.
  private func sentences(_ text: String) throws -> String {
    try files.items(Array(text.utf8)).compactMap { item -> String? in
      if case .refused(_, let refusal) = item { refusal.reason } else { nil }
    }
    .joined(separator: "\n")
  }

  @Test(arguments: [
    "AB3D-XXXX-7QX", "AB3D-9K2M-7QX✅", "~~AB3D-9K2M-7QX~~", "AB3D-9K2M-7QX-USED",
  ])
  func `takes an odd shape alone where a person allows it`(code: String) throws {
    let text = { (last: String) in (StrayLinesTests.codes + [last]).joined(separator: "\n") }
    #expect(try refused(text(code), Self.options(allowsOdd: true)) == ["7!"])
    #expect(try refused(text("AB3D-9K2M")) == ["7!"])
    #expect(try refused(text("AB3D-9K2M"), Self.options(allowsOdd: true)) == [])
  }

  @Test func `takes PINs of several lengths where a person says that digits are exact`() throws {
    let pins = "serial,pin\nA1,1234\nB1,42\nC1,9981\nD1,7\n"
    #expect(try refused(pins, Self.options(allowsOdd: true)) == ["3!", "5!"])
    #expect(try refused(pins, Self.options(hasExactDigits: true)) == [])
  }

  @Test func `takes codes that are all digits by chance, and some with a rare letter`() throws {
    let codes = [
      "3f9a1c7e", "b04d82e6", "9c1e5a70", "e7f2063b", "51d8ac49", "0a6be3f2", "38472915",
    ]
    #expect(try refused(codes.joined(separator: "\n")) == [])
    let long = codes.map { String(repeating: $0, count: 4) }
    #expect(try refused(long.joined(separator: "\n")) == ["7!"])
    let numbers = (0..<40).map { "\(482_913_570 + $0 * 7_919)\($0 % 13 == 4 ? "X" : "7")" }
    #expect(try refused(numbers.joined(separator: "\n")) == [])
  }

  @Test(arguments: [
    ("code\nEUR0012345678\nRMB000123456\n12345678CNY\n50元\n", ["5!"]),
    ("RMB001\nRMB002\nRMB003\nRMB004\nRMB005\n", []), ("code\nRMB001\nA1\n", ["2!"]),
    ("123.456.789\n234.567.891\n345.678.912\n456.789.123\n567.891.234\n", []),
    ("123.456.789\n234.567.891\n", ["1!", "2!"]),
    ("https://x.cn/xxx/AbC123\nhttps://x.cn/xxx/AbC124\n", []),
    ("a@x.cn----ab...c9----m----K1\nb@x.cn----a***b----m----K2\n", []),
    ("a@x.cn----****----m----K1\n1001----a***b----m----K2\n", ["1!", "2!"]),
  ])
  func `refuses no honest code for an amount, for thousands or for a mark`(
    text: String,
    lines: [String]
  ) throws {
    #expect(try refused(text) == lines)
  }

  @Test func `takes dots between thousands where a person says so`() throws {
    let lines = "123.456.789\n234.567.891\n"
    #expect(try refused(lines, Self.options(hasExactDigits: true)) == [])
    var whole = CodeFile.Options()
    whole.separator = Separator.none
    #expect(try refused(lines, whole) == [])
  }

  @Test func `prints no password that looks like a spreadsheet's error`() throws {
    try files.check(
      "tom1988----#Summer!----KEY1----x\nanna77----#Winter?----KEY2----x\n",
      ["1|tom1988----#Summer!----KEY1----x", "2|anna77----#Winter?----KEY2----x"]
    )
    try files.check("code,pin\nA1,#Summer!\n", ["2|A1|#Summer!"])
    #expect(try sentences("a1----#REF!----b----c\n").contains("found #REF!"))
  }

  @Test func `looks at the digits of cells that are sold together`() throws {
    let header = "账号,密码,辅助邮箱\n"
    let rounded = (0..<5).map { "62220777777777\($0)0,pw,r\($0)@x.cn\n" }.joined()
    #expect(try refused(header + rounded).count == 5)
    let pins = ["1234", "42", "9981", "7654"].map { "u\($0)@x.cn,\($0),r@x.cn\n" }.joined()
    #expect(try refused(header + pins) == ["3!"])
  }

  @Test func `says that it mended cells that are sold together`() throws {
    let items = try files.items(Array("账号,密码,辅助邮箱\nu0@x.cn,'0012,r@x.cn\n".utf8))
    guard case .code(let line)? = items.first else {
      Issue.record("\(files.described(items))")
      return
    }
    #expect(line.isMended && line.code.code == "u0@x.cn----0012----r@x.cn")
  }

  @Test(arguments: [
    // The day on which an account was made.
    (
      "tom1988----pw1----2019-05-06\nanna77----pw2----2020-01-02\n",
      ["1|tom1988----pw1----2019-05-06", "2|anna77----pw2----2020-01-02"]
    ),
    (
      "13800138000----pw1----x----2019-05-06\n13800138001----pw2----x----2020-01-02\n",
      ["1|13800138000----pw1----x----2019-05-06", "2|13800138001----pw2----x----2020-01-02"]
    ),
    ("AB3----7----2027-12-31\nCD4----8----永久\n", ["1|AB3|7|2027-12-31", "2|CD4|8"]),
    // A PIN of eight digits.
    (
      "ABCD1234----47111205\nEFGH5678----19991231\n",
      ["1|ABCD1234|47111205", "2|EFGH5678|19991231"]
    ),
    ("ABCD1234----20271231\n", ["1|ABCD1234|20271231"]),
    ("A1----20271231\nB1----20281231\n", ["1|A1|2027-12-31", "2|B1|2028-12-31"]),
  ])
  func `reads no day that may be an account's, or a PIN`(text: String, expected: [String]) throws {
    try files.check(text, expected)
  }

  @Test(
    arguments: [
      ("50", 50_00), ("¥1,000", 1_000_00), ("50元", 50_00), ("CNY 50", 50_00), ("月卡30天", nil),
      ("800 点", nil), ("$20", nil), ("100-500", nil),
    ] as [(String, Int64?)]
  )
  func `compares with the catalog's face value only where that is an amount`(
    text: String,
    worth: Int64?
  ) throws {
    let currency = try #require(Currency("CNY"))
    #expect(CodeFile.Options.worth(text, in: currency) == worth)
  }
}
