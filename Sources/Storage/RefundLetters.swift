import GRDB
import Shop

extension Transaction {
  /// Owes the buyer a letter that money went back, in the transaction that records it; money
  /// without an order is reported under the order that it paid a second time, if there is one.
  func tellRefund(
    _ amount: Money,
    of total: Money,
    from payment: PaymentRecord,
    _ order: OrderRecord?
  ) throws {
    if let order { return try tellRefund(amount, of: total, order.id) }
    guard payment.mismatch == .surplus, let reference = payment.reference,
      let paidTwice = try self.order(reference)
    else { return }
    try oweRefundLetter(paidTwice.id, Refund.Notice(amount: amount, total: total, codes: .kept))
  }

  /// Owes the buyer of an order a letter that money went back and what that means for its codes.
  func tellRefund(_ amount: Money, of total: Money, _ orderID: Int64) throws {
    let sql = "SELECT * FROM orderOverview WHERE orderID = ?"
    guard let order = try db.first(sql, [orderID]).map(OrderRecord.init) else { return }
    let isAll = order.standing.payment == .refunded
    // Another reason may hold the order, but this refund does not stop it.
    let isSaid = order.standing.payment == .partRefunded && order.standing.isPaid
    let isGoingOn = !isAll && order.fulfilment != .cancelled
    let units = isGoingOn ? try untoldUnits(of: orderID) : []
    guard units.isEmpty else { return try oweReducedLetter(orderID, amount, total, units) }
    let codes: Refund.Notice.Codes =
      switch order.fulfilment {
      case .revoked: .withdrawn
      case .cancelled: .none
      case .backorder, .allocated, .delivered: .kept
      case .blocked: isAll ? .none : isSaid ? .kept : .stopped
      }
    try oweRefundLetter(orderID, Refund.Notice(amount: amount, total: total, codes: codes))
  }

  /// Replaces the letters that say that the order is stopped, unless they are known to be sent.
  func replaceStoppedLetters(of orderID: Int64) throws {
    let letters = try db.integers(
      """
      SELECT d.id FROM delivery d JOIN refundNotice n ON n.deliveryID = d.id
      WHERE d.orderID = ? AND d.supersededAt IS NULL AND d.state NOT IN ('sent', 'superseded')
        AND n.codes = 'stopped'
      """,
      [orderID]
    )
    for id in letters { try supersede(id, "the order goes on") }
  }

  /// How much money letters have told the buyer of an order to have gone back.
  func toldMinor(_ orderID: Int64) throws -> Int64 {
    try db.integers(
      """
      SELECT COALESCE(MAX(n.totalMinor), 0) FROM delivery d
      JOIN refundNotice n ON n.deliveryID = d.id WHERE d.orderID = ? AND d.state = 'sent'
      """,
      [orderID]
    ).first ?? 0
  }

  /// Units whose money is back and that no letter has named; none while any of it is still to go.
  func untoldUnits(of orderID: Int64) throws -> [Int64] {
    let active = try db.partialRefunds(of: orderID, where: Self.isActive)
    guard try refundedMinor(of: orderID) == active.reduce(0, { $0 + $1.amountMinor }) else {
      return []
    }
    let told = try db.integers(
      "SELECT id FROM partialRefund WHERE orderID = ? AND noticeID IS NOT NULL",
      [orderID]
    )
    return active.filter { $0.kind == "units" && !told.contains($0.id) }.map(\.id)
  }

  /// The notice of money that went back for those units, or as goodwill where there are none.
  private func notice(
    of amount: Money,
    _ total: Money,
    _ orderID: Int64,
    _ parts: [Int64],
    isToldBefore: Bool
  ) throws -> (Refund.Notice, parts: [Int64]) {
    let rows = try db.partialRefunds(of: orderID, where: "r.kind = 'units'")
    let units = rows.filter { parts.contains($0.id) }
    guard !units.isEmpty else {
      let notice = Refund.Notice(
        amount: amount,
        total: total,
        codes: .kept,
        isToldBefore: isToldBefore
      )
      return (notice, [])
    }
    return (
      Refund.Notice(
        amount: amount,
        total: total,
        codes: .reduced,
        units: units.flatMap(\.numbers).sorted(),
        unitsLeft: try liveUnits(of: orderID).count,
        isToldBefore: isToldBefore
      ), units.map(\.id)
    )
  }

  /// Owes the letter that units were taken out; each unit is named once.
  func oweReducedLetter(
    _ orderID: Int64,
    _ amount: Money,
    _ total: Money,
    _ parts: [Int64],
    isToldBefore: Bool = false
  ) throws {
    let told = try notice(of: amount, total, orderID, parts, isToldBefore: isToldBefore)
    try oweRefundLetter(orderID, told)
  }

  private func oweRefundLetter(
    _ orderID: Int64,
    _ told: (notice: Refund.Notice, parts: [Int64])
  ) throws {
    let letter = try oweRefundLetter(orderID, told.notice)
    for part in told.parts {
      try db.change("UPDATE partialRefund SET noticeID = ? WHERE id = ?", [letter, part])
    }
  }

  /// Owes the buyer of an order the letter that money went back; returns its row.
  @discardableResult
  func oweRefundLetter(_ orderID: Int64, _ notice: Refund.Notice) throws -> Int64 {
    try owe(orderID, .refunded)
    let id = db.lastInsertedRowID
    try db.change(
      """
      INSERT INTO refundNotice (deliveryID, amountMinor, totalMinor, currency, codes, units,
        unitsLeft, isToldBefore)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, notice.amount.minorUnits, notice.total.minorUnits,
        notice.amount.currency.code, notice.codes.rawValue,
        notice.units.map(String.init).joined(separator: ","), notice.unitsLeft,
        notice.isToldBefore,
      ]
    )
    return id
  }

  func refundNotice(of id: Int64) throws -> Refund.Notice {
    let sql = "SELECT * FROM refundNotice WHERE deliveryID = ?"
    guard let row = try db.first(sql, [id]) else {
      throw StoreError.failed("delivery \(id) does not say what went back")
    }
    return Refund.Notice(
      amount: try row.money("amountMinor", "currency"),
      total: try row.money("totalMinor", "currency"),
      codes: try row.parsed("codes", as: Refund.Notice.Codes.init),
      units: (row["units"] as String).split(separator: ",").compactMap { Int($0) },
      unitsLeft: row["unitsLeft"],
      isToldBefore: row["isToldBefore"]
    )
  }
}
