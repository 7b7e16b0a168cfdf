import Foundation
import GRDB
package import Shop

/// What the browser that began a checkout may see and do, and no other.
extension Store {
  /// What a browser with these tokens sees of a checkout; nil when it is not that browser's.
  package func ownView(
    of reference: Reference,
    by browser: [BrowserToken],
    at now: Timestamp
  ) throws(StoreError) -> Checkout.OwnView? {
    let sealing = sealing
    return try read { db in
      guard let own = try db.ownCheckout(reference, by: browser, sealing, at: now) else {
        return nil
      }
      return try Checkout.OwnView(own, db, sealing)
    }
  }

  /// Sends the mail of a paid checkout to another address, once: a new letter and a new link go
  /// there, and the link that was sent to the old one ends.
  ///
  /// Refused when money went back, is to or may, and when a person changed the address before.
  package func correctAddress(
    of reference: Reference,
    to email: EmailAddress,
    by browser: [BrowserToken],
    from network: IPNetwork?,
    at: Timestamp
  ) async throws(StoreError) -> Checkout.CorrectionOutcome {
    try await commit(at: at) {
      try $0.correctAddress(of: reference, to: email, by: browser, from: network)
    }
  }
}

extension Transaction {
  fileprivate func correctAddress(
    of reference: Reference,
    to email: EmailAddress,
    by browser: [BrowserToken],
    from network: IPNetwork?
  ) throws -> Checkout.CorrectionOutcome {
    guard let own = try db.ownCheckout(reference, by: browser, sealing, at: now) else {
      return .notOwn
    }
    guard let row = try db.orderRow(of: own) else { return .refused }
    let order = try OrderRecord(row)
    guard try isWhole(order) else {
      try stop(order, .alteredOrder(reference))
      return .refused
    }
    if row["emailHash"] == sealing.hash(email) { return .unchanged }
    guard try db.isCorrectable(order), try !isBlocked(.email(email)),
      try !(network.map { try isBlocked(.network($0)) } ?? false)
    else { return .refused }
    try changeLink(of: order, .corrected, to: email)
    try sendAnew(order, because: "the buyer corrected the address")
    try note("correct address", "order \(reference)", "to \(email)", by: "buyer")
    return .made
  }
}

extension Database {
  /// The row of `checkoutOverview` of a checkout that one of these tokens opens; nil for any other,
  /// and when the time of the token is over, or an operator ended the order's link.
  fileprivate func ownCheckout(
    _ reference: Reference,
    by browser: [BrowserToken],
    _ sealing: Sealing,
    at now: Timestamp
  ) throws -> Row? {
    let found = try first("SELECT * FROM checkoutOverview WHERE reference = ?", [reference.text])
    guard let found, let hash = found["browserHash"] as Data?,
      browser.contains(where: { sealing.isHash(hash, of: $0) }),
      now < Self.ownUntil(found), sealing.isAsWritten(found)
    else { return nil }
    let revoked = """
      SELECT 1 FROM orderAddress a JOIN paidOrder o ON o.id = a.orderID
      WHERE o.checkoutID = ? AND a.cause = 'revoked'
      """
    guard try first(revoked, [found["checkoutID"] as Int64]) == nil else { return nil }
    return found
  }

  fileprivate static func ownUntil(_ checkout: Row) -> Timestamp {
    checkout.timestamp("createdAt").advanced(seconds: BrowserToken.lifetimeSeconds)
  }

  /// The row of `orderOverview` of a checkout; nil until it is paid.
  fileprivate func orderRow(of checkout: Row) throws -> Row? {
    try first(
      "SELECT * FROM orderOverview WHERE checkoutID = ?",
      [checkout["checkoutID"] as Int64]
    )
  }

  /// Whether the buyer may correct the address of an order: all of its money stayed, nobody asked
  /// for any of it, and neither the buyer nor an operator has changed the address.
  fileprivate func isCorrectable(_ order: OrderRecord) throws -> Bool {
    guard order.undeliverable == nil || order.undeliverable == .waitsForStock,
      order.standing.payment == .paid, order.standing.dispute == nil
    else { return false }
    return try first(
      """
      SELECT 1 FROM refund f JOIN paidOrder o ON o.paymentID = f.paymentID WHERE o.id = ?1
      UNION ALL SELECT 1 FROM orderAddress
        WHERE orderID = ?1 AND cause IN ('corrected', 'readdressed')
      """,
      [order.id]
    ) == nil
  }

  /// What letters may have told the address that was corrected; nil where none was.
  ///
  /// A letter counts that was sent before, and one that was stopped then unless it is certain that
  /// it did not leave.
  fileprivate func disclosed(by order: OrderRecord) throws -> Checkout.Correction.Disclosed? {
    let corrected = try first(
      "SELECT MAX(changedAt) FROM orderAddress WHERE orderID = ? AND cause = 'corrected'",
      [order.id]
    )
    guard let moment = corrected?[0] as Int64? else { return nil }
    let letters = try all(
      """
      SELECT d.purpose, l.kind FROM delivery d JOIN paidOrder o ON o.id = d.orderID
      JOIN line l ON l.checkoutID = o.checkoutID
      WHERE d.orderID = ?1
        AND ((d.state = 'sending' AND d.supersededAt <= ?2)
          OR EXISTS (SELECT 1 FROM attempt a WHERE a.deliveryID = d.id
            AND a.outcome IN ('sent', 'written', 'uncertain', 'lost')
            AND (a.recordedAt <= ?2 OR d.supersededAt <= ?2)))
      """,
      [order.id, moment]
    )
    let hadCodes = try letters.contains { letter in
      let purpose: Delivery.Purpose = try letter.parsed("purpose", as: Delivery.Purpose.init)
      return purpose.handsOver && letter["kind"] == DeliveryKind.code.rawValue
    }
    guard !hadCodes, !letters.isEmpty else { return hadCodes ? .codes : .nothing }
    let shown = try first(
      "SELECT 1 FROM reveal WHERE orderID = ? AND revealedAt <= ?",
      [order.id, moment]
    )
    return shown == nil ? .link : .openedLink
  }
}

extension Checkout.OwnView {
  /// Reads a row of `checkoutOverview`.
  fileprivate init(_ checkout: Row, _ db: Database, _ sealing: Sealing) throws {
    let endsAt = Database.ownUntil(checkout)
    guard let row = try db.orderRow(of: checkout) else {
      let email = try Checkout(checkout, opening: sealing).email
      self.init(email: email, token: nil, correction: .closed, endsAt: endsAt)
      return
    }
    let order = try OrderRecord(row)
    let disclosed = try db.disclosed(by: order)
    self.init(
      email: try Order.BuyerView(row, opening: sealing).email,
      token: try sealing.token(of: row),
      correction: try disclosed.map { .made(disclosed: $0) }
        ?? (db.isCorrectable(order) ? .open : .closed),
      endsAt: endsAt
    )
  }
}
