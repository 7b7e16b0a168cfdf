import Shop
import Storage

extension PaymentRowDocument {
  init(_ payment: Payment.Row) {
    self.init(
      id: payment.paymentID,
      provider: payment.provider.rawValue,
      reference: payment.reference?.text,
      receivedAt: payment.receivedAt.text,
      amount: payment.amount.map { "\($0)" },
      state: payment.state.rawValue,
      refunded: payment.refunded.map { "\($0)" },
      dispute: payment.dispute?.rawValue,
      hold: payment.mismatch?.rawValue,
      fee: payment.fee.map { "\($0)" },
      net: payment.net.map { "\($0)" }
    )
  }
}

extension PaymentDocument {
  init(_ detail: Payment) {
    self.init(
      payment: PaymentRowDocument(detail.summary),
      events: detail.events.map { event in
        PaymentEventDocument(
          receivedAt: event.receivedAt.text,
          id: event.id,
          kind: event.kind,
          outcome: event.outcome
        )
      },
      refunds: detail.refunds.map(RefundStateDocument.init)
    )
  }
}

extension RefundStateDocument {
  init(_ order: Refund) {
    self.init(
      id: order.id,
      reference: order.reference?.text ?? "",
      amount: "\(order.amount)",
      state: order.state.rawValue,
      detail: order.trouble
    )
  }
}
