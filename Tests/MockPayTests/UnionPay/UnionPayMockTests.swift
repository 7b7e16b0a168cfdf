import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct UnionPayMockTests {
  private typealias Sample = UnionPaySample

  @Test func `opens one page for a form however often it is sent`() throws {
    var mock = try SampleKeys.mock()
    let sale = try mock.unionpayPurchase(Sample.purchase(), at: Sample.now)
    let again = try mock.unionpayPurchase(Sample.purchase(), at: Sample.now + 5)
    #expect(again.id == sale.id)
    #expect(sale.amount == 4850)
  }

  @Test(arguments: [
    (["currencyCode": "840"], "10"), (["orderId": "A-B_C"], "10"), (["backUrl": ""], "13"),
    (["txnAmt": "0"], "33"), (["txnTime": "20261118170639"], "39"), (["unknown": "1"], "10"),
    (["payTimeout": "20261118190639"], "39"), (["version": "5.0.0"], "10"),
  ])
  func `refuses what the gateway refuses`(_ changes: [String: String], _ code: String) throws {
    var mock = try SampleKeys.mock()
    do throws(UnionPayRefusal) {
      _ = try mock.unionpayPurchase(Sample.purchase(changes), at: Sample.now)
      Issue.record("expected \(code), found a page")
    } catch {
      #expect(error.code == code)
    }
  }

  @Test func `tells nothing of what is not finished, and answers 05, or 42 when it is late`() throws
  {
    for (seconds, code) in [(0, "05"), (86_400, "42")] as [(Int64, String)] {
      var mock = try SampleKeys.mock()
      let sale = try mock.unionpayPurchase(Sample.purchase(), at: Sample.now)
      try mock.payUnfinished(sale.id, at: Sample.now + seconds)
      let question = Sample.query(sale.orderNumber, Sample.time)
      #expect(try mock.unionpayQuery(question)["origRespCode"] == code)
      #expect(mock.outbox.notices.isEmpty)
      try mock.finishPayment(mock.sale(sale.id).payments[0].id, at: Sample.now)
      #expect(try mock.unionpayQuery(question)["origRespCode"] == "00")
    }
  }

  @Test func `tells a purchase and a refund, and answers questions about both`() throws {
    var mock = try SampleKeys.mock(timeScale: 1000)
    let sale = try mock.unionpayPurchase(Sample.purchase(), at: Sample.now)
    let question = Sample.query(sale.orderNumber, Sample.time)
    #expect(throws: UnionPayRefusal.unknown) { try mock.unionpayQuery(question) }
    try mock.pay(sale.id, at: Sample.now)
    let answer = try mock.unionpayQuery(question)
    #expect(answer["origRespCode"] == "00")
    #expect(answer["txnAmt"] == "4850")
    let taken = try mock.unionpayRefund(Sample.refund(of: answer["queryId"]), at: Sample.now)
    #expect(taken["respCode"] == "00")
    let byRefund = Sample.query("R1B2C3D4E5F6G7H8J9K0", Sample.time)
    #expect(try mock.unionpayQuery(byRefund)["origRespCode"] == "05")
    try mock.tick(at: Sample.now * 1000 + 60)
    #expect(try mock.unionpayQuery(byRefund)["origRespCode"] == "00")
    #expect(mock.outbox.notices.map(\.kind) == ["01:00", "04:00"])
  }

  @Test func `undoes only the whole purchase, and gives nothing back twice`() throws {
    var mock = try SampleKeys.mock()
    let sale = try mock.unionpayPurchase(Sample.purchase(), at: Sample.now)
    try mock.pay(sale.id, at: Sample.now)
    let id = try mock.sale(sale.id).payments[0].id
    #expect(throws: UnionPayRefusal.mismatch) {
      try mock.unionpayRefund(Sample.refund(of: id, ["txnType": "31"]), at: Sample.now)
    }
    let whole = Sample.refund(of: id, ["txnType": "31", "txnAmt": "4850"])
    _ = try mock.unionpayRefund(whole, at: Sample.now)
    #expect(throws: UnionPayRefusal.repeated) {
      try mock.unionpayRefund(whole, at: Sample.now)
    }
    let other = Sample.refund(of: id, ["orderId": "R2B2C3D4E5F6G7H8J9K0"])
    #expect(throws: UnionPayRefusal.amount) {
      try mock.unionpayRefund(other, at: Sample.now)
    }
  }

  @Test func `reads forms once, and signs their fields in order`() throws {
    let message = try ACPMessage(form: Array("b=%2B+1&a=%E9%93%B6&signature=x%3D".utf8))
    #expect(message.signedText == "a=银&b=+ 1")
    for text in ["a=1&a=2", "a=", "a=%2", "a=%FF"] {
      #expect(throws: UnionPayRefusal.self) { try ACPMessage(form: Array(text.utf8)) }
    }
  }
}
