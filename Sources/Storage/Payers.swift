import Foundation
import GRDB
package import Shop

extension Store {
  /// Puts a checkout that is `aside` into the queue, for the browser that its buyer has now.
  package func takeUp(
    _ reference: Reference,
    by buyer: Checkout.Buyer,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.takeUp(reference, buyer) }
  }

  /// The token, of letters and digits, that an app must return with the buyer's code; the same
  /// until it has, nil after that.
  package func askPayer(_ reference: Reference, at: Timestamp) async throws(StoreError) -> String? {
    try await commit(at: at) { try $0.askPayer(reference) }
  }

  /// Stores the code that an app gave, once, if it returns the right token; puts the checkout into
  /// the queue.
  package func tellPayer(
    _ reference: Reference,
    code: String,
    token: String,
    by buyer: Checkout.Buyer,
    at: Timestamp
  ) async throws(StoreError) -> Bool {
    try await commit(at: at) {
      try $0.tellPayer(reference, code: code, token: token, buyer)
    }
  }

  /// Stores the buyer's ID that the app's code was exchanged for, before it is used.
  package func knowPayer(
    _ reference: Reference,
    id: String,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.knowPayer(reference, id: id) }
  }

  /// Asks a buyer once more whose code was not accepted.
  package func askPayerAgain(_ reference: Reference, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.askPayerAgain(reference) }
  }
}

/// A row of `payer`.
struct PayerRecord {
  /// What the row's secret is, as the database names it.
  enum State: String {
    /// The token that the app must return.
    case asked
    /// The code that the app gave.
    case told
    /// The buyer's ID that the code was exchanged for.
    case known
  }

  /// The token that the app must return; nil once it has.
  let token: String?
  /// The code or the ID that the app gave.
  let found: Checkout.Payer?
  let asked: Int
}

/// Asks an app who a buyer is, before a checkout can be opened.
extension Transaction {
  /// The token that an app must return with its code; the same until it has, nil after that.
  func askPayer(_ reference: Reference) throws -> String? {
    let checkoutID = try checkoutID(of: reference)
    if let row = try db.payer(of: reference, checkoutID, sealing) { return row.token }
    let token = randomness.reference().text
    try db.change(
      "INSERT INTO payer (checkoutID, state, secretSealed, asked) VALUES (?, 'asked', ?, 1)",
      [checkoutID, try sealing.seal(token.utf8, as: .payer, of: reference.text)]
    )
    return token
  }

  /// Stores an app's code once, if the right token comes with it, and puts the checkout into the
  /// queue; false where the token is wrong or was used.
  func tellPayer(
    _ reference: Reference,
    code: String,
    token: String,
    _ buyer: Checkout.Buyer
  ) throws -> Bool {
    let checkoutID = try checkoutID(of: reference)
    guard let row = try db.payer(of: reference, checkoutID, sealing), let asked = row.token,
      Array(asked.utf8).isSame(as: Array(token.utf8))
    else { return false }
    try keep(code, as: .told, of: reference, checkoutID)
    try takeUp(checkoutID, reference, buyer)
    return true
  }

  /// Stores the ID that the code was exchanged for.
  func knowPayer(_ reference: Reference, id: String) throws {
    try keep(id, as: .known, of: reference, try checkoutID(of: reference))
  }

  /// Asks the buyer once more, since their code was not accepted; refuses the checkout after
  /// `mostAsked` times.
  func askPayerAgain(_ reference: Reference) throws {
    let checkoutID = try checkoutID(of: reference)
    guard let row = try db.payer(of: reference, checkoutID, sealing), case .told? = row.found else {
      return
    }
    guard row.asked < Self.mostAsked else { return try leaveQueue(checkoutID, as: .refused) }
    try keep(randomness.reference().text, as: .asked, of: reference, checkoutID)
    try db.change("UPDATE payer SET asked = asked + 1 WHERE checkoutID = ?", [checkoutID])
    try leaveQueue(checkoutID, as: .aside)
  }

  /// How often the buyer of one checkout is asked who they are.
  private static let mostAsked = 5

  /// Puts a checkout that is `aside` into the queue, for the browser that its buyer has now.
  func takeUp(_ reference: Reference, _ buyer: Checkout.Buyer) throws {
    try takeUp(try checkoutID(of: reference), reference, buyer)
  }

  private func takeUp(
    _ checkoutID: Int64,
    _ reference: Reference,
    _ buyer: Checkout.Buyer
  ) throws {
    try db.change(
      """
      UPDATE opening SET state = 'waiting', enteredAt = ?1, placeAt = ?1, dueAt = ?1, isPhone = ?2,
        app = ?3, addressSealed = ?4, networkHash = ?5
      WHERE checkoutID = ?6 AND state = 'aside'
      """,
      [
        now.milliseconds, buyer.isPhone, buyer.app?.rawValue,
        try sealing.seal(buyer.address.utf8, as: .address, of: reference.text),
        buyer.network.map(sealing.hash(network:)), checkoutID,
      ]
    )
  }

  /// Deletes what told the provider who the buyer is, once nobody can pay any more.
  func forgetBuyer(_ checkoutID: Int64) throws {
    try db.change("DELETE FROM payer WHERE checkoutID = ?", [checkoutID])
    try db.change(
      """
      UPDATE opening SET addressSealed = NULL
      WHERE checkoutID = ? AND state = 'opened' AND addressSealed IS NOT NULL
      """,
      [checkoutID]
    )
  }

  private func keep(
    _ secret: String,
    as state: PayerRecord.State,
    of reference: Reference,
    _ checkoutID: Int64
  ) throws {
    try db.change(
      "UPDATE payer SET state = ?, secretSealed = ? WHERE checkoutID = ?",
      [state.rawValue, try sealing.seal(secret.utf8, as: .payer, of: reference.text), checkoutID]
    )
  }
}

extension [UInt8] {
  /// Compares in constant time, so that nobody learns how much was right.
  fileprivate func isSame(as other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    return zip(self, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension Database {
  func payer(
    of reference: Reference,
    _ checkoutID: Int64,
    _ sealing: Sealing
  ) throws -> PayerRecord? {
    guard let row = try first("SELECT * FROM payer WHERE checkoutID = ?", [checkoutID]) else {
      return nil
    }
    let opened = try sealing.open(row["secretSealed"], as: .payer, of: reference.text)
    let secret = String(decoding: opened, as: UTF8.self)
    let state: PayerRecord.State = try row.parsed("state", as: PayerRecord.State.init)
    switch state {
    case .asked: return PayerRecord(token: secret, found: nil, asked: row["asked"])
    case .told: return PayerRecord(token: nil, found: .told(code: secret), asked: row["asked"])
    case .known: return PayerRecord(token: nil, found: .known(id: secret), asked: row["asked"])
    }
  }
}
