import Shop
import Storage

extension Simulation {
  /// One of the three ways in which events name a payment.
  private func name(_ checkout: Checkout) -> (key: Payment.Key, isByID: Bool) {
    let payment = "pi_\(checkout.reference)"
    return switch generator.below(3) {
    case 0: (Payment.Key(paymentID: payment, reference: checkout.reference), true)
    case 1: (Payment.Key(paymentID: payment, reference: nil), true)
    default: (Payment.Key(paymentID: nil, reference: checkout.reference), false)
    }
  }

  /// What was given back, or was not: as a total, or one of a few refunds, in any order.
  func refund() async throws {
    guard let checkout = someCheckout() else { return }
    _ = moment()
    let (key, isByID) = name(checkout)
    let isAll = generator.oneIn(3)
    let part = generator.oneIn(2) ? "rf_\(generator.below(3))" : nil
    let amount = isAll ? checkout.amount : try money(Int64(1 + generator.below(2_000)))
    let isFailure = generator.oneIn(6)
    let reference = model.orders[checkout.reference] == nil ? key.reference : checkout.reference
    if let part, isFailure {
      let facts = Model.Facts(failed: [part])
      let news = model.hear(facts, of: checkout.reference, byID: isByID)
      let expected: Settlement = news == .nothing ? .ignored : .refundFailed(reference)
      try await settle(
        event(
          next("evt_"),
          .refundFailed(key, refundID: part, amount: try money(Model.Facts.failedMinor))
        ),
        expecting: expected
      )
      return try checkOrder(checkout.reference)
    }
    let facts =
      part.map { Model.Facts(parts: [$0: amount.minorUnits]) }
      ?? Model.Facts(total: amount.minorUnits)
    let news = model.hear(facts, of: checkout.reference, byID: isByID)
    let total = try money(refunded(checkout, isByID: isByID))
    let expected: Settlement =
      switch news {
      case .nothing: .ignored
      case .changed: .refunded(reference, total: total)
      case .contested: .refundFailed(reference)
      }
    let refund = Refund.Confirmed(id: part, amount: amount)
    try await settle(event(next("evt_"), .refunded(key, refund)), expecting: expected)
    try checkOrder(checkout.reference)
  }

  private func refunded(_ checkout: Checkout, isByID: Bool) -> Int64 {
    if let order = model.orders[checkout.reference] { return order.facts.refunded }
    guard let early = model.early[checkout.reference] else { return 0 }
    return isByID ? early.byID.refunded : early.byReference.refunded
  }

  func dispute() async throws {
    guard let checkout = someCheckout(),
      let dispute = generator.pick([Dispute.open, .won, .won, .lost])
    else { return }
    _ = moment()
    let (key, isByID) = name(checkout)
    let isKnown = model.orders[checkout.reference] != nil
    // The first dispute of a payment, or another one, or one that the provider does not name.
    let id = generator.pick(["du_1", "du_2", nil])?.flatMap { $0 }
    let facts = Model.Facts(disputes: [id ?? "": dispute])
    let news = model.hear(facts, of: checkout.reference, byID: isByID)
    let reference = isKnown ? checkout.reference : key.reference
    let expected: Settlement = news == .nothing ? .ignored : .disputed(reference, dispute)
    try await settle(event(next("evt_"), .disputed(key, dispute, id: id)), expecting: expected)
    try checkOrder(checkout.reference)
  }

  func release() async throws {
    guard let person = Operator("simulated"), let reference = someOrder() else { return }
    let at = moment()
    let expected = model.release(reference)
    let refusal = await refusal { store throws(StoreError) in
      try await store.release(reference: reference, by: person, at: at)
    }
    try expect(refusal == expected, "\(reference) released: \(refusal as Any)")
    note("release \(reference) \(expected == nil)")
    try checkOrder(reference)
  }

  func someOrder() -> Reference? {
    generator.pick(model.orders.keys.sorted { $0.text < $1.text })
  }

  /// A person gives money back: some of it, all of it, or more than there is.
  func beginRefund() async throws {
    guard let person = Operator("simulated"), let reference = someOrder() else { return }
    let amount = try money(Int64(1 + generator.below(8_000)))
    let at = moment()
    let expected = model.beginRefund(of: reference, amount: amount)
    var begun: Refund?
    let refusal = await refusal { store throws(StoreError) in
      begun = try await store.beginRefund(
        reference,
        amount: amount,
        reason: "simulated",
        by: person,
        at: at
      )
    }
    try expect(
      refusal == expected,
      "\(reference) refund of \(amount): \(refusal as Any), expected \(expected as Any)"
    )
    note("refund \(reference) \(amount) \(expected == nil)")
    if let begun { model.opened(begun, of: reference) }
    try checkOrder(reference)
  }

  /// The provider answers for a refund; or nobody knows, or the worker dies before it is recorded.
  func answerRefunds() async throws {
    for refund in try store.openRefunds() {
      guard let reference = refund.reference,
        model.orders[reference]?.openRefund?.id == refund.id
      else { throw Mismatch(step: step, what: "refund \(refund.id) is open") }
      switch generator.below(5) {
      case 0: continue
      case 1, 2:
        let outcome: Refund.Outcome = generator.oneIn(2) ? .unknown("simulated") : .pending
        try await record(outcome, of: refund, expecting: .ignored)
      case 3:
        _ = moment()
        model.refused(reference)
        try await record(.refused("simulated"), of: refund, expecting: .ignored)
      default: try await finish(refund, of: reference)
      }
      try checkOrder(reference)
    }
  }

  private func finish(_ refund: Refund, of reference: Reference) async throws {
    _ = moment()
    let key = Payment.Key(paymentID: "pi_\(reference)", reference: nil)
    let part = Refund.Confirmed(id: "rf_\(refund.id)", amount: refund.amount)
    let fact = PaymentFact.refunded(key, part)
    // The provider's own message overtakes its answer.
    let isOvertaken = generator.oneIn(3)
    if isOvertaken {
      let facts = Model.Facts(parts: ["rf_\(refund.id)": refund.amount.minorUnits])
      let news = model.hear(facts, of: reference, byID: true)
      let total = try money(model.orders[reference]?.facts.refunded ?? 0)
      let expected: Settlement =
        news == .nothing ? .ignored : .refunded(reference, total: total)
      try await settle(event(next("evt_"), fact), expecting: expected)
    }
    try await record(.done(fact), of: refund, expecting: model.done(reference))
    try await record(.done(fact), of: refund, expecting: .duplicate)
  }

  private func record(
    _ outcome: Refund.Outcome,
    of refund: Refund,
    expecting expected: Settlement
  ) async throws {
    let found = try await store.recordRefund(refund.id, outcome, at: moment())
    note("refund \(refund.id) \(outcome) \(found)")
    try expect(found == expected, "refund \(refund.id): expected \(expected), found \(found)")
  }
}
