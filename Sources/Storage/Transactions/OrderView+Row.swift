import Foundation
import GRDB
import Shop

extension GRDB.Row {
  /// The numbers of the units that wait alone, in order, from a row of `orderOverview`.
  var waitingUnits: [Int] {
    (self["waitingUnits"] as String? ?? "").split(separator: ",").compactMap { Int($0) }.sorted()
  }
}

extension Order.BuyerView {
  /// Reads a row of `orderOverview`.
  init(_ row: GRDB.Row, opening sealing: Sealing) throws {
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let email = try sealing.open(row["emailSealed"], as: .email, of: reference.text)
    guard let email = EmailAddress(String(decoding: email, as: UTF8.self)) else {
      throw StoreError.failed("the address of order \(reference) cannot be read")
    }
    self.init(
      reference: reference,
      line: try Checkout.Line(row),
      unitsLeft: row["unitsLeft"],
      language: try row.parsed("language", as: { Language(rawValue: $0) }),
      amount: try row.money("amountMinor", "currency"),
      email: email,
      paidAt: row.timestamp("paidAt"),
      standing: try row.standing(),
      fulfilment: try row.parsed("fulfilment", as: Order.Fulfilment.init),
      waitingUnits: row.waitingUnits,
      hasCodes: row["hasCodes"]
    )
  }
}
