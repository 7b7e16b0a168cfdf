import Crypto
import CryptoExtras
import Hummingbird

/// PayPal: orders that the buyer approves and the shop captures.
struct MockPayPal: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    PayPalRoutes(mock: mock).add(to: group)
  }

  var hasDisputes: Bool { true }

  /// The buyer only approves; the shop takes the money.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    let sale = try mock.sale(id)
    if sale.state == .open || sale.state == .ended {
      try mock.change(id) { $0.state = .approved }
    }
    let order = OrderDocument(try mock.sale(id), mock)
    post(
      "CHECKOUT.ORDER.APPROVED",
      "An order has been approved by buyer",
      order,
      at: now,
      in: &mock
    )
  }

  func refundID(in mock: inout MockState) -> String { mock.nextCapitals(17) }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    Payment(id: mock.nextCapitals(17), amount: sale.amount, paidAt: now)
  }

  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure {
    guard let address = sale.returnURL else { return .stay }
    let mark = address.contains("?") ? "&" : "?"
    return .redirect("\(address)\(mark)token=\(sale.id)&PayerID=\(sale.paypal.payer)")
  }

  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    mock.paypalNote(news, of: sale, at: now)
    let amount = { (minorUnits: Int64) in
      "\(majorUnits(minorUnits, sale.currency)) \(sale.currency)"
    }
    switch news {
    case .paid(let payment) where payment.isUnfinished:
      let words = "Payment pending for \(amount(payment.amount))"
      let capture = CaptureDocument(payment, of: sale, mock)
      post("PAYMENT.CAPTURE.PENDING", words, capture, at: now, in: &mock)
    case .paid(let payment):
      let words = "Payment completed for \(amount(payment.amount))"
      let capture = CaptureDocument(payment, of: sale, mock)
      post("PAYMENT.CAPTURE.COMPLETED", words, capture, at: now, in: &mock)
    case .failed(let payment):
      let capture = CaptureDocument(payment, of: sale, mock, status: "DECLINED")
      post("PAYMENT.CAPTURE.DECLINED", "Payment declined", capture, at: now, in: &mock)
    case .refunded(let payment, let refund):
      let words = "A \(amount(refund.amount)) capture payment was refunded"
      let document = PayPalRefundDocument(refund, of: payment, sale, mock)
      post("PAYMENT.CAPTURE.REFUNDED", words, document, at: now, in: &mock)
    case .refundFailed(let payment, let refund):
      let document = PayPalRefundDocument(refund, of: payment, sale, mock)
      post("PAYMENT.REFUND.FAILED", "A refund failed", document, at: now, in: &mock)
    case .disputed(let payment):
      let kind = payment.dispute == .open ? "CREATED" : "RESOLVED"
      let document = PayPalDisputeDocument(payment, of: sale, mock, at: now)
      post("CUSTOMER.DISPUTE.\(kind)", "A dispute was \(kind)", document, at: now, in: &mock)
    case .ended: break
    }
  }

  private func post(
    _ kind: String,
    _ words: String,
    _ resource: any Encodable,
    at now: Int64,
    in mock: inout MockState
  ) {
    let id = "WH-" + mock.nextCapitals(17) + "-" + mock.nextCapitals(17)
    let address = "\(mock.place.origin)/v1/notifications/webhooks-events/\(id)"
    let document = PayPalEventDocument(
      id: id,
      create_time: universalMoment(now),
      resource_type: PayPalWords.resource(of: kind),
      resource_version: "2.0",
      event_type: kind,
      summary: words,
      resource: AnyDocument(resource),
      links: [
        PayPalLinkDocument(href: address, rel: "self", method: "GET"),
        PayPalLinkDocument(href: address + "/resend", rel: "resend", method: "POST"),
      ]
    )
    let tampering = mock.takeTampering(of: .paypal)
    let body = PayPalTampering(tampering).change(encode(document))
    let notifier = PayPalNotifier(mock, tampering)
    mock.post(id: id, from: .paypal, kind: kind, content: body, at: now) { moment in
      try notifier.outgoing(body, at: moment)
    }
  }
}

/// Kinds of resources by kinds of events.
enum PayPalWords {
  static func resource(of kind: String) -> String {
    if kind.hasPrefix("CHECKOUT.ORDER") { return "checkout-order" }
    if kind.hasPrefix("CUSTOMER.DISPUTE") { return "dispute" }
    return kind.contains("REFUND") ? "refund" : "capture"
  }
}

extension PayPalKeys {
  /// Every chain that an event may name.
  var chains: [String] { [chain, expiredChain, strangerCertificate] }
}

/// The name under which a chain is served: `CERT-360caa42-fca2a594-7da6a6d1`.
func certificateName(_ chain: String) -> String {
  let digits = hex(SHA256.hash(data: Array(chain.utf8)))
  let parts = [digits.prefix(8), digits.dropFirst(8).prefix(8), digits.dropFirst(16).prefix(8)]
  return "CERT-" + parts.joined(separator: "-")
}

/// What PayPal keeps of an order.
package struct PayPalSale: Equatable, Sendable {
  /// PayPal's number of the buyer.
  var payer = ""
  /// The unit's own names and texts, as the shop wrote them.
  var referenceID: String?
  var description: String?
  var customID: String?
  var invoiceID: String?
  /// Whether the bank declines the card that the buyer chose.
  var isCardDeclined = false
}

/// What PayPal remembers besides the sales.
package struct PayPalRecords: Sendable {
  /// Until when each access token is good, in Unix seconds.
  var tokens: [String: Int64] = [:]
  /// What each `PayPal-Request-Id` made: an order, a capture or a refund.
  var madeByRequest: [String: String] = [:]
  /// What each was sent with.
  var bodies: [String: [UInt8]] = [:]
  /// The refusals that each request for a capture or a refund was answered with.
  var refusals: [String: PayPalError] = [:]
  /// How often each order was to be captured.
  var attempts: [String: Int] = [:]
  /// Every movement of money, the oldest first.
  var movements: [PayPalMovement] = []
}

/// One movement of money.
struct PayPalMovement: Sendable {
  /// The capture's or the refund's.
  let id: String
  /// `T0006` for a payment, `T1107` for a refund, `T1201` for a chargeback.
  let code: String
  /// The capture that something was taken back of.
  let origin: String?
  /// In minor units; negative when it leaves.
  let amount: Int64
  /// In minor units; negative, as PayPal writes it.
  let fee: Int64
  let currency: String
  /// Unix seconds.
  let at: Int64
  let customID: String
  let invoiceID: String
}
