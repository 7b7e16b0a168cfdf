import GRDB
import Shop

extension Transaction {
  /// More than anybody pays; keeps sums over thousands of refunds far from integer overflow.
  private static var mostMinorUnits: Int64 { 1_000_000_000_000_000 }

  /// Records that money went back: as a total, or as one refund of several (I5).
  ///
  /// `isAnswer` says that the provider was asked for it; then an earlier report of its failure is
  /// void.
  func settleRefund(
    _ refund: Refund.Confirmed,
    of key: Payment.Key,
    by provider: Provider,
    isAnswer: Bool
  ) throws -> Settled {
    guard key.paymentID != nil || key.reference != nil else {
      return (.held(.unknownCheckout), nil)
    }
    let units = bounded(refund.amount)
    guard units > 0 else { return (.ignored, nil) }
    var payment = try payment(provider, key)
    let (before, totalBefore) = (payment.refundedMinor, payment.refundTotalMinor)
    if let total = refund.total { payment.merge(refundTotalMinor: bounded(total)) }
    var isContested = false
    if let id = refund.id {
      if payment.id == nil { try save(&payment) }
      let isLastWord = isAnswer || refund.isLastWord
      isContested = try merge(refund: id, of: units, in: &payment, isLastWord: isLastWord)
    } else {
      payment.merge(refundTotalMinor: units)
    }
    let isLess = payment.refundedMinor < before
    guard payment.refundedMinor > before || isContested || isLess else {
      // A total below the sum of the single refunds adds nothing, until one of them fails.
      if payment.refundTotalMinor > totalBefore { try save(&payment) }
      return (.ignored, payment.id)
    }
    if payment.refundedMinor > before { payment.noteRefund(at: now) }
    try save(&payment)
    let own = try order(paidBy: payment)
    let order = try own ?? order(backedBy: payment)
    // What failed is known to be more than it was, or to be part of the total.
    if isLess, let order {
      try reopenUnpaidPartialRefunds(of: order.id)
      try holdIfRevived(order.reference)
    }
    guard !isLess || isContested else {
      let reference = order?.reference ?? key.reference
      try note(
        "refund failed",
        "order \(reference?.text ?? "unknown")",
        "given back: \(payment.refundedMinor), which was \(before)",
        by: "worker"
      )
      return (.refundFailed(reference), payment.id)
    }
    if let order {
      if isContested || own == nil { try holdForPerson(order, .refund) }
      try stopHandOver(order)
      try holdIfRevived(order.reference)
    }
    let currency = payment.amount?.currency ?? refund.amount.currency
    let total = Money(minorUnits: payment.refundedMinor, currency: currency)
    if payment.refundedMinor > before {
      let amount = Money(minorUnits: payment.refundedMinor - before, currency: currency)
      try tellRefund(amount, of: total, from: payment, order)
    }
    let reference = order?.reference ?? key.reference
    guard !isContested else { return (.refundFailed(reference), payment.id) }
    return (.refunded(reference, total: total), payment.id)
  }

  private func bounded(_ amount: Money) -> Int64 { min(amount.minorUnits, Self.mostMinorUnits) }

  /// Holds a blocked order whose last obstacle is gone because of new facts about its money; only a
  /// person releases it.
  private func holdIfRevived(_ reference: Reference) throws {
    guard let order = try order(reference), order.standing.isDeliverable,
      order.fulfilment == .blocked
    else { return }
    try holdForPerson(order, .refund)
  }

  /// Records one refund; returns whether it was reported as failed before, which only a person can
  /// sort out: the two messages may have come in disorder.
  private func merge(
    refund id: String,
    of units: Int64,
    in payment: inout PaymentRecord,
    isLastWord: Bool
  ) throws -> Bool {
    let known = try confirmed(id, of: payment)
    guard let known else {
      try db.change(
        """
        INSERT INTO confirmedRefund (paymentID, refundID, amountMinor, receivedAt)
        VALUES (?, ?, ?, ?)
        """,
        [payment.id, id, units, now.milliseconds]
      )
      try addUpRefunds(of: &payment)
      return false
    }
    let isFailed = (known["failedAt"] as Int64?) != nil
    let told = known["amountMinor"] as Int64?
    let isNews = told == nil
    try db.change(
      "UPDATE confirmedRefund SET amountMinor = ?, failedAt = ? WHERE id = ?",
      [
        max(told ?? 0, units), isLastWord ? nil : known["failedAt"] as Int64?,
        known["id"] as Int64,
      ]
    )
    try addUpRefunds(of: &payment)
    return isFailed && isNews && !isLastWord
  }

  /// Records that a refund failed: its amount leaves the sum, and its order is held for a person,
  /// since the buyer has neither money nor card, or gets one of them by hand (I5).
  func settleFailedRefund(
    _ refundID: String?,
    _ amount: Money?,
    of key: Payment.Key,
    by provider: Provider
  ) throws -> Settled {
    guard key.paymentID != nil || key.reference != nil else { return (.refundFailed(nil), nil) }
    var payment = try payment(provider, key)
    if let refundID {
      if payment.id == nil { try save(&payment) }
      let units = amount.map(bounded).flatMap { $0 > 0 ? $0 : nil }
      let isNews = try markFailed(refundID, units, of: payment)
      guard isNews else { return (.ignored, payment.id) }
      try addUpRefunds(of: &payment)
      try save(&payment)
    }
    let order = try order(backedBy: payment)
    if let order {
      try reopenUnpaidPartialRefunds(of: order.id)
      try holdForPerson(order, .refund)
      try stopHandOver(order)
    }
    let reference = order?.reference ?? key.reference
    let left = payment.amount.map { "\(payment.refundedMinor) of \($0.minorUnits)" }
    try note(
      "refund failed",
      "order \(reference?.text ?? "unknown")",
      "refund \(refundID ?? "unnamed"); given back: \(left ?? "\(payment.refundedMinor)")",
      by: "worker"
    )
    return (.refundFailed(reference), payment.id)
  }

  /// Marks a single refund as failed; false when its failure is known.
  private func markFailed(
    _ refundID: String,
    _ units: Int64?,
    of payment: PaymentRecord
  ) throws -> Bool {
    guard let known = try confirmed(refundID, of: payment) else {
      try db.change(
        """
        INSERT INTO confirmedRefund (paymentID, refundID, failedMinor, receivedAt, failedAt)
        VALUES (?1, ?2, ?3, ?4, ?4)
        """,
        [payment.id, refundID, units, now.milliseconds]
      )
      return true
    }
    guard (known["failedAt"] as Int64?) == nil else { return false }
    try db.change(
      """
      UPDATE confirmedRefund SET failedAt = ?, failedMinor = COALESCE(failedMinor, ?) WHERE id = ?
      """,
      [now.milliseconds, units, known["id"] as Int64]
    )
    return true
  }

  private func confirmed(_ refundID: String, of payment: PaymentRecord) throws -> Row? {
    try db.first(
      "SELECT id, amountMinor, failedAt FROM confirmedRefund WHERE paymentID = ? AND refundID = ?",
      [payment.id, refundID]
    )
  }

  private func addUpRefunds(of payment: inout PaymentRecord) throws {
    let sql = "SELECT \(PaymentRecord.columns) FROM payment p WHERE p.id = ?"
    guard let row = try db.first(sql, [payment.id]) else { return }
    let stored = try PaymentRecord(row)
    payment.refundSumMinor = stored.refundSumMinor
    payment.failedRefundsMinor = stored.failedRefundsMinor
  }

  /// Moves single refunds that were reported under another name of the same payment to this one.
  func adoptRefunds(of others: [PaymentRecord], in payment: inout PaymentRecord) throws {
    guard !others.isEmpty else { return }
    for other in others {
      let refunds = try db.all(
        """
        SELECT refundID, amountMinor, failedMinor, failedAt FROM confirmedRefund
        WHERE paymentID = ? ORDER BY id
        """,
        [other.id]
      )
      for refund in refunds {
        if let units = refund["amountMinor"] as Int64? {
          _ = try merge(refund: refund["refundID"], of: units, in: &payment, isLastWord: false)
        }
        if (refund["failedAt"] as Int64?) != nil {
          _ = try markFailed(refund["refundID"], refund["failedMinor"], of: payment)
        }
      }
    }
    try addUpRefunds(of: &payment)
    try save(&payment)
  }

  /// Whether a refund of the payment is under way, or one failed: then its order must not be handed
  /// over automatically.
  func isRefundUnsettled(_ payment: PaymentRecord) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM refund WHERE paymentID = ?1 AND endedAt IS NULL
      UNION ALL SELECT 1 FROM confirmedRefund WHERE paymentID = ?1 AND failedAt IS NOT NULL
      """,
      [payment.id]
    ) != nil
  }
}
