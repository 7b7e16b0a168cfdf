import Shop
import Testing

struct OrderStatesTests {
  @Test func `only paid money that nobody disputes and nobody holds goes out (I5)`() {
    for payment in PaymentState.allCases {
      for dispute in [nil, Dispute.open, .won, .lost] {
        for risk in [Risk.clear, .hold, .rejected] {
          let standing = Standing(payment: payment, dispute: dispute, risk: risk)
          let expected = payment == .paid && dispute != .open && dispute != .lost && risk == .clear
          #expect(standing.isDeliverable == expected, "\(standing)")
        }
      }
    }
  }
}
