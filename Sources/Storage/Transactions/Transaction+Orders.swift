import GRDB
import Shop

/// An order, as far as moving it along needs.
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

extension OrderRecord {
  /// The order whose link has the hash ?1; a link that another took the place of finds nothing.
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

  /// What keeps its codes from going out now; nil when they may.
  var undeliverable: StoreError? {
    if let dispute = standing.dispute, dispute != .won { return .disputed(dispute) }
    if standing.payment == .refunded { return .notDeliverable }
    if fulfilment == .revoked { return .codesRevoked }
    guard standing.isPaid else {
      return standing.payment == .partRefunded ? .refundUnexplained : .notDeliverable
    }
    guard standing.isDeliverable else { return .onHold }
    switch fulfilment {
    case .backorder: return .waitsForStock
    case .blocked, .revoked: return .onHold
    case .allocated, .delivered: return nil
    }
  }

  /// What else than its hold stands in its way; nil when a person may let it go.
  var obstacle: StoreError? {
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
  /// What stands of an order, from a row of `orderOverview`.
  func standing() throws -> Order.Standing {
    Order.Standing(
      payment: try parsed("state", as: Payment.State.init),
      dispute: try parsedIfPresent("dispute", as: Dispute.init),
      risk: try parsed("risk", as: Order.Risk.init),
      isRefundExplained: self["isRefundExplained"]
    )
  }
}

extension Transaction {
  func order(paidBy payment: PaymentRecord) throws -> OrderRecord? {
    guard let id = payment.id else { return nil }
    return try db.first("SELECT * FROM orderOverview WHERE paymentID = ?", [id])
      .map(OrderRecord.init)
  }

  /// The order that a payment stands behind: the one that it made, or else one that a person marked
  /// paid, or the shop's own system, perhaps because of this very money.
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

  /// Makes the order of a sale; allocates at once what nobody who paid earlier waits for.
  func sell(_ sale: Sale, paidBy payment: PaymentRecord) throws -> Settlement {
    // A bank that took it up, or money that was to go back, whatever came of it, leaves the last
    // word to a person.
    let hold: HoldReason? =
      if payment.dispute != nil {
        .dispute
      } else if try isRefundUnsettled(payment) {
        .refund
      } else if try payment.provider != .manual && isFromBlockedBuyer(sale) {
        .blocked
      } else {
        nil
      }
    let risk: Order.Risk = hold == nil ? .clear : .hold
    let standing = Order.Standing(payment: payment.state, dispute: payment.dispute, risk: risk)
    let codes = standing.isDeliverable ? try codesForNewOrder(sale) : []
    let fulfilment: Order.Fulfilment =
      standing.isDeliverable ? (codes.isEmpty ? .backorder : .allocated) : .blocked
    let token = randomness.token()
    try db.change(
      """
      INSERT INTO paidOrder (checkoutID, paymentID, tokenHash, tokenSealed, risk, holdReason,
        fulfilment, paidAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        sale.checkoutID, payment.id, sealing.hash(token),
        try sealing.seal(token.text.utf8, as: .token, of: sale.reference.text), risk.rawValue,
        hold?.rawValue, fulfilment.rawValue, now.milliseconds,
      ]
    )
    let orderID = db.lastInsertedRowID
    try endInquiry(sale.checkoutID)
    for number in 1...sale.quantity {
      try db.change("INSERT INTO unit (orderID, number) VALUES (?, ?)", [orderID, number])
    }
    switch fulfilment {
    case .allocated:
      try bind(codes, to: orderID)
      return .allocated(sale.reference)
    case .backorder:
      try wait(orderID, sale.sku)
      try oweWaitingLetter(orderID)
      return .backorder(sale.reference)
    case .blocked, .delivered, .revoked:
      if hold == .blocked, payment.refundedMinor == 0 { return .held(.blocked) }
      guard payment.refundedMinor == 0, let dispute = payment.dispute else {
        guard payment.refundedMinor > 0 else { return .refundFailed(sale.reference) }
        let total = Money(minorUnits: payment.refundedMinor, currency: try currency(of: payment))
        try tellRefund(total, of: total, orderID)
        return .refunded(sale.reference, total: total)
      }
      return .disputed(sale.reference, dispute)
    }
  }

  /// Stops an order; it goes on only by `release`.
  ///
  /// A dispute outranks a refund: the order waits for a person then, whatever comes of the refund.
  func hold(_ order: OrderRecord, _ reason: HoldReason) throws {
    let sql = "SELECT risk, holdReason FROM paidOrder WHERE id = ?"
    guard let row = try db.first(sql, [order.id]) else { throw StoreError.unknownOrder }
    let isOutranked =
      reason == .dispute && row["holdReason"] as String? == HoldReason.refund.rawValue
    guard row["risk"] == Order.Risk.clear.rawValue || isOutranked else { return }
    try db.change(
      "UPDATE paidOrder SET risk = 'hold', holdReason = ? WHERE id = ?",
      [reason.rawValue, order.id]
    )
  }

  /// Keeps an order that is not deliverable from going out (I5).
  ///
  /// It is revoked when the money is gone for good and codes were bound. Whoever waits behind it
  /// moves up.
  func block(_ order: OrderRecord) throws {
    guard let order = try self.order(order.reference), !order.standing.isDeliverable,
      order.fulfilment != .revoked
    else { return }
    let isGone = order.standing.payment == .refunded || order.standing.dispute == .lost
    let isRevoked = try isGone && hasCodes(order.id)
    try move(order.id, to: isRevoked ? .revoked : .blocked)
    try db.change(
      """
      UPDATE delivery SET state = 'blocked', dueAt = NULL
      WHERE orderID = ? AND purpose IN ('order', 'resend')
        AND state IN ('queued', 'retry', 'uncertain')
      """,
      [order.id]
    )
    if isRevoked { try revokeCodes(of: order.id) }
    let waited = try db.change("DELETE FROM backorder WHERE orderID = ?", [order.id]) > 0
    if try waited || !waitingUnits(of: order.id).isEmpty { _ = try serve(order.sku) }
  }

  /// Lets an order go on that a person may let go.
  func release(_ reference: Reference) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    if let obstacle = order.obstacle { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    try refuseWhileOpen(order)
    try release(order)
  }

  /// Lets an order go on: with the codes that it has, or back to its old place in the queue; and
  /// with new ones for units that were to be refunded and were not, as soon as there are some.
  func release(_ order: OrderRecord) throws {
    try db.change(
      "UPDATE paidOrder SET risk = 'clear', holdReason = NULL WHERE id = ?",
      [order.id]
    )
    guard try hasCodes(order.id) else {
      _ = try restoreUnits(of: order)
      try move(order.id, to: .backorder)
      try wait(order.id, order.sku)
      _ = try serve(order.sku)
      if try !hasCodes(order.id) { try oweWaitingLetter(order.id) }
      return
    }
    try move(order.id, to: wasHandedOver(order.id) ? .delivered : .allocated)
    // What was tried without those units is not repeated with them.
    let hadMail = try hasUnitsOut(order.id) && supersedeMessages(of: order.id)
    try db.change(
      "UPDATE delivery SET state = 'queued', dueAt = ? WHERE orderID = ? AND state = 'blocked'",
      [now.milliseconds, order.id]
    )
    let isRestored = try restoreUnits(of: order)
    // Stock may have come while it was stopped.
    guard try !waitingUnits(of: order.id).isEmpty else { return }
    _ = try serve(order.sku)
    guard try isRestored && !waitingUnits(of: order.id).isEmpty else { return }
    // The others are good meanwhile.
    if try hadMail && hasLiveCodes(order.id) { try oweCodesOnce(order.id) }
    try oweReplacementLetter(order.id)
  }

  private func waitingUnits(of orderID: Int64) throws -> [Int64] {
    try db.integers("SELECT id FROM waitingUnit WHERE orderID = ?", [orderID])
  }

  func move(_ orderID: Int64, to fulfilment: Order.Fulfilment) throws {
    try db.change(
      "UPDATE paidOrder SET fulfilment = ? WHERE id = ?",
      [fulfilment.rawValue, orderID]
    )
  }

  private func currency(of payment: PaymentRecord) throws -> Currency {
    guard let currency = payment.amount?.currency else {
      throw StoreError.failed("a payment that was paid has no amount")
    }
    return currency
  }

  private func wasHandedOver(_ orderID: Int64) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM delivery
      WHERE orderID = ?1 AND purpose IN ('order', 'resend') AND state = 'sent'
      UNION ALL SELECT 1 FROM reveal WHERE orderID = ?1
      """,
      [orderID]
    ) != nil
  }
}
