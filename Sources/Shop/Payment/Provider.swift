/// Who told us about money; also the key that keeps event IDs of different senders apart.
///
/// The raw value is the name in settings, in `/webhooks/NAME`, in forms and in the database.
package enum Provider: String, CaseIterable, Sendable {
  case stripe
  case wechatpay
  case alipay
  case unionpay
  case paypal
  /// Any sender that signs by the Standard Webhooks specification.
  case standard
  /// An aggregator of the kind called EPay (易支付); off unless a shop insists.
  case epay
  /// A person who has seen the money: `orders mark-paid`. It has no webhook and no adapter.
  case manual

  /// Those that a shop can offer to buyers; `site.yaml` lists some of them.
  package static let offered: [Provider] = [
    .stripe, .wechatpay, .alipay, .unionpay, .paypal, .epay,
  ]

  /// Whether it takes money of that currency: the Chinese ones sell in CNY alone.
  package func takes(_ currency: Currency) -> Bool {
    switch self {
    case .wechatpay, .alipay, .unionpay, .epay: currency.code == "CNY"
    case .paypal: Self.currenciesOfPayPal.contains(currency.code)
    case .stripe, .standard, .manual: true
    }
  }

  /// CNY only between accounts in China: elsewhere PayPal itself refuses it.
  private static let currenciesOfPayPal: Set<String> = [
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY",
    "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
  ]
}
