import Shop

/// An order, with the parts that we read.
struct PayPalOrderDocument: Decodable {
  let id: String
  /// `CREATED`, `PAYER_ACTION_REQUIRED`, `APPROVED`, `COMPLETED`, `VOIDED`.
  let status: String?
  let purchaseUnits: [UnitDocument]?
  let links: [PayPalLinkDocument]?
  let payer: PayerDocument?

  /// The buyer who approved it.
  struct PayerDocument: Decodable {
    let payerID: String?

    enum CodingKeys: String, CodingKey {
      case payerID = "payer_id"
    }
  }

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case payer
    case purchaseUnits = "purchase_units"
    case links
  }

  /// Whether no money can come for it: it is void, or what was captured was declined.
  var isOver: Bool {
    let captures = (purchaseUnits ?? []).flatMap { $0.payments?.captures ?? [] }
    let isDeclined = captures.allSatisfy { ["DECLINED", "FAILED"].contains($0.status) }
    return status == "VOIDED" || status == "COMPLETED" && !captures.isEmpty && isDeclined
  }

  /// What is bought; an order of ours has one of these.
  struct UnitDocument: Decodable {
    let customID: String?
    let payee: PayPalPayeeDocument?
    let payments: PaymentsDocument?

    enum CodingKeys: String, CodingKey {
      case customID = "custom_id"
      case payee
      case payments
    }
  }

  struct PaymentsDocument: Decodable {
    let captures: [PayPalCaptureDocument]?
    let refunds: [PayPalRefundDocument]?
  }
}

/// A capture: money that was taken.
struct PayPalCaptureDocument: Decodable {
  let id: String
  /// `COMPLETED`, `PENDING`, `DECLINED`, `FAILED`, `PARTIALLY_REFUNDED`, `REFUNDED`.
  let status: String?
  let statusDetails: StatusDocument?
  let amount: PayPalAmountDocument?
  let customID: String?
  let payee: PayPalPayeeDocument?
  let supplementaryData: SupplementaryDocument?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case statusDetails = "status_details"
    case amount
    case customID = "custom_id"
    case payee
    case supplementaryData = "supplementary_data"
  }

  /// The order that it was taken for.
  var orderID: String? { supplementaryData?.relatedIDs?.orderID }

  /// Why it is pending or was denied.
  struct StatusDocument: Decodable {
    let reason: String?
  }

  struct SupplementaryDocument: Decodable {
    let relatedIDs: RelatedDocument?

    enum CodingKeys: String, CodingKey {
      case relatedIDs = "related_ids"
    }
  }

  struct RelatedDocument: Decodable {
    let orderID: String?

    enum CodingKeys: String, CodingKey {
      case orderID = "order_id"
    }
  }
}

/// A refund, or a reversal, which has the same form.
struct PayPalRefundDocument: Decodable {
  let id: String
  /// `COMPLETED`, `PENDING`, `FAILED`, `CANCELLED`.
  let status: String?
  let amount: PayPalAmountDocument?
  let customID: String?
  let links: [PayPalLinkDocument]?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case amount
    case customID = "custom_id"
    case links
  }

  /// The capture that it was taken from: the last part of the link `up`.
  var captureID: String? {
    guard let link = links?.first(where: { $0.rel == "up" }),
      let id = link.href.split(separator: "/").last.map(String.init), PayPalID.isPlain(id)
    else { return nil }
    return id
  }
}

struct PayPalPayeeDocument: Decodable {
  let merchantID: String?

  enum CodingKeys: String, CodingKey {
    case merchantID = "merchant_id"
  }
}

struct PayPalLinkDocument: Decodable {
  let href: String
  let rel: String
}

/// PayPal's IDs of orders, captures and refunds.
enum PayPalID {
  /// Whether it may be used in the path of a request: letters, digits, `-` and `_`, 64 at most.
  static func isPlain(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}

/// PayPal's form of money: `{"currency_code":"EUR","value":"12.50"}`.
struct PayPalAmountDocument: Codable, Equatable {
  let currencyCode: String
  let value: String

  enum CodingKeys: String, CodingKey {
    case currencyCode = "currency_code"
    case value
  }

  /// An amount as PayPal takes it; nil where the currency has no unit that small at PayPal.
  init?(_ money: Money) {
    let range = AmountRange.ofPayPal(money.currency)
    guard range.fault(of: money) == nil else { return nil }
    let text = money.decimal
    currencyCode = money.currency.code
    value = range.step == 1 ? text : String(text.prefix { $0 != "." })
  }

  /// A positive amount; nil for anything else.
  var money: Money? {
    guard let currency = Currency(currencyCode) else { return nil }
    do {
      return try Money(parsing: value, currency: currency)
    } catch {
      return nil
    }
  }

  /// An amount of a report, which may be negative or zero.
  var signedMoney: Money? {
    guard let currency = Currency(currencyCode) else { return nil }
    let isNegative = value.hasPrefix("-")
    let digits = isNegative ? String(value.dropFirst()) : value
    do {
      let units = try Money(parsing: digits, currency: currency).minorUnits
      return Money(minorUnits: isNegative ? -units : units, currency: currency)
    } catch {
      return error == .zero ? Money(minorUnits: 0, currency: currency) : nil
    }
  }
}

/// Reads captures and refunds, from a webhook or from the API, as facts.
struct PayPalReading {
  /// The merchant whose money it must be.
  let merchantID: String

  /// A completed capture; nil without an amount that can be compared.
  func paid(
    _ capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument? = nil,
    payer: String? = nil
  ) -> PaymentFact? {
    guard let amount = capture.amount?.money else { return nil }
    let payee = capture.payee?.merchantID ?? unit?.payee?.merchantID
    let isOurs = payee == nil || payee == merchantID
    return .paid(
      PaidFact(
        key: key(capture, in: unit),
        amount: amount,
        mismatch: isOurs ? nil : .account,
        payer: payer
      )
    )
  }

  func key(
    _ capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument? = nil
  ) -> Payment.Key {
    Payment.Key(
      paymentID: capture.id,
      reference: (capture.customID ?? unit?.customID).flatMap(Reference.init)
    )
  }

  /// One refund under its own ID; nil without an amount.
  func refunded(_ refund: PayPalRefundDocument, of key: Payment.Key) -> PaymentFact? {
    guard let amount = refund.amount?.money else { return nil }
    return .refunded(key, Refund.Confirmed(id: refund.id, amount: amount))
  }
}

/// PayPal's moments: `2026-11-18T11:06:38Z`, in its reports `2026-11-18T11:06:38+0000`.
enum PayPalTime {
  /// Reads one; nil unless it is a moment of an existing day.
  ///
  /// Drops fractions of a second.
  static func moment(_ text: String) -> Timestamp? {
    guard text.utf8.allSatisfy({ (33...126).contains($0) }),
      let day = CivilDate(String(text.prefix(10))), text.dropFirst(10).first == "T",
      let clock = seconds(text.dropFirst(11).prefix(8), most: [24, 60, 60])
    else { return nil }
    var zone = text.dropFirst(19)
    if zone.first == "." { zone = zone.dropFirst().drop(while: \.isNumber) }
    guard let offset = offset(zone) else { return nil }
    return day.firstMoment.advanced(seconds: clock - offset)
  }

  /// `Z`, `+0000` or `+00:00` as seconds east of UTC.
  private static func offset(_ zone: Substring) -> Int64? {
    if zone == "Z" { return 0 }
    guard let sign = zone.first, sign == "+" || sign == "-" else { return nil }
    let digits = zone.dropFirst()
    let clock = digits.count == 4 ? "\(digits.prefix(2)):\(digits.suffix(2))" : String(digits)
    guard let seconds = seconds(clock[...], most: [24, 60]) else { return nil }
    return sign == "+" ? seconds : -seconds
  }

  /// `HH:MM:SS` or `HH:MM` in seconds, each part below its limit.
  private static func seconds(_ clock: Substring, most: [Int64]) -> Int64? {
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == most.count else { return nil }
    var sum: Int64 = 0
    for (part, (most, weight)) in zip(parts, zip(most, [3_600, 60, 1] as [Int64])) {
      let isPair = part.utf8.count == 2 && part.utf8.allSatisfy { (48...57).contains($0) }
      guard isPair, let number = Int64(part), number < most else { return nil }
      sum += number * weight
    }
    return sum
  }
}
