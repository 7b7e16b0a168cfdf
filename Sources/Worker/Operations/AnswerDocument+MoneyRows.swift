import Shop
import Storage

extension PaymentRowDocument {
  init(_ payment: PaymentSummary) {
    self.init(
      id: payment.id,
      provider: payment.provider.rawValue,
      reference: payment.reference?.text,
      receivedAt: payment.receivedAt.text,
      amount: payment.amount.map { "\($0)" },
      state: payment.state.rawValue,
      refunded: payment.refunded.map { "\($0)" },
      dispute: payment.dispute?.rawValue,
      hold: payment.hold?.rawValue
    )
  }
}

extension PaymentDocument {
  init(_ detail: PaymentDetail) {
    self.init(
      payment: PaymentRowDocument(detail.summary),
      fee: detail.fee.map { "\($0)" },
      events: detail.events.map { event in
        PaymentEventDocument(
          receivedAt: event.receivedAt.text,
          id: event.id,
          kind: event.kind,
          outcome: event.outcome
        )
      }
    )
  }
}
