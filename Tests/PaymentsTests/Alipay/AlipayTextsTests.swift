import Shop
import Testing

@testable import Payments

/// The texts in Alipay's answers and bills.
@Suite(.timeLimit(.minutes(20)))
struct AlipayTextsTests {
  @Test(
    arguments: [
      (#"{"a_response":{"x":"}\"]","y":[1,{}]},"sign":"s"}"#, #"{"x":"}\"]","y":[1,{}]}"#),
      (#" { "sign" : "a_response" , "a_response" : "text" }"#, #""text""#),
      (#"{"n":-1.5e3,"a_response":true}"#, "true"),
      (#"{"b":{"a_response":1}}"#, nil), (#"{"a_response":{"#, nil), (#"["a_response"]"#, nil),
      ("", nil), (#"{"a_response"}"#, nil),
    ] as [(String, String?)]
  )
  func `finds a member's bytes as they came`(object: String, expected: String?) {
    let found = JSONMember.value(of: "a_response", in: Array(object.utf8))
    #expect(found.map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  @Test(
    arguments: [
      ("12.30", 1_230), ("0.00", 0), ("0", 0), ("-0.30", -30), ("88", 8_800), ("19.99", 1_999),
      ("1.005", nil), ("", nil), ("-", nil), ("+1", nil), (".", nil), ("1e2", nil), (" 1", nil),
      ("--1", nil), ("0.", nil),
    ] as [(String, Int64?)]
  )
  func `reads amounts of statements exactly`(text: String, units: Int64?) throws {
    let yuan = try #require(Currency("CNY"))
    #expect(StatementAmount.money(text, yuan)?.minorUnits == units)
  }

  @Test func `reads and writes Beijing's time`() {
    let moment = Timestamp(seconds: 1_795_000_000)
    #expect(moment.beijingText == "2026-11-18 19:06:40")
    #expect(moment.beijingRFC3339 == "2026-11-18T19:06:40+08:00")
    #expect(Timestamp(beijing: "2026-11-18 19:06:40") == moment)
    for text in ["2026-11-18", "2026-11-18 24:00:00", "2026-02-30 10:00:00", "2026-11-18 1:00:00"] {
      #expect(Timestamp(beijing: text) == nil, "\(text)")
    }
  }

  @Test func `opens a statement at ten in the morning of the next day in Beijing`() throws {
    let day = try #require(CivilDate("2026-11-18"))
    #expect(day.beijingStatementMoment.text == "2026-11-19 02:00:00Z")
  }
}
