/// A page of a list.
struct ListDocument: Encodable {
  let object = "list"
  let data: [AnyDocument]
  let has_more: Bool
  let url: String
}

/// One movement of money.
struct BalanceEntryDocument: Encodable {
  let id: String
  let object = "balance_transaction"
  let amount: Int64
  let available_on: Int64
  let created: Int64
  let currency: String
  let fee: Int64
  let net: Int64
  let reporting_category: String
  var source: Expandable
  let status = "pending"
  let type: String

  init(_ entry: BalanceEntry) {
    id = entry.id
    amount = entry.amount
    available_on = entry.createdAt + 2 * 24 * 3600
    created = entry.createdAt
    currency = entry.currency
    fee = entry.fee
    net = entry.amount - entry.fee
    reporting_category = entry.category
    source = Expandable(id: entry.source)
    type = entry.type
  }
}
