package import Shop
package import Storage

/// A payment in a list.
package struct PaymentRowDocument: Codable, Equatable, Sendable {
  /// The provider's own; nil where it named none.
  package let id: String?
  /// Who takes the money.
  package let provider: Provider
  /// The order's; nil where the money named none.
  package let reference: String?
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// With its currency.
  package let amount: String?
  /// How far its money has come.
  package let state: Payment.State
  /// With its currency; nil while nothing went back.
  package let refunded: String?
  /// Nil where no bank took it up.
  package let dispute: Dispute?
  /// Why it released nothing.
  package let hold: HoldReason?
  /// What the provider kept, and what is left of it by the statements.
  package let fee: String?
  /// With its currency.
  package let net: String?
}

/// A payment with everything that was heard of it; never what a message said word by word.
package struct PaymentDocument: Codable, Equatable, Sendable {
  /// As a list shows it.
  package let payment: PaymentRowDocument
  /// In the order in which they came.
  package let events: [PaymentEventDocument]
  /// Those that we asked for.
  package let refunds: [RefundDocument]
}

/// One message about a payment, or one answer of its provider.
package struct PaymentEventDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let receivedAt: String
  /// The sender's own, or one of ours.
  package let id: String
  /// In the sender's words.
  package let kind: String
  /// What it came to, in a word.
  package let outcome: String
}

/// Lists payments, the latest first.
package struct ListPaymentsDocument: CommandDocument {
  /// `payments list`.
  package static let kind = OperationKind.listPayments

  /// Nil for all.
  let provider: Provider?
  /// Nil for all.
  package var state: Payment.State?
  /// Those that are held alone.
  package var isHeld = false
  /// The first and the last day, `YYYY-MM-DD`.
  package var since: String?
  /// That day is meant too.
  package var until: String?
  let page: PageRequestDocument

  package init(provider: Provider?, limit: Int, after: String? = nil) {
    self.provider = provider
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// One page of payments.
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

  /// The payment, with its messages and refunds.
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

/// What came of a payment that a person vouched for.
package struct MarkedDocument: Codable, Equatable, Sendable {
  /// The checkout's, which is the order's.
  package let reference: String
  /// In a few words, such as `paid, with its codes`.
  package let outcome: String
}

/// Takes a checkout for paid because a person has seen the money.
package struct MarkPaidDocument: CommandDocument {
  /// `orders mark-paid`.
  package static let kind = OperationKind.markPaid

  let reference: String
  /// What proves it: a bank's transfer number.
  let proof: String
  /// Kept in the ledger.
  let reason: String

  package init(reference: String, proof: String, reason: String) {
    self.reference = reference
    self.proof = proof
    self.reason = reason
  }

  /// Settles it like a payment that a provider told of.
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

  /// Names the checkout and what came of it.
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
