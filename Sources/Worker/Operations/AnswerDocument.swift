/// What a command came to, as it crosses the control socket.
package enum AnswerDocument: Codable, Equatable, Sendable {
  case stock([StockRowDocument])
  case importBegun(ImportStateDocument)
  case linesTaken(LinesTakenDocument)
  case importFinished
  case held(HeldDocument)
  case voided(count: Int)
  case batches([BatchDocument])
  case batch(BatchDocument)
  case batchUndone(codes: Int)
  case batchMoved(MovedBatchDocument)
  case code(RevealedCodeDocument)
  case orders(PageDocument<OrderRowDocument>)
  case order(OrderDocument)
  case deliveries(PageDocument<DeliveryRowDocument>)
  case retried(count: Int)
  /// Done, with nothing more to say.
  case done
  case blocks([BlockRowDocument])
  /// An order is held; whether its codes had left before.
  case stopped(hadLeft: Bool)
  case ledger(LedgerDocument)
  case clock(ClockDocument)
  case heldPrices([HeldPriceDocument])
  case payments(PageDocument<PaymentRowDocument>)
  case payment(PaymentDocument)
  case refund(RefundStateDocument)
  case marked(MarkedDocument)
  case reconciled(ReconciledDocument)
  case statements([StatementDocument])
  case probe(number: String)
  /// One of `ProbeWord`, or nil while nothing has arrived.
  case probed(String?)
  case checkouts(PageDocument<CheckoutRowDocument>)
  case checkout(CheckoutDocument)
  case report(SalesReportDocument)
  case replaced(ReplacementDocument)
  case claims(PageDocument<ClaimDocument>)
  case ledgerLines(PageDocument<LedgerLineDocument>)
  case rehearsal(RehearsalStandDocument)
  /// Not done: the sentence says what to do.
  case refused(String)
  /// Not done now; the same command may work in a moment.
  case busy(String)
}

/// One page of a list.
package struct PageDocument<Row: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
  package let rows: [Row]
  /// Of all pages together.
  package let total: Int
  /// What `--after` takes for the next page; nil on the last one.
  package let after: String?
  /// What else is to be said, such as where a code is that no order has.
  package let note: String?
}

/// How many codes of a SKU are in which state.
package struct StockRowDocument: Codable, Equatable, Sendable {
  package let sku: String
  package let available: Int
  /// Taken out of sale because they were changed past the worker.
  package let quarantined: Int
  package let allocated: Int
  package let revoked: Int
  /// Past their last day.
  package let expired: Int
  /// Nearer to their last day than their product allows: not sold.
  package let expiringSoon: Int
  /// Units that were paid and wait.
  package let waiting: Int

  package init(
    sku: String,
    available: Int,
    quarantined: Int = 0,
    allocated: Int,
    revoked: Int,
    expired: Int,
    expiringSoon: Int,
    waiting: Int
  ) {
    self.sku = sku
    self.available = available
    self.quarantined = quarantined
    self.allocated = allocated
    self.revoked = revoked
    self.expired = expired
    self.expiringSoon = expiringSoon
    self.waiting = waiting
  }
}

/// Where an import stands before its lines are sent.
package struct ImportStateDocument: Codable, Equatable, Sendable {
  package let batchID: Int64
  /// Lines up to this one were taken before.
  package let resumesAfterLine: Int
}

/// What became of some lines.
package struct LinesTakenDocument: Codable, Equatable, Sendable {
  package let imported: Int
  /// Lines of this very file that are in the vault.
  package let already: Int
  package let refused: [RefusedLineDocument]
  /// Orders that had waited and got their codes.
  package let served: Int
}

/// A line that was not imported.
package struct RefusedLineDocument: Codable, Equatable, Sendable {
  package let line: Int
  /// `duplicate`, `similar` or `expired`.
  package let kind: String
  package let reason: String

  package init(line: Int, kind: String, reason: String) {
    self.line = line
    self.kind = kind
    self.reason = reason
  }
}

/// An order in a list.
package struct OrderRowDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let paidAt: String
  package let sku: String
  package let quantity: Int
  /// With its currency.
  package let amount: String
  package let payment: String
  package let risk: String
  package let fulfilment: String
  /// The first letter and the domain.
  package let email: String
}

/// Whatever waits for a person.
package struct HeldDocument: Codable, Equatable, Sendable {
  package let rows: [HeldRowDocument]
  /// Whether more wait than are listed: so many of each kind are, longest waiting first.
  package let isCut: Bool
}

/// Money that waits for a person.
package struct HeldRowDocument: Codable, Equatable, Sendable {
  package let receivedAt: String
  package let provider: String
  package let paymentID: String?
  package let reference: String?
  package let amount: String?
  /// A word, such as `dispute` or `stock`.
  package let reason: String
  package let hasOrder: Bool
  /// The command that mends it, or what to do before.
  package let next: String
  /// What a refund of it came to, in the provider's words.
  package let refundTrouble: String?
}

/// An order with everything but its codes and its secrets.
package struct OrderDocument: Codable, Equatable, Sendable {
  package let order: OrderRowDocument
  package let title: String
  package let language: String
  package let provider: String
  package let paymentID: String?
  package let refunded: String?
  package let dispute: String?
  package let hold: String?
  /// What the newest refund of it came to, in the provider's words.
  package let refundTrouble: String?
  /// How often the codes were shown on the order page.
  package let reveals: Int
  package let codeIDs: [Int64]
  /// How many units the order still has, or is owed.
  package let units: Int
  /// The numbers of those that were taken out for a refund.
  package let unitsTaken: [Int]
  package let partialRefunds: [PartialRefundRowDocument]
  /// What of it waits for a person, with the command that mends it.
  package let waits: [HeldRowDocument]
  /// Units, by number, whose code was no good and that wait for another.
  package let waitingUnits: [Int]
  package let deliveries: [DeliveryRowDocument]
}

/// A part of an order's money that went back, or is to.
package struct PartialRefundRowDocument: Codable, Equatable, Sendable {
  package let amount: String
  /// The numbers of the units that it is for; none for goodwill.
  package let units: [Int]
  /// `open`, `done`, `refused` or `void`.
  package let state: String
}

/// A delivery in a list.
package struct DeliveryRowDocument: Codable, Equatable, Sendable {
  package let id: Int64
  package let reference: String
  package let purpose: String
  package let state: String
  package let attempts: Int
  package let dueAt: String?
  /// How the last attempt ended.
  package let trouble: String?
}

/// What reading the whole audit chain found.
package struct LedgerDocument: Codable, Equatable, Sendable {
  package let entries: Int
  /// The first entry that does not fit; nil when all do.
  package let firstBroken: Int64?
}

/// An entry of the ledger in a list.
package struct LedgerLineDocument: Codable, Equatable, Sendable {
  package let number: Int64
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let at: String
  package let actor: String
  package let action: String
  package let object: String
  package let detail: String
}
