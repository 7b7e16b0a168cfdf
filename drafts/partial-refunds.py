def sub(path,*pairs):
    s=open(path).read()
    for a,b in pairs:
        assert a in s,(path,a); s=s.replace(a,b,1)
    open(path,'w').write(s)
# ---- Shop
open('Sources/Shop/Payment/PartialRefund.swift','w').write('''/// What a part of an order's money goes back for; the order lives on.
///
/// Money that went back and that no person gave such a reason for stops the order (I5).
package enum PartialRefund: Equatable, Sendable {
  /// So many units are taken out, each at its price; the one with that number, or else the last.
  case units(Int, number: Int? = nil)
  /// The buyer keeps what was bought.
  case goodwill
}
''')
sub('Sources/Shop/Order/OrderStates.swift',
("""  package let risk: Risk

  package init(payment: PaymentState, dispute: Dispute?, risk: Risk) {
    self.payment = payment
    self.dispute = dispute
    self.risk = risk
  }

  /// Paid, nothing refunded, no open or lost dispute, risk clear.
  package var isDeliverable: Bool {
    payment == .paid && (dispute""","""  package let risk: Risk
  /// Whether a person said what for all that went back did: for units, or as goodwill.
  package let isRefundExplained: Bool

  package init(
    payment: PaymentState,
    dispute: Dispute?,
    risk: Risk,
    isRefundExplained: Bool = false
  ) {
    self.payment = payment
    self.dispute = dispute
    self.risk = risk
    self.isRefundExplained = isRefundExplained
  }

  /// Whether what was paid is here: all of it, or all but what a person explained.
  package var isPaid: Bool {
    payment == .paid || (payment == .partRefunded && isRefundExplained)
  }

  /// Paid, nothing refunded but what is explained, no open or lost dispute, risk clear.
  package var isDeliverable: Bool {
    isPaid && (dispute"""))
sub('Sources/Worker/OrderPage/OrderState.swift',
("    if standing.payment >= .partRefunded || standing.risk","    if (standing.payment >= .partRefunded && !standing.isPaid) || standing.risk"))
# ---- Schema
sub('Sources/Storage/Schema/Schema+Tables.swift',
("""      detail TEXT NOT NULL CHECK (length(detail) BETWEEN 1 AND 300),
      endedAt INTEGER NOT NULL
    ) STRICT
""","""      detail TEXT NOT NULL CHECK (length(detail) BETWEEN 1 AND 300),
      endedAt INTEGER NOT NULL,
      partialRefundID INTEGER REFERENCES partialRefund (id),
      CHECK ((reason = 'refunded') = (partialRefundID IS NOT NULL))
    ) STRICT
    \"\"\",
    \"\"\"
    CREATE TABLE partialRefund (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      kind TEXT NOT NULL CHECK (kind IN ('units', 'goodwill')),
      amountMinor INTEGER NOT NULL CHECK (amountMinor > 0),
      begunAt INTEGER NOT NULL,
      voidedAt INTEGER
    ) STRICT
"""),
("    \"CREATE INDEX itemOfSKU","    \"CREATE INDEX partialRefundOfOrder ON partialRefund (orderID)\",\n    \"CREATE INDEX itemOfSKU"),
("""  static let overview = [
""","""  static let overview = [
    // Whether a person said what for all did that went back: `Standing.isRefundExplained`.
"""),
("""      p.state = 'paid' AND (p.dispute IS NULL OR p.dispute = 'won') AND o.risk = 'clear'
        AS isDeliverable
""","""      \\(isRefundExplained) AS isRefundExplained,
      (p.state = 'paid' OR \\(isRefundExplained))
        AND (p.dispute IS NULL OR p.dispute = 'won') AND o.risk = 'clear' AS isDeliverable
"""),
("      o.risk, o.fulfilment, p.state, p.dispute,\n","      o.risk, o.fulfilment, p.state, p.dispute, \\(isRefundExplained) AS isRefundExplained,\n"))
s=open('Sources/Storage/Schema/Schema+Tables.swift').read()
s=s.replace("    // Whether a person said what for all did that went back: `Standing.isRefundExplained`.\n","",1)
i=s.index("  /// An order with all that is said of it")
s=s[:i]+'''  /// `Standing.isRefundExplained` in SQL, of the order `o` and its payment `p`.
  static let isRefundExplained = """
    (CASE p.state WHEN 'partRefunded' THEN p.refundedMinor <= (
        SELECT COALESCE(SUM(e.amountMinor), 0) FROM partialRefund e
        WHERE e.orderID = o.id AND e.voidedAt IS NULL) ELSE 0 END)
    """

'''+s[i:]
open('Sources/Storage/Schema/Schema+Tables.swift','w').write(s)
sub('Sources/Storage/Schema/Schema+MoneyTables.swift',
("""      endedAt INTEGER,
      trouble TEXT,
      CHECK ((endedAt""","""      endedAt INTEGER,
      trouble TEXT,
      partialRefundID INTEGER REFERENCES partialRefund (id),
      CHECK ((endedAt"""))
sub('Sources/Storage/Schema/Schema+MoneyGuards.swift',
("refundGuards + disputeGuards","inquiryGuards + refundGuards + partialRefundGuards + disputeGuards"),
("""      when: "EXISTS (SELECT 1 FROM paidOrder WHERE paymentID = NEW.paymentID AND risk = 'clear')",
""","""      when: \"\"\"
        NEW.partialRefundID IS NULL AND EXISTS (
          SELECT 1 FROM paidOrder WHERE paymentID = NEW.paymentID AND risk = 'clear')
        \"\"\",
"""),
("UPDATE OF id, paymentID, amountMinor, currency, reason, begunAt ON refundOrder","UPDATE OF id, paymentID, amountMinor, currency, reason, begunAt, partialRefundID \" +\n        \"ON refundOrder"),
("          SELECT 1 FROM refundOrder WHERE paymentID = OLD.paymentID AND endedAt IS NULL)\n","          SELECT 1 FROM refundOrder WHERE paymentID = OLD.paymentID AND endedAt IS NULL\n            AND partialRefundID IS NULL)\n"),
("""  private static let disputeGuards = [
""","""  private static let partialRefundGuards = [
    Guard(
      "partialRefundIsOnce",
      "INSERT ON partialRefund",
      when: "EXISTS (SELECT 1 FROM partialRefund WHERE id = NEW.id)",
      says: "the partial refund is known"
    ),
    Guard(
      "partialRefundLeavesSome",
      "INSERT ON partialRefund",
      when: \"\"\"
        NEW.voidedAt IS NOT NULL OR NEW.amountMinor + (
          SELECT COALESCE(SUM(amountMinor), 0) FROM partialRefund
          WHERE orderID = NEW.orderID AND voidedAt IS NULL
        ) >= (SELECT amountMinor FROM orderOverview WHERE orderID = NEW.orderID)
        \"\"\",
      says: "a partial refund leaves some of the order"
    ),
    Guard(
      "partialRefundIsFixed",
      "UPDATE ON partialRefund",
      when: \"\"\"
        NEW.id <> OLD.id OR NEW.orderID <> OLD.orderID OR NEW.kind <> OLD.kind
        OR NEW.amountMinor <> OLD.amountMinor OR NEW.begunAt <> OLD.begunAt
        OR (OLD.voidedAt IS NOT NULL AND NEW.voidedAt IS NOT OLD.voidedAt)
        \"\"\",
      says: "what was given back for stays so"
    ),
    Guard("partialRefundIsKept", "DELETE ON partialRefund", says: "a refund is for ever"),
  ]

  private static let disputeGuards = [
"""))
s=open('Sources/Storage/Schema/Schema+MoneyGuards.swift').read()
s=s.replace('''      "UPDATE OF id, paymentID, amountMinor, currency, reason, begunAt, partialRefundID " +
        "ON refundOrder",''','''      """
      UPDATE OF id, paymentID, amountMinor, currency, reason, begunAt, partialRefundID ON refundOrder
      """,''')
open('Sources/Storage/Schema/Schema+MoneyGuards.swift','w').write(s)
sub('Sources/Storage/Schema/Schema+BrokenViews.swift',
("          WHERE f.paymentID = p.id AND f.endedAt IS NULL AND o.risk = 'clear')\n","          WHERE f.paymentID = p.id AND f.endedAt IS NULL AND f.partialRefundID IS NULL\n            AND o.risk = 'clear')\n"),
("""    // I5: a payment is disputed as""","""    // I18: units that were refunded came back at their price, and none is paid for that is out.
    Watch(
      "brokenPartialRefund",
      \"\"\"
      SELECT r.id FROM partialRefund r JOIN orderOverview o ON o.orderID = r.orderID
      WHERE (r.kind = 'units') <> EXISTS (SELECT 1 FROM unitEnd e WHERE e.partialRefundID = r.id)
        OR (r.kind = 'units' AND r.amountMinor <> o.unitPriceMinor * (
          SELECT COUNT(*) FROM unitEnd e WHERE e.partialRefundID = r.id))
        OR (r.kind = 'units' AND r.voidedAt IS NOT NULL AND EXISTS (
          SELECT 1 FROM unitEnd e JOIN unit u ON u.id = e.unitID
          WHERE e.partialRefundID = r.id AND NOT EXISTS (
            SELECT 1 FROM unit n WHERE n.orderID = u.orderID AND n.number = u.number
              AND n.generation > u.generation)))
      \"\"\"
    ),
    // I5: a payment is disputed as"""))
# ---- Storage
sub('Sources/Storage/Transactions/Transaction+Statements.swift',
("""      COALESCE(o.risk = 'clear', 0) AND p.state = 'paid'
        AND""","""      COALESCE(o.risk = 'clear', 0) AND (p.state = 'paid' OR \\(Schema.isRefundExplained))
        AND"""))
sub('Sources/Storage/Transactions/Transaction+Units.swift',
("""    as reason: UnitEnd,
    _ detail: String
  ) throws -> Bool {""","""    as reason: UnitEnd,
    _ detail: String,
    for partialRefund: Int64? = nil
  ) throws -> Bool {"""),
("""        "INSERT INTO unitEnd (unitID, reason, detail, endedAt) VALUES (?, ?, ?, ?)",
        [unit, reason.rawValue, detail, now.milliseconds]
""","""        \"\"\"
        INSERT INTO unitEnd (unitID, reason, detail, endedAt, partialRefundID)
        VALUES (?, ?, ?, ?, ?)
        \"\"\",
        [unit, reason.rawValue, detail, now.milliseconds, partialRefund]
"""))
sub('Sources/Storage/Transactions/Transaction+Orders.swift',
("""      risk: try parsed("risk", as: Risk.init)
    )
""","""      risk: try parsed("risk", as: Risk.init),
      isRefundExplained: self["isRefundExplained"]
    )
"""),
("    guard standing.payment == .paid else { return .moneyWentBack }","    guard standing.isPaid else { return .moneyWentBack }"),
("    let isGone = order.standing.payment > .paid || order.standing.dispute == .lost","    let isGone = order.standing.payment == .refunded || order.standing.dispute == .lost"),
("""    guard try db.first(open, [order.id, reference.text]) == nil else {
      throw StoreError.refundOpen
    }
    try release(order)
""","""    guard try db.first(open, [order.id, reference.text]) == nil else {
      throw StoreError.refundOpen
    }
    try restoreUnits(of: order)
    try release(order)
"""))
open('Sources/Storage/Transactions/Transaction+PartialRefunds.swift','w').write('''import GRDB
import Shop

extension Transaction {
  /// Takes down what a part of an order's money goes back for; returns its row.
  ///
  /// Units come out here, before the provider is asked: whatever it answers, they are not handed
  /// over meanwhile. Units whose refund was refused before are asked for again.
  func explain(
    _ partial: PartialRefund,
    _ amount: Money,
    of order: OrderRecord,
    _ reason: String
  ) throws -> Int64 {
    switch partial {
    case .goodwill: return try insertPartialRefund(of: order.id, "goodwill", amount.minorUnits)
    case .units(let count, let number):
      if let refused = try refusedUnits(of: order.id) {
        guard refused.units == count, number == nil else {
          throw StoreError.unitsOut(refused.units)
        }
        return refused.id
      }
      let units = try liveUnits(of: order.id, count, number)
      let id = try insertPartialRefund(of: order.id, "units", amount.minorUnits)
      let wasSent = try end(units, of: order.id, as: .refunded, reason, for: id)
      if wasSent { try owe(order.id, .resend) }
      // With fewer units to wait for, its turn may have come.
      if order.fulfilment == .backorder { _ = try serve(order.sku) }
      return id
    }
  }

  private func insertPartialRefund(
    of orderID: Int64,
    _ kind: String,
    _ minorUnits: Int64
  ) throws -> Int64 {
    let explained = try explainedMinor(of: orderID)
    let paid = try db.integers(
      "SELECT amountMinor FROM orderOverview WHERE orderID = ?",
      [orderID]
    )
    guard let paid = paid.first, explained + minorUnits < paid else {
      throw StoreError.nothingLeft
    }
    try db.change(
      "INSERT INTO partialRefund (orderID, kind, amountMinor, begunAt) VALUES (?, ?, ?, ?)",
      [orderID, kind, minorUnits, now.milliseconds]
    )
    return db.lastInsertedRowID
  }

  private func explainedMinor(of orderID: Int64) throws -> Int64 {
    try db.integers(
      """
      SELECT COALESCE(SUM(amountMinor), 0) FROM partialRefund
      WHERE orderID = ? AND voidedAt IS NULL
      """,
      [orderID]
    ).first ?? 0
  }

  /// The named unit, or the last ones: fewer than there are.
  private func liveUnits(of orderID: Int64, _ count: Int, _ number: Int?) throws -> [Int64] {
    let rows = try db.all(
      "SELECT id, number FROM liveUnit WHERE orderID = ? ORDER BY number DESC",
      [orderID]
    )
    guard (1..<max(rows.count, 1)).contains(count) else { throw StoreError.nothingLeft }
    guard let number else { return rows.prefix(count).map { $0["id"] } }
    guard count == 1, let unit = rows.first(where: { $0["number"] == number }) else {
      throw StoreError.unknownUnit
    }
    return [unit["id"]]
  }

  /// Units that are out while the provider refused to give their money back, and it has not come
  /// back in another way since.
  private func refusedUnits(of orderID: Int64) throws -> (id: Int64, units: Int)? {
    try db.first(
      """
      SELECT r.id, (SELECT COUNT(*) FROM unitEnd e WHERE e.partialRefundID = r.id) AS units
      FROM partialRefund r JOIN orderOverview o ON o.orderID = r.orderID
      WHERE r.orderID = ?1 AND r.kind = 'units' AND r.voidedAt IS NULL
        AND EXISTS (SELECT 1 FROM refundOrder f WHERE f.partialRefundID = r.id)
        AND NOT EXISTS (SELECT 1 FROM refundOrder f
          WHERE f.partialRefundID = r.id AND f.state <> 'refused')
        AND o.refundedMinor + r.amountMinor <= (
          SELECT SUM(e.amountMinor) FROM partialRefund e
          WHERE e.orderID = r.orderID AND e.voidedAt IS NULL)
      ORDER BY r.id LIMIT 1
      """,
      [orderID]
    ).map { (id: $0["id"], units: $0["units"]) }
  }

  /// Gives an order that goes on the units whose refund was refused: with new codes, since the old
  /// ones are revoked for good.
  func restoreUnits(of order: OrderRecord) throws {
    while let refused = try refusedUnits(of: order.id) {
      let ended = try db.integers(
        "SELECT unitID FROM unitEnd WHERE partialRefundID = ? ORDER BY unitID",
        [refused.id]
      )
      let codes = try hasCodes(order.id) ? available(order.sku, ended.count) : []
      let isShort = try hasCodes(order.id) && codes.isEmpty
      guard !isShort else { throw StoreError.stockShort }
      try void(refused.id)
      // The order stands clear before a code is bound.
      try db.change(
        "UPDATE paidOrder SET risk = 'clear', holdReason = NULL WHERE id = ?",
        [order.id]
      )
      let hadCodes = !codes.isEmpty
      if hadCodes { try move(order.id, to: .allocated) }
      for (index, unit) in ended.enumerated() {
        let successor = try successor(of: unit)
        guard hadCodes else { continue }
        try db.change(
          "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (?, ?, ?)",
          [codes[index], successor, now.milliseconds]
        )
      }
      if hadCodes { try owe(order.id, .resend) }
    }
  }

  /// What was to be given back as goodwill and was refused explains nothing.
  func voidGoodwill(_ id: Int64) throws {
    let sql = "SELECT 1 FROM partialRefund WHERE id = ? AND kind = 'goodwill'"
    if try db.first(sql, [id]) != nil { try void(id) }
  }

  private func void(_ id: Int64) throws {
    try db.change(
      "UPDATE partialRefund SET voidedAt = ? WHERE id = ? AND voidedAt IS NULL",
      [now.milliseconds, id]
    )
  }

  /// Says what the provider's own refund was for; the order goes on.
  func explainRefund(
    _ reference: Reference,
    as partial: PartialRefund,
    reason: String
  ) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    guard order.standing.payment == .partRefunded, !order.standing.isRefundExplained,
      order.fulfilment != .revoked
    else { throw StoreError.nothingToExplain }
    let row = try db.first(
      "SELECT refundedMinor, unitPriceMinor, currency FROM orderOverview WHERE orderID = ?",
      [order.id]
    )
    guard let row else { throw StoreError.unknownOrder }
    let open = try row.money("refundedMinor", "currency").minorUnits - explainedMinor(of: order.id)
    let amount = Money(
      minorUnits: open,
      currency: try row.parsed("currency", as: Currency.init)
    )
    if case .units(let count, _) = partial {
      let price: Int64 = row["unitPriceMinor"]
      guard price * Int64(count) == open else { throw StoreError.refundIsNotUnits(amount) }
    }
    _ = try explain(partial, amount, of: order, reason)
    guard let now = try self.order(reference), now.standing.isPaid else { return }
    if let obstacle = now.obstacle, obstacle != .notHeld { throw obstacle }
    guard now.standing.dispute == nil || now.standing.dispute == .won else {
      throw StoreError.disputed(.open)
    }
    try release(now)
  }
}
''')
s=open('Sources/Storage/Transactions/Transaction+Allocation.swift').read()
s=s.replace("  private func available(_ sku","  func available(_ sku",1)
open('Sources/Storage/Transactions/Transaction+Allocation.swift','w').write(s)
sub('Sources/Storage/Transactions/Transaction+RefundOrders.swift',
("""    amount: Money?,
    reason: String,
    unlessMadeSince""","""    amount: Money?,
    for partial: PartialRefund?,
    reason: String,
    unlessMadeSince"""),
("""    if let since, let made""","""    if partial == nil, let since, let made"""),
("    let amount = amount ?? left\n","    let amount = try partial.map { try price($0, amount, of: payment) } ?? amount ?? left\n"),
("""    let order = try order(backedBy: payment)
    let isHolding = order?.standing.risk == .clear
    if let order { try hold(order, .refund) }
""","""    let order = try order(backedBy: payment)
    var partialID: Int64?
    if let partial {
      guard let order, order.fulfilment != .revoked else { throw StoreError.notDeliverable }
      partialID = try explain(partial, amount, of: order, reason)
    }
    let isHeldForIt =
      try partialID != nil && order.map { try holdReason(of: $0) == .refund } ?? false
    let isHolding = partial == nil ? order?.standing.risk == .clear : isHeldForIt
    if partial == nil, let order { try hold(order, .refund) }
"""),
("""isHolding,
        begunAt)
      VALUES (?, ?, ?, ?, ?, 'open', ?, ?)""","""isHolding,
        begunAt, partialRefundID)
      VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)"""),
("""isHolding ? 1 : 0,
        now.milliseconds,
      ]""","""isHolding ? 1 : 0,
        now.milliseconds, partialID,
      ]"""),
("""    if let order { try block(order) }
    let detail""","""    if partial == nil, let order { try block(order) }
    let detail"""),
("""  /// The newest refund of a payment""","""  /// How much goes back: the units' price, or what was said as goodwill.
  private func price(
    _ partial: PartialRefund,
    _ amount: Money?,
    of payment: PaymentRecord
  ) throws -> Money? {
    guard case .units(let count, _) = partial else { return amount }
    let row = try db.first(
      "SELECT unitPriceMinor, currency FROM orderOverview WHERE paymentID = ?",
      [payment.id]
    )
    guard let row, count > 0 else { throw StoreError.unknownPayment }
    return try row.money("unitPriceMinor", "currency").times(count)
  }

  private func holdReason(of order: OrderRecord) throws -> HoldReason? {
    try db.first("SELECT holdReason FROM paidOrder WHERE id = ?", [order.id])?
      .parsedIfPresent("holdReason", as: HoldReason.init)
  }

  /// The newest refund of a payment"""),
("      SELECT f.paymentID, f.state, f.isHolding, p.provider\n","      SELECT f.paymentID, f.state, f.isHolding, f.partialRefundID, p.provider\n"),
("""      try end(id, .refused, String(words.prefix(300)))
      return .ignored
""","""      try end(id, .refused, String(words.prefix(300)))
      try stopRefused(row)
      return .ignored
"""),
("""      try end(id, .refused, "the refund failed at the provider")
""","""      try end(id, .refused, "the refund failed at the provider")
      try stopRefused(row)
"""),
("""    return settlement
  }

  private func end(""","""    // Units whose refund was refused before and is done now: the rest goes on.
    let held = try db.first(
      "SELECT * FROM orderOverview WHERE paymentID = ? AND isDeliverable AND fulfilment = 'blocked'",
      [row["paymentID"] as Int64]
    )
    if let held { try release(try OrderRecord(held)) }
    return settlement
  }

  /// A part that the provider will not give back leaves its order to a person.
  private func stopRefused(_ row: Row) throws {
    guard let partial = row["partialRefundID"] as Int64? else { return }
    try voidGoodwill(partial)
    let found = try db.first(
      "SELECT * FROM orderOverview WHERE paymentID = ?",
      [row["paymentID"] as Int64]
    )
    guard let found else { return }
    let order = try OrderRecord(found)
    try hold(order, .refund)
    try block(order)
  }

  private func end("""))
sub('Sources/Storage/Store+Refunds.swift',
("""    amount: Money?,
    reason: String,
""","""    amount: Money?,
    for partial: PartialRefund? = nil,
    reason: String,
"""),
("""        amount: amount,
        reason: reason,
""","""        amount: amount,
        for: partial,
        reason: reason,
"""),
("""  /// Takes down what came of asking""","""  /// Says what a refund that the provider made by itself was for, so that the order goes on.
  ///
  /// Throws `.nothingToExplain` when there is none, `.refundIsNotUnits` when it is not the price of
  /// so many units.
  package func explainRefund(
    _ reference: Reference,
    as partial: PartialRefund,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    guard reason.isOneLine(most: 200) else { throw .badText("reason") }
    try await commit(at: at) { transaction in
      try transaction.explainRefund(reference, as: partial, reason: reason)
      try transaction.note("explain", "order \\(reference)", "\\(partial): \\(reason)", by: person.actor)
    }
  }

  /// Takes down what came of asking"""),
("""  /// so that a command whose answer was lost can be given again.
""","""  /// so that a command whose answer was lost can be given again. With `partial` the order lives on:
  /// its units come out now, or it keeps what was bought.
"""))
sub('Sources/Storage/StoreError.swift',
("""  /// More than is left of the payment.
""","""  /// A partial refund that would leave nothing of the order: it is refunded whole.
  case nothingLeft
  /// The order has no such unit.
  case unknownUnit
  /// So many units are out whose refund was refused.
  case unitsOut(Int)
  /// The codes for units that are to come back are not in stock.
  case stockShort
  /// No refund waits for a word on what it was for.
  case nothingToExplain
  /// What went back is not the price of so many units.
  case refundIsNotUnits(Money)
  /// More than is left of the payment.
"""))
sub('Sources/Storage/Store+WaitingOrders.swift',
("""        WHERE o.state = 'partRefunded' AND o.risk = 'clear' AND NOT EXISTS (
            SELECT 1 FROM delivery s WHERE s.orderID = o.orderID AND s.state = 'sent'
              AND s.purpose IN ('order', 'resend'))
          AND NOT EXISTS (SELECT 1 FROM reveal r WHERE r.orderID = o.orderID)
""","""        WHERE o.state = 'partRefunded' AND o.risk = 'clear' AND NOT o.isDeliverable
          AND o.fulfilment = 'blocked' AND COALESCE(o.dispute, 'won') = 'won'
          AND NOT EXISTS (SELECT 1 FROM refundOrder f
            WHERE f.paymentID = o.paymentID AND f.endedAt IS NULL)
"""))
sub('Sources/Storage/Store+Orders.swift',
("          p.state = 'paid' AND COALESCE(p.dispute","          (p.state = 'paid' OR \\(Schema.isRefundExplained)) AND COALESCE(p.dispute"))
sub('Sources/Shop/Order/WaitingOrder.swift',("    /// Some of its money went back before its codes went out: the rest is still here.\n","    /// Some of its money went back, and nobody said what for.\n"))
# ---- Worker
sub('Sources/Worker/Operations/AnswerDocument+Rows.swift',
('      case .partRefund: ("partRefund", "orders refund \\(reference)")\n','''      case .partRefund:
        (
          "partRefund",
          "orders release \\(reference) --goodwill or --units N, or orders refund \\(reference)"
        )
'''))
sub('Sources/Worker/Operations/StoreError+Sentence.swift',
("""    case .moneyWentBack:
      "the order: expected all of its money to be here, found some given back; "
        + "`orders refund` gives back what is left"
""","""    case .moneyWentBack:
      "the order: expected all of its money to be here, found some given back; say what for by "
        + "`orders release --goodwill` or `--units N`, or give back what is left by `orders refund`"
    case .nothingLeft:
      "the refund: expected to leave some of the order, found all of it; leave --units and "
        + "--goodwill out to refund it whole"
    case .unknownUnit: "--unit: expected one unit that the order has, found otherwise"
    case .unitsOut(let count):
      "--units: expected \\(count), which are out while the provider refused their refund, found "
        + "another number; `orders release` gives the buyer new codes for them instead"
    case .stockShort:
      "the stock: expected codes for the units that come back, found too few; import some first"
    case .nothingToExplain:
      "the order: expected money that went back without a word on what for, found none"
    case .refundIsNotUnits(let amount):
      "--units: expected the price of so many units, found \\(amount) given back; see --goodwill"
"""))
sub('Sources/Worker/Operations/OperationDocument.swift',
("""  case releaseOrder(reference: String)
""","""  case releaseOrder(reference: String)
  /// What the provider's own refund was for; the order goes on.
  case explainRefund(reference: String, PartialRefundDocument)
"""),
("""  /// Whether as much is given back once more when it was within the last day.
  package let isAgain: Bool

""","""  /// Whether as much is given back once more when it was within the last day.
  package let isAgain: Bool
  /// What a part is for; nil for a refund that ends the order.
  package let partial: PartialRefundDocument?

"""),
("""    isAgain: Bool = false
  ) {""","""    isAgain: Bool = false,
    partial: PartialRefundDocument? = nil
  ) {"""),
("""    self.isAgain = isAgain
  }
}
""","""    self.isAgain = isAgain
    self.partial = partial
  }
}

/// What a part of an order's money goes back for.
package struct PartialRefundDocument: Codable, Equatable, Sendable {
  /// So many units are taken out; nil when the buyer keeps all.
  package let units: Int?
  /// Which, where one is meant.
  package let number: Int?

  package init(units: Int?, number: Int? = nil) {
    self.units = units
    self.number = number
  }

  var value: PartialRefund { units.map { .units($0, number: number) } ?? .goodwill }
}
"""))
s=open('Sources/Worker/Operations/OperationDocument.swift').read()
if not s.startswith("import Shop"): s="import Shop\n\n"+s
open('Sources/Worker/Operations/OperationDocument.swift','w').write(s)
sub('Sources/Worker/Operations/OperatorDesk.swift',
("""    case .listDeliveries(""","""    case .explainRefund(let text, let partial):
      guard let reference = Reference(text) else { throw .unknownOrder }
      try await store.explainRefund(
        reference,
        as: partial.value,
        reason: "told by a person",
        by: person,
        at: now()
      )
    case .listDeliveries("""))
sub('Sources/Worker/Operations/OperatorDesk+Money.swift',
("      if amount.map({ $0 == open.amount }) ?? (open.amount.minorUnits == left) {","      if document.partial == nil, amount.map({ $0 == open.amount }) ?? (open.amount.minorUnits == left) {"),
("""        amount: amount,
        reason: document.reason,
""","""        amount: amount,
        for: document.partial?.value,
        reason: document.reason,
"""))
s=open('Sources/Worker/Operations/OperatorDesk+Money.swift').read()
s=s.replace("      if document.partial == nil, amount.map({ $0 == open.amount }) ?? (open.amount.minorUnits == left) {","      let isSame = amount.map { $0 == open.amount } ?? (open.amount.minorUnits == left)\n      if isSame && document.partial == nil {")
open('Sources/Worker/Operations/OperatorDesk+Money.swift','w').write(s)
# ---- CLI
sub('Sources/cardstock-worker/Commands/OrderMoney.swift',
("""        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --amount 10.00 --yes
      \"\"\"
""","""        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --units 2
        cardstock-worker orders refund 7K2M9QX4TB8WZC3VJ5RA --goodwill --amount 10.00
      \"\"\"
"""),
("""      same command give as much once more within a day, unless it says --again.
""","""      same command give as much once more within a day, unless it says --again.

      A part leaves the order alive when it says what for: --units takes units out, whose codes are \\
      revoked, and the rest is delivered or stays good; --goodwill leaves the buyer everything. \\
      An --amount with neither stops the order for a person.
"""),
("""  @Option(help: "Why; the buyer's bank may show it.") var reason = "refund\"""","""  @OptionGroup var part: PartOptions
  @Option(help: "Why; the buyer's bank may show it.") var reason = "refund\""""),
("""      throw ValidationError("--reason: expected 1 to 80 characters, found \\(reason.count)")
    }
""","""      throw ValidationError("--reason: expected 1 to 80 characters, found \\(reason.count)")
    }
    if part.units != nil, amount != nil {
      throw ValidationError("--amount: expected none beside --units, whose price it is")
    }
    if part.goodwill, amount == nil {
      throw ValidationError("--goodwill: expected --amount beside it, found none")
    }
"""),
("""    let what = amount.map""","""    let what = part.units.map { "\\($0) units of order \\(reference)" }
      ?? amount.map"""),
("      isAgain: again\n","      isAgain: again,\n      partial: part.document\n"))
s=open('Sources/cardstock-worker/Commands/OrderMoney.swift').read()
s+='''
/// What a part of an order's money goes back for.
struct PartOptions: ParsableArguments {
  @Option(help: "Take so many units out, at their price; the rest of the order stays good.")
  var units: Int?
  @Option(help: "Which unit, where one is meant; the last ones otherwise.") var unit: Int?
  @Flag(help: "The buyer keeps everything that was bought.") var goodwill = false

  func validate() throws {
    guard units == nil || !goodwill else {
      throw ValidationError("expected --units or --goodwill, found both")
    }
    guard units ?? 1 > 0 else { throw ValidationError("--units: expected 1 or more") }
    guard unit == nil || units == 1 else {
      throw ValidationError("--unit: expected `--units 1` beside it")
    }
  }

  /// Nil for a refund that ends the order.
  var document: PartialRefundDocument? {
    units != nil || goodwill ? PartialRefundDocument(units: units, number: unit) : nil
  }
}
'''
open('Sources/cardstock-worker/Commands/OrderMoney.swift','w').write(s)
sub('Sources/cardstock-worker/Commands/Orders.swift',
("""    abstract: "Lets a held order go, after a person has looked.",
    discussion: "EXAMPLE\\n  cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA"
""","""    abstract: "Lets a held order go, after a person has looked.",
    discussion: \"\"\"
      An order of which the provider gave a part back by itself goes on when it is said what for. \\
      Units whose refund the provider refused come back with new codes.

      EXAMPLES
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA --units 1
        cardstock-worker orders release 7K2M9QX4TB8WZC3VJ5RA --goodwill
      \"\"\"
"""),
("""    _ = try await link.perform(.releaseOrder(reference: reference))
""","""    let operation: OperationDocument =
      part.document.map { .explainRefund(reference: reference, $0) }
      ?? .releaseOrder(reference: reference)
    _ = try await link.perform(operation)
"""))
s=open('Sources/cardstock-worker/Commands/Orders.swift').read()
i=s.index("struct ReleaseOrder"); j=s.index("  @Flag(help: \"Do not ask.\")",i)
s=s[:j]+"  @OptionGroup var part: PartOptions\n"+s[j:]
open('Sources/cardstock-worker/Commands/Orders.swift','w').write(s)
# ---- simulation and tests
sub('Tests/SimulationTests/Model.swift',
("    let isGone = order.facts.refunded > 0 || order.facts.dispute == .lost\n","    let isGone =\n      order.facts.refunded >= order.checkout.amount.minorUnits || order.facts.dispute == .lost\n"))
open('Tests/StorageTests/Transactions/PartialRefundTests.swift','w').write('''import Shop
import Storage
import Testing

/// A part of an order's money goes back, and the rest of the order lives on.
@Suite(.timeLimit(.minutes(1)))
struct PartialRefundTests {
  private static let unit: Int64 = 4850

  private func begin(
    _ vault: TestVault,
    _ partial: PartialRefund,
    _ minor: Int64? = nil
  ) async throws -> RefundOrder {
    try await vault.store.beginRefund(
      Sample.reference(1),
      amount: try minor.map { try Sample.money($0) },
      for: partial,
      reason: "sold out",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  private func answer(_ vault: TestVault, _ refund: RefundOrder) async throws {
    let key = PaymentKey(paymentID: "pi_\\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.refunded(key, Refund(id: "rf_\\(refund.id)", amount: refund.amount))
    try await vault.store.recordRefund(refund.id, .done(fact), at: TestVault.start)
  }

  private func send(_ vault: TestVault) async throws -> [[String]] {
    var sent: [[String]] = []
    for message in try await vault.store.claimDue(limit: 9, at: TestVault.start) {
      sent.append(message.units.map(\\.code.code))
      try await vault.store.record(
        .sent,
        delivery: message.deliveryID,
        attempt: message.attempt,
        at: TestVault.start
      )
    }
    return sent
  }

  @Test func `units of a waiting order come out, and the rest is served`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    #expect(try await vault.buy(1, quantity: 3) == .backorder(try Sample.reference(1)))
    let refund = try await begin(vault, .units(2))
    #expect(refund.amount == (try Sample.money(2 * Self.unit)))
    #expect(try vault.order(1).view.fulfilment == .allocated)
    try await answer(vault, refund)
    let order = try vault.order(1)
    #expect(order.view.standing.isDeliverable)
    #expect(order.view.standing.payment == .partRefunded)
    #expect(try await send(vault) == [["CODE-1"]])
    try vault.expectWhole()
  }

  @Test(arguments: [false, true])
  func `units of an order with codes come out with theirs, the rest stays good`(
    isSent: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 3)
    if isSent { #expect(try await send(vault).map(\\.count) == [3]) }
    let refund = try await begin(vault, .units(1, number: 2))
    try await answer(vault, refund)
    let order = try vault.order(1)
    #expect(order.codeIDs == [1, 3])
    #expect(order.units.map(\\.end) == [nil, .refunded, nil])
    #expect(order.view.fulfilment == (isSent ? .delivered : .allocated))
    #expect(order.view.standing.isDeliverable)
    #expect(try await send(vault) == (isSent ? [] : [["CODE-1", "CODE-3"]]))
    try vault.expectWhole()
  }

  @Test(arguments: [0, 1])
  func `goodwill leaves the order everything`(stock: Int) async throws {
    let vault = try TestVault()
    if stock > 0 { try await vault.importCodes(1) }
    _ = try await vault.buy(1)
    let before = try vault.order(1).view.fulfilment
    let refund = try await begin(vault, .goodwill, 100)
    #expect(try vault.order(1).view.fulfilment == before)
    try await answer(vault, refund)
    let order = try vault.order(1)
    #expect(order.view.standing.isDeliverable)
    #expect(order.view.fulfilment == before)
    // What goes back beyond it stops the order.
    let key = PaymentKey(paymentID: "pi_\\(try Sample.reference(1))", reference: nil)
    let more = PaymentFact.refunded(key, Refund(id: "rf_more", amount: try Sample.money(1)))
    _ = try await vault.store.settle(Sample.event("evt_more", more), at: TestVault.start)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    try vault.expectWhole()
  }

  @Test(arguments: [PartialRefund.units(1), .goodwill])
  func `the provider's own refund stops the order until a person says what for`(
    partial: PartialRefund
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1, quantity: 2)
    let key = PaymentKey(paymentID: "pi_\\(try Sample.reference(1))", reference: nil)
    let refund = Refund(id: "rf_own", amount: try Sample.money(Self.unit))
    let event = Sample.event("evt_own", .refunded(key, refund))
    _ = try await vault.store.settle(event, at: TestVault.start)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    #expect(try vault.store.waitingOrders(limit: 9).map(\\.cause) == [.partRefund])
    func explain(_ partial: PartialRefund) async throws {
      try await vault.store.explainRefund(
        Sample.reference(1),
        as: partial,
        reason: "dashboard",
        by: Sample.person(),
        at: TestVault.start
      )
    }
    try await explain(partial)
    #expect(try vault.store.waitingOrders(limit: 9).isEmpty)
    #expect(try vault.order(1).view.fulfilment == .allocated)
    #expect(try await send(vault).map(\\.count) == [partial == .goodwill ? 2 : 1])
    await #expect(throws: StoreError.nothingToExplain) { try await explain(partial) }
    try vault.expectWhole()
  }

  @Test(arguments: [true, false])
  func `units whose refund is refused are held, asked for again or given back`(
    isAgain: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 2)
    #expect(try await send(vault).map(\\.count) == [2])
    let refund = try await begin(vault, .units(1))
    try await vault.store.recordRefund(refund.id, .refused("no funds"), at: TestVault.start)
    #expect(try vault.order(1).hold == .refund)
    #expect(try vault.store.holds(limit: 9).map(\\.isReleasable) == [true])
    if isAgain {
      try await answer(vault, try await begin(vault, .units(1)))
      #expect(try vault.order(1).codeIDs == [1])
    } else {
      try await vault.store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
      #expect(try vault.order(1).codeIDs == [1, 3])
      #expect(try await send(vault) == [["CODE-1", "CODE-3"]])
    }
    let order = try vault.order(1)
    #expect(order.view.fulfilment == .delivered)
    #expect(order.view.standing.isDeliverable)
    try vault.expectWhole()
  }

  @Test func `a partial refund leaves some of the order, or is none`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 2)
    for (partial, minor) in [
      (PartialRefund.units(2), nil), (.units(9), nil), (.goodwill, 2 * Self.unit),
    ] as [(PartialRefund, Int64?)] {
      await #expect(throws: StoreError.self) { _ = try await begin(vault, partial, minor) }
    }
    await #expect(throws: StoreError.unknownUnit) {
      _ = try await begin(vault, .units(1, number: 3))
    }
    #expect(try vault.order(1).units.allSatisfy { $0.end == nil })
    try vault.expectWhole()
  }
}
''')
