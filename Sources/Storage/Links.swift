import GRDB
package import Shop

extension Store {
  /// Corrects the address of an order: its messages and a new link go there; the old link ends.
  ///
  /// Throws the obstacle of an order that is stopped, `.sameAddress` when the order has that one,
  /// `.shownBefore` when its codes were shown on its page, `.underWay` while a message of it is
  /// being sent.
  package func readdress(
    _ reference: Reference,
    to email: EmailAddress,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.readdress(reference, to: email, by: person) }
  }

  /// Ends the link to an order for good, and gives the order another.
  ///
  /// With `isMailed` the buyer gets it at once. Otherwise it is sent when the buyer asks for it
  /// with the form, or with another message about the order. A message that was tried and holds the
  /// old link is never repeated: what it owed is owed anew. Throws `.underWay` while one is being
  /// sent.
  package func relink(
    _ reference: Reference,
    isMailed: Bool,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    try await commit(at: at) {
      try $0.relink(reference, isMailed: isMailed, reason: reason, by: person)
    }
  }
}

/// Why an order has another link.
enum LinkChange: String, CaseIterable {
  /// Its address was corrected.
  case readdressed
  /// Its buyer corrected its address.
  case corrected
  /// An operator had a new one sent.
  case relinked
  /// An operator ended the old one.
  case revoked
  /// The old one had passed its lifetime when a message that carries it was to be made.
  case renewed
}

extension Transaction {
  fileprivate func readdress(
    _ reference: Reference,
    to email: EmailAddress,
    by person: Operator
  ) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    if let obstacle = order.undeliverable, obstacle != .waitsForStock { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    guard try address(of: order) != email.text.lowercased() else { throw StoreError.sameAddress }
    guard try db.first("SELECT 1 FROM reveal WHERE orderID = ?", [order.id]) == nil else {
      throw StoreError.shownBefore
    }
    try requireNothingUnderWay(order.id)
    try changeLink(of: order, .readdressed, to: email)
    try sendAnew(order, because: "the address was corrected")
    try note("readdress", "order \(reference)", "to \(email)", by: person.actor)
  }

  /// Stops every message to the address before, and owes the new one what holds now.
  func sendAnew(_ order: OrderRecord, because reason: String) throws {
    let stopped = try supersedeMessages(of: order.id, because: reason) { _ in true }
    if try order.undeliverable == .waitsForStock || !hasLiveCodes(order.id) {
      try oweAgain(stopped.contains(.waiting) ? .waiting : .link, order)
    } else {
      try oweCodesOnce(order.id)
    }
  }

  /// The address that an order is mailed to, in lower case.
  private func address(of order: OrderRecord) throws -> String {
    let sql = "SELECT emailSealed FROM orderOverview WHERE orderID = ?"
    guard let row = try db.first(sql, [order.id]) else { throw StoreError.unknownOrder }
    let opened = try sealing.open(row["emailSealed"], as: .email, of: order.reference.text)
    return String(decoding: opened, as: UTF8.self).lowercased()
  }

  fileprivate func relink(
    _ reference: Reference,
    isMailed: Bool,
    reason: String,
    by person: Operator
  ) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    guard try isWhole(order) else { throw StoreError.altered }
    try requireNothingUnderWay(order.id)
    try changeLink(of: order, isMailed ? .relinked : .revoked, to: nil)
    // What lies in the folder for mail waits for an operator, whose retry renders it anew.
    let stopped = try supersedeMessages(
      of: order.id,
      because: "its link has ended",
      sparing: .written
    ) { $0.hasLink }
    for purpose in stopped.subtracting([.link]) { try oweAgain(purpose, order) }
    if isMailed { try oweLinkOnce(order) }
    let act = isMailed ? "relink" : "end link"
    try note(act, "order \(reference)", reason, by: person.actor)
  }

  /// Throws while a message is being sent, since its content cannot be changed any more.
  func requireNothingUnderWay(_ orderID: Int64) throws {
    let sending = "SELECT 1 FROM delivery WHERE orderID = ? AND state = 'sending'"
    guard try db.first(sending, [orderID]) == nil else { throw StoreError.underWay }
  }

  /// Gives an order a new link, and another address where one is given; the old link ends.
  func changeLink(of order: OrderRecord, _ change: LinkChange, to email: EmailAddress?) throws {
    let token = randomness.token()
    let name = order.reference.text
    try db.change(
      """
      INSERT INTO orderAddress (orderID, cause, emailSealed, emailHash, tokenHash, tokenSealed,
        changedAt)
      SELECT o.orderID, ?2, COALESCE(?3, o.emailSealed), COALESCE(?4, o.emailHash), ?5, ?6, ?7
      FROM orderOverview o WHERE o.orderID = ?1
      """,
      [
        order.id, change.rawValue,
        try email.map { try sealing.seal($0.text.utf8, as: .email, of: name) },
        email.map(sealing.hash), sealing.hash(token),
        try sealing.seal(token.text.utf8, as: .token, of: name), now.milliseconds,
      ]
    )
  }

  /// Whether the link of an order has passed its lifetime; from a row of `orderOverview`.
  func isLinkOver(_ order: Row) -> Bool {
    linkLifetime.isOver(madeAt: order.timestamp("linkedAt"), at: now)
  }
}
