import Shop
import Testing

struct PaymentStateTests {
  @Test func `merging is the same in any order, and twice is once (I5)`() {
    for one in Payment.State.allCases {
      #expect(one.merged(with: one) == one)
      for two in Payment.State.allCases {
        #expect(one.merged(with: two).rank == two.merged(with: one).rank)
        for three in Payment.State.allCases {
          let left = one.merged(with: two).merged(with: three)
          let right = one.merged(with: two.merged(with: three))
          #expect(left == right)
        }
      }
    }
  }

  @Test(arguments: [
    (Payment.State.failed, Payment.State.paid, Payment.State.paid), (.paid, .failed, .paid),
    (.refunded, .paid, .refunded), (.paid, .partRefunded, .partRefunded),
    (.created, .pending, .pending),
  ])
  func `takes the higher`(one: Payment.State, two: Payment.State, expected: Payment.State) {
    #expect(one.merged(with: two) == expected)
  }

  @Test func `disputes merge in any order too`() {
    let all = [Dispute.open, .won, .lost]
    for one in all {
      for two in all { #expect(one.merged(with: two) == two.merged(with: one)) }
    }
    #expect(Dispute.open.merged(with: .won) == .won)
    #expect(Dispute.lost.merged(with: .won) == .lost)
  }
}
