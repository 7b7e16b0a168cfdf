import Shop

extension Words {
  /// What buyers call a way to pay; with the amount where there is more than one currency.
  func name(of way: Payment.Way, withAmount: Bool) -> String {
    let name = name(of: way.provider)
    return withAmount ? "\(name) · \(way.amount)" : name
  }

  /// What buyers call a way to pay.
  func name(of provider: Provider) -> String {
    switch (provider, language) {
    case (.stripe, .chinese): "银行卡（Stripe）"
    case (.stripe, .english): "Card (Stripe)"
    case (.wechatpay, .chinese): "微信支付"
    case (.wechatpay, .english): "WeChat Pay"
    case (.alipay, .chinese): "支付宝"
    case (.alipay, .english): "Alipay"
    case (.unionpay, .chinese): "银联"
    case (.unionpay, .english): "UnionPay"
    case (.paypal, _): "PayPal"
    case (.epay, .chinese): "易支付"
    case (.epay, .english): "EPay"
    case (.standard, .chinese), (.manual, .chinese): "其他方式"
    case (.standard, .english), (.manual, .english): "Another way"
    }
  }
}
