import GRDB
import Shop

/// What a part of an order's money goes back for, as its row says.
struct PartialRefundRow {
  let id: Int64
  let kind: String
  let amountMinor: Int64
  /// Of the units that are out for it.
  let numbers: [Int]

  var scope: Refund.Scope { kind == "units" ? .units(numbers) : .goodwill }
}

extension Transaction {
  /// The condition for those that say what went back, or is to.
  static var isActive: String { "r.refusedAt IS NULL AND r.voidedAt IS NULL" }

  func refundedMinor(of orderID: Int64) throws -> Int64 {
    let sql = "SELECT refundedMinor FROM orderOverview WHERE orderID = ?"
    return try db.integers(sql, [orderID]).first ?? 0
  }

  /// Units whose money is back and that no letter has told of: none while any of it is still to go.
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

  /// What a letter says of money that went back for those units, or as goodwill for none.
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

  /// Owes the news that units were taken out; each unit is told of once.
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
}

extension Database {
  /// Partial refunds of an order, oldest first; the condition is about `r`.
  func partialRefunds(
    of orderID: Int64,
    where condition: String = "1"
  ) throws -> [PartialRefundRow] {
    try all(
      """
      SELECT r.id, r.kind, r.amountMinor FROM partialRefund r
      WHERE r.orderID = ? AND (\(condition)) ORDER BY r.id
      """,
      [orderID]
    ).map { row in
      PartialRefundRow(
        id: row["id"],
        kind: row["kind"],
        amountMinor: row["amountMinor"],
        numbers: try unitNumbers(ofPartialRefund: row["id"])
      )
    }
  }

  /// The numbers of the units that are out for a partial refund.
  func unitNumbers(ofPartialRefund id: Int64) throws -> [Int] {
    try integers(
      """
      SELECT u.number FROM unitEnd e JOIN unit u ON u.id = e.unitID
      WHERE e.partialRefundID = ? ORDER BY u.number
      """,
      [id]
    ).map(Int.init)
  }

  /// What a person sees of them.
  func partialRefundSummaries(
    of orderID: Int64,
    _ currency: Currency
  ) throws -> [Refund.Partial] {
    let state = """
      SELECT CASE WHEN r.voidedAt IS NOT NULL THEN 'void' WHEN r.refusedAt IS NOT NULL
        THEN 'refused' WHEN EXISTS (SELECT 1 FROM refundOrder f
          WHERE f.partialRefundID = r.id AND f.endedAt IS NULL) THEN 'open' ELSE 'done' END AS state
      FROM partialRefund r WHERE r.id = ?
      """
    return try partialRefunds(of: orderID).map { part in
      let row = try first(state, [part.id])
      return Refund.Partial(
        scope: part.scope,
        amount: Money(minorUnits: part.amountMinor, currency: currency),
        state: try row?.parsed("state", as: Refund.Partial.State.init) ?? .done
      )
    }
  }
}
