import Shop

extension StockRowDocument {
  init(_ count: StockCount) {
    self.init(
      sku: count.sku.text,
      available: count.available,
      quarantined: count.quarantined,
      allocated: count.allocated,
      revoked: count.revoked,
      expired: count.expired,
      expiringSoon: count.expiringSoon,
      waiting: count.waiting
    )
  }
}

extension OrderRowDocument {
  init(_ order: Order.Row) {
    self.init(
      reference: order.reference.text,
      paidAt: order.paidAt.text,
      sku: order.sku.text,
      quantity: order.quantity,
      amount: "\(order.amount)",
      payment: order.standing.payment.rawValue,
      risk: order.standing.risk.rawValue,
      fulfilment: order.fulfilment.rawValue,
      email: "\(order.email)"
    )
  }
}

extension PartialRefundRowDocument {
  init(_ part: Refund.Partial) {
    let numbers: [Int] = if case .units(let numbers) = part.scope { numbers } else { [] }
    self.init(amount: "\(part.amount)", units: numbers, state: part.state.rawValue)
  }
}

extension OrderDocument {
  /// `waits` is what of it waits for a person.
  init(_ detail: Order, waits: [HeldRowDocument]) {
    self.init(
      order: OrderRowDocument(Order.Row(detail.view)),
      title: detail.view.line.title,
      language: detail.view.language.tag,
      provider: detail.provider.rawValue,
      paymentID: detail.paymentID,
      refunded: detail.refunded.map { "\($0)" },
      dispute: detail.view.standing.dispute?.rawValue,
      hold: detail.hold?.rawValue,
      refundTrouble: detail.refundTrouble,
      reveals: detail.reveals,
      codeIDs: detail.codeIDs,
      units: detail.view.unitsLeft,
      unitsTaken: detail.unitsTaken,
      partialRefunds: detail.partialRefunds.map(PartialRefundRowDocument.init),
      waits: waits,
      waitingUnits: detail.view.waitingUnits,
      deliveries: detail.deliveries.map(DeliveryRowDocument.init)
    )
  }
}

extension DeliveryRowDocument {
  init(_ delivery: Delivery) {
    self.init(
      id: delivery.id,
      reference: delivery.reference.text,
      purpose: delivery.purpose.rawValue,
      state: delivery.state.rawValue,
      attempts: delivery.attempts,
      dueAt: delivery.dueAt?.text,
      trouble: delivery.trouble
    )
  }
}

extension HeldRowDocument {
  init(_ held: Payment.Held) {
    self.init(
      receivedAt: held.receivedAt.text,
      provider: held.provider.rawValue,
      paymentID: held.paymentID,
      reference: held.reference?.text,
      amount: held.amount.map { "\($0)" },
      reason: held.reason.rawValue,
      hasOrder: held.hasOrder,
      next: held.nextStep,
      refundTrouble: held.refundTrouble
    )
  }

  init(_ order: Order.Waiting) {
    let reference = order.reference.text
    let (reason, next) =
      switch order.cause {
      case .stock(let sku, let units):
        (
          "stock",
          "codes import FILE --sku \(sku) (\(units) missing), or orders refund \(reference)"
        )
      case .mail(let delivery):
        ("mail", "deliveries retry \(delivery), when the address is right")
      case .partRefund(let units):
        ("partRefund", explaining(reference, units) + ", or orders refund \(reference)")
      case .refund:
        ("refund", Payment.Held.refundOpen + "; or look at \(order.provider.rawValue)'s own page")
      }
    self.init(
      receivedAt: order.since.text,
      provider: order.provider.rawValue,
      paymentID: order.paymentID,
      reference: reference,
      amount: "\(order.amount)",
      reason: reason,
      hasOrder: true,
      next: next,
      refundTrouble: order.refundTrouble
    )
  }
}

/// Says what money was for that went back by itself.
private func explaining(_ reference: String, _ units: Int?) -> String {
  let goodwill = "orders release \(reference) --goodwill"
  return units.map { "orders release \(reference) --units \($0), or \(goodwill)" } ?? goodwill
}

extension Payment.Held {
  fileprivate static let refundOpen =
    "wait: a refund of it is under way, which the running worker asks for again"

  /// The command that mends it, or what to do before it works.
  fileprivate var nextStep: String {
    guard let reference = reference?.text else {
      return "give it back at \(provider.rawValue)'s own page"
    }
    if hasOrder {
      if dispute == .open { return "answer the dispute at \(provider.rawValue)" }
      if isRefundOpen { return Self.refundOpen }
      if isAllSaidBack { return "look at \(provider.rawValue)'s own page: a refund of it failed" }
      let refund = "orders refund \(reference)"
      if isRefundUnexplained { return explaining(reference, unexplainedUnits) + ", or " + refund }
      guard isReleasable else { return refund }
      let release = "orders release \(reference), or \(refund)"
      return unitsOut == 0
        ? release : "\(refund) --units \(unitsOut) once more, or \(release)"
    }
    if isRefundOpen { return Self.refundOpen }
    if dispute == .open { return "answer the dispute at \(provider.rawValue)" }
    let refund = "orders refund \(reference)" + (paymentID.map { " --payment \($0)" } ?? "")
    switch reason {
    case .amount, .currency, .late, .provider:
      return isPartlyBack
        ? refund
        : refund + ", or orders mark-paid \(reference) --reference PROOF --reason WHY"
    case .mode, .plan, .account, .unknownCheckout, .unknownPrice, .address, .surplus, .dispute,
      .refund, .altered, .blocked, .person:
      return refund
    case .rehearsal: return "payments rehearse \(provider.rawValue) --resume, which gives it back"
    }
  }
}

extension LedgerLineDocument {
  init(_ line: LedgerLine) {
    self.init(
      number: line.number,
      at: line.at.text,
      actor: line.actor,
      action: line.action,
      object: line.object,
      detail: line.detail
    )
  }
}
