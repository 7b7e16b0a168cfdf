import Payments
import Shop
package import Storage

/// A refund, and where it stands.
package struct RefundDocument: Codable, Equatable, Sendable {
  /// How far it has come, as far as anybody knows.
  package enum State: String, Codable, Sendable {
    /// The provider is to be asked, perhaps again.
    case open
    /// The provider took it and will say when it is done.
    case pending
    case done
    /// The provider does not want to.
    case refused
    /// The provider took it and could not give the money back.
    case failed
    /// Nobody knows whether the provider took it: it is asked again.
    case unknown
    /// The shop's balance at the provider is too small for now: it is asked again until it is
    /// enough, and nothing has gone back.
    case short
  }

  /// Ours, under which the provider is asked.
  package let id: String
  /// The order's; empty where the payment named none.
  package let reference: String
  /// With its currency.
  package let amount: String
  /// How far it has come.
  package let state: State
  /// The provider's words, where it does not want to, or cannot be reached.
  package let detail: String?
  /// What the buyer may have of the order all the same; nil when no code can have left.
  package var left: String?
  /// Whether its order is on hold now.
  package var isOrderHeld = false
}

/// What a part of an order's money goes back for.
package struct PartialRefundDocument: Codable, Equatable, Sendable {
  /// So many units are taken out; nil when the buyer keeps all.
  package let units: Int?
  /// Which, where one is meant.
  package let number: Int?

  package init(units: Int?, number: Int? = nil) {
    self.units = units
    self.number = number
  }

  var value: Refund.Part { units.map { .units($0, number: number) } ?? .goodwill }
}

/// Says what the provider's own refund was for; the order goes on.
package struct ExplainRefundDocument: CommandDocument {
  /// `orders release`.
  package static let kind = OperationKind.explainRefund

  let reference: String
  let partial: PartialRefundDocument

  package init(reference: String, partial: PartialRefundDocument) {
    self.reference = reference
    self.partial = partial
  }

  /// Takes the units out, or leaves the buyer all of them.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.explainRefund(
      commands.reference(reference),
      as: partial.value,
      by: person,
      at: commands.now()
    )
    return DoneDocument()
  }

  /// Names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference)")
  }
}

/// Gives money back.
package struct RefundOrderDocument: CommandDocument {
  /// `orders refund`.
  package static let kind = OperationKind.refundOrder
  /// How long the same refund of the same payment counts as the same command.
  private static let sameRefundSeconds: Int64 = 86_400

  let reference: String
  /// The provider's ID, where one of several payments of the checkout is meant.
  let payment: String?
  /// `1.00`, in the order's currency; nil for all that is left.
  let amount: String?
  let reason: String
  /// Whether as much is given back once more when it was within the last day.
  let isAgain: Bool
  /// What a part is for; nil for a refund that ends the order, or leaves it to a person.
  let partial: PartialRefundDocument?

  package init(
    reference: String,
    payment: String?,
    amount: String?,
    reason: String,
    isAgain: Bool = false,
    partial: PartialRefundDocument? = nil
  ) {
    self.reference = reference
    self.payment = payment
    self.amount = amount
    self.reason = reason
    self.isAgain = isAgain
    self.partial = partial
  }

  /// Keeps the refund, then asks the provider for it; one that is under way is asked for again.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> RefundDocument {
    let reference = try commands.reference(reference)
    let name = self.payment ?? reference.text
    let payment = try await commands.read { (store) throws(StoreError) in
      try store.payment(name)?.summary
    }
    guard let payment, let paid = payment.amount else { throw StoreError.unknownPayment }
    let amount = try amount(in: paid.currency)
    let calls = try commands.callsForRefund(at: payment.provider)
    if var known = try await known(reference, payment, paid, amount, commands, calls) {
      known.isOrderHeld = try await commands.isHeld(reference)
      return known
    }
    let part = partial?.value
    let left =
      part == .goodwill ? nil : try await commands.whatLeft(of: reference, paidBy: payment)
    let begun: Refund
    do throws(StoreError) {
      begun = try await commands.store.beginRefund(
        reference,
        payment: self.payment,
        amount: amount,
        for: part,
        reason: reason,
        unlessMadeSince: isAgain
          ? nil : commands.now().advanced(seconds: -Self.sameRefundSeconds),
        by: person,
        at: commands.now()
      )
    } catch {
      guard case .refundMade(let made) = error else { throw error }
      let isByHand = !calls.givesBack(made.provider)
      return RefundDocument(made: made, of: reference, byHand: isByHand)
    }
    var document = RefundDocument(begun, try await calls.requestRefund(begun), of: reference)
    document.left = left
    document.isOrderHeld = try await commands.isHeld(reference)
    return document
  }

  /// Names the order, and how far its refund came.
  package func note(of answer: RefundDocument) -> ActNote {
    ActNote("order \(reference)", outcome: "\(answer.amount) \(answer.state.rawValue)")
  }

  private func amount(in currency: Currency) throws(CommandRefusal) -> Money? {
    guard let amount else { return nil }
    do {
      return try Money(parsing: amount, currency: currency)
    } catch {
      throw CommandRefusal(
        "--amount",
        expected: "an amount in \(currency.code)",
        found: amount
      )
    }
  }

  /// The refund under way of the same payment, which is asked for again, where it is this very one.
  private func known(
    _ reference: Reference,
    _ payment: Payment.Row,
    _ paid: Money,
    _ amount: Money?,
    _ commands: OperatorCommands,
    _ calls: ProviderCalls
  ) async throws(StoreError) -> RefundDocument? {
    let open = try await commands.read { (store) throws(StoreError) in try store.openRefunds() }
      .first { open in
        open.provider == payment.provider && open.question.paymentID == payment.paymentID
          && open.reference == reference
      }
    guard let open else { return nil }
    let result = try await calls.requestRefund(open)
    // The command may come again because its first answer was lost: then it is the same refund.
    let left = paid.minorUnits - (payment.refunded?.minorUnits ?? 0)
    let part = partial?.value
    let isSame =
      amount.map { $0 == open.amount } ?? (part != nil || open.amount.minorUnits == left)
    guard isSame, open.scope.isMeant(by: part) else { return nil }
    return RefundDocument(open, result, of: reference)
  }
}

extension OperatorCommands {
  /// The calls to a provider that is to give money back; one that has no such call needs none.
  fileprivate func callsForRefund(at provider: Provider) throws(CommandRefusal) -> ProviderCalls {
    guard let calls = matcher?.providerCalls,
      !calls.givesBack(provider) || calls.adapters[provider] != nil
    else {
      throw CommandRefusal(
        "\(provider.rawValue): expected its section in the settings, found none; refund there, and "
          + "its message will tell us"
      )
    }
    return calls
  }

  fileprivate func isHeld(_ reference: Reference) async throws(StoreError) -> Bool {
    try await read { (store) throws(StoreError) in
      try store.order(reference: reference)?.hold != nil
    }
  }

  /// What the buyer may have of an order although its money goes back; nil when no code has left.
  fileprivate func whatLeft(
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
}

extension RefundDocument {
  /// One as the vault has it.
  init(_ refund: Refund) {
    let state: State =
      switch refund.state {
      case .open: .open
      case .pending: .pending
      case .done: .done
      case .refused: .refused
      }
    self.init(
      id: refund.id,
      reference: refund.reference?.text ?? "",
      amount: "\(refund.amount)",
      state: state,
      detail: refund.trouble
    )
  }

  /// One that its provider was just asked for.
  fileprivate init(_ refund: Refund, _ result: RefundResult, of reference: Reference) {
    let state: State =
      switch result.outcome {
      case .failed: .failed
      case .done: .done
      case .pending: .pending
      case .refused: .refused
      case .unknown: result.isShort ? .short : .unknown
      }
    self.init(
      id: refund.id,
      reference: reference.text,
      amount: "\(refund.amount)",
      state: state,
      detail: result.trouble
    )
  }

  /// One that the same command made before.
  fileprivate init(made refund: Refund, of reference: Reference, byHand: Bool) {
    self.init(
      id: refund.id,
      reference: reference.text,
      amount: "\(refund.amount)",
      state: .done,
      detail: (byHand ? RefundResult.byHand + "; " : "")
        + "told before, \(refund.begunAt.text); --again gives as much once more"
    )
  }
}
