import GRDB
import Shop

extension Transaction {
  /// Takes down where one dispute of a payment stands (I5).
  ///
  /// Each is merged by its ID, those without one as one; any that is open or lost stops the order,
  /// and where all are won a person lets it go on.
  func settle(
    _ dispute: Dispute,
    id: String?,
    of key: Payment.Key,
    by provider: Provider
  ) throws -> Settled {
    guard key.paymentID != nil || key.reference != nil else {
      return (.held(.unknownCheckout), nil)
    }
    var payment = try payment(provider, key)
    if payment.id == nil { try save(&payment) }
    guard try merge(dispute, id: id ?? "", of: payment) else {
      return (.ignored, payment.id)
    }
    payment.dispute = try worstDispute(of: payment)
    try save(&payment)
    let order = try order(backedBy: payment)
    if let order {
      try holdForPerson(order, .dispute)
      try block(order)
    }
    return (.disputed(order?.reference ?? key.reference, dispute), payment.id)
  }

  /// Merges what is known of one dispute with what is told now; false when nothing of it is news.
  private func merge(_ dispute: Dispute, id: String, of payment: PaymentRecord) throws -> Bool {
    let name = String(id.prefix(500))
    let known = try db.first(
      "SELECT id, state FROM dispute WHERE paymentID = ? AND disputeID = ?",
      [payment.id, name]
    )
    guard let known else {
      try db.change(
        "INSERT INTO dispute (paymentID, disputeID, state, receivedAt) VALUES (?, ?, ?, ?)",
        [payment.id, name, dispute.rawValue, now.milliseconds]
      )
      return true
    }
    let before: Dispute = try known.parsed("state", as: Dispute.init)
    let after = before.merged(with: dispute)
    guard after != before else { return false }
    try db.change(
      "UPDATE dispute SET state = ? WHERE id = ?",
      [after.rawValue, known["id"] as Int64]
    )
    return true
  }

  private func worstDispute(of payment: PaymentRecord) throws -> Dispute? {
    let rows = try db.all("SELECT state FROM dispute WHERE paymentID = ?", [payment.id])
    return Dispute.worst(of: try rows.map { try $0.parsed("state", as: Dispute.init) })
  }

  /// Takes over the disputes that were told of the same payment under another name.
  func adoptDisputes(of others: [PaymentRecord], in payment: inout PaymentRecord) throws {
    for other in others {
      let rows = try db.all(
        "SELECT disputeID, state FROM dispute WHERE paymentID = ? ORDER BY id",
        [other.id]
      )
      for row in rows {
        let state: Dispute = try row.parsed("state", as: Dispute.init)
        _ = try merge(state, id: row["disputeID"], of: payment)
      }
    }
    payment.dispute = try worstDispute(of: payment)
    try save(&payment)
  }
}
