import Hummingbird

/// What Stripe's lists show of payments.
extension MockState {
  /// The refunds of a payment, the newest first.
  func refundDocuments(
    of payment: String,
    expanding expanded: Set<String>
  ) throws(StripeError) -> [RefundDocument] {
    var documents: [RefundDocument] = []
    for refund in stripePayment(payment)?.1.refunds.reversed() ?? [] {
      documents.append(try refundDocument(refund.id, expanding: expanded))
    }
    return documents
  }

  /// The dispute of a payment, if there is one.
  func disputeDocuments(of payment: String) -> [DisputeDocument] {
    guard let (sale, payment) = stripePayment(payment), payment.dispute != nil else { return [] }
    return [DisputeDocument(payment, of: sale, isLive: place.isLive)]
  }

  /// A movement of the balance, with the object that it is about if that is wanted.
  func balanceDocument(
    _ entry: BalanceEntry,
    withSource: Bool
  ) throws(StripeError) -> BalanceEntryDocument {
    var document = BalanceEntryDocument(entry)
    if withSource { document.source.object = try source(entry.source) }
    return document
  }

  private func source(_ id: String) throws(StripeError) -> AnyDocument? {
    for sale in sales(of: .stripe) {
      guard let request = stripe.requests[sale.id] else { continue }
      for payment in sale.payments {
        if payment.stripe.charge == id {
          return AnyDocument(ChargeDocument(payment, of: sale, request, isLive: place.isLive))
        }
        if payment.stripe.dispute == id {
          return AnyDocument(DisputeDocument(payment, of: sale, isLive: place.isLive))
        }
        if payment.refunds.contains(where: { $0.id == id }) {
          return AnyDocument(try refundDocument(id, expanding: []))
        }
      }
    }
    return nil
  }

  private func stripePayment(_ id: String) -> (Sale, Payment)? {
    for sale in sales(of: .stripe) {
      if let payment = sale.payments.first(where: { $0.id == id }) { return (sale, payment) }
    }
    return nil
  }
}

/// Which part of a list a request wants: a span of time and a page of it.
struct ListRange {
  private let from: Int64
  private let until: Int64
  private let limit: Int
  private let after: String?

  init(_ request: Request) throws(StripeError) {
    var fields = try FormFields(form: request.uri.query ?? "")
    from = try Self.moment("created[gte]", &fields) ?? 0
    let exclusive = try Self.moment("created[lt]", &fields)
    let inclusive = try Self.moment("created[lte]", &fields)
    until = inclusive ?? exclusive.map { $0 - 1 } ?? .max
    after = fields.take("starting_after")
    let text = fields.take("limit") ?? "10"
    guard let limit = Int(text), (1...100).contains(limit) else {
      throw .invalid("limit: expected 1 to 100, found \(text)", parameter: "limit")
    }
    self.limit = limit
  }

  func contains(_ moment: Int64) -> Bool { from <= moment && moment <= until }

  /// A page of what is in the list, the newest first.
  func page<Item: Encodable>(
    _ items: [Item],
    url: String,
    id: (Item) -> String
  ) throws(StripeError) -> ListDocument {
    let (page, hasMore) = try cut(items, id: id)
    return ListDocument(data: page.map(AnyDocument.init), has_more: hasMore, url: url)
  }

  /// A page of events, with the bytes that were sent.
  func page(raw notices: [Notice]) throws(StripeError) -> [UInt8] {
    let wanted = notices.filter { contains($0.firstDueAt / 1000) }
    let (page, hasMore) = try cut(wanted) { $0.id }
    let list = page.map { String(decoding: $0.content, as: UTF8.self) }.joined(separator: ",\n")
    let text = """
      {"object": "list", "has_more": \(hasMore), "url": "/v1/events", "data": [\(list)]}
      """
    return Array(text.utf8)
  }

  private func cut<Item>(
    _ items: [Item],
    id: (Item) -> String
  ) throws(StripeError) -> ([Item], hasMore: Bool) {
    var rest = items[...]
    if let after {
      guard let index = rest.firstIndex(where: { id($0) == after }) else {
        throw .noSuch("object", after)
      }
      rest = rest[(index + 1)...]
    }
    return (Array(rest.prefix(limit)), rest.count > limit)
  }

  private static func moment(
    _ name: String,
    _ fields: inout FormFields
  ) throws(StripeError) -> Int64? {
    guard let text = fields.take(name) else { return nil }
    guard let moment = Int64(text), moment >= 0 else {
      throw .invalid("\(name): expected Unix seconds, found \(text)", parameter: name)
    }
    return moment
  }
}

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
