import Hummingbird

/// An aggregator of the kind called EPay (易支付).
struct MockEPay: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    EPayRoutes(mock: mock).add(to: group)
  }

  /// An order is paid once; who presses twice makes the aggregator tell it twice.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    let sale = try mock.sale(id)
    guard let payment = sale.payments.first else {
      try mock.collect(id, at: now)
      return
    }
    tell(.paid(payment), of: sale, at: now, in: &mock)
  }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    let id = mock.nextDigits(24, prefix: beijing(now, "%Y%m%d"))
    return Payment(id: id, amount: sale.amount, paidAt: now)
  }

  /// Payments alone are told of, by a GET whose query is signed, or a POST of the same form.
  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    guard case .paid(let payment) = news, let url = sale.notifyURL else { return }
    let (keys, tampering) = (mock.keys.epay, mock.takeTampering(of: .epay))
    let isSecond = sale.epay.isSecond
    let posts = mock.controls.postsEPayNotices
    var fields = [
      "pid": keys.pid, "trade_no": payment.id, "out_trade_no": sale.orderNumber,
      "type": sale.epay.type, "name": sale.title,
      "money": majorUnits(payment.amount), "trade_status": "TRADE_SUCCESS",
    ]
    switch tampering {
    case .amount: fields["money"] = majorUnits(payment.amount - 1)
    case .account: fields["pid"] = "1"
    case .order: fields["out_trade_no"] = "ZZZZ0000ZZZZ0000ZZZZ"
    default: break
    }
    let content = fields
    mock.post(
      id: mock.nextID("ep"),
      from: .epay,
      kind: "TRADE_SUCCESS",
      content: Array(encodeForm(content).utf8),
      at: now
    ) { moment in
      let timed = isSecond ? content.merging(["timestamp": String(moment)]) { $1 } : content
      var signed = try keys.signed(timed, isSecond: isSecond)
      switch tampering {
      case .signature: signed["sign"] = String((signed["sign"] ?? "").reversed())
      case .body: signed["money"] = "0.01"
      default: break
      }
      let form = encodeForm(signed)
      if posts {
        let kind = "application/x-www-form-urlencoded"
        return Outgoing(url: url, headers: ["Content-Type": kind], body: Array(form.utf8))
      }
      let mark = url.contains("?") ? "&" : "?"
      return Outgoing(method: "GET", url: url + mark + form, headers: [:], body: [])
    }
  }
}

/// What EPay keeps of a sale.
package struct EPaySale: Equatable, Sendable {
  /// What the buyer pays by, such as `alipay` or `wxpay`.
  var type = ""
  /// Whether it was opened by the second interface, which signs with RSA.
  var isSecond = false
}
