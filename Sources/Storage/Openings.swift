import Foundation
import GRDB
package import Shop

/// The queue in which checkouts wait for their providers: a row each, so that a crash costs nobody
/// a place.
extension Store {
  /// Stores a checkout and puts it into its provider's queue; returns its reference.
  ///
  /// The same form of the same browser within `OpeningSchedule.sameFormSeconds`, or while its
  /// checkout waits, is the same checkout: that one's reference is returned, and nothing is stored.
  /// Another browser gets a checkout of its own, since the first one will see the codes.
  package func enter(
    _ checkout: Checkout,
    by buyer: Checkout.Buyer
  ) async throws(StoreError) -> Reference {
    try await commit(at: checkout.createdAt) { try $0.enter(checkout, buyer) }
  }

  /// A checkout in the queue that is due.
  package struct Turn: Equatable, Sendable {
    /// Names the checkout.
    package let reference: Reference
    /// When it entered the queue.
    package let enteredAt: Timestamp
  }

  /// The checkouts of a provider that are due, first in the queue first; at most `limit`.
  ///
  /// With `rested` those with the fewest attempts come first: one checkout that the provider fails
  /// at cannot hide that the provider works again.
  package func dueOpenings(
    of provider: Provider,
    rested: Bool,
    limit: Int,
    at now: Timestamp
  ) throws(StoreError) -> [Turn] {
    try read { db in
      let rows = try db.all(
        """
        SELECT c.reference, w.enteredAt
        FROM opening w JOIN checkout c ON c.id = w.checkoutID
        WHERE w.state = 'waiting' AND w.provider = ? AND w.dueAt <= ?
        ORDER BY CASE WHEN ? THEN w.attempts ELSE 0 END, w.placeAt, w.checkoutID LIMIT ?
        """,
        [provider.rawValue, now.milliseconds, rested, limit]
      )
      return try rows.map { row in
        Turn(
          reference: try row.parsed("reference", as: { Reference($0) }),
          enteredAt: row.timestamp("enteredAt")
        )
      }
    }
  }

  /// Counts an attempt of each and plans the next, before its provider is asked.
  ///
  /// Leaves out those that are not due any more, or are paid.
  package func claimOpenings(
    _ references: [Reference],
    at: Timestamp
  ) async throws(StoreError) -> [Checkout.DueOpening] {
    try await commit(at: at) { try $0.claimOpenings(references) }
  }

  /// Plans when the provider is asked again about a checkout that it failed to open.
  package func postponeOpening(
    _ reference: Reference,
    until due: Timestamp,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.postponeOpening(reference, until: due) }
  }

  /// Takes checkouts out of the queue; does nothing to those that have left it.
  package func endOpenings(
    _ references: [Reference],
    as state: Checkout.Opening.State,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      for reference in references { try transaction.endOpening(reference, as: state) }
    }
  }

  /// Returns a checkout whose buyer was away to its old place in the queue.
  package func returnToQueue(_ reference: Reference, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.returnToQueue(reference) }
  }

  /// A checkout that its provider has, as it was opened, to ask for its way to pay with the same
  /// order again; nil when it is not open there, or the buyer's data are deleted.
  package func reopening(_ reference: Reference) throws(StoreError) -> Checkout.DueOpening? {
    let sealing = sealing
    return try read { db in
      let row = try db.first(
        """
        SELECT * FROM checkoutOverview
        WHERE reference = ? AND openingState = 'opened' AND addressSealed IS NOT NULL
          AND risk IS NULL AND expiredAt IS NULL
        """,
        [reference.text]
      )
      guard let row, sealing.isAsWritten(row) else { return nil }
      return try Checkout.DueOpening(row, db, sealing)
    }
  }

  /// Run at start-up: checkouts that were being opened are due again, those past their time leave.
  package func resumeOpenings(at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.resumeOpenings() }
  }

  /// The place in the queue of a checkout, from 1; nil when it does not wait.
  package func placeInQueue(_ reference: Reference) throws(StoreError) -> Int? {
    try read { db in
      let row = try db.first(
        """
        SELECT (SELECT COUNT(*) FROM opening o
          WHERE o.state = 'waiting' AND o.provider = w.provider
            AND (o.placeAt, o.checkoutID) <= (w.placeAt, w.checkoutID))
        FROM opening w JOIN checkout c ON c.id = w.checkoutID
        WHERE c.reference = ? AND w.state = 'waiting'
        """,
        [reference.text]
      )
      return row?[0]
    }
  }
}

extension Transaction {
  /// Stores a checkout and puts it into its provider's queue; returns the earlier checkout's
  /// reference when the same form of the same browser is a double click, or that one still waits.
  func enter(_ checkout: Checkout, _ buyer: Checkout.Buyer) throws -> Reference {
    // Even where a catalog names this SKU: only an operator begins a rehearsal.
    guard checkout.line.sku.text != Rehearsal.skuText else { throw StoreError.refusedBuyer }
    let form = sealing.hash(form: facts(of: checkout, buyer))
    if let earlier = try sameForm(form, by: buyer.known) { return earlier }
    let origin = buyer.network.flatMap { IPNetwork($0) }
    try admit(checkout, from: origin, Store.OpenBounds())
    let checkoutID = try open(checkout, from: origin, by: buyer.browser)
    try enter(checkoutID, checkout, buyer)
    return checkout.reference
  }

  /// Puts a checkout into its provider's queue.
  func enter(_ checkoutID: Int64, _ checkout: Checkout, _ buyer: Checkout.Buyer) throws {
    let email = sealing.hash(checkout.email)
    let network = buyer.network.map(sealing.hash(network:))
    let provider = checkout.provider.rawValue
    let place = OpeningSchedule.place(
      enteredAt: now,
      earlier: try waiting(of: email, or: network, at: provider)
    )
    try db.change(
      """
      INSERT INTO opening (checkoutID, provider, state, enteredAt, placeAt, dueAt, isPhone, app,
        addressSealed, emailHash, networkHash, formHash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        checkoutID, provider, buyer.standsAside ? "aside" : "waiting", now.milliseconds,
        place.milliseconds, now.milliseconds,
        buyer.isPhone, buyer.app?.rawValue,
        try sealing.seal(buyer.address.utf8, as: .address, of: checkout.reference.text),
        email, network, sealing.hash(form: facts(of: checkout, buyer)),
      ]
    )
  }

  /// Everything that a form says, and who sent it: an equal form of another buyer is another order.
  private func facts(of checkout: Checkout, _ buyer: Checkout.Buyer) -> [String] {
    let line = checkout.line
    return [
      checkout.provider.rawValue, line.sku.text, "\(line.quantity)", "\(checkout.amount)",
      checkout.email.normalized, checkout.language.rawValue, buyer.address,
      "\(buyer.isPhone)", buyer.app?.rawValue ?? "",
    ]
  }

  /// The latest checkout of that form, begun with one of those tokens, that a second click returns
  /// to.
  private func sameForm(_ form: Data, by browsers: [BrowserToken]) throws -> Reference? {
    guard !browsers.isEmpty else { return nil }
    let names = Array(repeating: "?", count: browsers.count).joined(separator: ", ")
    var arguments = StatementArguments(browsers.map(sealing.hash))
    arguments += [
      form, now.milliseconds, now.milliseconds,
      now.advanced(seconds: -OpeningSchedule.sameFormSeconds).milliseconds,
      now.advanced(seconds: -OpeningSchedule.queueSeconds).milliseconds,
    ]
    let row = try db.first(
      """
      SELECT c.reference FROM opening w JOIN checkout c ON c.id = w.checkoutID
      WHERE c.browserHash IN (\(names)) AND w.formHash = ? AND c.expiresAt > ?
        AND w.enteredAt <= ?
        AND NOT EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id)
        AND ((w.enteredAt > ? AND w.state IN ('waiting', 'away', 'aside', 'opened'))
          OR (w.enteredAt > ? AND w.state IN ('waiting', 'away', 'aside')))
      ORDER BY w.checkoutID DESC LIMIT 1
      """,
      arguments
    )
    return try row?.parsed("reference", as: { Reference($0) })
  }

  private func waiting(of email: Data, or network: Data?, at provider: String) throws -> Int {
    let row = try db.first(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM opening
        WHERE state = 'waiting' AND (emailHash = ? OR networkHash = ?) AND provider = ? LIMIT ?)
      """,
      [email, network, provider, OpeningSchedule.mostEarlier]
    )
    return row?[0] ?? 0
  }

  /// Counts the attempt and plans the next before the provider is asked, so that a crash at any
  /// line loses no checkout; leaves out those that are not due any more.
  func claimOpenings(_ references: [Reference]) throws -> [Checkout.DueOpening] {
    try references.compactMap { reference in
      let row = try db.first(
        """
        SELECT * FROM checkoutOverview
        WHERE reference = ? AND openingState = 'waiting' AND openingDueAt <= ?
        """,
        [reference.text, now.milliseconds]
      )
      guard let row else { return nil }
      // No buyer is sent to pay twice, or to pay an altered quote; and a row that does not open
      // blocks nobody behind it (I15).
      guard (row["risk"] as String?) == nil, sealing.isAsWritten(row),
        let opening = opening(row, of: reference)
      else {
        try leaveQueue(row["checkoutID"], as: .refused)
        return nil
      }
      try db.change(
        "UPDATE opening SET attempts = attempts + 1, dueAt = ? WHERE checkoutID = ?",
        [
          now.advanced(seconds: OpeningSchedule.callSeconds).milliseconds,
          row["checkoutID"] as Int64,
        ]
      )
      return opening
    }
  }

  /// What its provider is told; nil when a sealed value does not open.
  private func opening(_ row: GRDB.Row, of reference: Reference) -> Checkout.DueOpening? {
    do {
      return try Checkout.DueOpening(row, db, sealing)
    } catch {
      return nil
    }
  }

  /// Plans the next attempt of an opening that failed.
  func postponeOpening(_ reference: Reference, until due: Timestamp) throws {
    try db.change(
      """
      UPDATE opening SET dueAt = ?
      WHERE state = 'waiting' AND checkoutID = (SELECT id FROM checkout WHERE reference = ?)
      """,
      [due.milliseconds, reference.text]
    )
  }

  /// Takes a checkout out of the queue.
  func endOpening(_ reference: Reference, as state: Checkout.Opening.State) throws {
    try leaveQueue(try checkoutID(of: reference), as: state)
  }

  /// Takes a checkout out of the queue, and deletes what told the provider who the buyer is, unless
  /// it may be opened again.
  func leaveQueue(
    _ checkoutID: Int64,
    as state: Checkout.Opening.State,
    keepingAddress keeps: Bool = false
  ) throws {
    let isOver = state != .away && state != .aside
    let among =
      state == .opened
      ? "('waiting', 'away', 'aside', 'refused', 'late')" : "('waiting', 'away', 'aside')"
    try db.change(
      """
      UPDATE opening SET state = ?,
        addressSealed = CASE WHEN ? THEN NULL ELSE addressSealed END,
        networkHash = CASE WHEN ? THEN NULL ELSE networkHash END
      WHERE checkoutID = ? AND state IN \(among)
      """,
      [state.rawValue, isOver && !keeps, isOver, checkoutID]
    )
  }

  /// Returns a checkout whose buyer is back to its old place in the queue.
  func returnToQueue(_ reference: Reference) throws {
    try db.change(
      """
      UPDATE opening SET state = 'waiting', dueAt = ?
      WHERE state = 'away' AND checkoutID = (SELECT id FROM checkout WHERE reference = ?)
      """,
      [now.milliseconds, reference.text]
    )
  }

  /// Run at start-up: no call of the run before is under way, so its checkouts are due; those past
  /// their time in the queue leave, even when their provider is no longer configured.
  func resumeOpenings() throws {
    try db.change(
      """
      UPDATE opening SET state = 'late', addressSealed = NULL, networkHash = NULL
      WHERE state IN ('waiting', 'away') AND enteredAt <= ?
      """,
      [now.advanced(seconds: -OpeningSchedule.queueSeconds).milliseconds]
    )
    try db.change(
      "UPDATE opening SET dueAt = ? WHERE state = 'waiting' AND dueAt > ?",
      [now.milliseconds, now.milliseconds]
    )
  }
}

extension Checkout.DueOpening {
  /// Reads a row of `checkoutOverview` that was in the queue.
  init(_ row: GRDB.Row, _ db: Database, _ sealing: Sealing) throws {
    let checkout = try Checkout(row, opening: sealing)
    let sealed = row["addressSealed"] as Data?
    let address = try sealed.map { sealed in
      try sealing.open(sealed, as: .address, of: checkout.reference.text)
    }
    self.init(
      checkout: checkout,
      isPhone: row["isPhone"],
      address: String(decoding: address ?? [], as: UTF8.self),
      app: try row.parsedIfPresent("app", as: { BuyerApp(rawValue: $0) }),
      payer: try db.payer(of: checkout.reference, row["checkoutID"], sealing).flatMap(\.found),
      attempt: (row["openingAttempts"] as Int) + 1
    )
  }
}
