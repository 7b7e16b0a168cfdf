import Shop
import Testing
import cardstock_worker

struct CodeFileTests {
  /// Reads a file in pieces of three bytes, so that nothing may depend on where a piece ends.
  private func items(_ bytes: [UInt8]) throws -> [CodeFile.Item] {
    var rest = bytes[...]
    var file = try CodeFile {
      defer { rest = rest.dropFirst(3) }
      return Array(rest.prefix(3))
    }
    var items: [CodeFile.Item] = []
    while let item = try file.next() { items.append(item) }
    return items
  }

  private func check(_ text: String, _ expected: [String]) throws {
    let described = try items(Array(text.utf8)).map { item in
      switch item {
      case .code(let line):
        [
          "\(line.line)", line.code.code, line.code.pin, line.faceValue,
          line.expiresAt.map { "\($0.seconds)" }, line.cost,
        ].compactMap { $0 }.joined(separator: "|")
      case .refused(let line, _): "\(line)!"
      }
    }
    #expect(described == expected)
  }

  @Test(arguments: [
    ("", []),
    ("AAAA\nBBBB\n", ["1|AAAA", "2|BBBB"]),
    ("AAAA\r\nBBBB", ["1|AAAA", "2|BBBB"]),
    ("\u{FEFF}AAAA\n", ["1|AAAA"]),
    ("\n\n  AAAA  \n", ["3|AAAA"]),
    ("AAAA,1234\n", ["1!"]),
    ("code\nAAAA\n", ["2|AAAA"]),
    ("\u{FEFF}Code, PIN\r\nAAAA,1234\r\nBBBB,\r\n", ["2|AAAA|1234", "3|BBBB"]),
    ("pin,code\n\"12\"\"3\",\"A,A\"\n", ["2|A,A|12\"3"]),
    ("code,pin\nAAAA\nBBBB,1,2\nCCCC,3\n", ["2!", "3!", "4|CCCC|3"]),
    ("code,expires\nA,2026-12-31\nB,31.12.2026\n", ["2|A|1798761599", "3!"]),
    ("code,face_value,cost\nA,50,48.5\nB,x,1\nC,1,-1\n", ["2|A|50|48.5", "3!", "4!"]),
    ("code,pin\n\"A\nB\",1\nC,2\n", ["2!", "4|C|2"]),
    ("code\n\"A\"x\nB\n", ["2!", "3|B"]),
    ("code\n\"A\n", ["2!"]),
    ("code\n\n,\n", []),
  ])
  func `reads CSV and plain lists`(text: String, expected: [String]) throws {
    try check(text, expected)
  }

  @Test func `reports bytes that are not text by their line`() throws {
    #expect(try items([0x61, 0x0A, 0xFF, 0xFE, 0x0A]).count == 2)
    let last = try items([0x61, 0x0A, 0xFF, 0xFE, 0x0A])[1]
    #expect(last == .refused(line: 2, reason: "expected UTF-8 text"))
  }

  @Test func `skips a line without end in bounded memory and goes on`() throws {
    let long = String(repeating: "x", count: 100_000)
    try check("code\n\(long)\nB\n", ["2!", "3|B"])
  }

  @Test(arguments: ["code,kode\n", "code,code\n", "CODE,price\n"])
  func `refuses a header that it does not know`(text: String) {
    #expect(throws: CodeFile.HeaderFault.self) { try self.items(Array(text.utf8)) }
  }

  @Test func `never repeats a line in its refusal`() throws {
    let secret = "SECRETCANARY,1,2"
    for item in try items(Array("code,pin\n\(secret)\n\"\(secret)".utf8)) {
      #expect(!"\(item)".contains("CANARY"))
    }
  }
}
