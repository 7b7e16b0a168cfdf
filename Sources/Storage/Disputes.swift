import GRDB
import Shop

extension Transaction {
  /// Records the state of one dispute of a payment (I5).
  ///
  /// Disputes are merged by ID, those without one as a single dispute. An open or lost one stops
  /// the order; where all are won, a person may release it.
  func settleDispute(
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
      try stopHandOver(order)
    }
    return (.disputed(order?.reference ?? key.reference, dispute), payment.id)
  }

  /// Merges a report with what is known of one dispute; false when it changes nothing.
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

  /// Moves disputes that were reported under another name of the same payment to this one.
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
