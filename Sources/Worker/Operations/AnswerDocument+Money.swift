/// A payment in a list.
package struct PaymentRowDocument: Codable, Equatable, Sendable {
  package let id: String?
  package let provider: String
  package let reference: String?
  package let receivedAt: String
  package let amount: String?
  package let state: String
  package let refunded: String?
  package let dispute: String?
  /// Why it released nothing.
  package let hold: String?
  /// What the provider kept, and what is left of it by the statements.
  package let fee: String?
  package let net: String?
}

/// A payment with everything that was heard of it; never what a message said word by word.
package struct PaymentDocument: Codable, Equatable, Sendable {
  package let payment: PaymentRowDocument
  package let events: [PaymentEventDocument]
  /// Those that we asked for.
  package let refunds: [RefundStateDocument]
}

/// One message about a payment, or one answer of its provider.
package struct PaymentEventDocument: Codable, Equatable, Sendable {
  package let receivedAt: String
  package let id: String
  package let kind: String
  package let outcome: String
}

/// Where a refund stands.
package struct RefundStateDocument: Codable, Equatable, Sendable {
  package let id: String
  package let reference: String
  package let amount: String
  /// `done`, `pending`, `refused` or `unknown`.
  package let state: String
  /// The provider's words, where it does not want to, or cannot be reached.
  package let detail: String?
  /// What the buyer may have of the order all the same; nil when no code can have left.
  package var left: String?
}

/// What came of a payment that a person vouched for.
package struct MarkedDocument: Codable, Equatable, Sendable {
  package let reference: String
  package let outcome: String
}

/// What asking about everything since a day found.
package struct ReconciledDocument: Codable, Equatable, Sendable {
  package let asked: Int
  /// One line for each checkout whose standing changed.
  package let found: [String]
  /// Those that the provider could not be asked about, with its words.
  package let unanswered: [String]
  /// The day to go on from, when there were more than one command asks about.
  package let goesOn: String?
  package let statements: [StatementDocument]
}

/// A provider's statement of a day against the books.
package struct StatementDocument: Codable, Equatable, Sendable {
  package let provider: String
  package let day: String
  /// Nil when it was matched; otherwise why it was not.
  package let trouble: String?
  package let lines: Int
  /// Lines that agree with the books.
  package let explained: Int
  /// Payments of which the provider does not tell its fee.
  package let withoutFee: Int
  package let sums: [StatementSumDocument]
  package let findings: [StatementFindingDocument]
}

/// What moved in one currency on a day.
package struct StatementSumDocument: Codable, Equatable, Sendable {
  package let currency: String
  /// As plain decimals, like all that follow.
  package let paid: String
  package let refunded: String
  package let fees: String
  /// What came to the account.
  package let net: String
  /// Disputes and other lines.
  package let other: String
  /// What the books say of the same payments.
  package let paidHere: String
  package let refundedHere: String
  /// What they say less what we say.
  package let difference: String
}

/// What a person must look at.
package struct StatementFindingDocument: Codable, Equatable, Sendable {
  /// One of the reasons, by its word.
  package let reason: String
  package let lineID: String?
  package let paymentID: String?
  package let reference: String?
  /// What the provider says, with its currency.
  package let there: String?
  /// What we say.
  package let here: String?
  /// One sentence.
  package let text: String
}
