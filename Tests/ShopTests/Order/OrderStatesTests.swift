import Shop
import Testing

struct OrderStatesTests {
  @Test func `only paid money that nobody disputes and nobody holds goes out (I5)`() {
    for payment in Payment.State.allCases {
      for dispute in [nil, Dispute.open, .won, .lost] {
        for risk in [Order.Risk.clear, .hold] {
          for isExplained in [false, true] {
            let standing = Order.Standing(
              payment: payment,
              dispute: dispute,
              risk: risk,
              isRefundExplained: isExplained
            )
            let isPaid = payment == .paid || (payment == .partRefunded && isExplained)
            let expected = isPaid && dispute != .open && dispute != .lost && risk == .clear
            #expect(standing.isDeliverable == expected, "\(standing)")
          }
        }
      }
    }
  }
}
