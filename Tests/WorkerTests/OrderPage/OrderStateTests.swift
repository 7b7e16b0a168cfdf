import Shop
import Testing
import Worker

struct OrderStateTests {
  @Test(
    arguments: [
      (.paid, nil, .clear, .backorder, .waiting), (.paid, nil, .clear, .allocated, .ready),
      (.paid, nil, .clear, .delivered, .delivered), (.paid, nil, .hold, .blocked, .checked),
      (.paid, .open, .clear, .delivered, .disputed), (.paid, .lost, .clear, .revoked, .disputed),
      (.paid, .won, .clear, .delivered, .delivered), (.refunded, nil, .clear, .revoked, .refunded),
      (.partRefunded, nil, .clear, .blocked, .checked),
      (.refunded, .open, .hold, .delivered, .refunded),
      (.paid, nil, .clear, .revoked, .refunded),
    ] as [(PaymentState, Dispute?, Risk, Fulfilment, OrderState)]
  )
  func `tells the buyer one thing`(
    payment: PaymentState,
    dispute: Dispute?,
    risk: Risk,
    fulfilment: Fulfilment,
    state: OrderState
  ) {
    let standing = Standing(payment: payment, dispute: dispute, risk: risk)
    #expect(OrderState(standing: standing, fulfilment: fulfilment) == state)
  }

  @Test func `offers codes only where nothing stands in the way`() {
    for payment in PaymentState.allCases {
      for fulfilment in Fulfilment.allCases {
        let standing = Standing(payment: payment, dispute: nil, risk: .clear)
        let state = OrderState(standing: standing, fulfilment: fulfilment)
        #expect(!state.showsCodes || standing.isDeliverable)
      }
    }
  }
}
