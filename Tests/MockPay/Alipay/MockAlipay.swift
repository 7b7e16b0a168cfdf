import Hummingbird

/// Alipay: pages on computers and telephones, RSA2.
struct MockAlipay: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    AlipayRoutes(mock: mock).add(to: group)
  }

  /// A trade is paid once; who presses twice makes the provider tell it twice.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    let sale = try mock.sale(id)
    guard let payment = sale.payments.first else {
      try mock.collect(id, at: now)
      return
    }
    tell(.paid(payment), of: sale, at: now, in: &mock)
  }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    let number = sale.alipay.tradeNumber ?? tradeNumber(at: now, in: &mock)
    return Payment(id: number, amount: sale.amount, paidAt: now)
  }

  func refundID(in mock: inout MockState) -> String { mock.nextDigits(28) }

  /// The buyer returns with signed parameters, which prove nothing about the payment.
  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure {
    guard let address = sale.returnURL else { return .stay }
    let fields: [String: String] = [
      "charset": "utf-8",
      "method": sale.alipay.method + ".return",
      "version": "1.0",
      "app_id": mock.keys.alipay.appID,
      "auth_app_id": mock.keys.alipay.appID,
      "seller_id": mock.keys.alipay.sellerID,
      "out_trade_no": sale.orderNumber,
      "trade_no": sale.payments.first?.id ?? "",
      "total_amount": majorUnits(sale.amount),
      "timestamp": AlipayDocuments.time(now),
    ]
    do {
      let signed = try AlipaySignature.signed(fields, with: mock.keys.alipay.signer)
      return .redirect(address + (address.contains("?") ? "&" : "?") + encodeForm(signed))
    } catch {
      preconditionFailure("a key that was read can sign")
    }
  }

  /// WeChat's browser opens no page of Alipay's.
  func refusal(of visit: Visit, to sale: Sale, at now: Int64, in mock: MockState) -> String? {
    mock.refusalOfAlipay(visit)
  }

  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    let isPhone = sale.alipay.method == "alipay.trade.wap.pay"
    switch news {
    case .paid(let payment): post(sale, payment, nil, at: now, in: &mock)
    case .refunded(let payment, let refund): post(sale, payment, refund, at: now, in: &mock)
    case .failed(let payment):
      begin(sale.id, payment.id, in: &mock)
    case .ended where isPhone && sale.alipay.tradeNumber != nil:
      // On computers the end of an unpaid trade is told to nobody.
      post(sale, nil, nil, at: now, in: &mock)
    case .ended, .refundFailed, .disputed: break
    }
  }

  /// From now on queries find the trade: the buyer has logged in.
  private func begin(_ id: String, _ number: String, in mock: inout MockState) {
    guard var sale = mock.sales[id] else { return }
    sale.alipay.tradeNumber = number
    mock.replace(sale)
  }

  private func tradeNumber(at now: Int64, in mock: inout MockState) -> String {
    mock.nextDigits(28, prefix: beijing(now, "%Y%m%d") + "22")
  }

  private func post(
    _ sale: Sale,
    _ payment: Payment?,
    _ refund: Refund?,
    at now: Int64,
    in mock: inout MockState
  ) {
    guard let url = sale.notifyURL else { return }
    let keys = mock.keys.alipay
    let tampering = mock.takeTampering(of: .alipay)
    let id = beijing(now, "%Y%m%d") + mock.nextDigits(24)
    var fields = AlipayDocuments.notice(
      sale,
      payment: payment,
      refund: refund,
      keys: keys,
      at: now
    )
    fields["notify_id"] = id
    AlipayTampering(tampering).change(&fields)
    let (kind, content) = (fields["trade_status"] ?? "", fields)
    let shown = Array(encodeForm(content).utf8)
    mock.post(id: id, from: .alipay, kind: kind, content: shown, at: now) { moment in
      var fresh = content
      let time = tampering == .stale ? moment - 86_400 : moment
      fresh["notify_time"] = AlipayDocuments.time(time)
      return try AlipayTampering(tampering).send(fresh, to: url, keys: keys)
    }
  }
}

/// How a notification is made false.
private struct AlipayTampering {
  let tampering: Tampering?

  init(_ tampering: Tampering?) {
    self.tampering = tampering
  }

  /// Changes what the notification says before it is signed.
  func change(_ fields: inout [String: String]) {
    switch tampering {
    case .amount:
      let amount = minorUnits(fields["total_amount"] ?? "") ?? 1
      fields["total_amount"] = majorUnits(amount - 1)
    case .account: fields["seller_id"] = "2088000000000000"
    case .order: fields["out_trade_no"] = "ZZZZ0000ZZZZ0000ZZZZ"
    default: break
    }
  }

  func send(_ fields: [String: String], to url: String, keys: AlipayKeys) throws -> Outgoing {
    let isForged = [.signature, .stranger, .expired].contains(tampering)
    var signed = try AlipaySignature.signed(fields, with: isForged ? keys.stranger : keys.signer)
    if tampering == .body { signed["subject", default: ""] += " " }
    return Outgoing(
      url: url,
      headers: [
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "User-Agent": "Mozilla/4.0",
      ],
      body: Array(encodeForm(signed).utf8)
    )
  }
}

/// What Alipay keeps of a sale.
package struct AlipaySale: Equatable, Sendable {
  /// The call that opened it: `alipay.trade.page.pay`.
  package var method = ""
  /// Comes back with each notice.
  var passback = ""
  /// Alipay's number of the trade, once the buyer has logged in; nil before.
  var tradeNumber: String?
}
