import Shop

extension StatementSumDocument {
  init(_ sums: Statement.Match.Sums) {
    let decimal = { (units: Int64) in
      Money(minorUnits: units, currency: sums.currency).decimal
    }
    self.init(
      currency: sums.currency.code,
      paid: decimal(sums.paid),
      refunded: decimal(sums.refunded),
      fees: decimal(sums.fees),
      net: decimal(sums.net),
      other: decimal(sums.other),
      paidHere: decimal(sums.paidHere),
      refundedHere: decimal(sums.refundedHere),
      difference: decimal(sums.difference)
    )
  }
}

extension StatementFindingDocument {
  init(_ finding: Statement.Match.Finding) {
    self.init(
      reason: finding.reason.rawValue,
      lineID: finding.lineID,
      paymentID: finding.paymentID,
      reference: finding.reference?.text,
      there: finding.there.map { "\($0)" },
      here: finding.here.map { "\($0)" },
      text: finding.reason.sentence
    )
  }
}

extension Statement.Match.Reason {
  /// What is the matter, and what a person does about it.
  fileprivate var sentence: String {
    switch self {
    case .codesWithoutMoney:
      "Codes are out for money that the provider does not have: ask the provider at once."
    case .paidHereMissingThere:
      "Paid by our books, and in no statement: look for it in the provider's next days."
    case .paidThereUnknownHere:
      "Paid there, and not known as paid here: ask the provider, or mark the order as paid."
    case .amountDiffers: "The amounts differ: compare with the provider's own page."
    case .duplicatePayment: "The buyer paid twice: refund this one."
    case .refundedThereNotHere: "Refunded there, and not known here: see who gave it back."
    case .refundedHereNotThere: "Refunded by our books, and not there: ask the provider."
    case .codesMissing: "Paid, and no codes: see the order, and import codes or refund it."
    case .lineChanged: "The statement says something else than when it was read before."
    case .unreadLine: "This line does not fit its columns: read it on the provider's own page."
    case .disputeUnknownHere: "The buyer's bank took it up, and no message told of it."
    case .otherLine: "Moved by the provider itself: a payout, a fee, an adjustment."
    }
  }
}
