import Payments
import Shop
import Testing

/// Reading a day from Stripe's balance.
@Suite(.timeLimit(.minutes(20)))
struct StripeStatementTests {
  private func statement(_ server: CannedServer, of day: String) throws -> [Statement.Line]? {
    let adapter = try StripeMoneyTests.adapter(server)
    return try adapter.statement(of: try #require(CivilDate(day)), StripeMoneyTests.call)
  }

  private func entry(
    _ id: String,
    _ type: String,
    _ amount: Int64,
    fee: Int64 = 0,
    source: String = "null"
  ) -> String {
    """
    {"id":"\(id)","type":"\(type)","amount":\(amount),"fee":\(fee),"currency":"cny",\
    "created":1794870000,"source":\(source)}
    """
  }

  private func source(_ object: String, _ amount: Int64, _ currency: String = "cny") -> String {
    """
    {"id":"x_1","object":"\(object)","amount":\(amount),"currency":"\(currency)",\
    "payment_intent":"pi_1","metadata":{"order_id":"CSZTL2EYAMJZ00010001"}}
    """
  }

  @Test func `reads payments, refunds, disputes and the rest, page by page`() throws {
    let first = [
      entry("txn_1", "charge", 4_850, fee: 195, source: source("charge", 4_850)),
      entry("txn_2", "refund", -1_000, source: source("refund", 1_000)),
    ]
    let second = [
      entry("txn_3", "adjustment", -4_850, fee: 1_500, source: source("dispute", 4_850)),
      entry("txn_4", "payout", -90_000, source: #""po_1""#), entry("txn_5", "adjustment", 7),
      // Paid in dollars, kept in yuan.
      entry("txn_6", "payment", 7_100, fee: 300, source: source("charge", 1_000, "usd")),
    ]
    let server = try CannedServer(
      "st-balance",
      [
        .init(200, #"{"data":[\#(first.joined(separator: ","))],"has_more":true}"#),
        .init(200, #"{"data":[\#(second.joined(separator: ","))],"has_more":false}"#),
      ]
    )
    let lines = try #require(try statement(server, of: "2026-11-16"))
    #expect(lines.map(\.id) == (1...6).map { "txn_\($0)" })
    #expect(lines.map(\.kind) == [.payment, .refund, .dispute, .other, .other, .payment])
    #expect(
      lines.map(\.amount.description) == [
        "48.50 CNY", "10.00 CNY", "48.50 CNY", "900.00 CNY", "0.07 CNY", "10.00 USD",
      ]
    )
    #expect(lines.map { $0.fee?.minorUnits } == [195, 0, 1_500, 0, 0, 300])
    #expect(lines.map(\.paymentID) == ["pi_1", "pi_1", "pi_1", nil, nil, "pi_1"])
    #expect(lines[0].reference == Reference("CSZTL2EYAMJZ00010001"))
    #expect(lines[0].at == Timestamp(seconds: 1_794_870_000))
    let sent = try server.sent()
    #expect(
      sent[0].fields() == [
        "created[gte]=1794787200", "created[lt]=1794873600", "limit=100", "expand[]=data.source",
      ]
    )
    #expect(sent[1].fields().last == "starting_after=txn_2")
  }

  @Test func `a line that cannot be read refuses itself, named, and no other`() throws {
    let good = entry("txn_2", "charge", 4_850, source: source("charge", 4_850))
    for (index, bad) in [
      entry("txn_1", "charge", 1).replacing(#""cny""#, with: #""yuan""#),
      entry("txn_1", "charge", 1).replacing(#""fee""#, with: #""fees""#),
      entry("txn_1", "charge", 1).replacing("1794870000", with: #""today""#),
    ].enumerated() {
      let page = #"{"data":[\#(bad),\#(good)]}"#
      let server = try CannedServer("st-bad-\(index)", [.init(200, page)])
      let lines = try #require(try statement(server, of: "2026-11-16"))
      #expect(lines.map(\.kind) == [.unread, .payment], "\(bad)")
      #expect(lines.first?.id == "balance 2026-11-16 txn_1")
    }
  }

  @Test func `waits until the day is over`() throws {
    let live = StripeAdapter(secrets: [], isLive: false, api: try stripeAPI("sk_test_1"))
    let today = try #require(CivilDate("2026-11-18"))
    #expect(try live.statement(of: today, StripeMoneyTests.call) == nil)
    let midnight = Call(now: today.lastMoment.advanced(seconds: 599)) { "" }
    #expect(try live.statement(of: today, midnight) == nil)
    let server = try CannedServer("st-balance-empty", [.init(200, #"{"data":[]}"#)])
    #expect(try statement(server, of: "2026-11-17") == [])
  }
}
