import Foundation
import Payments
import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct UnionPayStatementTests {
  private typealias UnionPay = PretendUnionPay

  /// The width of each column, by UnionPay's specification of files.
  private static let widths = [
    3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21,
    15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98,
  ]

  /// A line of a ZM file with these cells, counted from 1, and the shop's name in GBK.
  private static func line(_ changes: [Int: String]) -> [UInt8] {
    let cells = [
      1: "S22", 4: "455803", 5: "1118190640", 6: "6216***********0018", 7: "000000009700",
      10: "972585085201412455803", 12: "CSZTL2EYAMJZ00010001", 16: "D000000000058",
      17: "C000000009642", 20: "01", 21: "01", 22: "000201", 28: UnionPay.merchantID,
    ].merging(changes) { $1 }
    return widths.enumerated().flatMap { index, width -> [UInt8] in
      let cell = index == 30 ? [0xB2, 0xE2, 0xCA, 0xD4] : Array((cells[index + 1] ?? "").utf8)
      return cell + Array(repeating: 32, count: width - cell.count + 1)
    } + [13, 10]
  }

  private static let refund = [
    1: "S30", 5: "1118200000", 7: "000000001500", 10: "978856395898153578042",
    12: "RF839EJLCWG36T00", 16: "C000000000009", 20: "04", 21: "00", 27: "972585085201412455803",
  ]

  private func statement(
    _ name: String,
    _ files: [(String, [UInt8])],
    day: String = "2026-11-18",
    after seconds: Int64 = 0,
    code: String = "00"
  ) throws -> (Result<[Statement.Line]?, ProviderError>, CannedServer.Request) {
    let unionPay = try UnionPay.shared.get()
    let content = Data(StoredArchive.wrapped(StoredArchive.zip(files))).base64EncodedString()
    let answer = try unionPay.answer([
      "txnType": "76", "respCode": code, "fileContent": code == "00" ? content : "",
    ])
    let server = try CannedServer("unionpay-file-\(name)", [answer])
    let adapter = try unionPay.adapter(at: try server.address())
    let call = Call(now: now.advanced(seconds: seconds)) { "nonce" }
    let civil = try #require(CivilDate(day))
    let result = Result { () throws(ProviderError) in try adapter.statement(of: civil, call) }
    return (result, try #require(try server.sent().first))
  }

  private func money(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  @Test func `reads payments and refunds with their fees`() throws {
    let bytes = Self.line([:]) + Self.line(Self.refund) + Self.line([1: "S99", 20: "99"])
    let (result, sent) = try statement(
      "good",
      [("INN26111888ZM_\(UnionPay.merchantID)", bytes), ("README", [1, 2, 3])]
    )
    let lines = try #require(try result.get())
    #expect(lines.map(\.kind) == [.payment, .refund, .other])
    #expect(
      lines[0]
        == Statement.Line(
          provider: .unionpay,
          id: "972585085201412455803",
          kind: .payment,
          paymentID: "972585085201412455803",
          reference: Reference("CSZTL2EYAMJZ00010001"),
          amount: try money(9_700),
          fee: try money(58),
          at: now
        )
    )
    #expect(
      lines[1]
        == Statement.Line(
          provider: .unionpay,
          id: "978856395898153578042",
          kind: .refund,
          paymentID: "972585085201412455803",
          reference: nil,
          amount: try money(1_500),
          fee: try money(-9),
          at: now.advanced(seconds: 3_200)
        )
    )
    #expect(sent.line == "POST /")
    #expect(sent.form["settleDate"] == "1118" && sent.form["txnType"] == "76")
    #expect(sent.form["txnTime"] == "20261118190640" && sent.form["fileType"] == "00")
    #expect(try UnionPay.shared.get().isMerchants(sent.form))
  }

  @Test func `shows corrections to people`() throws {
    let correction = Array(Self.line([1: "E74"]).prefix(339))
    let (result, _) = try statement(
      "corrections",
      [("INN26111888ZM_1", []), ("INN26111888ZME_1", correction)]
    )
    let lines = try #require(try result.get())
    #expect(lines.map(\.kind) == [.other])
    #expect(lines.first?.id == "E74-20261118190640-455803")
    #expect(lines.first?.amount == (try money(9_700)))
  }

  @Test(arguments: [("2027-01-01", "1231235959", "2026"), ("2026-12-31", "0101000001", "2027")])
  func `finds the year of a line at the turn of one`(
    day: String,
    time: String,
    year: String
  ) throws {
    let (result, _) = try statement("turn-\(year)", [("ZM_1", Self.line([5: time]))], day: day)
    let expected = year == "2026" ? "2026-12-31 15:59:59Z" : "2026-12-31 16:00:01Z"
    #expect(try result.get()?.first?.at.text == expected)
  }

  @Test(arguments: [
    ("amount", [7: "00000009700"]), ("letters", [7: "0000000097.0"]),
    ("fee", [16: "X000000000058"]), ("short-fee", [16: "D58"]),
    ("merchant", [28: "777290058110049"]), ("no-merchant", [28: ""]),
    ("time", [5: "1332190640"]), ("no-id", [10: ""]), ("no-type", [20: ""]),
  ])
  func `a line that does not fit is named, and the day is read`(
    name: String,
    changes: [Int: String]
  ) throws {
    try expectOneUnread("bad-\(name)", Self.line([:]) + Self.line(changes) + Self.line(Self.refund))
  }

  @Test func `a blank fee is no fee`() throws {
    let (result, _) = try statement("no-fee", [("ZM_1", Self.line([16: ""]))])
    let lines = try #require(try result.get())
    #expect(lines.map(\.kind) == [.payment] && lines[0].fee == nil)
    #expect(lines[0].amount == (try money(9_700)))
  }

  @Test func `a line that is shifted, cut or two in one is named alone`() throws {
    let (good, refund) = (Self.line([:]), Self.line(Self.refund))
    try expectOneUnread("shifted", good + [32] + good + refund)
    try expectOneUnread("cut", good + good.prefix(300) + [13, 10] + refund)
    try expectOneUnread("long", good + good.dropLast(2) + good + refund)
    let text = [UInt8]("total 3".utf8)
    try expectOneUnread("footer", good + text + [10] + refund)
  }

  @Test func `refuses a file of another format, and archives without the file`() throws {
    let other = Array(repeating: [UInt8]("a,b,c\r\n".utf8), count: 101).flatMap { $0 }
    try expectDisbelief("format", [("ZM_1", other)])
    try expectDisbelief("other", [("README", [])])
    try expectDisbelief("empty", [])
  }

  /// Expects that only the second of three lines, between a purchase and a refund, is unread.
  private func expectOneUnread(_ name: String, _ bytes: [UInt8]) throws {
    let (result, _) = try statement(name, [("ZM_1", bytes)])
    let lines = try #require(try result.get())
    #expect(lines.map(\.kind) == [.payment, .unread, .refund])
    #expect(lines[1].id == "ZM 2026-11-18 line 2")
  }

  private func expectDisbelief(_ name: String, _ files: [(String, [UInt8])]) throws {
    let (result, _) = try statement(name, files)
    guard case .failure(.untrusted) = result else {
      Issue.record("expected disbelief, found \(result)")
      return
    }
  }

  @Test func `waits for a file, and a day later takes its absence for nothing`() throws {
    // The day in Beijing ends 53,599 s after `now`; in UTC it ends eight hours later.
    let (early, _) = try statement("early", [], after: 53_600, code: "98")
    #expect(try early.get() == nil)
    let (late, _) = try statement("late", [], after: 53_600 + 86_400, code: "98")
    #expect(try late.get() == [])
    let (refused, _) = try statement("refused", [], code: "32")
    guard case .failure(.refused) = refused else {
      Issue.record("expected a refusal, found \(refused)")
      return
    }
  }
}
