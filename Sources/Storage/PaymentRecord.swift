import GRDB
import Shop

/// A payment as the vault has it: all events about it, merged (I5).
struct PaymentRecord {
  /// Nil until it is saved for the first time.
  var id: Int64?
  let provider: Provider
  /// The provider's ID; nil when events name it only by our reference.
  let key: String?
  var reference: Reference?
  /// How far it has come, refunds apart; never more than `paid`.
  private(set) var progress: Payment.State
  var amount: Money?
  /// The largest total of refunds that the provider reported; a maximum, so that repeated and
  /// disordered events give the same.
  private(set) var refundTotalMinor: Int64
  /// The sum of the refunds that were reported one by one and did not fail.
  var refundSumMinor: Int64
  /// The amounts of the refunds that failed, as far as they are known.
  var failedRefundsMinor: [Int64]
  /// When `refundedMinor` last rose.
  private(set) var refundedAt: Timestamp?
  /// The worst of its disputes; nil without any.
  var dispute: Dispute?
  var mismatch: HoldReason?

  init(provider: Provider, key: String?, reference: Reference?) {
    self.provider = provider
    self.key = key
    self.reference = reference
    progress = .created
    refundTotalMinor = 0
    refundSumMinor = 0
    failedRefundsMinor = []
  }

  /// The columns that a record is read from; `payment` is named `p`.
  static let columns = """
    p.*, (SELECT COALESCE(SUM(r.amountMinor), 0) FROM confirmedRefund r
      WHERE r.paymentID = p.id AND r.failedAt IS NULL) AS refundSumMinor,
    (SELECT group_concat(COALESCE(r.amountMinor, r.failedMinor)) FROM confirmedRefund r
      WHERE r.paymentID = p.id AND r.failedAt IS NOT NULL) AS failedRefundsMinor
    """

  /// Reads a row of `columns`.
  init(_ row: Row) throws {
    id = row["id"]
    provider = try row.parsed("provider", as: Provider.init)
    key = row["paymentKey"]
    reference = try row.parsedIfPresent("reference", as: { Reference($0) })
    amount = (row["amountMinor"] as Int64?) == nil ? nil : try row.money("amountMinor", "currency")
    let state: Payment.State = try row.parsed("state", as: Payment.State.init)
    progress = state > .paid ? (amount == nil ? .created : .paid) : state
    refundTotalMinor = row["refundTotalMinor"]
    refundSumMinor = row["refundSumMinor"]
    let failed = row["failedRefundsMinor"] as String?
    failedRefundsMinor = (failed ?? "").split(separator: ",").compactMap { Int64($0) }
    refundedAt = (row["refundedAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    dispute = try row.parsedIfPresent("dispute", as: Dispute.init)
    mismatch = try row.parsedIfPresent("mismatch", as: HoldReason.init)
  }

  /// How much was given back: the larger of the reported total and the sum of single refunds.
  ///
  /// A total never falls, so what failed leaves it here; a failed refund that is larger than the
  /// total was no part of it.
  var refundedMinor: Int64 {
    let failed = failedRefundsMinor.filter { $0 <= refundTotalMinor }.reduce(0, +)
    return max(refundTotalMinor - failed, refundSumMinor)
  }

  /// How much was paid and not given back; nil until the amount paid is known.
  var left: Money? {
    guard let amount, progress == .paid, dispute != .lost else { return nil }
    let units = max(0, amount.minorUnits - refundedMinor)
    return Money(minorUnits: units, currency: amount.currency)
  }

  /// How far it has come, refunds included.
  var state: Payment.State {
    guard refundedMinor > 0 else { return progress }
    // Until the amount paid is known, any refund counts as a part.
    let isAll = amount.map { refundedMinor >= $0.minorUnits } ?? false
    return isAll ? .refunded : .partRefunded
  }

  /// Records a total of refunds.
  mutating func merge(refundTotalMinor total: Int64) {
    refundTotalMinor = max(refundTotalMinor, total)
  }

  /// Merges what was reported under another name of the same payment, except single refunds and
  /// disputes.
  mutating func merge(_ other: PaymentRecord) {
    progress = progress.merged(with: other.progress)
    merge(refundTotalMinor: other.refundTotalMinor)
    refundedAt = [refundedAt, other.refundedAt].compactMap(\.self).max()
  }

  /// Records that the money arrived.
  mutating func merge(paid money: Money) {
    if amount == nil { amount = money }
    progress = progress.merged(with: .paid)
  }

  /// Records that it failed; it may still succeed.
  mutating func mergeFailure() { progress = progress.merged(with: .failed) }

  /// Records when money was last given back.
  mutating func noteRefund(at now: Timestamp) { refundedAt = max(refundedAt ?? now, now) }
}

extension Transaction {
  /// The payment that an event names, or a new one that is not saved yet.
  ///
  /// An event with only our reference means the payment that made the order; before there is an
  /// order, a payment without a key.
  func payment(_ provider: Provider, _ key: Payment.Key) throws -> PaymentRecord {
    if let paymentID = key.paymentID {
      let sql = """
        SELECT \(PaymentRecord.columns) FROM payment p WHERE provider = ? AND paymentKey = ?
        """
      if let row = try db.first(sql, [provider.rawValue, paymentID]) {
        return try PaymentRecord(row)
      }
    }
    guard let reference = key.reference else {
      return PaymentRecord(provider: provider, key: key.paymentID, reference: nil)
    }
    let paying = try payingPayment(provider, reference)
    if let paying, key.paymentID == nil || paying.key == nil { return paying }
    if key.paymentID == nil {
      let sql = """
        SELECT \(PaymentRecord.columns) FROM payment p
        WHERE provider = ? AND reference = ? AND paymentKey IS NULL
        """
      if let row = try db.first(sql, [provider.rawValue, reference.text]) {
        return try PaymentRecord(row)
      }
    }
    return PaymentRecord(provider: provider, key: key.paymentID, reference: reference)
  }

  private func payingPayment(
    _ provider: Provider,
    _ reference: Reference
  ) throws -> PaymentRecord? {
    try db.first(
      """
      SELECT \(PaymentRecord.columns) FROM payment p
      JOIN paidOrder o ON o.paymentID = p.id
      JOIN checkout c ON c.id = o.checkoutID
      WHERE c.reference = ? AND p.provider = ?
      """,
      [reference.text, provider.rawValue]
    ).map(PaymentRecord.init)
  }

  /// Records of this payment from before it had its name: under our reference, or under a key that
  /// never came with money.
  func earlierFacts(of payment: PaymentRecord) throws -> [PaymentRecord] {
    guard let reference = payment.reference else { return [] }
    return try db.all(
      """
      SELECT \(PaymentRecord.columns) FROM payment p
      WHERE provider = ? AND reference = ? AND amountMinor IS NULL
        AND (paymentKey IS NULL OR ?) AND id <> ?
      """,
      [payment.provider.rawValue, reference.text, payment.key == nil, payment.id ?? 0]
    ).map(PaymentRecord.init)
  }

  /// Writes a payment; a new one gets its ID.
  func save(_ payment: inout PaymentRecord) throws {
    if let id = payment.id {
      try db.change(
        """
        UPDATE payment SET reference = ?, state = ?, amountMinor = ?, currency = ?,
          refundedMinor = ?, refundTotalMinor = ?, refundedAt = ?, dispute = ?, mismatch = ?
        WHERE id = ?
        """,
        [
          payment.reference?.text, payment.state.rawValue, payment.amount?.minorUnits,
          payment.amount?.currency.code, payment.refundedMinor, payment.refundTotalMinor,
          payment.refundedAt?.milliseconds, payment.dispute?.rawValue, payment.mismatch?.rawValue,
          id,
        ]
      )
      return
    }
    try db.change(
      """
      INSERT INTO payment (provider, paymentKey, reference, state, amountMinor, currency,
        refundedMinor, refundTotalMinor, refundedAt, dispute, mismatch, receivedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        payment.provider.rawValue, payment.key, payment.reference?.text, payment.state.rawValue,
        payment.amount?.minorUnits, payment.amount?.currency.code, payment.refundedMinor,
        payment.refundTotalMinor, payment.refundedAt?.milliseconds, payment.dispute?.rawValue,
        payment.mismatch?.rawValue, now.milliseconds,
      ]
    )
    payment.id = db.lastInsertedRowID
  }
}
