import Foundation
import GRDB
package import Shop

extension Store {
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
  package func checkoutSummary(_ reference: Reference) throws(StoreError) -> Checkout.Row? {
    let sealing = sealing
    return try read { db in
      let sql = """
        SELECT \(Checkout.Row.columns) FROM \(Checkout.Row.tables) WHERE c.reference = ?
        """
      return try db.first(sql, [reference.text])
        .map { try Checkout.Row($0, opening: sealing) }
    }
  }
}

extension Checkout.Row {
  fileprivate static let tables = """
    checkout c JOIN line l ON l.checkoutID = c.id
    LEFT JOIN inquiry i ON i.checkoutID = c.id LEFT JOIN paidOrder o ON o.checkoutID = c.id
    """

  /// `State` in SQL.
  fileprivate static let state = """
    CASE WHEN o.id IS NOT NULL THEN 'paid'
      WHEN EXISTS (SELECT 1 FROM payment h WHERE h.reference = c.reference
        AND h.mismatch IS NOT NULL AND h.state = 'paid') THEN 'held'
      WHEN i.expiredAt IS NOT NULL THEN 'expired' ELSE 'open' END
    """

  fileprivate static let columns = """
    c.reference, c.provider, c.emailSealed, c.amountMinor, c.currency, c.createdAt, c.expiresAt,
    l.sku, l.title, l.quantity, COALESCE(i.asked, 0) AS asked, i.dueAt, \(state) AS standsAt
    """

  fileprivate init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let email = try sealing.open(row["emailSealed"], as: .email, of: reference.text)
    guard let email = EmailAddress(String(decoding: email, as: UTF8.self)) else {
      throw StoreError.failed("the address of checkout \(reference) cannot be read")
    }
    self.init(
      reference: reference,
      provider: try row.parsed("provider", as: Provider.init),
      sku: try row.parsed("sku", as: SKU.init),
      title: row["title"],
      quantity: row["quantity"],
      amount: try row.money("amountMinor", "currency"),
      email: email,
      createdAt: row.timestamp("createdAt"),
      expiresAt: row.timestamp("expiresAt"),
      state: try row.parsed("standsAt", as: State.init),
      asked: row["asked"],
      asksAt: (row["dueAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    )
  }
}
