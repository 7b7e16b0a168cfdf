/// What a command came to, as it crosses the control socket.
package enum AnswerDocument: Codable, Equatable, Sendable {
  case stock([StockRowDocument])
  case importBegun(ImportStateDocument)
  case linesTaken(LinesTakenDocument)
  case importFinished
  case held([HeldRowDocument])
  case voided(count: Int)
  case orders(PageDocument<OrderRowDocument>)
  case order(OrderDocument)
  case deliveries(PageDocument<DeliveryRowDocument>)
  /// Done, with nothing more to say.
  case done
  case ledger(LedgerDocument)
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
  package let allocated: Int
  package let revoked: Int
  /// Past their last day.
  package let expired: Int
  /// Units that were paid and wait.
  package let waiting: Int
}

/// Where an import stands before its lines are sent.
package struct ImportStateDocument: Codable, Equatable, Sendable {
  package let batchID: Int64
  /// Lines up to this one were taken before.
  package let resumesAfterLine: Int
  /// The same file was imported whole before; there is nothing to send.
  package let isComplete: Bool
}

/// What became of some lines.
package struct LinesTakenDocument: Codable, Equatable, Sendable {
  package let imported: Int
  package let refused: [RefusedLineDocument]
  /// Orders that had waited and got their codes.
  package let served: Int
}

/// A line that was not imported.
package struct RefusedLineDocument: Codable, Equatable, Sendable {
  package let line: Int
  package let reason: String

  package init(line: Int, reason: String) {
    self.line = line
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

/// Money that waits for a person.
package struct HeldRowDocument: Codable, Equatable, Sendable {
  package let receivedAt: String
  package let provider: String
  package let paymentID: String?
  package let reference: String?
  package let amount: String?
  package let reason: String
  package let hasOrder: Bool
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
  /// How often the codes were shown on the order page.
  package let reveals: Int
  package let codeIDs: [Int64]
  package let deliveries: [DeliveryRowDocument]
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
