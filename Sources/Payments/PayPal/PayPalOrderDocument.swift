/// An order, as far as it concerns us.
struct PayPalOrderDocument: Decodable {
  let id: String
  /// `CREATED`, `PAYER_ACTION_REQUIRED`, `APPROVED`, `COMPLETED`, `VOIDED`.
  let status: String?
  let purchaseUnits: [UnitDocument]?
  let links: [PayPalLinkDocument]?
  let payer: PayerDocument?

  /// Who approved it.
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

  /// What is bought; ours have one of it.
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
  let amount: PayPalAmountDocument?
  let customID: String?
  let payee: PayPalPayeeDocument?
  let supplementaryData: SupplementaryDocument?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case amount
    case customID = "custom_id"
    case payee
    case supplementaryData = "supplementary_data"
  }

  /// The order that it was taken for.
  var orderID: String? { supplementaryData?.relatedIDs?.orderID }

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
  /// Whether it may stand in the path of a request: letters, digits, `-` and `_`, 64 at most.
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
