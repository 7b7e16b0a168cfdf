import Foundation

/// The report of transactions.
extension MockState {
  /// The longest stretch that one question may ask for, in seconds.
  private static let longest: Int64 = 31 * 86_400

  /// A page of the movements between two moments.
  func paypalTransactions(_ query: Form, at now: Int64) throws(PayPalError) -> TransactionsDocument
  {
    guard let start = moment(query["start_date"]) else { throw .invalid("start_date") }
    guard let end = moment(query["end_date"]), end >= start else { throw .invalid("end_date") }
    guard end - start <= Self.longest else { throw .invalid("end_date", "DATE_RANGE_TOO_LONG") }
    let size = try number(query["page_size"], ifMissing: 100, 1...500, "page_size")
    let page = try number(query["page"], ifMissing: 1, 1...2_147_483_647, "page")
    let found = paypal.movements.filter { (start...end).contains($0.at) }
    let merchant = keys.paypal.merchantID
    let items = found.dropFirst((page - 1) * size).prefix(size).map { movement in
      TransactionsDocument.Item(transaction_info: .init(movement, merchant: merchant))
    }
    return TransactionsDocument(
      transaction_details: items,
      account_number: merchant,
      start_date: query["start_date"],
      end_date: query["end_date"],
      // This mock has everything at once.
      last_refreshed_datetime: universalMoment(max(now, end)).dropLast() + "+0000",
      page: page,
      total_items: found.count,
      total_pages: max(1, (found.count + size - 1) / size),
      links: []
    )
  }

  /// Enters what moved.
  mutating func paypalNote(_ news: News, of sale: Sale, at now: Int64) {
    let movement: (id: String, code: String, origin: String?, amount: Int64, fee: Int64)
    switch news {
    case .paid(let payment):
      guard !payment.isUnfinished else { return }
      let fee = payPalFee(payment.amount)
      movement = (payment.id, "T0006", nil, payment.amount, -fee)
    case .refunded(let payment, let refund):
      movement = (refund.id, "T1107", payment.id, -refund.amount, 0)
    case .disputed(let payment) where payment.dispute == .lost:
      movement = (nextCapitals(17), "T1201", payment.id, -payment.amount, 0)
    case .disputed, .failed, .ended, .refundFailed: return
    }
    paypal.movements.append(
      PayPalMovement(
        id: movement.id,
        code: movement.code,
        origin: movement.origin,
        amount: movement.amount,
        fee: movement.fee,
        currency: sale.currency,
        at: now,
        customID: sale.paypal.customID ?? "",
        invoiceID: sale.paypal.invoiceID ?? ""
      )
    )
  }

  /// Reads `2026-11-21T00:00:00Z` or with `+0000`, `-07:00` at its end, or parts of a second.
  private func moment(_ text: String) -> Int64? {
    let form = /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,3})?(Z|[+-]\d\d:?\d\d)/
    guard let parts = text.wholeMatch(of: form)?.output else { return nil }
    let digits = [parts.1, parts.2, parts.3, parts.4, parts.5, parts.6].joined()
    guard let beijing = beijingSeconds(digits) else { return nil }
    let zone = parts.7.filter(\.isNumber)
    let ahead = (Int64(zone.prefix(2)) ?? 0) * 3600 + (Int64(zone.suffix(2)) ?? 0) * 60
    return beijing + 8 * 3600 - (parts.7.first == "-" ? -ahead : ahead)
  }

  private func number(
    _ text: String,
    ifMissing: Int,
    _ range: ClosedRange<Int>,
    _ name: String
  ) throws(PayPalError) -> Int {
    guard !text.isEmpty else { return ifMissing }
    guard let number = Int(text), range.contains(number) else { throw .invalid(name) }
    return number
  }
}
