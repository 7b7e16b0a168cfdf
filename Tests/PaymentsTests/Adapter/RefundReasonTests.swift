import Foundation
import Shop
import Testing

@testable import Payments

/// The reason of a refund, which an operator writes in 200 characters of any script.
@Suite(.timeLimit(.minutes(20)))
struct RefundReasonTests {
  private func sent(
    _ name: String,
    _ answers: [CannedServer.Answer],
    _ adapter: (CannedServer) throws -> any PaymentAdapter
  ) throws -> String {
    let server = try CannedServer("reason-\(name)", answers)
    let amount = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let request = RefundRequest(
      id: "REFUND0001",
      question: Payment.Question(
        reference: Reference("CSZTL2EYAMJZ00010001"),
        paymentID: "pi_1"
      ),
      amount: amount,
      paid: amount,
      reason: String(repeating: "卡", count: 200),
      notifyURL: "https://pay.example/webhooks/\(name)"
    )
    let adapter = try adapter(server)
    // What it is answered does not matter here.
    #expect(throws: ProviderError.self) {
      _ = try adapter.refund(request, Call(now: now) { "nonce" })
    }
    let body = try #require(try server.sent().last?.body)
    return body.removingPercentEncoding ?? body
  }

  @Test func `is cut to the bytes that each provider takes`() throws {
    let nothing = CannedServer.Answer(500, "{}")
    let bodies = [
      (85, try sent("paypal", [PayPalCallTests.token, nothing], PayPalCallTests.adapter)),
      (
        85,
        try sent("alipay", [nothing]) {
          let gateway = try $0.address().text + "/gateway.do"
          return try PretendAlipay.shared.get().adapter(gateway: gateway)
        }
      ),
      (
        166,
        try sent("stripe", [.init(200, #"{"data":[]}"#), nothing]) {
          try StripeMoneyTests.adapter($0)
        }
      ),
    ]
    for (count, body) in bodies { #expect(body.count { $0 == "卡" } == count, "\(body)") }
  }
}
