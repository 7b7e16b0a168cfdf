import GRDB
import Shop

/// A payment as the vault has it: what all events about it say together (I5).
struct PaymentRecord {
  /// Nil until it is saved for the first time.
  var id: Int64?
  let provider: Provider
  /// The provider's ID; nil when events name it by our reference alone.
  let key: String?
  var reference: Reference?
  var state: PaymentState
  var amount: Money?
  var refundedMinor: Int64
  var dispute: Dispute?
  var mismatch: HoldReason?

  init(provider: Provider, key: String?, reference: Reference?) {
    self.provider = provider
    self.key = key
    self.reference = reference
    state = .created
    refundedMinor = 0
  }

  init(_ row: Row) throws {
    id = row["id"]
    provider = try row.parsed("provider", as: Provider.init)
    key = row["paymentKey"]
    reference = try row.parsedIfPresent("reference", as: { Reference($0) })
    state = try row.parsed("state", as: PaymentState.init)
    amount = (row["amountMinor"] as Int64?) == nil ? nil : try row.money("amountMinor", "currency")
    refundedMinor = row["refundedMinor"]
    dispute = try row.parsedIfPresent("dispute", as: Dispute.init)
    mismatch = try row.parsedIfPresent("mismatch", as: HoldReason.init)
  }

  /// Takes down a refund: the total is a maximum, so that repeats and disorder commute.
  mutating func merge(refundedMinor total: Int64) {
    refundedMinor = max(refundedMinor, total)
    guard refundedMinor > 0 else { return }
    // How much was paid may not be known yet; then it counts as a part, and grows to all.
    let isAll = amount.map { refundedMinor >= $0.minorUnits } ?? false
    state = state.merged(with: isAll ? .refunded : .partRefunded)
  }

  mutating func merge(_ dispute: Dispute) {
    self.dispute = self.dispute?.merged(with: dispute) ?? dispute
  }

  /// Takes over what was heard of the same payment under another name.
  mutating func merge(_ other: PaymentRecord) {
    state = state.merged(with: other.state)
    merge(refundedMinor: other.refundedMinor)
    if let dispute = other.dispute { merge(dispute) }
  }

  /// Takes down that the money arrived.
  mutating func merge(paid money: Money) {
    if amount == nil { amount = money }
    state = state.merged(with: .paid)
    merge(refundedMinor: refundedMinor)
  }
}

extension Transaction {
  /// The payment that an event names, or a new one that is not saved yet.
  ///
  /// An event that names only our reference speaks of the payment that made the order; before there
  /// is one, of a payment without a key.
  func payment(_ provider: Provider, _ key: PaymentKey) throws -> PaymentRecord {
    if let paymentID = key.paymentID {
      let sql = "SELECT * FROM payment WHERE provider = ? AND paymentKey = ?"
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
        SELECT * FROM payment WHERE provider = ? AND reference = ? AND paymentKey IS NULL
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
      SELECT p.* FROM payment p
      JOIN paidOrder o ON o.paymentID = p.id
      JOIN checkout c ON c.id = o.checkoutID
      WHERE c.reference = ? AND p.provider = ?
      """,
      [reference.text, provider.rawValue]
    ).map(PaymentRecord.init)
  }

  /// What was heard of this payment before it had its name: by reference, or by a key that never
  /// came with money.
  func earlierFacts(of payment: PaymentRecord) throws -> [PaymentRecord] {
    guard let reference = payment.reference else { return [] }
    return try db.all(
      """
      SELECT * FROM payment
      WHERE provider = ? AND reference = ? AND amountMinor IS NULL
        AND (paymentKey IS NULL OR ?) AND id <> ?
      """,
      [payment.provider.rawValue, reference.text, payment.key == nil, payment.id ?? 0]
    ).map(PaymentRecord.init)
  }

  /// Writes a payment; gives it its ID the first time.
  func save(_ payment: inout PaymentRecord) throws {
    if let id = payment.id {
      try db.change(
        """
        UPDATE payment SET reference = ?, state = ?, amountMinor = ?, currency = ?,
          refundedMinor = ?, dispute = ?, mismatch = ?
        WHERE id = ?
        """,
        [
          payment.reference?.text, payment.state.rawValue, payment.amount?.minorUnits,
          payment.amount?.currency.code, payment.refundedMinor, payment.dispute?.rawValue,
          payment.mismatch?.rawValue, id,
        ]
      )
      return
    }
    try db.change(
      """
      INSERT INTO payment (provider, paymentKey, reference, state, amountMinor, currency,
        refundedMinor, dispute, mismatch, receivedAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        payment.provider.rawValue, payment.key, payment.reference?.text, payment.state.rawValue,
        payment.amount?.minorUnits, payment.amount?.currency.code, payment.refundedMinor,
        payment.dispute?.rawValue, payment.mismatch?.rawValue, now.milliseconds,
      ]
    )
    payment.id = db.lastInsertedRowID
  }
}
