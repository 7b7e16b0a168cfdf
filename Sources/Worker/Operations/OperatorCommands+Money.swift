import Payments
import Shop
import Storage

extension OperatorCommands {
  func showPayment(_ id: String) async throws(StoreError) -> AnswerDocument {
    let found = try await read { (store) throws(StoreError) in try store.payment(id) }
    guard let found else {
      return .refused("no payment has this ID; `payments list` shows those there are")
    }
    return .payment(PaymentDocument(found))
  }

  func refund(
    _ document: RefundDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    let name = document.payment ?? reference.text
    let payment = try await read { (store) throws(StoreError) in try store.payment(name)?.summary }
    guard let payment, let paid = payment.amount else { throw .unknownPayment }
    var amount: Money?
    if let text = document.amount {
      do {
        amount = try Money(parsing: text, currency: paid.currency)
      } catch {
        return .refused("--amount: expected an amount in \(paid.currency.code), found `\(text)`")
      }
    }
    guard let providerCalls = books?.providerCalls,
      !providerCalls.givesBack(payment.provider) || providerCalls.adapters[payment.provider] != nil
    else {
      return .refused(
        "\(payment.provider.rawValue): expected its section in the settings, found none; refund "
          + "there, and its message will tell us"
      )
    }
    let partial = document.partial?.value
    let open = try await read { (store) throws(StoreError) in try store.openRefunds() }
      .first { open in
        open.provider == payment.provider && open.question.paymentID == payment.paymentID
          && open.reference == reference
      }
    if let open {
      let result = try await providerCalls.carryOut(open)
      // The command may come again because its first answer was lost: then it is the same refund.
      let left = paid.minorUnits - (payment.refunded?.minorUnits ?? 0)
      let isSame =
        amount.map { $0 == open.amount } ?? (partial != nil || open.amount.minorUnits == left)
      if isSame, open.scope.isMeant(by: partial) {
        return .refund(RefundStateDocument(open, result, of: reference))
      }
    }
    do {
      let left = partial == .goodwill ? nil : try await whatLeft(of: reference, paidBy: payment)
      let order = try await store.beginRefund(
        reference,
        payment: document.payment,
        amount: amount,
        for: partial,
        reason: document.reason,
        unlessMadeSince: document.isAgain
          ? nil : now().advanced(seconds: -Self.sameRefundSeconds),
        by: person,
        at: now()
      )
      let result = try await providerCalls.carryOut(order)
      var state = RefundStateDocument(order, result, of: reference)
      state.left = left
      return .refund(state)
    } catch .refundMade(let made) {
      let isByHand = !providerCalls.givesBack(made.provider)
      return .refund(RefundStateDocument(made: made, of: reference, byHand: isByHand))
    }
  }

  /// What the buyer may have of an order although its money goes back; nil when no code has left.
  private func whatLeft(
    of reference: Reference,
    paidBy payment: Payment.Row
  ) async throws(StoreError) -> String? {
    let found = try await read { (store) throws(StoreError) in
      try store.order(reference: reference)
    }
    guard let order = found, order.paymentID == payment.paymentID else { return nil }
    if order.reveals > 0 { return "its codes were shown on the order's page" }
    let mails = order.deliveries.filter { $0.purpose == .order || $0.purpose == .resend }
    let states = Set(mails.map(\.state))
    if states.contains(.sent) { return "its codes were mailed" }
    if states.contains(.uncertain) || states.contains(.superseded) {
      return "a mail with its codes was sent, and may have arrived"
    }
    return states.contains(.sending)
      ? "a mail with its codes is being sent just now; it is stopped if it has not left yet" : nil
  }

  /// How long the same refund of the same payment counts as the same command.
  private static let sameRefundSeconds: Int64 = 86_400

  func markPaid(
    _ document: MarkPaidDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    let settlement = try await store.markPaid(
      reference,
      proof: document.proof,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .marked(MarkedDocument(reference: reference.text, outcome: settlement.words))
  }

  static let noCashier = AnswerDocument.refused("no provider is configured")
}

extension RefundStateDocument {
  init(_ order: Refund, _ result: RefundResult, of reference: Reference) {
    let state =
      switch result.outcome {
      case .failed: "failed"
      case .done: "done"
      case .pending: "pending"
      case .refused: "refused"
      case .unknown: "unknown"
      }
    self.init(
      id: order.id,
      reference: reference.text,
      amount: "\(order.amount)",
      state: state,
      detail: result.trouble
    )
  }

  /// A refund that the same command made before.
  fileprivate init(made order: Refund, of reference: Reference, byHand: Bool) {
    self.init(
      id: order.id,
      reference: reference.text,
      amount: "\(order.amount)",
      state: "done",
      detail: (byHand ? RefundResult.byHand + "; " : "")
        + "told before, \(order.begunAt.text); --again gives as much once more"
    )
  }
}

extension Settlement {
  /// The result in a few words for a terminal.
  var words: String {
    switch self {
    case .duplicate: "known already"
    case .ignored: "of no consequence"
    case .allocated: "paid, with its codes"
    case .backorder: "paid, waiting for stock"
    case .held(let reason): "held: \(reason.rawValue)"
    case .refunded(_, let total): "refunded \(total)"
    case .refundFailed: "a refund came back"
    case .disputed(_, let dispute): "dispute \(dispute.rawValue)"
    }
  }
}
