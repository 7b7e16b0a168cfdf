import Shop
import Storage

extension Simulation {
  private func somePart(of reference: Reference) -> Refund.Part {
    let quantity = model.orders[reference]?.checkout.line.quantity ?? 1
    guard !generator.oneIn(3) else { return .goodwill }
    guard generator.oneIn(3) else { return .units(1 + generator.below(quantity)) }
    return .units(1, number: 1 + generator.below(quantity))
  }

  /// A person gives a part back: units, at their price or another, or goodwill.
  func beginPartialRefund() async throws {
    guard let person = Operator("simulated"), let reference = someOrder() else { return }
    let partial = somePart(of: reference)
    let isPriced = partial != .goodwill && generator.oneIn(2)
    let amount = isPriced ? nil : try money(Int64(1 + generator.below(6_000)))
    let at = moment()
    let expected = model.beginPart(
      of: reference,
      partial,
      amount: amount?.minorUnits,
      currency: try money(0).currency
    )
    var begun: Refund?
    let refusal = await refusal { store throws(StoreError) in
      begun = try await store.beginRefund(
        reference,
        amount: amount,
        for: partial,
        reason: "simulated",
        by: person,
        at: at
      )
    }
    try expect(
      refusal == expected,
      "\(reference) \(partial) \(amount as Any): \(refusal as Any), expected \(expected as Any)"
    )
    note("part \(reference) \(partial) \(expected == nil)")
    if let begun { model.openedPart(begun, of: reference) }
    try checkOrder(reference)
  }

  /// A person says what the provider's own refund was for.
  func explainRefund() async throws {
    guard let person = Operator("simulated"), let reference = someUnexplained() else { return }
    let partial = somePart(of: reference)
    let at = moment()
    let expected = model.explainRefund(reference, as: partial)
    let refusal = await refusal { store throws(StoreError) in
      try await store.explainRefund(reference, as: partial, by: person, at: at)
    }
    try expect(
      refusal == expected,
      "\(reference) is \(partial): \(refusal as Any), expected \(expected as Any)"
    )
    note("explain \(reference) \(partial) \(expected == nil)")
    try checkOrder(reference)
  }

  /// Mostly one where something is to be said.
  private func someUnexplained() -> Reference? {
    let open = model.orders.filter { $0.value.facts.refunded > 0 && !$0.value.isPaid }.keys
    guard !open.isEmpty, !generator.oneIn(5) else { return someOrder() }
    return generator.pick(open.sorted { $0.text < $1.text })
  }
}
