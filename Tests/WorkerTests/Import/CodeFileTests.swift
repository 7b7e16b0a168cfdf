import Shop
import Testing
import cardstock_worker

/// Suppliers' files, and what spreadsheets make of them.
@Suite(.timeLimit(.minutes(20)))
struct CodeFileTests {
  /// Reads a file in pieces of three bytes, so that nothing can depend on where a piece ends.
  func items(
    _ bytes: [UInt8],
    _ options: CodeFile.Options = CodeFile.Options(),
    pieceBytes: Int = 3
  ) throws -> [CodeFile.Item] {
    var scan = EncodingScan()
    scan.take(bytes)
    var rest = bytes[...]
    var file = try CodeFile(encoding: scan.result(), options: options) {
      defer { rest = rest.dropFirst(pieceBytes) }
      return Array(rest.prefix(pieceBytes))
    }
    var items: [CodeFile.Item] = []
    while let item = try file.next() { items.append(item) }
    return items
  }

  func described(_ items: [CodeFile.Item]) -> [String] {
    items.map { item in
      switch item {
      case .code(let line):
        [
          "\(line.line)", line.code.code, line.code.pin, line.faceValue,
          line.expiresAt.map { "\(CivilDate($0))" }, line.cost, line.code.number.map { "#\($0)" },
        ].compactMap { $0 }.joined(separator: "|")
      case .refused(let line, _): "\(line)!"
      }
    }
  }

  func check(
    _ text: String,
    _ expected: [String],
    _ options: CodeFile.Options = CodeFile.Options()
  ) throws {
    #expect(described(try items(Array(text.utf8), options)) == expected)
  }

  @Test(arguments: [
    ("code,Lot,Zusatz\nA1,7,x\n", ["Lot", "Zusatz"]), ("code;Merkmal\nA1;\n", ["Merkmal"]),
    ("卡密,其它\nA1,2\n", ["其它"]), ("code\tpin\tGuthabenart\nA1\t2\t3\n", ["Guthabenart"]),
  ])
  func `refuses columns that nobody knows, all at once`(text: String, names: [String]) throws {
    #expect(
      throws: CodeFile.HeaderFault.unknownColumns(
        line: 1,
        places: text.hasPrefix("code\tpin") ? [3] : Array(2..<2 + names.count),
        names: names
      )
    ) {
      try self.items(Array(text.utf8))
    }
    var options = CodeFile.Options()
    options.columns = names.map { (name: $0, field: .ignored) }
    #expect(try described(items(Array(text.utf8), options)).first?.hasPrefix("2|A1") == true)
  }

  @Test func `asks which mark stands between numbered columns where several may`() throws {
    var options = CodeFile.Options()
    options.columns = [(name: "1", field: .code), (name: "2", field: .pin)]
    try check("AB1:1234\nCD2:5678\n", ["1|AB1|1234", "2|CD2|5678"], options)
    let bytes = Array("AB/C1:1234\nEF/G2:5678\n".utf8)
    #expect(throws: CodeFile.HeaderFault.severalSeparators([.slash, .colon])) {
      try self.items(bytes, options)
    }
    options.separator = .colon
    #expect(try described(items(bytes, options)) == ["1|AB/C1|1234", "2|EF/G2|5678"])
  }

  @Test(arguments: [
    ("code,CVV,Best before\nA1,8831,2027-11-30\n", ["2|A1|8831|2027-11-30"]),
    ("code,Geheimzahl,Verfall\nA1,8831,2027-11-30\n", ["2|A1|8831|2027-11-30"]),
    ("код,ПИН\nA1,8831\n", ["2|A1|8831"]),
    ("コード,暗証番号,有効期限\nA1,88,2027-11-30\n", ["2|A1|88|2027-11-30"]),
    ("código,verificación,caducidad\nA1,88,2027-11-30\n", ["2|A1|88|2027-11-30"]),
    ("code,\nA1,\nB1,-\nC1,8831\n", ["2|A1", "3|B1", "4!"]),
  ])
  func `knows a PIN and a last day by their usual names, and sells none without`(
    text: String,
    expected: [String]
  ) throws {
    try check(text, expected)
  }

  @Test(arguments: [
    ("", []), ("AAAA\nBBBB\n", ["1|AAAA", "2|BBBB"]), ("AAAA\r\nBBBB", ["1|AAAA", "2|BBBB"]),
    ("AAAA\rBBBB\r", ["1|AAAA", "2|BBBB"]), ("\u{FEFF}AAAA\n", ["1|AAAA"]),
    ("\n \n\t\n\u{3000}\n  AAAA  \n,,\n", ["5|AAAA"]), ("AAAA,1234\n", ["1!"]),
    ("code\nAAAA\n", ["2|AAAA"]), ("code\n", []), ("code\nA1;2\nB1\n", ["2!", "3|B1"]),
    ("\u{FEFF}Code, PIN\r\nAAAA,1234\r\nBBBB,\r\n", ["2|AAAA|1234", "3|BBBB"]),
    ("pin,code\n\"12\"\"3\",\"A,A\"\n", ["2|A,A|12\"3"]),
    ("code,pin\nAAAA\nBBBB,1,2\nCCCC,3\n", ["2!", "3!", "4|CCCC|3"]),
    ("code,expires\nA,2026-12-31\nB,31.12.2026\n", ["2|A|2026-12-31", "3!"]),
    ("code,face_value,cost\nA,50,48.5\nB,x,1\nC,1,-1\n", ["2|A|50|48.5", "3!", "4!"]),
    ("code,pin\n\"A\nB\",1\nC,2\n", ["2!", "3!", "4|C|2"]), ("code\n\"A\"x\nB\n", ["2!", "3|B"]),
    ("code\n\n,\n", []),
    // Other separators than commas.
    ("code;pin;expires\nA1;0071;2027-12-31\n", ["2|A1|0071|2027-12-31"]),
    ("sep=;\r\ncode;pin\r\nA1;7\r\n", ["3|A1|7"]), ("Serial\tPIN\nA1\t7\n", ["2|A1|7"]),
    ("code|pin\nA1|7\n", ["2|A1|7"]), ("卡号----密码\nA1----7\n", ["2|A1|7"]),
    ("A1----7\nB1----8\n", ["1|A1|7", "2|B1|8"]), ("卡号，密码\nA1，7\n", ["2|A1|7"]),
    ("A1B2\nC3 D4\nme@x.cn----p,w\nE5F6", ["1|A1B2", "2|C3 D4", "3|me@x.cn----p,w", "4|E5F6"]),
    (
      "a@x.cn----p,1----m----K1\nb@x.cn----p2----m----K2",
      [
        "1|a@x.cn----p,1----m----K1", "2|b@x.cn----p2----m----K2",
      ]
    ),
    ("code;face_value\nA1;48,50\n", ["2|A1|48.50"]),
    // Headers as people write them.
    ("卡密\nA1\nB1\n", ["2|A1", "3|B1"]), ("卡号(必填),密码【选填】\nA1,7\n", ["2|A1|7"]),
    (" \"Card No.\" ;Expiry Date (YYYY-MM-DD)\nA1;2027-01-02\n", ["2|A1|2027-01-02"]),
    (
      "序号,卡号,卡密,面值(元),有效期至,进价,备注\n1,A1,7,50元,2027年1月2日,￥48.5,好\n",
      [
        "2|7|50|2027-01-02|48.5|#A1"
      ]
    ),
    ("KEY\nA1\nkey\nB1\n", ["2|A1", "3!", "4|B1"]), ("code\nA1\ncode\nB1\n", ["2|A1", "4|B1"]),
    ("密码\nA1\n", ["2|A1"]),
    // A code-named column is the code; a number beside it is only the card's number.
    ("serial,key\nSN1,K1\n", ["2|K1|#SN1"]), ("卡密,卡号\nK1,1001\n", ["2|K1|#1001"]),
    ("卡号,兑换码,密码\n1001,K1,7\n", ["2|K1|7|#1001"]), ("账号,激活码\nme,K1\n", ["2|K1|#me"]),
    ("Card Number;Gift Code;PIN\n6.2E+15;K1;7\n6202;K2;\n", ["2!", "3|K2|#6202"]),
    ("卡号----卡密\n1001----K1\n-----K2\n", ["2|K1|#1001", "3|K2"]),
    ("serial,pin\nSN1,0071\n", ["2|SN1|0071"]), ("卡号\n1001\n", ["2|1001"]),
    // Damage by spreadsheets.
    ("code\n6.22E+18\n1.2e5\n12E45\n", ["2!", "3!", "4|12E45"]),
    ("code,pin\n\"=\"\"0012\"\"\",=\"0034\"\n'0056,'7'\n", ["2|0012|0034", "3|0056|7"]),
    (
      "code\n2027-12-31\n12/31/2027\n3月5日\n1-Mar\nMAR-2027\n#N/A\n####\n=A1+B2\n123.0\n",
      [
        "2!", "3!", "4!", "5!", "6!", "7!", "8!", "9!", "10!",
      ]
    ),
    ("code\n622202000000000000\n622202000000012345\n", ["2!", "3|622202000000012345"]),
    // Cells wrapped as text, which Excel does not round.
    (
      "code\n=\"622202000000000000\"\n'622202000000000000\n",
      [
        "2|622202000000000000", "3|622202000000000000",
      ]
    ),
    (
      "code,pin\nA1,N/A\nB1,-\nC1,无\nD1,暂无\nE1,待补\nF1,0000\n",
      ["2|A1", "3|B1", "4|C1", "5|D1", "6!", "7|F1|0000"]
    ),
    // Unclosed quotes.
    ("code,pin\n\"A1,7\nB1,8\n", ["2|A1|7", "3|B1|8"]), ("\"A1\nB1\n", ["1|A1", "2|B1"]),
    ("code,pin\n\"A1\",\"7\nB1,\"8\"\nC1,9\n", ["2!", "3|B1|8", "4|C1|9"]),
    ("code,pin\nA\"1,7\nB1,8\n", ["2!", "3|B1|8"]),
    // Invisible characters, and cells with more than a code.
    ("code\nA\u{200B}1\n\u{A0}B1\u{3000}\n", ["2|A1", "3|B1"]),
    ("code\nA\0B1\nC1\n", ["2!", "3|C1"]),
    ("卡号：A1\n卡号：B1\n", ["1!", "2!"]), ("1. A1\n2. B1\n", ["1!", "2!"]),
    ("A1\nB1\n合计 2\n", ["1|A1", "2|B1", "3!"]), ("A1\nB1\ntotal: 2\n", ["1|A1", "2|B1", "3!"]),
    ("code,status\nA1,已使用\nB1,new\n", ["2!", "3|B1"]),
    (
      "code,used\nA1,yes\nB1,No\nC1,1\nD1,0\nE1,maybe\nF1,\n",
      ["2!", "3|B1", "4!", "5|D1", "6!", "7|F1"]
    ),
    (
      "code,status\nA1,inactive\nB1,foo\nC1,yes\nD1,Available\nE1,可用\n",
      ["2!", "3!", "4!", "5|D1", "6|E1"]
    ),
    ("卡密,是否使用\nA1,是\nB1,否\n", ["2!", "3|B1"]),
    // Parts between any number of hyphens, or word processors' dashes.
    ("A1----7----2027-12-31\nB1----8----2028/1/2\n", ["1|A1|7|2027-12-31", "2|B1|8|2028-01-02"]),
    ("A1----2027-12-31\nB1----永久\n", ["1|A1|2027-12-31", "2|B1"]),
    ("A1-----7\nB1--------8\nC1——9\n", ["1|A1|7", "2|B1|8", "3|C1|9"]),
    (
      "a@x.cn----p----2027-12-31\nb@x.cn----q----2027-12-31\n",
      ["1|a@x.cn----p----2027-12-31", "2|b@x.cn----q----2027-12-31"]
    ),
    (
      "A1--7\nB1 --- 8\nC1:9\nD1：9\nE-1\nsteam://x/1\n",
      ["1!", "2!", "3!", "4!", "5|E-1", "6|steam://x/1"]
    ),
    ("A1----7\nB—-1----8\n", ["1|A1|7", "2|B—-1|8"]),
    // A quote that may continue, several quotes, and ambiguous commas in numbers.
    ("code,pin\n\"A1,7\ny\",8\nB1,9\n", ["2!", "3!", "4|B1|9"]),
    ("code,pin\n\"A1\",\"7\nB1,8\n", ["2!", "3|B1|8"]),
    ("code,face_value\nA1,\"48,50\"\nB1,50\n", ["2!", "3|B1|50"]),
    // Numbers and marks of lists.
    ("1.A1\n2.B1\n", ["1!", "2!"]), ("账A1\n账B1\n合计 2\n", ["1|账A1", "2|账B1", "3!"]),
    ("1 A1\n2 B1\n3\tC1\n", ["1!", "2!", "3!"]), ("①A1\n②B1\n", ["1!", "2!"]),
    ("(1) A1\n[2]B1\nNo.3 C1\n第4张 D1\n5：E1\n", ["1!", "2!", "3!", "4!", "5!"]),
    ("- A1\n• B1\n> C1\n", ["1!", "2!", "3!"]),
    // Prose among codes, unless all codes have words.
    ("A1\nB1\n共2张\n", ["1|A1", "2|B1", "3!"]),
    ("A1\nB1\nThank you for your purchase!\n", ["1|A1", "2|B1", "3!"]),
    ("A1\nB1\nC1\nSubject: codes 12\n", ["1|A1", "2|B1", "3|C1", "4!"]),
    ("卡密,面值\nA1,50\n请联系客服,50\nC1,50\n", ["2|A1|50", "3!", "4|C1|50"]),
    ("账A1\n账B1\nC1\n", ["1|账A1", "2|账B1", "3|C1"]),
    ("AB CD\nEF GH\n", ["1|AB CD", "2|EF GH"]),
    // An account with its password is sold whole, whatever the other lines are.
    ("A1\nB1\n用户名：张三 密码：a1b2\n", ["1|A1", "2|B1", "3|用户名：张三 密码：a1b2"]),
    ("A1\nB1\n密码：请联系客服\n", ["1|A1", "2|B1", "3!"]),
    // Parts of codes, and codes in another encoding.
    (
      "“A-1”\n[B-1]\n`C-1`\n<D-1>\n【E-1】\n// order 1\n# x 1\nF[1]\n",
      [
        "1!", "2!", "3!", "4!", "5!", "6!", "7!", "8|F[1]",
      ]
    ),
    ("A-****-1\nB•••1\nC…1\nD*1\n", ["1!", "2!", "3!", "4|D*1"]),
    (
      "code,pin\nA1,***\nB%2D1,1\nC&amp;1,2\nD%1,3\nE&1,4\n",
      ["2!", "3!", "4!", "5|D%1|3", "6|E&1|4"]
    ),
    ("https://x.cn/?a=%2D\nhttps://x.cn/?b=1\n", ["1|https://x.cn/?a=%2D", "2|https://x.cn/?b=1"]),
    // Days that must not be guessed.
    ("code,expires\nA1,47848\nB1,٢٠٢٩-١٢-٣١\nC1,2029-12\nD1,31/12/29\n", ["2!", "3!", "4!", "5!"]),
  ])
  func `reads what suppliers send`(text: String, expected: [String]) throws {
    var options = CodeFile.Options()
    options.currency = "CNY"
    try check(text, expected, options)
  }

  @Test func `takes what a person says of the file`() throws {
    var options = CodeFile.Options()
    options.columns = [("Geheimzahl", .pin), ("Karte", .code), ("Preis", .cost)]
    options.dates = .dayFirst
    try check(
      "Karte;Geheimzahl;Preis;expiry\nA1;7;1.50;03/04/2027\nB1;8;2;31.12.2027\n",
      ["2|A1|7|2027-04-03|1.50", "3|B1|8|2027-12-31|2"],
      options
    )
    options = CodeFile.Options()
    options.columns = [("2", .pin), ("1", .code)]
    try check("A1,7\nB1,8\n", ["1|A1|7", "2|B1|8"], options)
    options = CodeFile.Options()
    options.separator = .colon
    try check("A1:7\nB1：8\n", ["1|A1|7", "2|B1|8"], options)
    options.separator = Separator.none
    try check("A1:7\n1 B…\nC1--8\n", ["1|A1:7", "2|1 B…", "3|C1--8"], options)
    options = CodeFile.Options()
    options.mayHaveHeader = false
    try check("KODE\nA1\n", ["1|KODE", "2|A1"], options)
    options = CodeFile.Options()
    options.dates = .monthFirst
    try check("code,expires\nA1,03/04/2027\n", ["2|A1|2027-03-04"], options)
    options = CodeFile.Options()
    options.sku = "GAME-50"
    try check("code,sku\nA1,GAME-50\nB1,GAME-100\n", ["2|A1", "3!"], options)
    #expect(DateOrder("DD/MM/YYYY") == .dayFirst && DateOrder("mdy") == .monthFirst)
  }

  private static let gb: [UInt8] = [
    0xBF, 0xA8, 0xBA, 0xC5, 0x2C, 0xC3, 0xDC, 0xC2, 0xEB, 0x0A, 0x41, 0x31, 0x2C, 0x37, 0x0A,
  ]

  private static func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
    ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  @Test func `reads every encoding that suppliers use, and says which`() throws {
    let text = "卡号\t密码\r\nA1\t7\r\n"
    for isBigEndian in [true, false] {
      for hasMark in [true, false] {
        let bytes = Self.utf16(text, isBigEndian: isBigEndian, hasMark: hasMark)
        #expect(described(try items(bytes)) == ["2|A1|7"])
      }
    }
    #expect(described(try items(Self.gb)) == ["2|A1|7"])
    #expect(described(try items([0x84, 0x31, 0x95, 0x33] + Self.gb)) == ["2|A1|7"])
    var scan = EncodingScan()
    scan.take(Self.gb)
    #expect(try scan.result().description == "GB 18030")
    // A damaged line affects no other.
    #expect(
      described(try items([0x61, 0x31, 0x0A, 0xFF, 0xFE, 0x0A, 0x62, 0x32])) == [
        "1|a1", "2!", "3|b2",
      ]
    )
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 3, 4] + Array("xl/workbook.xml".utf8), .excel),
      ([0x50, 0x4B, 3, 4, 9, 9], .zip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .oldExcel),
      (Array("%PDF-1.7".utf8), .pdf), ([0x1F, 0x8B, 8], .gzip), (Array("Rar!".utf8), .otherArchive),
      (Array("<html>".utf8), .html), (Array("<?xml ".utf8), .xml), (Array("[{\"a\"".utf8), .json),
      (Array("{\\rtf1".utf8), .rtf), (Array("From: a@b.cn\r\nSubject: codes\r\n".utf8), .mail),
      (Array("age-encryption.org/v1".utf8), .encrypted),
      ([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], .utf32), ([0x89, 0x50, 0x4E, 0x47], .image),
    ] as [([UInt8], ForeignFormat)]
  )
  func `says what a file is that is no text`(bytes: [UInt8], format: ForeignFormat) {
    var scan = EncodingScan()
    scan.take(bytes)
    #expect(throws: format) { try scan.result() }
    #expect(format.description.contains("expected"))
  }

  @Test(arguments: [
    "code,kode\nA1,1\n", "code,code\nA1,1\n", "CODE,price\nA1,1\n", "Northwind\n\ncode,pin\nA1,1\n",
    "面值,有效期\n50,2027-01-01\n", "兑换券列表\nA1B2\nC3D4\n", "Steam voucher list\nA1B2\nC3D4\n",
  ])
  func `sells no header that it does not know`(text: String) {
    #expect(throws: CodeFile.HeaderFault.self) { try self.items(Array(text.utf8)) }
  }

  @Test func `skips a line without end in bounded memory and goes on`() throws {
    let long = String(repeating: "x", count: 100_000)
    let found = try items(Array("code\n\(long)\nB\n".utf8), pieceBytes: 4_096)
    #expect(described(found) == ["2!", "3|B"])
    #expect("\(found[0])".contains("at most 4096 bytes"))
  }

  @Test func `says of a number that it counts days`() throws {
    let found = try items(Array("code,expires\nA1,47848\nB1,47848.5\n".utf8))
    for item in found { #expect("\(item)".contains("as spreadsheets count days")) }
    #expect(found.count == 2)
  }

  @Test func `never repeats a line in its refusal`() throws {
    let secret = "SECRETCANARY,1,2"
    let file = "code,pin\n\(secret)\n\"\(secret)\n卡号:SECRETCANARY,1\n=SECRETCANARY,1\n"
    let found = try items(Array(file.utf8))
    #expect(found.count == 4)
    for item in found { #expect(!"\(item)".contains("CANARY")) }
  }

  @Test func `reads anything to its end, and gives no code that is none`() throws {
    var state: UInt64 = 20_261_127
    let below = { (bound: Int) -> Int in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let parts = [
      "code", "pin", "卡号", ",", ";", "\t", "|", "----", "\"", "\"\"", "\n", "\r\n", "\r", "=", "'",
      "A1", "0012", "6.22E+18", "2027-12-31", " ", "\u{200B}", "\u{FEFF}", "\0", "１２", "sep=;",
    ]
    for round in 0..<400 {
      let bytes: [UInt8] =
        round % 2 == 0
        ? (0..<below(200)).map { _ in UInt8(below(256)) }
        : (0..<below(80)).flatMap { _ in Array(parts[below(parts.count)].utf8) }
      do {
        for item in try items(bytes, pieceBytes: 1 + below(7)) {
          guard case .code(let line) = item else { continue }
          #expect(!line.code.identity.isEmpty && line.code.code.utf8.count <= 512)
          #expect(CardCode(code: line.code.code, pin: line.code.pin) == line.code)
        }
      } catch is CodeFile.HeaderFault {
        continue
      } catch is ForeignFormat {
        continue
      }
    }
  }
}
