package import Shop

extension StripeAdapter {
  /// The movements of our balance at Stripe on a day in UTC; nil until the day is over.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    let isOver = call.now > day.lastMoment.advanced(seconds: Self.lateSeconds)
    guard isOver || api.address.isMock else { return nil }
    var lines: [Statement.Line] = []
    var unread = UnreadLines(of: .stripe, on: day)
    var last: String?
    for _ in 1...Self.mostPages {
      let page = try page(of: day, after: last)
      for each in page.data {
        if let line = each.read.flatMap(line) {
          lines.append(line)
        } else {
          lines.append(try unread.line("balance \(day) \(each.name)"))
        }
      }
      guard page.hasMore == true, let end = page.data.last?.id else { return lines }
      last = end
    }
    throw .refused("Stripe's balance of \(day) has more than \(Self.mostPages) pages")
  }

  /// How long after midnight late transactions may still appear.
  private static let lateSeconds: Int64 = 600
  /// The most pages, of 100 transactions each.
  private static let mostPages = 1_000

  private func page(
    of day: CivilDate,
    after last: String?
  ) throws(ProviderError) -> StripeListDocument<StripeBalanceLineDocument> {
    let start = day.firstMoment.seconds
    var query = FormBody()
    query.add("created[gte]", String(start))
    query.add("created[lt]", String(start + 86_400))
    query.add("limit", "100")
    query.add("expand[]", "data.source")
    if let last { query.add("starting_after", last) }
    let response = try api.get("/v1/balance_transactions", query)
    return try api.read(StripeListDocument<StripeBalanceLineDocument>.self, from: response)
  }

  /// Nil for a transaction without an ID or a currency.
  private func line(of transaction: StripeBalanceDocument) -> Statement.Line? {
    guard WebhookBody.isIdentifier(transaction.id),
      let currency = Currency(transaction.currency)
    else { return nil }
    let source = transaction.source?.object
    let kind = kind(of: transaction)
    var amount = Money(
      minorUnits: Int64(clamping: transaction.amount.magnitude),
      currency: currency
    )
    // The balance may have another currency than the buyer's, which is that of the order.
    if kind == .payment || kind == .refund, let units = source?.amount, units >= 0,
      let own = source?.currency.flatMap(Currency.init)
    {
      amount = Money(minorUnits: units, currency: own)
    }
    return Statement.Line(
      provider: .stripe,
      id: transaction.id,
      kind: kind,
      paymentID: source?.paymentIntent?.id,
      reference: StripeReading.reference(source?.metadata),
      amount: amount,
      fee: Money(minorUnits: transaction.fee, currency: currency),
      at: Timestamp(seconds: transaction.created)
    )
  }

  private func kind(of transaction: StripeBalanceDocument) -> Statement.Line.Kind {
    switch (transaction.type, transaction.source?.object?.object) {
    case ("charge", _), ("payment", _): .payment
    case ("refund", _), ("payment_refund", _): .refund
    case ("adjustment", "dispute"): .dispute
    default: .other
    }
  }
}

/// A line of the balance, as far as it can be read.
struct StripeBalanceLineDocument: Decodable {
  let id: String
  /// Nil where it lacks what every transaction has.
  let read: StripeBalanceDocument?

  /// The ID, made printable.
  var name: String { ProviderError.line(id).cut(toBytes: 80) }

  init(from decoder: any Decoder) throws {
    id = try StripeIdentifiedDocument(from: decoder).id
    do {
      read = try StripeBalanceDocument(from: decoder)
    } catch {
      read = nil
    }
  }
}

/// A `balance_transaction`, with the object that it is about.
struct StripeBalanceDocument: Decodable {
  let id: String
  /// The kind of movement, such as `charge`, `payment`, `refund`, `payment_refund`, `adjustment`.
  let type: String
  /// The change of the balance, in its currency; negative for money that left.
  let amount: Int64
  let fee: Int64
  let currency: String
  /// Seconds since 1970.
  let created: Int64
  let source: StripeLinkDocument<SourceDocument>?

  /// A charge, a refund or a dispute, with the parts that they share.
  struct SourceDocument: Decodable {
    /// `charge`, `refund`, `dispute`.
    let object: String?
    /// In the buyer's currency.
    let amount: Int64?
    let currency: String?
    let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
    let metadata: [String: String]?

    enum CodingKeys: String, CodingKey {
      case object
      case amount
      case currency
      case paymentIntent = "payment_intent"
      case metadata
    }
  }
}
