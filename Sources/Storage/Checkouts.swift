import Foundation
import GRDB
package import Shop

extension Store {
  /// Stores a checkout with its quote; throws `.failed` when the reference exists.
  package func open(_ checkout: Checkout) async throws(StoreError) {
    _ = try await commit(at: checkout.createdAt) { try $0.open(checkout) }
  }

  /// A page of checkouts, newest first.
  package func checkouts(_ filter: Checkout.Filter) throws(StoreError) -> ListPage<Checkout.Row> {
    let sealing = sealing
    return try read { db in
      try db.page(
        Checkout.Row.columns,
        from: Checkout.Row.tables,
        where: """
          (\(Checkout.Row.state) = :state OR :state IS NULL)
          AND (c.provider = :provider OR :provider IS NULL)
          AND (c.emailHash = :email OR :email IS NULL) AND (l.sku = :sku OR :sku IS NULL)
          AND (c.createdAt >= :since OR :since IS NULL)
          AND (c.createdAt <= :until OR :until IS NULL)
          """,
        by: "c.id",
        [
          "state": filter.state?.rawValue, "provider": filter.provider?.rawValue,
          "email": filter.email.map(sealing.hash), "sku": filter.sku?.text,
          "since": filter.since?.milliseconds, "until": filter.until?.milliseconds,
        ],
        after: filter.after,
        limit: filter.limit
      ) { try Checkout.Row($0, opening: sealing) }
    }
  }

  /// One checkout as a list shows it; nil when there is none.
  package func listedCheckout(_ reference: Reference) throws(StoreError) -> Checkout.Row? {
    let sealing = sealing
    return try read { db in
      let sql = """
        SELECT \(Checkout.Row.columns) FROM \(Checkout.Row.tables) WHERE c.reference = ?
        """
      return try db.first(sql, [reference.text])
        .map { try Checkout.Row($0, opening: sealing) }
    }
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

  /// Checkouts that were opened at or after a moment and have no order, oldest first; at most
  /// `limit`.
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
}

extension Transaction {
  /// Stores a quote; refuses a reference that exists.
  @discardableResult
  func open(
    _ checkout: Checkout,
    from network: IPNetwork? = nil,
    by browser: BrowserToken? = nil
  ) throws -> Int64 {
    let email = try sealing.seal(
      checkout.email.text.utf8,
      as: .email,
      of: checkout.reference.text
    )
    let emailHash = sealing.hash(checkout.email)
    let networkHash = network.map { sealing.hash(.network($0)) }
    let browserHash = browser.map(sealing.hash)
    let quote = Quote(
      checkout,
      emailHash: emailHash,
      networkHash: networkHash,
      browserHash: browserHash
    )
    let binding = sealing.bind(quote.facts, as: .quote)
    try db.change(
      """
      INSERT INTO checkout (reference, provider, emailSealed, emailHash, language, amountMinor,
        currency, createdAt, expiresAt, binding, networkHash, browserHash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        checkout.reference.text, checkout.provider.rawValue, email, emailHash,
        checkout.language.rawValue, checkout.amount.minorUnits, checkout.amount.currency.code,
        checkout.createdAt.milliseconds, checkout.expiresAt.milliseconds, binding,
        networkHash, browserHash,
      ]
    )
    let id = db.lastInsertedRowID
    let line = checkout.line
    try db.change(
      """
      INSERT INTO line (checkoutID, sku, quantity, unitPriceMinor, title, faceValue, kind,
        redeemHTML, redeemText)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, line.sku.text, line.quantity, line.unitPrice.minorUnits, line.title, line.faceValue,
        line.kind.rawValue, line.redeem.html, line.redeem.text,
      ]
    )
    try watch(id, checkout)
    return id
  }

  /// The row of a checkout; throws `.unknownCheckout` where there is none.
  func checkoutID(of reference: Reference) throws -> Int64 {
    let row = try db.first("SELECT id FROM checkout WHERE reference = ?", [reference.text])
    guard let row else { throw StoreError.unknownCheckout }
    return row["id"]
  }
}

extension Checkout.Row {
  fileprivate static let tables = """
    checkout c JOIN line l ON l.checkoutID = c.id
    LEFT JOIN question q ON q.checkoutID = c.id LEFT JOIN paidOrder o ON o.checkoutID = c.id
    """

  /// `Checkout.Row.State` in SQL.
  fileprivate static let state = """
    CASE WHEN o.id IS NOT NULL THEN 'paid'
      WHEN EXISTS (SELECT 1 FROM payment h WHERE h.reference = c.reference
        AND h.mismatch IS NOT NULL AND h.state = 'paid') THEN 'held'
      WHEN q.underWay IS NOT NULL THEN 'underway'
      WHEN q.expiredAt IS NOT NULL THEN 'expired' ELSE 'open' END
    """

  fileprivate static let columns = """
    \(Quote.columns), COALESCE(q.asked, 0) AS asked, q.dueAt, q.underWay,
    \(state) AS standsAt
    """

  fileprivate init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    self.init(
      checkout: try Checkout(row, opening: sealing),
      state: try row.parsed("standsAt", as: State.init),
      asked: row["asked"],
      asksAt: (row["dueAt"] as Int64?).map { Timestamp(milliseconds: $0) },
      underWay: row["underWay"]
    )
  }
}

extension Checkout.BuyerView {
  /// Reads a row of `checkoutOverview`.
  fileprivate init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let checkout = try Checkout(row, opening: sealing)
    var step: PayStep?
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
      // No buyer is sent to pay a quote that was altered.
      isHeld: row["isHeld"] || !sealing.isAsWritten(row),
      underWay: isPaid ? nil : row["underWay"] as String?,
      isExpired: !isPaid && (row["expiredAt"] as Int64?) != nil,
      declinedAt: (row["declinedAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    )
  }
}

extension Checkout.Opening {
  /// Reads the columns of an opening; nil when the checkout was never in line.
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
