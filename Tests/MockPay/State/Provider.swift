/// The providers that are played, by the names that the worker's addresses use.
package enum Provider: String, CaseIterable, Sendable {
  case stripe
  case wechatpay
  case alipay
  case unionpay
  case paypal
  case epay

  /// What the provider does in a way of its own.
  var behavior: any MockProvider {
    switch self {
    case .stripe: MockStripe()
    case .wechatpay: MockWeChatPay()
    case .alipay: MockAlipay()
    case .unionpay: MockUnionPay()
    case .paypal: MockPayPal()
    case .epay: MockEPay()
    }
  }

  /// What people call it.
  var name: String {
    switch self {
    case .stripe: "Stripe"
    case .wechatpay: "WeChat Pay"
    case .alipay: "Alipay"
    case .unionpay: "UnionPay"
    case .paypal: "PayPal"
    case .epay: "EPay"
    }
  }

  /// Seconds between an attempt to tell the shop something and the next.
  ///
  /// Stripe and PayPal publish only how long they go on: three days.
  package var ladder: [Int64] {
    let (minute, hour): (Int64, Int64) = (60, 3600)
    return switch self {
    case .stripe:
      [5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]
        + Array(repeating: 12 * hour, count: 4)
    case .wechatpay:
      [15, 15, 30, 3 * minute, 10 * minute, 20 * minute, 30 * minute, 30 * minute, 30 * minute]
        + [hour, 3 * hour, 3 * hour, 3 * hour, 6 * hour, 6 * hour]
    case .alipay:
      [4 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour]
    case .unionpay:
      [0, minute, 2 * minute, 4 * minute]
    case .epay:
      [minute, 3 * minute, 20 * minute, hour, 2 * hour]
    case .paypal:
      [minute, 3 * minute, 8 * minute, 16 * minute, 32 * minute, hour, 2 * hour]
        + Array(repeating: 4 * hour, count: 17)
    }
  }

  /// Whether the shop's answer ends the attempts.
  package func accepts(status: Int, body: [UInt8]) -> Bool {
    switch self {
    case .stripe, .paypal: (200...299).contains(status)
    case .wechatpay: status == 200 || status == 204
    case .alipay, .epay: status == 200 && body == Array("success".utf8)
    case .unionpay: status == 200
    }
  }
}
