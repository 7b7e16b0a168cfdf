import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
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

@Suite(.timeLimit(.minutes(20)))
struct OrderFilterTests {
  @Test(arguments: [(-5, 1), (0, 1), (50, 50), (9_999, Order.Filter.most)])
  func `a list has a length`(asked: Int, limit: Int) {
    #expect(Order.Filter(limit: asked).limit == limit)
  }
}
