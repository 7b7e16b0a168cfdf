import GRDB
package import Shop

extension Store {
  /// Explains a refund that was made at the provider, so that the order goes on.
  ///
  /// Throws `.nothingToExplain` when there is none, `.refundIsNotUnits` when it is more than the
  /// price of that many units; and what `release` throws.
  package func explainRefund(
    _ reference: Reference,
    as partial: Refund.Part,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let reason = "refunded by the provider"
      try transaction.explainRefund(reference, as: partial, reason)
      try transaction.note("explain", "order \(reference)", "\(partial)", by: person.actor)
    }
  }
}

/// A row of `partialRefund`: what a part of an order's money goes back for.
struct PartialRefundRecord {
  let id: Int64
  let kind: String
  let amountMinor: Int64
  /// The numbers of the units that are taken out for it.
  let numbers: [Int]

  var scope: Refund.Scope { kind == "units" ? .units(numbers) : .goodwill }
}

extension Transaction {
  /// Records what a part of an order's money goes back for, before the provider is asked.
  ///
  /// The units are taken out at once, so that they are not handed over, whatever the provider
  /// answers. Units whose refund was refused are asked for again; `refusedMinor` is the amount of
  /// that refund. A nil `amount` means the units' price.
  func beginPartialRefund(
    _ partial: Refund.Part,
    _ amount: Money?,
    of order: OrderRecord,
    leaving left: Money,
    _ reason: String
  ) throws -> (id: Int64, amount: Money, refusedMinor: Int64?) {
    guard order.fulfilment != .revoked else { throw StoreError.codesRevoked }
    guard order.fulfilment != .cancelled else { throw StoreError.cancelled }
    guard try isAsWritten(order) else { throw StoreError.altered }
    guard order.standing.payment != .partRefunded || order.standing.isRefundExplained else {
      throw StoreError.refundUnexplained
    }
    let choice = try choose(partial, of: order.id)
    let amount = try bounded(amount, for: partial, of: order.id, leaving: left)
    guard amount.minorUnits < left.minorUnits, try leavesSome(amount, of: order.id) else {
      throw StoreError.nothingLeft
    }
    let refused: Int64? = if case .again(let row) = choice { row.amountMinor } else { nil }
    return (try explain(choice, amount, of: order, reason), amount, refused)
  }

  /// Whether it would take out all live units: then it is a refund of the whole order.
  func takesEverything(_ partial: Refund.Part, of order: OrderRecord) throws -> Bool {
    guard case .units(let count, _) = partial, try refusedUnits(of: order.id).isEmpty else {
      return false
    }
    return try liveUnits(of: order.id).count == count
  }

  /// Whether the price of the units is that much or more.
  func isCovered(_ left: Money, by partial: Refund.Part, of order: OrderRecord) throws -> Bool {
    guard case .units(let count, _) = partial else { return false }
    return try price(of: count, order.id, left.currency).minorUnits >= left.minorUnits
  }

  private func price(of count: Int, _ orderID: Int64, _ currency: Currency) throws -> Money {
    let sql = "SELECT unitPriceMinor FROM orderOverview WHERE orderID = ?"
    guard let unit = try db.integers(sql, [orderID]).first,
      let price = Money(minorUnits: unit, currency: currency).times(count)
    else { throw StoreError.unknownOrder }
    return price
  }

  /// The amount that goes back: for units their price, or less where `amount` says so.
  private func bounded(
    _ amount: Money?,
    for partial: Refund.Part,
    of orderID: Int64,
    leaving left: Money
  ) throws -> Money {
    guard case .units(let count, _) = partial else {
      guard let amount, amount.minorUnits <= left.minorUnits else {
        throw StoreError.refundTooLarge(left: left)
      }
      return amount
    }
    let price = try price(of: count, orderID, left.currency)
    let most = min(price.minorUnits, left.minorUnits)
    let amount = amount ?? price
    guard amount.minorUnits <= most else {
      throw StoreError.refundTooLarge(left: Money(minorUnits: most, currency: left.currency))
    }
    return amount
  }

  /// The row that the refund is recorded in.
  private enum Choice {
    case goodwill
    /// The units are taken out already, and their refund was refused.
    case again(PartialRefundRecord)
    /// The rows of the units to take out.
    case units([Int64])
  }

  /// The named unit, or the last ones; never all units of the order.
  private func choose(_ partial: Refund.Part, of orderID: Int64) throws -> Choice {
    guard case .units(let count, let number) = partial else { return .goodwill }
    if let refused = try refusedUnits(of: orderID).first {
      guard Refund.Scope.units(refused.numbers).isMeant(by: partial) else {
        throw StoreError.unitsOut(refused.numbers)
      }
      return .again(refused)
    }
    let live = try liveUnits(of: orderID)
    guard count >= 1, count < live.count else { throw StoreError.tooFewUnits(live.count) }
    guard let number else { return .units(live.suffix(count).map { $0["id"] }) }
    guard count == 1, let unit = live.first(where: { $0["number"] == number }) else {
      throw StoreError.notOfOrder(unit: number)
    }
    return .units([unit["id"]])
  }

  private func explain(
    _ choice: Choice,
    _ amount: Money,
    of order: OrderRecord,
    _ reason: String
  ) throws -> Int64 {
    switch choice {
    case .goodwill: return try insertPartialRefund(of: order.id, "goodwill", amount)
    case .again(let refused):
      try db.change(
        // The buyer is told again, since the money that the first letter reported did not go back.
        """
        UPDATE partialRefund SET refusedAt = NULL, amountMinor = ?, noticeID = NULL WHERE id = ?
        """,
        [amount.minorUnits, refused.id]
      )
      return refused.id
    case .units(let units):
      let id = try insertPartialRefund(of: order.id, "units", amount)
      if try end(units, of: order.id, as: .refunded, reason, for: id) {
        try oweCodesOnce(order.id)
      }
      // It waits for fewer units, so there may be enough codes for it.
      if order.fulfilment == .backorder { _ = try serve(order.sku) }
      return id
    }
  }

  /// Whether some of the order's money stays when that much more goes back.
  private func leavesSome(_ amount: Money, of orderID: Int64) throws -> Bool {
    let said = try db.partialRefunds(of: orderID, where: Self.isActive)
      .reduce(amount.minorUnits) { $0 + $1.amountMinor }
    let sql = "SELECT amountMinor FROM orderOverview WHERE orderID = ?"
    return try db.integers(sql, [orderID]).first.map { said < $0 } ?? false
  }

  func liveUnits(of orderID: Int64) throws -> [Row] {
    try db.all("SELECT id, number FROM liveUnit WHERE orderID = ? ORDER BY number", [orderID])
  }

  private func insertPartialRefund(
    of orderID: Int64,
    _ kind: String,
    _ amount: Money
  ) throws -> Int64 {
    try db.change(
      "INSERT INTO partialRefund (orderID, kind, amountMinor, begunAt) VALUES (?, ?, ?, ?)",
      [orderID, kind, amount.minorUnits, now.milliseconds]
    )
    return db.lastInsertedRowID
  }

  func hasUnitsOut(_ orderID: Int64) throws -> Bool { try !refusedUnits(of: orderID).isEmpty }

  /// Partial refunds whose units are taken out although their money did not go back.
  private func refusedUnits(of orderID: Int64) throws -> [PartialRefundRecord] {
    try db.partialRefunds(of: orderID, where: "r.refusedAt IS NOT NULL AND r.voidedAt IS NULL")
  }

  /// Records that the provider refuses a part, and leaves its order to a person.
  func refuse(_ partialRefundID: Int64, of orderID: Int64) throws {
    let active = try db.partialRefunds(of: orderID, where: Self.isActive)
    let minor = active.reduce(0) { $0 + $1.amountMinor }
    // It may refuse because the money is gone already; then the part stands as recorded.
    if let part = active.first(where: { $0.id == partialRefundID }),
      try refundedMinor(of: orderID) < minor
    {
      try markUnpaid(part)
    }
    let sql = "SELECT * FROM orderOverview WHERE orderID = ?"
    guard let order = try db.first(sql, [orderID]).map(OrderRecord.init) else { return }
    try hold(order, .refund)
    try stopHandOver(order)
  }

  /// Marks the newest parts as unpaid again, when money that had gone back has come back.
  func reopenUnpaidPartialRefunds(of orderID: Int64) throws {
    let isClosed = """
      NOT EXISTS (SELECT 1 FROM refund f WHERE f.partialRefundID = r.id AND f.endedAt IS NULL)
      """
    let closed = try db.partialRefunds(of: orderID, where: "\(Self.isActive) AND \(isClosed)")
    var excess = closed.reduce(0) { $0 + $1.amountMinor } - (try refundedMinor(of: orderID))
    for part in closed.reversed() where part.amountMinor <= excess {
      try markUnpaid(part)
      excess -= part.amountMinor
    }
  }

  /// Leaves units to a person's decision, and voids goodwill that was not paid.
  private func markUnpaid(_ part: PartialRefundRecord) throws {
    let column = part.kind == "units" ? "refusedAt" : "voidedAt"
    try db.change(
      "UPDATE partialRefund SET \(column) = ? WHERE id = ?",
      [now.milliseconds, part.id]
    )
  }

  /// Gives a released order the units whose refund failed; returns whether there were any.
  ///
  /// Their old codes stay revoked. Where the other units have codes, each of these waits alone for
  /// a new one.
  func restoreUnits(of order: OrderRecord) throws -> Bool {
    let refused = try refusedUnits(of: order.id)
    for part in refused {
      try db.change(
        "UPDATE partialRefund SET voidedAt = ? WHERE id = ?",
        [now.milliseconds, part.id]
      )
      let ended = try db.integers(
        """
        SELECT e.unitID FROM unitEnd e JOIN unit u ON u.id = e.unitID
        WHERE e.partialRefundID = ? ORDER BY u.number
        """,
        [part.id]
      )
      for unit in ended { _ = try successor(of: unit) }
      try note("restore", "order \(order.reference)", "units \(part.numbers)", by: "worker")
    }
    return !refused.isEmpty
  }

  /// Explains a refund that was made at the provider, and releases the order.
  func explainRefund(_ reference: Reference, as partial: Refund.Part, _ reason: String) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    guard order.fulfilment != .revoked else { throw StoreError.codesRevoked }
    if let obstacle = order.obstacle,
      ![.notHeld, .moneyWentBack, .notDeliverable].contains(obstacle)
    {
      throw obstacle
    }
    if let dispute = order.standing.dispute, dispute != .won {
      throw StoreError.disputed(dispute)
    }
    guard try isWhole(order) else { throw StoreError.altered }
    let row = try db.first("SELECT * FROM orderOverview WHERE orderID = ?", [order.id])
    guard let row, order.standing.payment == .partRefunded, !order.standing.isRefundExplained
    else { throw StoreError.nothingToExplain }
    try refuseWhileOpen(order)
    let total = try row.money("refundedMinor", "currency")
    let amount = Money(
      minorUnits: total.minorUnits - (row["explainedMinor"] as Int64),
      currency: total.currency
    )
    if case .units(let count, _) = partial {
      let unit = try row.money("unitPriceMinor", "currency")
      guard let price = unit.times(count), amount.minorUnits <= price.minorUnits else {
        throw StoreError.refundIsNotUnits(amount)
      }
    }
    let id = try explain(choose(partial, of: order.id), amount, of: order, reason)
    try replaceStoppedLetters(of: order.id)
    let new = total.minorUnits - (try toldMinor(order.id))
    let news = new > 0 ? min(new, amount.minorUnits) : amount.minorUnits
    try oweReducedLetter(
      order.id,
      Money(minorUnits: news, currency: total.currency),
      total,
      [id],
      isToldBefore: new <= 0
    )
    guard let order = try self.order(reference), order.standing.isPaid else {
      throw StoreError.nothingToExplain
    }
    try release(order)
  }

  /// Throws `.refundOpen` while a refund of the order is under way.
  func refuseWhileOpen(_ order: OrderRecord) throws {
    let open = """
      SELECT 1 FROM refund f JOIN payment p ON p.id = f.paymentID
      LEFT JOIN paidOrder o ON o.paymentID = f.paymentID
      WHERE (o.id = ? OR p.reference = ?) AND f.endedAt IS NULL
      """
    guard try db.first(open, [order.id, order.reference.text]) == nil else {
      throw StoreError.refundOpen
    }
  }

  /// The condition for partial refunds that explain money that went back, or is to.
  static var isActive: String { "r.refusedAt IS NULL AND r.voidedAt IS NULL" }

  func refundedMinor(of orderID: Int64) throws -> Int64 {
    let sql = "SELECT refundedMinor FROM orderOverview WHERE orderID = ?"
    return try db.integers(sql, [orderID]).first ?? 0
  }
}

extension Database {
  /// Partial refunds of an order, oldest first; the condition names their table `r`.
  func partialRefunds(
    of orderID: Int64,
    where condition: String = "1"
  ) throws -> [PartialRefundRecord] {
    try all(
      """
      SELECT r.id, r.kind, r.amountMinor FROM partialRefund r
      WHERE r.orderID = ? AND (\(condition)) ORDER BY r.id
      """,
      [orderID]
    ).map { row in
      PartialRefundRecord(
        id: row["id"],
        kind: row["kind"],
        amountMinor: row["amountMinor"],
        numbers: try unitNumbers(ofPartialRefund: row["id"])
      )
    }
  }

  /// The numbers of the units that are taken out for a partial refund.
  func unitNumbers(ofPartialRefund id: Int64) throws -> [Int] {
    try integers(
      """
      SELECT u.number FROM unitEnd e JOIN unit u ON u.id = e.unitID
      WHERE e.partialRefundID = ? ORDER BY u.number
      """,
      [id]
    ).map(Int.init)
  }

  /// The partial refunds of an order as a person sees them.
  func partialRefundSummaries(
    of orderID: Int64,
    _ currency: Currency
  ) throws -> [Refund.Partial] {
    let state = """
      SELECT CASE WHEN r.voidedAt IS NOT NULL THEN 'void' WHEN r.refusedAt IS NOT NULL
        THEN 'refused' WHEN EXISTS (SELECT 1 FROM refund f
          WHERE f.partialRefundID = r.id AND f.endedAt IS NULL) THEN 'open' ELSE 'done' END AS state
      FROM partialRefund r WHERE r.id = ?
      """
    return try partialRefunds(of: orderID).map { part in
      guard let row = try first(state, [part.id]) else {
        throw StoreError.failed("a partial refund that is in no row")
      }
      return Refund.Partial(
        scope: part.scope,
        amount: Money(minorUnits: part.amountMinor, currency: currency),
        state: try row.parsed("state", as: Refund.Partial.State.init)
      )
    }
  }
}
