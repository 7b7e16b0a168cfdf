import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct MoneyTests {
  /// A mock with one open sale of 48.50, which may be paid until second 1,000.
  private static func mock(_ provider: Provider, timeScale: Int64 = 1) throws -> MockState {
    var mock = try SampleKeys.mock(timeScale: timeScale)
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
    sale.alipay.method = "alipay.trade.page.pay"
    mock.add(sale)
    return mock
  }

  private static let kinds: [(Provider, paid: String, refunded: String)] = [
    (.wechatpay, "TRANSACTION.SUCCESS", "REFUND.SUCCESS"),
    (.alipay, "TRADE_SUCCESS", "TRADE_SUCCESS"),
  ]

  @Test(arguments: kinds.map { ($0.0, $0.paid) })
  func `who presses twice is told twice of one payment`(provider: Provider, kind: String) throws {
    var mock = try Self.mock(provider)
    try mock.pay("s", at: 1)
    try mock.pay("s", at: 1)
    #expect(try mock.sale("s").payments.count == 1)
    #expect(mock.outbox.notices.map(\.kind) == [kind, kind])
    #expect(Set(mock.outbox.notices.map(\.id)).count == 2)
  }

  @Test(arguments: kinds.map { ($0.0, $0.refunded) })
  func `a refund takes its time and is told when it is done`(
    provider: Provider,
    kind: String
  ) throws {
    var mock = try Self.mock(provider)
    try mock.pay("s", at: 1)
    let payment = try #require(mock.sale("s").payments.first).id
    try mock.refund(payment, id: "r", amount: 50, isImmediate: false, at: 2)
    try mock.tick(at: 61_999)
    #expect(try mock.sale("s").payments.first?.refunded == 0)
    #expect(try mock.sale("s").payments.first?.left == 4800)
    try mock.tick(at: 62_000)
    #expect(try mock.sale("s").payments.first?.refunded == 50)
    #expect(mock.outbox.notices.count == 2)
    #expect(mock.outbox.notices.last?.kind == kind)
  }

  @Test(arguments: [Provider.wechatpay, .alipay])
  func `late money is told of only after the time is up`(provider: Provider) throws {
    var mock = try Self.mock(provider)
    try mock.payLate("s", at: 100)
    #expect(mock.outbox.notices.map(\.dueAt) == [1_060_000])
    #expect(try mock.sale("s").payments.first?.paidAt == 100)
  }

  @Test func `an ended sale takes late money alone`() throws {
    var mock = try Self.mock(.wechatpay)
    try mock.tick(at: 1_000_000)
    #expect(try mock.sale("s").state == .ended)
    #expect(throws: SaleError.notOpen("s")) { try mock.pay("s", at: 1001) }
    try mock.payLate("s", at: 1001)
    #expect(try mock.sale("s").state == .paid)
  }

  @Test func `a refund that shall fail gives nothing back`() throws {
    var mock = try Self.mock(.wechatpay)
    try mock.pay("s", at: 1)
    let payment = try #require(mock.sale("s").payments.first).id
    mock.controls.failingRefunds = [.wechatpay]
    let refund = try mock.refund(payment, id: "r", amount: nil, at: 2)
    #expect(refund.state == .failed)
    #expect(mock.outbox.notices.last?.kind == "REFUND.ABNORMAL")
    #expect(try mock.refund(payment, id: "r2", amount: nil, at: 3).state == .done)
  }

  @Test func `each attempt is signed anew and the content stays`() throws {
    var mock = try Self.mock(.wechatpay)
    try mock.pay("s", at: 1)
    let notice = try #require(mock.outbox.notices.first)
    let (first, second) = try (notice.compose(10), notice.compose(20))
    #expect(first.headers["Wechatpay-Timestamp"] == "10")
    #expect(second.headers["Wechatpay-Timestamp"] == "20")
    #expect(first.headers["Wechatpay-Signature"] != second.headers["Wechatpay-Signature"])
  }

  @Test func `a tampered amount is of the next notice alone`() throws {
    var mock = try Self.mock(.wechatpay)
    mock.controls.tampering[.wechatpay] = .amount
    try mock.pay("s", at: 1)
    try mock.pay("s", at: 1)
    let totals = mock.outbox.notices.map { JsonDocument($0.content)?["amount"]?["total"]?.integer }
    #expect(totals == [4849, 4850])
  }
}
