import Testing
import cardstock_mockpay

struct MoneyTests {
  /// A desk with one open sale of 48.50, which may be paid until second 1,000.
  private static func desk(_ provider: Provider, timeScale: Int64 = 1) throws -> Desk {
    var desk = try SampleKeys.desk(timeScale: timeScale)
    var sale = Sale(
      id: "s",
      provider: provider,
      orderNumber: "A1B2C3D4E5F6G7H8J9K0",
      lines: [.init(name: "Card", unitAmount: 4850, quantity: 1)],
      currency: "CNY",
      createdAt: 0,
      expiresAt: 1000
    )
    sale.notifyURL = "http://127.0.0.1:8090/webhooks"
    sale.details["method"] = "alipay.trade.page.pay"
    desk.add(sale)
    return desk
  }

  private static let kinds: [(Provider, paid: String, refunded: String)] = [
    (.wechatpay, "TRANSACTION.SUCCESS", "REFUND.SUCCESS"),
    (.alipay, "TRADE_SUCCESS", "TRADE_SUCCESS"),
  ]

  @Test(arguments: kinds.map { ($0.0, $0.paid) })
  func `who presses twice is told twice of one payment`(provider: Provider, kind: String) throws {
    var desk = try Self.desk(provider)
    try desk.pay("s", at: 1)
    try desk.pay("s", at: 1)
    #expect(try desk.sale("s").payments.count == 1)
    #expect(desk.outbox.notices.map(\.kind) == [kind, kind])
    #expect(Set(desk.outbox.notices.map(\.id)).count == 2)
  }

  @Test(arguments: kinds.map { ($0.0, $0.refunded) })
  func `a refund takes its time and is told when it is done`(
    provider: Provider,
    kind: String
  ) throws {
    var desk = try Self.desk(provider)
    try desk.pay("s", at: 1)
    let payment = try #require(desk.sale("s").payments.first).id
    try desk.refund(payment, id: "r", amount: 50, isImmediate: false, at: 2)
    try desk.tick(at: 61_999)
    #expect(try desk.sale("s").payments.first?.refunded == 0)
    #expect(try desk.sale("s").payments.first?.left == 4800)
    try desk.tick(at: 62_000)
    #expect(try desk.sale("s").payments.first?.refunded == 50)
    #expect(desk.outbox.notices.count == 2)
    #expect(desk.outbox.notices.last?.kind == kind)
  }

  @Test(arguments: [Provider.wechatpay, .alipay])
  func `late money is told of only after the time is up`(provider: Provider) throws {
    var desk = try Self.desk(provider)
    try desk.payLate("s", at: 100)
    #expect(desk.outbox.notices.map(\.dueAt) == [1_060_000])
    #expect(try desk.sale("s").payments.first?.paidAt == 100)
  }

  @Test func `an ended sale takes late money alone`() throws {
    var desk = try Self.desk(.wechatpay)
    try desk.tick(at: 1_000_000)
    #expect(try desk.sale("s").state == .ended)
    #expect(throws: SaleError.notOpen("s")) { try desk.pay("s", at: 1001) }
    try desk.payLate("s", at: 1001)
    #expect(try desk.sale("s").state == .paid)
  }

  @Test func `a refund that shall fail gives nothing back`() throws {
    var desk = try Self.desk(.wechatpay)
    try desk.pay("s", at: 1)
    let payment = try #require(desk.sale("s").payments.first).id
    desk.controls.failingRefunds = [.wechatpay]
    let refund = try desk.refund(payment, id: "r", amount: nil, at: 2)
    #expect(refund.state == .failed)
    #expect(desk.outbox.notices.last?.kind == "REFUND.ABNORMAL")
    #expect(try desk.refund(payment, id: "r2", amount: nil, at: 3).state == .done)
  }

  @Test func `each attempt is signed anew and the content stays`() throws {
    var desk = try Self.desk(.wechatpay)
    try desk.pay("s", at: 1)
    let notice = try #require(desk.outbox.notices.first)
    let (first, second) = try (notice.compose(10), notice.compose(20))
    #expect(first.headers["Wechatpay-Timestamp"] == "10")
    #expect(second.headers["Wechatpay-Timestamp"] == "20")
    #expect(first.headers["Wechatpay-Signature"] != second.headers["Wechatpay-Signature"])
  }

  @Test func `a tampered amount is of the next notice alone`() throws {
    var desk = try Self.desk(.wechatpay)
    desk.controls.tampering[.wechatpay] = .amount
    try desk.pay("s", at: 1)
    try desk.pay("s", at: 1)
    let totals = desk.outbox.notices.map { JsonDocument($0.content)?["amount"]?["total"]?.integer }
    #expect(totals == [4849, 4850])
  }
}
