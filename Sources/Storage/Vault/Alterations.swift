import Foundation
import GRDB
package import Shop

/// What an operator must be told at once, after the commit that noticed it.
package enum VaultAlarm: Hashable, Sendable {
  /// The quote of a checkout is not the one that was written: nothing is sold for it.
  case alteredCheckout(Reference)
  /// A sealed value of an order belongs to another row, or does not open: the order is held.
  case alteredOrder(Reference)
  /// A code does not open in its row: it is quarantined.
  case alteredCode(id: Int64)
  /// A recorded price is not the one that was written: hosted payment links do not sell for it.
  case alteredPrice(SKU)
}

/// Everything that decides a sale, in a fixed order: the facts that the keyed hash of a checkout
/// covers.
struct Quote {
  let facts: [String]

  init(_ checkout: Checkout, emailHash: Data, networkHash: Data?, browserHash: Data?) {
    let line = checkout.line
    facts = [
      checkout.reference.text, checkout.provider.rawValue, emailHash.base64EncodedString(),
      checkout.language.rawValue, "\(checkout.amount.minorUnits)", checkout.amount.currency.code,
      "\(checkout.createdAt.milliseconds)", "\(checkout.expiresAt.milliseconds)",
      line.sku.text, "\(line.quantity)", "\(line.unitPrice.minorUnits)", line.title,
      line.faceValue, line.kind.rawValue, line.redeem.html, line.redeem.text,
      networkHash?.base64EncodedString() ?? "", browserHash?.base64EncodedString() ?? "",
    ]
  }

  /// Reads the columns of a checkout and its line from the file.
  init(_ row: Row) {
    let emailHash: Data = row["emailHash"]
    let networkHash: Data? = row["networkHash"]
    let browserHash: Data? = row["browserHash"]
    let numbers = { (column: String) in "\(row[column] as Int64)" }
    facts = [
      row["reference"], row["provider"], emailHash.base64EncodedString(), row["language"],
      numbers("amountMinor"), row["currency"], numbers("createdAt"), numbers("expiresAt"),
      row["sku"], numbers("quantity"), numbers("unitPriceMinor"), row["title"], row["faceValue"],
      row["kind"], row["redeemHTML"], row["redeemText"], networkHash?.base64EncodedString() ?? "",
      browserHash?.base64EncodedString() ?? "",
    ]
  }

  /// The columns that a quote is read from, with its keyed hash and the sealed address.
  static let columns = """
    c.id AS checkoutID, c.reference, c.provider, c.emailSealed, c.emailHash, c.networkHash,
    c.browserHash, c.language, c.amountMinor, c.currency, c.createdAt, c.expiresAt, c.binding,
    l.sku, l.quantity, l.unitPriceMinor, l.title, l.faceValue, l.kind, l.redeemHTML, l.redeemText
    """
}

extension Transaction {
  /// Whether the quote behind an order is the one that was written.
  func isAsWritten(_ order: OrderRecord) throws -> Bool {
    let sql = """
      SELECT \(Quote.columns) FROM checkout c JOIN line l ON l.checkoutID = c.id
      JOIN paidOrder o ON o.checkoutID = c.id WHERE o.id = ?
      """
    return try db.first(sql, [order.id]).map(sealing.isAsWritten) ?? false
  }

  /// Whether quote, codes, link and address of an order are all as they were written.
  func isWhole(_ order: OrderRecord) throws -> Bool {
    let sql = "SELECT * FROM orderOverview WHERE orderID = ?"
    guard try isAsWritten(order), let row = try db.first(sql, [order.id]) else { return false }
    do {
      _ = try sealing.token(of: row)
      _ = try units(of: order.id, sku: order.sku)
      return true
    } catch let error as DatabaseError {
      throw error
    } catch {
      return false
    }
  }

  /// Holds an order that was altered, and raises an alarm.
  func stop(_ order: OrderRecord, _ alarm: VaultAlarm) throws {
    try raise(alarm, about: "order \(order.reference)")
    try holdForPerson(order, .altered)
    try stopHandOver(order)
  }

  /// Writes an alarm into the ledger, and raises it when this commit is durable.
  func raise(_ alarm: VaultAlarm, about object: String) throws {
    try note("alarm", object, alarm.word, by: "worker")
    alarms.append(alarm)
  }
}

extension Sealing {
  /// The token of an order's link, from a row of `orderOverview`.
  func token(of order: Row) throws -> OrderToken {
    let plain = try open(order["tokenSealed"], as: .token, of: order["reference"])
    guard let token = OrderToken(String(decoding: plain, as: UTF8.self)),
      hash(token) == order["tokenHash"]
    else { throw StoreError.altered }
    return token
  }
}

extension VaultAlarm: CustomStringConvertible {
  /// One sentence for the log, with what to do.
  package var description: String {
    switch self {
    case .alteredCheckout(let reference):
      "checkout \(reference): expected the quote as it was written, found its row changed past the "
        + "worker; nothing is sold by it: see `orders held`, and find out who wrote to the file"
    case .alteredOrder(let reference):
      "order \(reference): expected codes, link and address of its own, found others; it is held: "
        + "see `orders held`, and find out who wrote to the file"
    case .alteredCode(let id):
      "code \(id): expected the code that was imported into this row, found another; it is "
        + "quarantined and not sold: find out who wrote to the file, then `codes void --id \(id)`"
    case .alteredPrice(let sku):
      "product \(sku): expected the recorded price as it was written, found it changed past the "
        + "worker; payment links do not sell by it: build the catalog anew, and find out who wrote"
    }
  }
}

extension Sealing {
  /// Whether a row of `Quote.columns` is as it was written: the facts, and the sealed address.
  func isAsWritten(_ row: Row) -> Bool {
    guard isBound(Quote(row).facts, by: row["binding"], as: .quote) else { return false }
    do {
      let email = try open(row["emailSealed"], as: .email, of: row["reference"])
      guard let email = EmailAddress(String(decoding: email, as: UTF8.self)) else { return false }
      return hash(email) == row["emailHash"]
    } catch {
      return false
    }
  }
}

extension VaultAlarm {
  /// The text for it in the ledger.
  fileprivate var word: String {
    switch self {
    case .alteredCheckout: "the quote was changed past the worker"
    case .alteredOrder: "codes, link or address are not its own"
    case .alteredCode: "quarantined: does not open in its row"
    case .alteredPrice: "the price was changed past the worker"
    }
  }
}
