import Shop
import Testing

struct PaymentQuestionTests {
  @Test func `what went back is settled before what was paid, in its own order`() throws {
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let money = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let paid = PaymentFact.paid(PaidFact(key: key, amount: money))
    let refunds = ["a", "b"].map {
      PaymentFact.refunded(key, Refund.Confirmed(id: $0, amount: money))
    }
    let dispute = PaymentFact.disputed(key, .open)
    let finding = Payment.Finding(facts: [paid] + refunds + [dispute], isFinal: true)
    #expect(finding.facts == refunds + [dispute, paid])
  }

  @Test func `an answer without the claimed news confirms nothing`() throws {
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let money = Money(minorUnits: 100, currency: try #require(Currency("CNY")))
    let paid = PaymentFact.paid(PaidFact(key: key, amount: money))
    let refund = PaymentFact.refunded(key, Refund.Confirmed(id: "a", amount: money))
    let failed = PaymentFact.refundFailed(key, refundID: "a")
    let isConfirmed = { (claimed: PaymentFact, facts: [PaymentFact]) in
      PaymentClaim(
        provider: .paypal,
        id: "1",
        kind: "x",
        question: Payment.Question(reference: nil),
        claimed: claimed,
        body: []
      ).isConfirmed(by: Payment.Finding(facts: facts, isFinal: false))
    }
    for (claimed, facts) in [
      (paid, [paid]), (paid, [.failed(key)]), (refund, [refund, paid]), (refund, [failed, paid]),
      (failed, [failed, paid]), (.irrelevant, []), (.failed(key), []),
    ] as [(PaymentFact, [PaymentFact])] {
      #expect(isConfirmed(claimed, facts), "\(claimed)")
    }
    for (claimed, facts) in [(paid, []), (refund, [paid]), (failed, [refund, paid])] {
      #expect(!isConfirmed(claimed, facts), "\(claimed)")
    }
  }
}
