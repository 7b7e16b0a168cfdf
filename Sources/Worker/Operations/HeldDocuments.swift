package import Shop
package import Storage

/// Whatever waits for a person.
package struct HeldDocument: Codable, Equatable, Sendable {
  /// Longest waiting first.
  package let rows: [HeldRowDocument]
  /// Whether more wait than are listed: so many of each kind are, longest waiting first.
  package let isCut: Bool
}

/// Money that waits for a person.
package struct HeldRowDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// Who takes the money.
  package let provider: Provider
  /// The provider's own; nil where it named none.
  package let paymentID: String?
  /// The order's; nil where the money named none.
  package let reference: String?
  /// With its currency.
  package let amount: String?
  /// A word, such as `dispute` or `stock`.
  package let reason: String
  /// Whether an order was made of it.
  package let hasOrder: Bool
  /// The command that mends it, or what to do before.
  package let next: String
  /// What a refund of it came to, in the provider's words.
  package let refundTrouble: String?
}

/// Lists whatever waits for a person.
package struct ListHeldDocument: CommandDocument {
  /// `orders held`.
  package static let kind = OperationKind.listHeld

  package init() {}

  /// Payments, then orders.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> HeldDocument {
    try await commands.held(of: nil)
  }
}

extension OperatorCommands {
  /// Whatever waits for a person, or what of one order does.
  func held(of reference: Reference?) async throws(StoreError) -> HeldDocument {
    let most = Order.Filter.most
    return try await read { (store) throws(StoreError) in
      let payments = try store.holds(of: reference, limit: most + 1)
      let orders = try store.waitingOrders(of: reference, limit: most + 1)
      return HeldDocument(
        rows: payments.prefix(most).map(HeldRowDocument.init)
          + orders.prefix(most).map(HeldRowDocument.init),
        isCut: max(payments.count, orders.count) > most
      )
    }
  }
}

extension HeldRowDocument {
  init(_ held: Payment.Held) {
    self.init(
      receivedAt: held.receivedAt.text,
      provider: held.provider,
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
      provider: order.provider,
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

extension HeldRowDocument {
  /// What a person does about rows like these, in a sentence behind their table; nil for none.
  package static func hint(for rows: [HeldRowDocument]) -> String? {
    guard !rows.isEmpty else { return nil }
    if rows.contains(where: { $0.next.contains("orders ") }) {
      return "compare with the provider, then give the command that stands under NEXT, after "
        + "`cardstock-worker`"
    }
    return rows.allSatisfy { $0.next.hasPrefix(Payment.Held.refundOpen) }
      ? "nothing to do here: the running worker asks again, and the order then goes on by itself"
      : "what is to be done is done at the provider; its message then lets the order go on"
  }
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
    if let soldBy {
      guard soldBy.isByHand else { return refund }
      return refund + ", which stops the order that \(soldBy.paymentID ?? "a person") paid, then "
        + "orders release \(reference)"
    }
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
