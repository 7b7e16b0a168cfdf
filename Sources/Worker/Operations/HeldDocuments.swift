package import Shop
package import Storage

/// The payments and orders that wait for a person.
package struct HeldDocument: Codable, Equatable, Sendable {
  /// Payments and then orders, each longest waiting first; then payments that are under way.
  package let rows: [HeldRowDocument]
  /// Whether more wait than are listed; each of the two kinds is limited.
  package let isCut: Bool
}

/// A payment or an order that waits for a person.
package struct HeldRowDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// The provider that takes the money.
  package let provider: Provider
  /// The provider's ID of the payment; nil when it named none.
  package let paymentID: String?
  /// The order's reference; nil when the payment named none.
  package let reference: String?
  /// With its currency, such as `48.50 CNY`.
  package let amount: String?
  /// Why it waits.
  package let reason: Reason
  /// Whether the payment has an order.
  package let hasOrder: Bool
  /// The command to give next, or what to do first.
  package let next: String
  /// What kind of step that is.
  package let nextKind: NextKind
  /// What the provider said of its refund; nil when there is nothing to say.
  package let refundTrouble: String?
}

extension HeldRowDocument {
  /// Why it waits, as one word such as `dispute` or `stock`.
  package enum Reason: RawRepresentable, Codable, Equatable, Sendable {
    /// Money is held, or a refund of it is under way.
    case money(HoldReason)
    /// Its provider has the money and has not finished.
    case underWay
    /// Units without codes.
    case stock
    /// Its buyer cancelled it while it waited: its money is to go back.
    case cancelled
    /// Its letter failed: no money of it waits.
    case mail
    /// Some of its money went back, and nobody said what for.
    case partRefund

    package init?(rawValue: String) {
      switch rawValue {
      case Self.underWay.rawValue: self = .underWay
      case Self.stock.rawValue: self = .stock
      case Self.cancelled.rawValue: self = .cancelled
      case Self.mail.rawValue: self = .mail
      case Self.partRefund.rawValue: self = .partRefund
      default:
        guard let reason = HoldReason(rawValue: rawValue) else { return nil }
        self = .money(reason)
      }
    }

    /// The word in documents.
    package var rawValue: String {
      switch self {
      case .money(let reason): reason.rawValue
      case .underWay: Checkout.Row.State.underWay.rawValue
      case .stock: "stock"
      case .cancelled: "cancelled"
      case .mail: "mail"
      case .partRefund: "partRefund"
      }
    }
  }

  /// Who moves it on, and how.
  package enum NextKind: String, Codable, Sendable {
    /// A person gives a command.
    case command
    /// The running worker asks for its refund again.
    case wait
    /// A person does something at the provider.
    case atProvider
  }
}

/// Lists the payments and orders that wait for a person, or for their provider.
package struct ListHeldDocument: CommandDocument {
  /// `orders held`.
  package static let kind = OperationKind.listHeld

  package init() {}

  /// Returns payments, then orders.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> HeldDocument {
    try await commands.held(of: nil)
  }
}

extension OperatorCommands {
  /// What waits for a person: of one order, or of all when it is nil.
  func held(of reference: Reference?) async throws(StoreError) -> HeldDocument {
    let most = Order.Filter.most
    return try await read { (store) throws(StoreError) in
      let payments = try store.holds(of: reference, limit: most + 1)
      let orders = try store.waitingOrders(of: reference, limit: most + 1)
      let held = HeldDocument(
        rows: payments.prefix(most).map(HeldRowDocument.init)
          + orders.prefix(most).map(HeldRowDocument.init),
        isCut: max(payments.count, orders.count) > most
      )
      // What is under way has no order yet.
      guard reference == nil else { return held }
      let underWay = try store.checkouts(Checkout.Filter(state: .underWay, limit: most))
      return HeldDocument(
        rows: held.rows + underWay.rows.map { HeldRowDocument($0) },
        isCut: held.isCut || underWay.next != nil
      )
    }
  }
}

extension HeldRowDocument {
  init(_ held: Payment.Held) {
    let (nextKind, next) = held.nextStep
    self.init(
      receivedAt: held.receivedAt.text,
      provider: held.provider,
      paymentID: held.paymentID,
      reference: held.reference?.text,
      amount: held.amount.map { "\($0)" },
      reason: .money(held.reason),
      hasOrder: held.hasOrder,
      next: next,
      nextKind: nextKind,
      refundTrouble: held.refundTrouble
    )
  }

  /// Money that its provider has and has not finished.
  init(_ row: Checkout.Row) {
    self.init(
      receivedAt: row.checkout.createdAt.text,
      provider: row.checkout.provider,
      paymentID: nil,
      reference: row.checkout.reference.text,
      amount: "\(row.checkout.amount)",
      reason: .underWay,
      hasOrder: false,
      next: "look at \(row.checkout.provider.rawValue)'s own page: \(row.underWay ?? "no reason")",
      nextKind: .atProvider,
      refundTrouble: nil
    )
  }

  init(_ order: Order.Waiting) {
    let reference = order.reference.text
    let (reason, nextKind, next): (Reason, NextKind, String) =
      switch order.cause {
      case .stock(let sku, let units):
        (
          .stock, .command,
          "codes import FILE --sku \(sku) (\(units) missing), or orders refund \(reference)"
        )
      case .cancelled: (.cancelled, .command, "orders refund \(reference)")
      case .mail(let delivery):
        (
          .mail, .command,
          "deliveries retry \(delivery), or orders readdress \(reference) ADDRESS if it is wrong"
        )
      case .partRefund(let units):
        (
          .partRefund, .command,
          explaining(reference, units) + ", or orders refund \(reference)"
        )
      case .refund:
        (
          .money(.refund), .wait,
          Payment.Held.refundOpen + "; or look at \(order.provider.rawValue)'s own page"
        )
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
      nextKind: nextKind,
      refundTrouble: order.refundTrouble
    )
  }
}

/// The commands that say what a refund at the provider's own page was for.
private func explaining(_ reference: String, _ units: Int?) -> String {
  let goodwill = "orders release \(reference) --goodwill"
  return units.map { "orders release \(reference) --units \($0), or \(goodwill)" } ?? goodwill
}

extension HeldRowDocument {
  /// What to do about these rows, as a sentence below their table; nil when there are none.
  package static func hint(for rows: [HeldRowDocument]) -> String? {
    guard !rows.isEmpty else { return nil }
    if rows.contains(where: \.isCommand) {
      let isMoney = rows.contains { $0.isCommand && $0.reason != .mail }
      return (isMoney ? "compare with the provider, then give" : "give")
        + " the command that stands under NEXT, after `cardstock-worker`"
    }
    guard rows.allSatisfy({ $0.nextKind == .wait }) else {
      return "what is to be done is done at the provider; its message then lets the order go on"
    }
    return rows.allSatisfy { $0.refundTrouble == nil }
      ? "nothing to do here: the running worker asks again, and the order then goes on by itself"
      : "mend at the provider what it says of the refund, such as too small a balance; the running "
        + "worker asks again by itself"
  }

  /// Whether NEXT names a command.
  package var isCommand: Bool { nextKind == .command }
}

extension Payment.Held {
  fileprivate static let refundOpen =
    "wait: a refund of it is under way, which the running worker asks for again"

  /// The command to give next, or what to do first.
  fileprivate var nextStep: (kind: HeldRowDocument.NextKind, text: String) {
    guard let reference = reference?.text else {
      return (.atProvider, "give it back at \(provider.rawValue)'s own page")
    }
    // An order's dispute comes first; without an order, its refund.
    if isRefundOpen && !(hasOrder && dispute == .open) { return (.wait, Self.refundOpen) }
    if dispute == .open { return (.atProvider, "answer the dispute at \(provider.rawValue)") }
    if hasOrder && isAllSaidBack {
      return (.atProvider, "look at \(provider.rawValue)'s own page: a refund of it failed")
    }
    return (.command, hasOrder ? commandsOfOrder(reference) : commandsWithoutOrder(reference))
  }

  private func commandsOfOrder(_ reference: String) -> String {
    let refund = "orders refund \(reference)"
    if isRefundUnexplained { return explaining(reference, unexplainedUnits) + ", or " + refund }
    guard isReleasable else { return refund }
    let release = "orders release \(reference), or \(refund)"
    return unitsOut == 0
      ? release : "\(refund) --units \(unitsOut) once more, or \(release)"
  }

  private func commandsWithoutOrder(_ reference: String) -> String {
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
