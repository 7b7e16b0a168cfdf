import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct OrderStateTests {
  @Test(
    arguments: [
      (.paid, nil, .clear, .backorder, .waiting), (.paid, nil, .clear, .allocated, .ready),
      (.paid, nil, .clear, .delivered, .delivered), (.paid, nil, .hold, .blocked, .checked),
      (.paid, .open, .clear, .delivered, .disputed), (.paid, .lost, .clear, .revoked, .disputed),
      (.paid, .won, .clear, .delivered, .delivered), (.refunded, nil, .clear, .revoked, .refunded),
      (.partRefunded, nil, .clear, .blocked, .checked),
      (.refunded, .open, .hold, .delivered, .refunded),
      (.paid, nil, .clear, .revoked, .refunded), (.paid, nil, .clear, .cancelled, .cancelled),
      (.refunded, nil, .clear, .cancelled, .refunded), (.paid, .open, .hold, .cancelled, .disputed),
      (.paid, nil, .hold, .cancelled, .cancelled),
    ] as [(Payment.State, Dispute?, Order.Risk, Order.Fulfilment, OrderState)]
  )
  func `tells the buyer one thing`(
    payment: Payment.State,
    dispute: Dispute?,
    risk: Order.Risk,
    fulfilment: Order.Fulfilment,
    state: OrderState
  ) {
    let standing = Order.Standing(payment: payment, dispute: dispute, risk: risk)
    #expect(OrderState(standing: standing, fulfilment: fulfilment) == state)
  }

  @Test func `offers codes only where nothing stands in the way`() {
    for payment in Payment.State.allCases {
      for fulfilment in Order.Fulfilment.allCases {
        let standing = Order.Standing(payment: payment, dispute: nil, risk: .clear)
        let state = OrderState(standing: standing, fulfilment: fulfilment)
        #expect(!state.showsCodes || standing.isDeliverable)
      }
    }
  }
}
