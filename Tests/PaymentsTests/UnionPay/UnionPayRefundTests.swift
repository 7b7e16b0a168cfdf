import Foundation
import Payments
import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct UnionPayRefundTests {
  private typealias UnionPay = PretendUnionPay
  private let call = Call(now: now.advanced(seconds: 90)) { "nonce" }

  private func request(paymentID: String?, requestedAt: Timestamp?) throws -> RefundRequest {
    let currency = try #require(Currency("CNY"))
    return RefundRequest(
      id: "RF839EJLCWG36T00",
      question: Payment.Question(reference: nil, paymentID: paymentID),
      amount: Money(minorUnits: 1_500, currency: currency),
      paid: Money(minorUnits: 9_700, currency: currency),
      reason: "asked for",
      notifyURL: "https://pay.example/webhooks/unionpay",
      requestedAt: requestedAt
    )
  }

  private func refund(
    _ name: String,
    _ answers: [[String: String]]
  ) throws -> (Result<RefundAnswer, ProviderError>, [CannedServer.Request]) {
    let unionPay = try UnionPay.shared.get()
    let canned = try answers.map { try unionPay.answer($0, to: UnionPay.refunded) }
    let server = try CannedServer("unionpay-refund-\(name)", canned)
    let adapter = try unionPay.adapter(at: try server.address())
    let request = try request(paymentID: "972585085201412455803", requestedAt: now)
    let result = Result { () throws(ProviderError) in try adapter.refund(request, call) }
    return (result, try server.sent())
  }

  @Test func `asks first, and sends what UnionPay does not know`() throws {
    let (answer, sent) = try refund("new", [["respCode": "34"], ["respCode": "00"]])
    #expect(try answer.get() == .pending)
    #expect(
      sent.map(\.line) == [
        "POST /gateway/api/queryTrans.do", "POST /gateway/api/backTransReq.do",
      ]
    )
    #expect(sent[0].form["orderId"] == "RF839EJLCWG36T00")
    #expect(sent[0].form["txnTime"] == "20261118190640")
    var form = sent[1].form
    #expect(try UnionPay.shared.get().isMerchants(form))
    form["signature"] = nil
    #expect(
      form == [
        "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "accessType": "0",
        "certId": UnionPay.merchantSerial, "merId": UnionPay.merchantID, "txnType": "04",
        "txnSubType": "00", "bizType": "000201", "channelType": "07",
        "orderId": "RF839EJLCWG36T00", "origQryId": "972585085201412455803",
        "txnTime": "20261118190640", "txnAmt": "1500",
        "backUrl": "https://pay.example/webhooks/unionpay",
      ]
    )
  }

  @Test func `a balance that is too small is a refusal of this number, and said so`() throws {
    let refusal = ["respCode": "01", "respMsg": "商户可用余额不足"]
    let (answer, _) = try refund("short", [["respCode": "34"], refusal])
    guard case .failure(.refused(let words)) = answer else {
      Issue.record("\(answer)")
      return
    }
    #expect(words.contains("余额不足") && words.contains("give the order's refund again"))
  }

  @Test func `sends nothing again, and says when it is done`() throws {
    let (answer, sent) = try refund("done", [["origRespCode": "00"]])
    let key = Payment.Key(paymentID: "972585085201412455803", reference: nil)
    let amount = Money(minorUnits: 1_500, currency: try #require(Currency("CNY")))
    #expect(
      try answer.get()
        == .done(.refunded(key, Refund.Confirmed(id: "RF839EJLCWG36T00", amount: amount)))
    )
    #expect(sent.count == 1)
  }

  @Test(arguments: ["03", "04", "05"])
  func `waits while it is underway`(code: String) throws {
    let (answer, sent) = try refund("underway-\(code)", [["origRespCode": code]])
    #expect(try answer.get() == .pending)
    #expect(sent.count == 1)
  }

  @Test(arguments: ["03", "04", "05", "12"])
  func `takes a repeat and an unknown end for pending`(code: String) throws {
    let (answer, _) = try refund("maybe-\(code)", [["respCode": "34"], ["respCode": code]])
    #expect(try answer.get() == .pending)
  }

  @Test func `a request whose time is over is refused, and not asked for for ever`() throws {
    let (answer, _) = try refund("late", [["respCode": "34"], ["respCode": "39"]])
    guard case .failure(.refused) = answer else {
      Issue.record("expected a refusal, found \(answer)")
      return
    }
  }

  @Test func `a question that is refused says nothing of the refund`() throws {
    let (answer, _) = try refund("question", [["respCode": "11"]])
    guard case .failure(.temporary) = answer else {
      Issue.record("expected nothing to be known, found \(answer)")
      return
    }
  }

  @Test(arguments: [302, 403, 404, 500])
  func `what is not signed is no refusal`(status: Int) throws {
    let unionPay = try UnionPay.shared.get()
    let unknown = try unionPay.answer(["respCode": "34"], to: UnionPay.refunded)
    let server = try CannedServer("unionpay-refund-\(status)", [unknown, .init(status, "no")])
    let request = try request(paymentID: "972585085201412455803", requestedAt: now)
    #expect {
      try unionPay.adapter(at: server.address()).refund(request, call)
    } throws: { error in
      if case ProviderError.temporary = error { true } else { false }
    }
    // A request that may have been accepted is queried before it is sent again.
    #expect(try server.sent().count == 2)
  }

  @Test(arguments: ["33", "35", "36"])
  func `says that UnionPay will not have it`(code: String) throws {
    let (sent, _) = try refund("refused-\(code)", [["respCode": "34"], ["respCode": code]])
    let (ended, _) = try refund("ended-\(code)", [["origRespCode": code]])
    for answer in [sent, ended] {
      guard case .failure(.refused(let words)) = answer else {
        Issue.record("expected a refusal, found \(answer)")
        continue
      }
      #expect(words.contains(code))
    }
  }

  @Test func `tries again later when the gateway has its own trouble`() throws {
    for (index, answers) in [[["respCode": "34"], ["respCode": "99"]], [["respCode": "06"]]]
      .enumerated()
    {
      let (answer, _) = try refund("trouble-\(index)", answers)
      guard case .failure(.temporary) = answer else {
        Issue.record("expected a temporary failure, found \(answer)")
        continue
      }
    }
  }

  @Test func `believes no refund of another amount`() throws {
    let (answer, _) = try refund("amount", [["origRespCode": "00", "txnAmt": "9700"]])
    guard case .failure(.untrusted) = answer else {
      Issue.record("expected disbelief, found \(answer)")
      return
    }
  }

  @Test func `asks for nothing without the payment's number and the refund's time`() throws {
    let adapter = try UnionPay.shared.get().adapter()
    for request in [
      try request(paymentID: nil, requestedAt: now),
      try request(paymentID: "972585085201412455803", requestedAt: nil),
    ] {
      #expect(throws: ProviderError.self) { try adapter.refund(request, call) }
    }
  }

  private func wholeRefund(
    _ name: String,
    _ answers: [[String: String]]
  ) throws -> (Result<RefundAnswer, ProviderError>, [CannedServer.Request]) {
    let unionPay = try UnionPay.shared.get()
    let canned = try answers.map { changes in
      try unionPay.answer(
        changes,
        to: changes["txnType"] == "01" ? UnionPay.paid : UnionPay.refunded
      )
    }
    let server = try CannedServer("unionpay-void-\(name)", canned)
    let adapter = try unionPay.adapter(at: try server.address())
    let currency = try #require(Currency("CNY"))
    let request = RefundRequest(
      id: "RF839EJLCWG36T00",
      question: Payment.Question(
        reference: Reference("CSZTL2EYAMJZ00010001"),
        paymentID: "972585085201412455803"
      ),
      amount: Money(minorUnits: 9_700, currency: currency),
      paid: Money(minorUnits: 9_700, currency: currency),
      reason: "asked for",
      notifyURL: "https://pay.example/webhooks/unionpay",
      requestedAt: now
    )
    let result = Result { () throws(ProviderError) in try adapter.refund(request, call) }
    return (result, try server.sent())
  }

  private static let bought = ["txnType": "01", "origRespCode": "00"]
  private static let unknown = ["respCode": "34"]

  @Test func `undoes the whole of a purchase on the day of its settlement`() throws {
    let (answer, sent) = try wholeRefund(
      "today",
      [
        UnionPayRefundTests.unknown, UnionPayRefundTests.unknown, UnionPayRefundTests.bought,
        ["respCode": "00"],
      ]
    )
    #expect(try answer.get() == .pending)
    #expect(sent.count == 4)
    #expect(sent[1].form["orderId"] == "RF839EJLCWG36T00V")
    #expect(sent[2].form["queryId"] == "972585085201412455803" && sent[2].form["orderId"] == nil)
    #expect(sent[3].line == "POST /gateway/api/backTransReq.do")
    #expect(sent[3].form["txnType"] == "31" && sent[3].form["txnAmt"] == "9700")
    #expect(sent[3].form["orderId"] == "RF839EJLCWG36T00V")
    #expect(sent[3].form["origQryId"] == "972585085201412455803")
  }

  @Test func `an undone purchase is given back under the refund's own ID`() throws {
    let done = [
      "origRespCode": "00", "orderId": "RF839EJLCWG36T00V", "txnAmt": "9700",
      "txnTime": "20261118190640",
    ]
    let (answer, sent) = try wholeRefund("done", [UnionPayRefundTests.unknown, done])
    guard case .done(.refunded(_, let refund)) = try answer.get() else {
      Issue.record("expected a refund")
      return
    }
    #expect(refund.id == "RF839EJLCWG36T00" && refund.amount.minorUnits == 9_700)
    #expect(sent.count == 2)
  }

  @Test(
    arguments: [
      (
        "settled",
        [
          UnionPayRefundTests.unknown, UnionPayRefundTests.unknown,
          UnionPayRefundTests.bought.merging(["settleDate": "1117"]) { $1 }, ["respCode": "00"],
        ]
      ),
      (
        "no-void",
        [
          UnionPayRefundTests.unknown, UnionPayRefundTests.unknown, UnionPayRefundTests.bought,
          ["respCode": "31"], ["respCode": "00"],
        ]
      ),
      (
        "failed",
        [
          UnionPayRefundTests.unknown, ["origRespCode": "35", "orderId": "RF839EJLCWG36T00V"],
          ["respCode": "00"],
        ]
      ),
      (
        "no-query",
        [
          UnionPayRefundTests.unknown, UnionPayRefundTests.unknown, ["respCode": "31"],
          ["respCode": "00"],
        ]
      ),
    ] as [(String, [[String: String]])]
  )
  func `a purchase that cannot be undone is refunded`(
    name: String,
    answers: [[String: String]]
  ) throws {
    let (answer, sent) = try wholeRefund(name, answers)
    #expect(try answer.get() == .pending)
    let last = try #require(sent.last)
    #expect(last.form["txnType"] == "04" && last.form["orderId"] == "RF839EJLCWG36T00")
  }
}
