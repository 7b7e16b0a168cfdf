import Foundation
import GRDB
package import Shop

extension Store {
  /// The order of a link as its buyer may see it; nil when there is none, or the link has ended.
  package func orderPage(token: OrderToken, at now: Timestamp) throws(StoreError) -> Order
    .BuyerView?
  {
    let (sealing, lifetime) = (sealing, linkLifetime)
    return try read { db in
      guard let row = try db.first(OrderRecord.byToken, [sealing.hash(token)]),
        !lifetime.isOver(madeAt: row.timestamp("linkedAt"), at: now)
      else { return nil }
      return try Order.BuyerView(row, opening: sealing)
    }
  }

  /// Hands the codes of an order to the holder of its link, and records that.
  ///
  /// Decided in this transaction (I5): an order that may not be handed over comes without units.
  /// Nil when there is no such order, or the link has ended.
  package func reveal(token: OrderToken, at: Timestamp) async throws(StoreError) -> Order.Reveal? {
    try await commit(at: at) { try $0.reveal(token) }
  }

  /// A page of orders, newest first.
  package func orders(_ filter: Order.Filter) throws(StoreError) -> ListPage<Order.BuyerView> {
    let sealing = sealing
    let code = filter.code.map(sealing.marks)
    return try read { db in
      try db.page(
        "o.*",
        from: "orderOverview o",
        where: """
          (o.fulfilment = :fulfilment OR :fulfilment IS NULL)
          AND (:state IS NOT 'held' OR o.risk = 'hold'
            OR (o.state = 'partRefunded' AND NOT o.isRefundExplained))
          AND (:state IS NOT 'refunded' OR o.refundedMinor > 0)
          AND (:state IS NOT 'disputed' OR o.dispute IS NOT NULL)
          AND (o.sku = :sku OR :sku IS NULL)
          AND (:email IS NULL OR o.orderID IN (
            SELECT p.id FROM checkout c JOIN paidOrder p ON p.checkoutID = c.id
            WHERE c.emailHash = :email
            UNION SELECT orderID FROM orderAddress WHERE emailHash = :email))
          AND (o.paymentKey = :payment OR :payment IS NULL)
          AND (o.paidAt >= :since OR :since IS NULL) AND (o.paidAt <= :until OR :until IS NULL)
          AND (:exact IS NULL OR EXISTS (
            SELECT 1 FROM code k JOIN allocation a ON a.codeID = k.id
            JOIN unit u ON u.id = a.unitID
            WHERE u.orderID = o.orderID AND k.status <> 'undone'
              AND (k.fingerprint = :exact
                OR ((k.similar = :similar OR k.numberMark = :similar) AND NOT EXISTS (
                  SELECT 1 FROM code WHERE fingerprint = :exact AND status <> 'undone')))))
          """,
        by: "o.orderID",
        [
          "fulfilment": filter.state?.fulfilment?.rawValue, "state": filter.state?.rawValue,
          "sku": filter.sku?.text, "email": filter.email.map(sealing.hash),
          "payment": filter.paymentID, "since": filter.since?.milliseconds,
          "until": filter.until?.milliseconds, "exact": code?.identity,
          "similar": code?.similarity,
        ],
        after: filter.after,
        limit: filter.limit
      ) { try Order.BuyerView($0, opening: sealing) }
    }
  }

  /// One order with everything but its codes; nil when there is none.
  package func order(reference: Reference) throws(StoreError) -> Order? {
    let sealing = sealing
    return try read { db in
      let sql = "SELECT * FROM orderOverview WHERE reference = ?"
      return try db.first(sql, [reference.text]).map { try db.detail($0, sealing) }
    }
  }
}

/// The facts of an order that transactions decide by; opens no seal.
struct OrderRecord {
  let id: Int64
  let reference: Reference
  let sku: SKU
  let quantity: Int
  let fulfilment: Order.Fulfilment
  let standing: Order.Standing

  init(_ row: Row) throws {
    id = row["orderID"]
    reference = try row.parsed("reference", as: { Reference($0) })
    sku = try row.parsed("sku", as: SKU.init)
    quantity = row["quantity"]
    fulfilment = try row.parsed("fulfilment", as: Order.Fulfilment.init)
    standing = try row.standing()
  }
}

extension Transaction {
  fileprivate func reveal(_ token: OrderToken) throws -> Order.Reveal? {
    let sql = OrderRecord.byToken
    guard let row = try db.first(sql, [sealing.hash(token)]), !isLinkOver(row) else { return nil }
    let order = try OrderRecord(row)
    guard try isWhole(order), try sealing.token(of: row) == token else {
      try stop(order, .alteredOrder(order.reference))
      return nil
    }
    guard order.standing.isDeliverable, [.allocated, .delivered].contains(order.fulfilment),
      try hasLiveCodes(order.id)
    else {
      return Order.Reveal(order: try Order.BuyerView(row, opening: sealing), units: [])
    }
    try handOver(order.id)
    try db.change(
      "INSERT INTO reveal (orderID, revealedAt) VALUES (?, ?)",
      [order.id, now.milliseconds]
    )
    let units = try units(of: order.id, sku: order.sku)
    try note("reveal", "order \(order.reference)", "\(units.count) codes", by: "buyer")
    let shown = try db.first(sql, [sealing.hash(token)]) ?? row
    return Order.Reveal(order: try Order.BuyerView(shown, opening: sealing), units: units)
  }

  func order(paidBy payment: PaymentRecord) throws -> OrderRecord? {
    guard let id = payment.id else { return nil }
    return try db.first("SELECT * FROM orderOverview WHERE paymentID = ?", [id])
      .map(OrderRecord.init)
  }

  /// The order that depends on a payment: the one that it made, or else one that a person or the
  /// shop's own system marked paid, perhaps because of this same money.
  func order(backedBy payment: PaymentRecord) throws -> OrderRecord? {
    if let order = try order(paidBy: payment) { return order }
    return try db.first(
      "SELECT * FROM orderOverview WHERE reference = ? AND provider IN ('manual', 'standard')",
      [payment.reference?.text]
    ).map(OrderRecord.init)
  }

  func order(_ reference: Reference) throws -> OrderRecord? {
    try db.first("SELECT * FROM orderOverview WHERE reference = ?", [reference.text])
      .map(OrderRecord.init)
  }

  func move(_ orderID: Int64, to fulfilment: Order.Fulfilment) throws {
    try db.change(
      "UPDATE paidOrder SET fulfilment = ? WHERE id = ?",
      [fulfilment.rawValue, orderID]
    )
  }
}

extension OrderRecord {
  /// The order whose link has the hash ?1; none for a link that was replaced.
  static let byToken = """
    SELECT * FROM orderOverview WHERE tokenHash = ?1 AND orderID = COALESCE(
      (SELECT orderID FROM orderAddress WHERE tokenHash = ?1),
      (SELECT id FROM paidOrder WHERE tokenHash = ?1))
    """

  /// The orders whose mail goes to the address with the hash ?1.
  static let ofBuyer = """
    SELECT o.orderID FROM orderOverview o WHERE o.emailHash = ?1 AND o.orderID IN (
      SELECT p.id FROM checkout c JOIN paidOrder p ON p.checkoutID = c.id WHERE c.emailHash = ?1
      UNION SELECT orderID FROM orderAddress WHERE emailHash = ?1)
    """

  /// Why its codes may not be handed over; nil when they may.
  var undeliverable: StoreError? {
    if let dispute = standing.dispute, dispute != .won { return .disputed(dispute) }
    if standing.payment == .refunded { return .notDeliverable }
    if fulfilment == .revoked { return .codesRevoked }
    if fulfilment == .cancelled { return .cancelled }
    guard standing.isPaid else {
      return standing.payment == .partRefunded ? .refundUnexplained : .notDeliverable
    }
    guard standing.isDeliverable else { return .onHold }
    switch fulfilment {
    case .backorder: return .waitsForStock
    case .blocked, .revoked, .cancelled: return .onHold
    case .allocated, .delivered: return nil
    }
  }

  /// What stops it besides its hold; nil when a person may release it.
  var obstacle: StoreError? {
    if fulfilment == .cancelled { return .cancelled }
    guard standing.risk == .hold else {
      return standing.payment == .partRefunded && !standing.isPaid ? .moneyWentBack : .notHeld
    }
    if let dispute = standing.dispute, dispute != .won { return .disputed(dispute) }
    guard standing.isPaid else {
      return standing.payment == .refunded ? .notDeliverable : .moneyWentBack
    }
    return fulfilment == .revoked ? .codesRevoked : nil
  }
}

extension Row {
  /// Reads the standing of an order from a row of `orderOverview`.
  func standing() throws -> Order.Standing {
    Order.Standing(
      payment: try parsed("state", as: Payment.State.init),
      dispute: try parsedIfPresent("dispute", as: Dispute.init),
      risk: try parsed("risk", as: Order.Risk.init),
      isRefundExplained: self["isRefundExplained"]
    )
  }
}

extension GRDB.Row {
  /// The numbers of the units that wait alone, in order, from a row of `orderOverview`.
  var waitingUnits: [Int] {
    (self["waitingUnits"] as String? ?? "").split(separator: ",").compactMap { Int($0) }.sorted()
  }
}

extension Order.BuyerView {
  /// Reads a row of `orderOverview`.
  init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let email = try sealing.open(row["emailSealed"], as: .email, of: reference.text)
    guard let email = EmailAddress(String(decoding: email, as: UTF8.self)) else {
      throw StoreError.failed("the address of order \(reference) cannot be read")
    }
    self.init(
      reference: reference,
      line: try Checkout.Line(row),
      unitsLeft: row["unitsLeft"],
      language: try row.parsed("language", as: { Language(rawValue: $0) }),
      amount: try row.money("amountMinor", "currency"),
      email: email,
      paidAt: row.timestamp("paidAt"),
      standing: try row.standing(),
      fulfilment: try row.parsed("fulfilment", as: Order.Fulfilment.init),
      waitingUnits: row.waitingUnits,
      hasCodes: row["hasCodes"],
      queuePlace: row["queuePlace"]
    )
  }
}

extension Database {
  fileprivate func detail(_ row: Row, _ sealing: Sealing) throws -> Order {
    let orderID: Int64 = row["orderID"]
    let refunded = try row.money("refundedMinor", "currency")
    let deliveries = try all(
      """
      SELECT d.*, ?1 AS reference FROM delivery d WHERE d.orderID = ?2 ORDER BY d.id
      """,
      [row["reference"] as String, orderID]
    )
    return Order(
      view: try Order.BuyerView(row, opening: sealing),
      provider: try row.parsed("provider", as: Provider.init),
      paymentID: row["paymentKey"],
      refunded: refunded.minorUnits > 0 ? refunded : nil,
      hold: try row.parsedIfPresent("holdReason", as: HoldReason.init),
      refundTrouble: try first(
        """
        SELECT \(Store.refundTrouble) AS refundTrouble
        FROM payment p JOIN paidOrder o ON o.paymentID = p.id WHERE o.id = ?
        """,
        [orderID]
      )?["refundTrouble"],
      units: try units(of: orderID),
      partialRefunds: try partialRefundSummaries(of: orderID, refunded.currency),
      reveals: Int(
        try integers("SELECT COUNT(*) FROM reveal WHERE orderID = ?", [orderID]).first ?? 0
      ),
      deliveries: try deliveries.map(Delivery.init)
    )
  }
}
