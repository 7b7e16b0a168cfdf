package import Shop
package import Storage

/// A payment in a list.
package struct PaymentRowDocument: Codable, Equatable, Sendable {
  /// The provider's ID of the payment; nil when it named none.
  package let id: String?
  /// The provider that takes the money.
  package let provider: Provider
  /// The order's reference; nil when the payment named none.
  package let reference: String?
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// With its currency, such as `48.50 CNY`.
  package let amount: String?
  /// The state of the payment.
  package let state: Payment.State
  /// How much went back, with its currency; nil when nothing did.
  package let refunded: String?
  /// The worst dispute about it; nil when there is none.
  package let dispute: Dispute?
  /// Why the money is held; nil when it is not.
  package let hold: HoldReason?
  /// What the provider kept, by its statements, with the currency; nil when unknown.
  package let fee: String?
  /// With its currency, such as `48.50 CNY`.
  package let net: String?
}

/// A payment with its events and refunds, without the messages' texts.
package struct PaymentDocument: Codable, Equatable, Sendable {
  /// As a list shows it.
  package let payment: PaymentRowDocument
  /// The events, in the order in which they came.
  package let events: [PaymentEventDocument]
  /// The refunds that the shop asked for.
  package let refunds: [RefundDocument]
}

/// One message about a payment, or one answer of its provider.
package struct PaymentEventDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// The provider's ID of the event, or the worker's own for an answer.
  package let id: String
  /// The event's kind, in the provider's words.
  package let kind: String
  /// What settling it came to.
  package let outcome: Settlement.Word
}

/// Lists payments, the latest first.
package struct ListPaymentsDocument: CommandDocument {
  /// `payments list`.
  package static let kind = OperationKind.listPayments

  /// The only provider to list; nil for all.
  let provider: Provider?
  /// The only state to list; nil for all.
  package var state: Payment.State?
  /// Whether only held payments are listed.
  package var isHeld = false
  /// The first day, `YYYY-MM-DD`; nil for no limit.
  package var since: String?
  /// The last day, which is included; nil for no limit.
  package var until: String?
  let page: PageRequestDocument

  package init(provider: Provider?, limit: Int, after: String? = nil) {
    self.provider = provider
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Returns one page of payments.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<PaymentRowDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let days = try reader.days(since, until)
    let filter = Payment.Filter(
      provider: provider,
      state: state,
      isHeld: isHeld ? true : nil,
      since: days.since,
      until: days.until,
      after: try reader.after(page),
      limit: try reader.limit(page)
    )
    let rows = try await commands.read { (store) throws(StoreError) in try store.payments(filter) }
    return PageDocument(rows, PaymentRowDocument.init)
  }
}

/// Shows one payment and every message about it.
package struct ShowPaymentDocument: CommandDocument {
  /// `payments show`.
  package static let kind = OperationKind.showPayment

  /// The provider's ID, or the order's reference.
  let id: String

  package init(id: String) {
    self.id = id
  }

  /// Returns the payment with its events and refunds.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PaymentDocument {
    let id = id
    let found = try await commands.read { (store) throws(StoreError) in try store.payment(id) }
    guard let found else {
      throw CommandRefusal(
        "no payment has the ID `\(id.prefix(100))`; `payments list` shows those there are"
      )
    }
    return PaymentDocument(found)
  }
}

/// The result of marking a checkout as paid.
package struct MarkedDocument: Codable, Equatable, Sendable {
  /// The reference of the checkout and its order.
  package let reference: String
  /// In a few words, such as `paid, with its codes`.
  package let outcome: String
}

/// Marks a checkout as paid because a person has seen the money.
package struct MarkPaidDocument: CommandDocument {
  /// `orders mark-paid`.
  package static let kind = OperationKind.markPaid

  let reference: String
  /// What proves the payment, such as a bank's transfer number.
  let proof: String
  /// Why, for the ledger.
  let reason: String

  package init(reference: String, proof: String, reason: String) {
    self.reference = reference
    self.proof = proof
    self.reason = reason
  }

  /// Settles the payment like one that a provider reports.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> MarkedDocument {
    let reference = try commands.reference(reference)
    let settlement = try await commands.store.markPaid(
      reference,
      proof: proof,
      reason: reason,
      by: person,
      at: commands.now()
    )
    return MarkedDocument(reference: reference.text, outcome: settlement.words)
  }

  /// A note that names the checkout and the result.
  package func note(of answer: MarkedDocument) -> ActNote {
    ActNote("checkout \(reference)", outcome: answer.outcome)
  }
}

extension PaymentRowDocument {
  init(_ payment: Payment.Row) {
    self.init(
      id: payment.paymentID,
      provider: payment.provider,
      reference: payment.reference?.text,
      receivedAt: payment.receivedAt.text,
      amount: payment.amount.map { "\($0)" },
      state: payment.state,
      refunded: payment.refunded.map { "\($0)" },
      dispute: payment.dispute,
      hold: payment.mismatch,
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
      refunds: detail.refunds.map(RefundDocument.init)
    )
  }
}

extension Settlement {
  /// The result in a few words, for a terminal and the log.
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
