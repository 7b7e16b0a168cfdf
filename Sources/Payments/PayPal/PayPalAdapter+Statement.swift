package import Shop

extension PayPalAdapter {
  /// PayPal's transactions of a day in UTC; nil until its report is certainly complete.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    // Transactions appear in reports up to three hours late.
    let isOver = call.now > day.lastMoment.advanced(seconds: Self.lateSeconds)
    guard isOver || api.address.isMock else { return nil }
    var lines: [Statement.Line] = []
    var unread = UnreadLines(of: .paypal, on: day)
    for page in 1...Self.mostPages {
      let report = try report(of: day, page: page, call)
      if let refreshed = report.refreshed.flatMap(PayPalTime.moment),
        refreshed < day.lastMoment.advanced(milliseconds: -999)
      {
        return nil
      }
      for (number, detail) in (report.details ?? []).enumerated() {
        if let info = detail.info, !Self.hasMoved(info) { continue }
        let place = "report \(day) page \(page) line \(number + 1)"
        if let line = detail.info.flatMap(Self.line) {
          lines.append(line)
        } else {
          lines.append(try unread.line(place))
        }
      }
      guard page < report.pages ?? 1 else { return lines }
    }
    throw .refused("PayPal's report of \(day) has more than \(Self.mostPages) pages")
  }

  private static let lateSeconds: Int64 = 6 * 3_600
  /// The most pages, of 500 lines each: PayPal gives at most 10,000 lines.
  private static let mostPages = 20

  private func report(
    of day: CivilDate,
    page: Int,
    _ call: Call
  ) throws(ProviderError) -> PayPalReportDocument {
    let query = [
      "start_date=\(day)T00:00:00Z", "end_date=\(day)T23:59:59Z", "fields=transaction_info",
      "page_size=500", "page=\(page)",
    ].joined(separator: "&")
    let response = try api.get("/v1/reporting/transactions?\(query)", call)
    return try api.read(PayPalReportDocument.self, from: response)
  }

  /// Whether money has moved: not where a transaction is pending or denied.
  private static func hasMoved(_ info: PayPalReportDocument.TransactionDocument) -> Bool {
    !["P", "D"].contains(info.status)
  }

  /// Nil for a transaction without an ID, an amount or a moment.
  private static func line(
    of info: PayPalReportDocument.TransactionDocument
  ) -> Statement.Line? {
    guard WebhookBody.isIdentifier(info.id), let amount = info.amount.signedMoney,
      let at = PayPalTime.moment(info.initiated)
    else { return nil }
    let kind = kind(of: info.code, isIncoming: amount.minorUnits > 0)
    let original = info.referenceType == "TXN" ? info.referenceID : nil
    return Statement.Line(
      provider: .paypal,
      id: info.id,
      kind: kind,
      paymentID: kind == .payment ? info.id : original,
      reference: info.custom.flatMap(Reference.init),
      amount: Money(
        minorUnits: Int64(amount.minorUnits.magnitude),
        currency: amount.currency
      ),
      fee: info.fee?.signedMoney.map { Money(minorUnits: -$0.minorUnits, currency: $0.currency) },
      at: at
    )
  }

  private static func kind(of code: String, isIncoming: Bool) -> Statement.Line.Kind {
    switch code {
    // T0006 is a checkout's; other T00xx are payments of other kinds, some made by us.
    case _ where code.hasPrefix("T00"): isIncoming ? .payment : .other
    // A reversal by PayPal (T1106) is a refund to the order too.
    case "T1106", "T1107": .refund
    // Chargeback, its return, the hold during it, and the end of the hold.
    case "T1201", "T1202", "T1110", "T1111": .dispute
    default: .other
    }
  }
}

/// A page of PayPal's transaction report.
struct PayPalReportDocument: Decodable {
  let details: [DetailDocument]?
  let pages: Int?
  /// The moment up to which the report is complete.
  let refreshed: String?

  enum CodingKeys: String, CodingKey {
    case details = "transaction_details"
    case pages = "total_pages"
    case refreshed = "last_refreshed_datetime"
  }

  struct DetailDocument: Decodable {
    /// Nil where it lacks what every transaction has.
    let info: TransactionDocument?

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      do {
        info = try container.decode(TransactionDocument.self, forKey: .info)
      } catch {
        info = nil
      }
    }

    enum CodingKeys: String, CodingKey {
      case info = "transaction_info"
    }
  }

  struct TransactionDocument: Decodable {
    let id: String
    /// For a refund, the capture's ID.
    let referenceID: String?
    /// `TXN` where `referenceID` is a transaction.
    let referenceType: String?
    /// The transaction's code: `T0006` and the like.
    let code: String
    let initiated: String
    let amount: PayPalAmountDocument
    /// Negative where PayPal kept it.
    let fee: PayPalAmountDocument?
    /// `S` done, `V` done and reversed later, `P` pending, `D` denied.
    let status: String?
    /// The capture's `custom_id`.
    let custom: String?

    enum CodingKeys: String, CodingKey {
      case id = "transaction_id"
      case referenceID = "paypal_reference_id"
      case referenceType = "paypal_reference_id_type"
      case code = "transaction_event_code"
      case initiated = "transaction_initiation_date"
      case amount = "transaction_amount"
      case fee = "fee_amount"
      case status = "transaction_status"
      case custom = "custom_field"
    }
  }
}
