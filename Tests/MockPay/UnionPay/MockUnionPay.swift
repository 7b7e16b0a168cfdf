import Hummingbird

/// UnionPay's gateway: the browser carries signed forms there and back.
struct MockUnionPay: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    UnionPayRoutes(mock: mock).add(to: group)
  }

  /// An order is paid once; who presses twice makes the provider tell it twice.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    let sale = try mock.sale(id)
    guard let payment = sale.payments.first else {
      try mock.collect(id, at: now)
      return
    }
    tell(.paid(payment), of: sale, at: now, in: &mock)
  }

  func refundID(in mock: inout MockState) -> String { mock.nextDigits(21) }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    var payment = Payment(id: mock.nextDigits(21), amount: sale.amount, paidAt: now)
    if mock.controls.tampering[.unionpay] == .defective {
      mock.controls.tampering[.unionpay] = nil
      payment.isDefective = true
    }
    return payment
  }

  /// A payment that failed is not told of; who asks hears it.
  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    switch news {
    // What is not done is not told of; who asks hears it.
    case .paid(let payment) where payment.isUnfinished: break
    case .paid(let payment):
      let notice = mock.unionpayNotice(of: payment, sale)
      send(notice, to: sale.notifyURL, at: now, in: &mock)
    case .refunded(let payment, let refund), .refundFailed(let payment, let refund):
      let notice = mock.unionpayNotice(of: refund, payment, sale)
      send(notice, to: refund.notifyURL ?? sale.notifyURL, at: now, in: &mock)
    case .failed:
      mock.unionpay.failures.insert(sale.id)
    case .ended, .disputed: break
    }
  }

  /// The browser carries what the notice says, signed as well; without a payment nothing.
  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure {
    guard let address = sale.returnURL else { return .stay }
    guard let payment = sale.payments.last else { return .form(action: address, fields: [:]) }
    let seal = mock.keys.unionpay.seal(nil, isExpired: mock.place.usesExpiredCertificate)
    do {
      let message = try seal.signed(mock.unionpayNotice(of: payment, sale))
      return .form(action: address, fields: message.fields)
    } catch {
      preconditionFailure("a key that was read can sign: \(error)")
    }
  }

  private func send(_ notice: ACPMessage, to url: String?, at now: Int64, in mock: inout MockState)
  {
    guard let url else { return }
    let tampering = mock.takeTampering(of: .unionpay)
    let seal = mock.keys.unionpay.seal(tampering, isExpired: mock.place.usesExpiredCertificate)
    let message = changed(notice, tampering)
    let id = mock.nextID("up")
    mock.post(
      id: id,
      from: .unionpay,
      kind: "\(notice["txnType"]):\(notice["respCode"])",
      content: Array(message.answerText.utf8),
      at: now
    ) { _ in
      var signed = try seal.signed(message)
      switch tampering {
      case .signature: signed["signature"] = String(signed["signature"].reversed())
      case .body: signed["txnAmt"] = "1"
      default: break
      }
      return Outgoing(
        url: url,
        headers: [
          "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
          "User-Agent": "Apache-HttpClient (pretend)",
        ],
        body: Array(encodeForm(signed.fields).utf8)
      )
    }
  }

  /// What is false and yet truly signed.
  private func changed(_ notice: ACPMessage, _ tampering: Tampering?) -> ACPMessage {
    var notice = notice
    switch tampering {
    case .amount: notice["txnAmt"] = String((Int64(notice["txnAmt"]) ?? 1) - 1)
    case .currency: notice["currencyCode"] = "840"
    case .account: notice["merId"] = "777290058000000"
    case .order: notice["orderId"] = "ZZZZ0000ZZZZ0000ZZZZ"
    default: break
    }
    return notice
  }
}

/// What UnionPay remembers besides the sales.
package struct UnionPayRecords: Sendable {
  /// What the shop asked for, by the provider's number of the refund.
  var refunds: [String: RefundOrder] = [:]

  /// The sales of which a payment was refused.
  var failures: Set<String> = []

  /// A refund as the shop asked for it.
  struct RefundOrder: Sendable {
    /// 04, or 31 where the purchase of the same day is undone.
    let txnType: String
    let txnTime: String
    let reserved: String
  }
}
