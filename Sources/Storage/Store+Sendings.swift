import GRDB
package import Shop

/// When buyers were sent to a provider that knows an order by its number and that time.
///
/// Stored before they go, so that a payment made by any of these forms is found (I8).
extension Store {
  /// How often one checkout is sent anew; then its last time is used again.
  package static let mostSendings = 20

  /// Takes down that a buyer goes there now; returns the time to be written into the form.
  package func send(_ reference: Reference, at: Timestamp) async throws(StoreError) -> Timestamp {
    try await commit(at: at) { try $0.send(reference) }
  }

  /// The times of a checkout, the latest first.
  package func sendings(
    of reference: Reference,
    at provider: Provider
  ) throws(StoreError) -> [Timestamp] {
    try read { db in
      try db.all(
        """
        SELECT s.sentAt FROM sending s JOIN checkout c ON c.id = s.checkoutID
        WHERE c.reference = ? AND c.provider = ? ORDER BY s.sentAt DESC
        """,
        [reference.text, provider.rawValue]
      ).map { Timestamp(milliseconds: $0["sentAt"]) }
    }
  }
}

extension Transaction {
  /// Whole seconds, as forms hold them; the same second is one time.
  fileprivate func send(_ reference: Reference) throws -> Timestamp {
    let found = try db.first("SELECT id FROM checkout WHERE reference = ?", [reference.text])
    guard let checkoutID = found?["id"] as Int64? else { throw StoreError.unknownCheckout }
    let moment = Timestamp(seconds: now.seconds)
    let known = try db.all(
      "SELECT sentAt FROM sending WHERE checkoutID = ? ORDER BY sentAt DESC",
      [checkoutID]
    ).map { Timestamp(milliseconds: $0["sentAt"]) }
    if known.contains(moment) { return moment }
    if known.count >= Store.mostSendings, let last = known.first { return last }
    try db.change(
      "INSERT INTO sending (checkoutID, sentAt) VALUES (?, ?)",
      [checkoutID, moment.milliseconds]
    )
    return moment
  }
}
