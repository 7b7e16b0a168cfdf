import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct PayPalMockTests {
  private static let now = PayPalSample.now

  @Test func `opens one order for a request, and wants to know the request`() throws {
    var mock = try SampleKeys.mock()
    let first = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now)
    let again = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now)
    let other = try mock.paypalOpen(PayPalSample.order(), requestID: "B", at: Self.now)
    #expect(again.id == first.id)
    #expect(other.id != first.id)
    let missing = PayPalSample.issue {
      _ = try mock.paypalOpen(PayPalSample.order(), requestID: nil, at: 0)
    }
    #expect(missing == "PAYPAL_REQUEST_ID_REQUIRED")
  }

  @Test(arguments: [
    ("48.505", "USD", "DECIMAL_PRECISION"), ("0.00", "USD", "CANNOT_BE_ZERO_OR_NEGATIVE"),
    ("48.50", "JPY", "DECIMALS_NOT_SUPPORTED"), ("48.50", "KRW", "CURRENCY_NOT_SUPPORTED"),
    ("48.50", "HUF", "DECIMALS_NOT_SUPPORTED"),
  ])
  func `refuses amounts that PayPal refuses`(
    _ value: String,
    _ currency: String,
    _ issue: String
  ) throws {
    var mock = try SampleKeys.mock()
    let order = try PayPalSample.order(value: value, currency: currency)
    let found = PayPalSample.issue { _ = try mock.paypalOpen(order, requestID: "A", at: 0) }
    #expect(found == issue)
  }

  @Test func `takes the money after approval alone, and once`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now).id
    let early = PayPalSample.issue { _ = try mock.paypalCapture(id, requestID: "C", at: Self.now) }
    #expect(early == "ORDER_NOT_APPROVED")
    try mock.pay(id, at: Self.now)
    #expect(try mock.sale(id).payments.isEmpty)
    let paid = try mock.paypalCapture(id, requestID: "C", at: Self.now)
    let again = try mock.paypalCapture(id, requestID: "C", at: Self.now)
    #expect(again == paid)
    let twice = PayPalSample.issue { _ = try mock.paypalCapture(id, requestID: "D", at: Self.now) }
    #expect(twice == "ORDER_ALREADY_CAPTURED")
    let invoice = PayPalSample.issue {
      _ = try mock.paypalOpen(PayPalSample.order(), requestID: "E", at: Self.now)
    }
    #expect(invoice == "DUPLICATE_INVOICE_ID")
    #expect(
      mock.outbox.notices.map(\.kind) == ["CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED"]
    )
  }

  @Test func `keeps a payment until it is accepted`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now).id
    try mock.payUnfinished(id, at: Self.now)
    let kept = try mock.paypalCapture(id, requestID: "C", at: Self.now).payments[0]
    #expect(kept.isUnfinished)
    try mock.finishPayment(kept.id, at: Self.now)
    #expect(
      mock.outbox.notices.map(\.kind) == [
        "CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.COMPLETED",
      ]
    )
  }

  @Test func `gives back no more than was paid, and the same request once`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now).id
    try mock.pay(id, at: Self.now)
    let capture = try mock.paypalCapture(id, requestID: nil, at: Self.now).payments[0].id
    let part = try decodeBody(
      RefundRequestDocument.self,
      Array(#"{"amount": {"currency_code": "USD", "value": "40.00"}}"#.utf8)
    )
    let refund = { (mock: inout MockState, key: String) throws -> String in
      try mock.paypalRefund(of: capture, part, requestID: key, at: Self.now).id
    }
    let first = try refund(&mock, "R1")
    let again = try refund(&mock, "R1")
    #expect(again == first)
    let tooMuch = PayPalSample.issue { _ = try refund(&mock, "R2") }
    #expect(tooMuch == "REFUND_AMOUNT_EXCEEDED")
    let rest = try mock.paypalRefund(of: capture, nil, requestID: "R3", at: Self.now)
    #expect(rest.amount == 850)
  }

  @Test func `believes its own tokens for nine hours`() throws {
    var mock = try SampleKeys.mock()
    let token = mock.paypalToken(at: Self.now).text
    try mock.paypalAuthorize("Bearer " + token, at: Self.now + 9 * 3600 - 1)
    #expect(throws: PayPalError.self) {
      try mock.paypalAuthorize("Bearer " + token, at: Self.now + 9 * 3600)
    }
    #expect(throws: PayPalError.self) { try mock.paypalAuthorize("Bearer x", at: Self.now) }
  }

  @Test func `another card is taken after the first was declined`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.paypalOpen(PayPalSample.order(), requestID: "A", at: Self.now).id
    try mock.paypalApproveDeclined(id, at: Self.now)
    for (request, issue) in [("C", "INSTRUMENT_DECLINED"), ("D", "ORDER_NOT_APPROVED")] {
      let found = PayPalSample.issue {
        _ = try mock.paypalCapture(id, requestID: request, at: Self.now)
      }
      #expect(found == issue)
    }
    try mock.pay(id, at: Self.now)
    let paid = try mock.paypalCapture(id, requestID: "E", at: Self.now)
    #expect(paid.payments.count == 1)
  }
}
