import Foundation
import GRDB
package import Shop

extension Store {
  /// Keeps the provider's session and what the buyer does next; the latest word counts.
  package func started(
    _ reference: Reference,
    sessionID: String?,
    step: Checkout.Step,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.started(reference, sessionID: sessionID, step: step) }
  }

  /// Where a checkout stands; nil when there is none.
  package func checkout(_ reference: Reference) throws(StoreError) -> Checkout.BuyerView? {
    let sealing = sealing
    return try read { db in
      let sql = "SELECT * FROM checkoutOverview WHERE reference = ?"
      return try db.first(sql, [reference.text]).map {
        try Checkout.BuyerView($0, opening: sealing)
      }
    }
  }

  /// Checkouts that were opened since a moment and have no order, oldest first; at most `limit`.
  package func unpaidCheckouts(
    since: Timestamp,
    limit: Int
  ) throws(StoreError) -> [Checkout.BuyerView] {
    let sealing = sealing
    return try read { db in
      let sql = """
        SELECT * FROM checkoutOverview WHERE createdAt >= ? AND risk IS NULL
        ORDER BY checkoutID LIMIT ?
        """
      return try db.all(sql, [since.milliseconds, limit])
        .map { try Checkout.BuyerView($0, opening: sealing) }
    }
  }

  /// The checkouts about which these providers are to be asked now, longest due first.
  ///
  /// The question is counted and the next planned before it is put. Nobody has to take down that a
  /// question failed: it comes again by itself. Those that nobody can be asked about any more are
  /// labelled expired on the way.
  package func claimQueries(
    of providers: [Provider] = Provider.allCases,
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> [Payment.DueQuestion] {
    try await commit(at: at) { try $0.claimQueries(of: providers, limit: limit) }
  }

  /// Ends the checkouts of providers that nobody can ask, when they are due: labels them expired at
  /// their last question, as an answer would, so that they are purged like others.
  ///
  /// The last question stays owed: `claimQueries` puts it when it is called for their provider
  /// again. Returns how many were looked at, at most `limit`, and how many were labelled.
  package func endUnasked(
    of providers: [Provider],
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> (looked: Int, ended: Int) {
    try await commit(at: at) { try $0.endUnasked(of: providers, limit: limit) }
  }

  /// Takes down that the provider answered, after what it said was settled.
  ///
  /// When no money can come any more, or the question was the last one, the checkout is labelled
  /// expired; a paid one is left alone.
  package func recordQuery(
    _ reference: Reference,
    isFinal: Bool,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.recordQuery(reference, isFinal: isFinal) }
  }

  /// How often a checkout's provider would not take what its buyer had approved.
  package func declines(of reference: Reference, at provider: Provider) throws(StoreError) -> Int {
    try read { db in
      let row = try db.first(
        """
        SELECT s.declines FROM checkout c JOIN session s ON s.checkoutID = c.id
        WHERE c.reference = ? AND c.provider = ?
        """,
        [reference.text, provider.rawValue]
      )
      return row?["declines"] ?? 0
    }
  }

  /// Takes down that a checkout's provider declined an attempt, so that the next one is a request
  /// of its own; an answer that comes again is counted once.
  package func recordDecline(
    _ decline: Payment.Decline,
    of reference: Reference,
    at provider: Provider,
    at moment: Timestamp
  ) async throws(StoreError) {
    try await commit(at: moment) { try $0.recordDecline(decline, of: reference, at: provider) }
  }

  /// When `claimQueries` next has something to do; nil when nothing is open.
  package func nextQuery() throws(StoreError) -> Timestamp? {
    try read { db in
      let row = try db.first("SELECT MIN(dueAt) FROM inquiry WHERE dueAt IS NOT NULL")
      return (row?[0] as Int64?).map { Timestamp(milliseconds: $0) }
    }
  }
}

extension Checkout.BuyerView {
  /// Reads a row of `checkoutOverview`.
  fileprivate init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let checkout = try Checkout(row, opening: sealing)
    var step: Checkout.Step?
    if let sealed = row["stepSealed"] as Data? {
      step = try KeptStepDocument(
        sealing.open(sealed, as: .step, of: checkout.reference.text)
      ).step
    }
    let isPaid = (row["risk"] as String?) != nil
    self.init(
      checkout: Facts(checkout),
      sessionID: row["sessionID"],
      opening: try Checkout.Opening(row),
      step: step,
      stepAt: (row["startedAt"] as Int64?).map { Timestamp(milliseconds: $0) },
      order: isPaid
        ? Checkout.BuyerView.Progress(
          standing: try row.standing(),
          fulfilment: try row.parsed("fulfilment", as: Order.Fulfilment.init)
        ) : nil,
      // Nobody is led to pay by a quote that is not the shop's.
      isHeld: row["isHeld"] || !sealing.isAsWritten(row),
      isExpired: !isPaid && (row["expiredAt"] as Int64?) != nil,
      declinedAt: (row["declinedAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    )
  }
}

extension Checkout.Opening {
  /// Reads the columns of an opening; nil when the checkout never was in line.
  fileprivate init?(_ row: GRDB.Row) throws {
    guard
      let state = try row.parsedIfPresent("openingState", as: Checkout.Opening.State.init)
    else { return nil }
    self.init(
      state: state,
      attempts: row["openingAttempts"],
      dueAt: row.timestamp("openingDueAt"),
      enteredAt: row.timestamp("openingEnteredAt")
    )
  }
}

extension Checkout {
  /// Reads the columns of a checkout and its line.
  init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let email = try sealing.open(row["emailSealed"], as: .email, of: reference.text)
    guard let email = EmailAddress(String(decoding: email, as: UTF8.self)) else {
      throw StoreError.failed("the address of checkout \(reference) cannot be read")
    }
    self.init(
      reference: reference,
      provider: try row.parsed("provider", as: Provider.init),
      line: try Checkout.Line(row),
      email: email,
      language: try row.parsed("language", as: { Language(rawValue: $0) }),
      amount: try row.money("amountMinor", "currency"),
      createdAt: row.timestamp("createdAt"),
      expiresAt: row.timestamp("expiresAt")
    )
  }
}

extension Checkout.Line {
  /// Reads the columns of a line.
  init(_ row: GRDB.Row) throws {
    self.init(
      sku: try row.parsed("sku", as: SKU.init),
      quantity: row["quantity"],
      unitPrice: try row.money("unitPriceMinor", "currency"),
      title: row["title"],
      faceValue: row["faceValue"],
      kind: try row.parsed("kind", as: DeliveryKind.init),
      redeem: RedeemInstructions(html: row["redeemHTML"], text: row["redeemText"])
    )
  }
}
