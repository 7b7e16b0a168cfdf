import Payments
import Shop
package import Storage

/// A refund and its state.
package struct RefundDocument: Codable, Equatable, Sendable {
  /// How far the refund has come, as far as is known.
  package enum State: String, Codable, Sendable {
    /// The provider is to be asked, perhaps again.
    case open
    /// The provider accepted it and tells later when it is done.
    case pending
    case done
    /// The provider refuses it.
    case refused
    /// The provider accepted it and could not give the money back.
    case failed
    /// It is not known whether the provider accepted it: it is asked again.
    case unknown
    /// Nothing has gone back, since the shop's balance at the provider is too small: it is asked
    /// again until it is enough.
    case short
  }

  /// The worker's own ID, under which the provider is asked.
  package let id: String
  /// The order's reference; empty when the payment named none.
  package let reference: String
  /// With its currency, such as `48.50 CNY`.
  package let amount: String
  /// The refund's state.
  package let state: State
  /// The provider's words, or the trouble in reaching it; nil when there is nothing to say.
  package let detail: String?
  /// What the buyer may have of the order in spite of the refund; nil when no code can have left.
  package var left: String?
  /// Whether its order is on hold.
  package var isOrderHeld = false
}

/// What a part of an order's money goes back for.
package struct PartialRefundDocument: Codable, Equatable, Sendable {
  /// How many units are taken out; nil when the buyer keeps all.
  package let units: Int?
  /// The number of the one unit that is meant; nil for any.
  package let number: Int?

  package init(units: Int?, number: Int? = nil) {
    self.units = units
    self.number = number
  }

  var value: Refund.Part { units.map { .units($0, number: number) } ?? .goodwill }
}

/// Explains a refund made at the provider's own page, so that the order goes on.
package struct ExplainRefundDocument: CommandDocument {
  /// `orders release`.
  package static let kind = OperationKind.explainRefund

  let reference: String
  let partial: PartialRefundDocument

  package init(reference: String, partial: PartialRefundDocument) {
    self.reference = reference
    self.partial = partial
  }

  /// Takes the units out, or leaves them to the buyer as goodwill.
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

  /// A note that names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference)")
  }
}

/// Gives money back.
package struct RefundOrderDocument: CommandDocument {
  /// `orders refund`.
  package static let kind = OperationKind.refundOrder
  /// How long an equal refund of the same payment counts as the same command.
  private static let sameRefundSeconds: Int64 = 86_400

  let reference: String
  /// The provider's ID of the payment, when the checkout has several; else nil.
  let payment: String?
  /// The amount in the order's currency, such as `1.00`; nil for all that is left.
  let amount: String?
  let reason: String
  /// Whether an equal refund within the last day is given once more.
  let isAgain: Bool
  /// What a partial refund is for; nil when the whole order is meant or nothing is said.
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

  /// Stores the refund, then asks the provider for it; an equal one under way is asked for again.
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
    if var known = try await known(
      reference,
      of: payment,
      paid: paid,
      amount: amount,
      by: commands,
      through: calls
    ) {
      known.isOrderHeld = try await commands.isHeld(reference)
      return known
    }
    let part = partial?.value
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
    if part != .goodwill, payment.hasOrder {
      document.left = try await commands.codesLeft(of: reference)?.sentence
    }
    document.isOrderHeld = try await commands.isHeld(reference)
    return document
  }

  /// A note that names the order, the amount and the refund's state.
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

  /// The same payment's refund under way, asked for again; nil unless it is equal to this one.
  private func known(
    _ reference: Reference,
    of payment: Payment.Row,
    paid: Money,
    amount: Money?,
    by commands: OperatorCommands,
    through calls: ProviderCalls
  ) async throws(StoreError) -> RefundDocument? {
    let open = try await commands.read { (store) throws(StoreError) in try store.openRefunds() }
      .first { open in
        open.provider == payment.provider && open.question.paymentID == payment.paymentID
          && open.reference == reference
      }
    guard let open else { return nil }
    let result = try await calls.requestRefund(open)
    // The command may be repeated because its first answer was lost: then it is the same refund.
    let left = paid.minorUnits - (payment.refunded?.minorUnits ?? 0)
    let part = partial?.value
    let isSame =
      amount.map { $0 == open.amount } ?? (part != nil || open.amount.minorUnits == left)
    guard isSame, open.scope.isMeant(by: part) else { return nil }
    return RefundDocument(open, result, of: reference)
  }
}

extension OperatorCommands {
  /// The calls with which a provider gives money back.
  ///
  /// Refused when the provider has such a call and no section in the settings.
  fileprivate func callsForRefund(at provider: Provider) throws(CommandRefusal) -> ProviderCalls {
    guard let calls = matcher?.providerCalls,
      !calls.givesBack(provider) || calls.adapters[provider] != nil
    else {
      throw CommandRefusal(
        "\(provider.rawValue): expected its section in the settings, found none; put it back, "
          + "with `offer: false` so that nobody buys by it, and give the command again; a refund "
          + "made there is not heard of here meanwhile, and `orders hold` stops the codes"
      )
    }
    return calls
  }

  fileprivate func codesLeft(of reference: Reference) async throws(StoreError) -> Order.CodesLeft? {
    try await read { (store) throws(StoreError) in try store.codesLeft(of: reference) }
  }

  fileprivate func isHeld(_ reference: Reference) async throws(StoreError) -> Bool {
    try await read { (store) throws(StoreError) in
      try store.order(reference: reference)?.hold != nil
    }
  }
}

extension RefundDocument {
  /// A refund as it is stored.
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

  /// A refund with what the provider has just answered.
  fileprivate init(_ refund: Refund, _ result: RefundResult, of reference: Reference) {
    let state: State =
      switch result.outcome {
      case .failed: .failed
      case .done: .done
      case .pending: .pending
      case .refused: .refused
      case .short: .short
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

  /// A refund that an equal command has made before.
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
