/// Who takes the money and reports it; also the key that keeps event IDs of different senders
/// apart.
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
  /// A person who has seen the money: `orders mark-paid`. Has no webhook and no adapter.
  case manual

  /// The providers that a shop can offer to buyers; `site.yaml` lists some of them.
  package static let offered: [Provider] = [
    .stripe, .wechatpay, .alipay, .unionpay, .paypal, .epay,
  ]

  /// Whether it takes money of that currency; the Chinese providers take only CNY.
  package func takes(_ currency: Currency) -> Bool {
    switch self {
    case .wechatpay, .alipay, .unionpay, .epay: currency.code == "CNY"
    case .paypal: Self.currenciesOfPayPal.contains(currency.code)
    case .stripe, .standard, .manual: true
    }
  }

  /// CNY works only between accounts in China: elsewhere PayPal itself refuses it.
  private static let currenciesOfPayPal: Set<String> = [
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY",
    "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
  ]
}

extension Provider {
  /// Whether the provider can be asked about a checkout.
  package var answersQuestions: Bool {
    switch self {
    case .stripe, .wechatpay, .alipay, .unionpay, .paypal, .epay: true
    case .standard, .manual: false
    }
  }
}

/// What a provider takes for one payment in a currency.
package struct AmountRange: Equatable, Sendable {
  /// Why an amount is out of range.
  package enum Fault: Equatable, Sendable {
    case below(Money)
    case above(Money)
    /// Not a multiple of this amount: the provider wants the digits below it to be zero.
    case between(Money)
  }

  /// The smallest amount, in minor units.
  package let least: Int64
  /// The largest amount, in minor units.
  package let most: Int64
  /// Amounts are multiples of this many minor units.
  package let step: Int64

  /// What is wrong with an amount; nil when nothing is.
  package func fault(of amount: Money) -> Fault? {
    let money = { (units: Int64) in Money(minorUnits: units, currency: amount.currency) }
    if amount.minorUnits < least { return .below(money(least)) }
    if amount.minorUnits > most { return .above(money(most)) }
    return amount.minorUnits % step == 0 ? nil : .between(money(step))
  }
}

extension AmountRange.Fault {
  /// The amounts that are allowed, for people: `0.50 USD or more`.
  package var expected: String {
    switch self {
    case .below(let least): "\(least) or more"
    case .above(let most): "\(most) or less"
    case .between(let step): "a multiple of \(step)"
    }
  }
}

extension Provider {
  /// Whether it takes that much in one payment.
  package func takes(_ amount: Money) -> Bool {
    takes(amount.currency) && fault(of: amount) == nil
  }

  /// Why the provider refuses an amount of a currency that it takes; nil when it does not, or when
  /// it publishes no limits.
  package func fault(of amount: Money) -> AmountRange.Fault? {
    switch self {
    case .stripe: AmountRange.ofStripe(amount.currency).fault(of: amount)
    case .paypal: AmountRange.ofPayPal(amount.currency).fault(of: amount)
    case .alipay: AmountRange.ofAlipay.fault(of: amount)
    case .unionpay: AmountRange.ofUnionPay.fault(of: amount)
    case .wechatpay, .standard, .epay, .manual: nil
    }
  }
}

extension AmountRange {
  /// Stripe's, from docs.stripe.com/currencies (minimum charge amounts, special cases) and the
  /// description of `amount` in its API: at most eight digits, and twelve of rupiah.
  ///
  /// The minimum of a currency that is not listed, such as CNY, applies after conversion into the
  /// currency of the shop's bank account, which is unknown beforehand.
  static func ofStripe(_ currency: Currency) -> AmountRange {
    AmountRange(
      least: leastOfStripe[currency.code] ?? 1,
      most: currency.code == "IDR" ? 999_999_999_999 : 99_999_999,
      step: stepOfStripe(currency)
    )
  }

  /// PayPal's: above zero, and without decimals in forint, yen and Taiwan dollar, two of which have
  /// hundredths here.
  ///
  /// It publishes no largest amount:
  /// developer.paypal.com/docs/reports/reference/paypal-supported-currencies
  package static func ofPayPal(_ currency: Currency) -> AmountRange {
    let isWhole = ["HUF", "TWD"].contains(currency.code)
    return AmountRange(least: 1, most: .max, step: isWhole ? 100 : 1)
  }

  /// Alipay's: 0.01 to 100,000,000 yuan, from its page about alipay.trade.page.pay.
  static let ofAlipay = AmountRange(least: 1, most: 10_000_000_000, step: 1)

  /// UnionPay's: `txnAmt` has at most twelve digits, in fen.
  static let ofUnionPay = AmountRange(least: 1, most: 999_999_999_999, step: 1)

  private static let leastOfStripe: [String: Int64] = [
    "USD": 50, "AED": 200, "ARS": 50, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "COP": 50,
    "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "IDR": 50, "ILS": 50,
    "INR": 50, "JPY": 50, "KRW": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PHP": 50,
    "PLN": 200, "RON": 200, "RUB": 50, "SEK": 300, "SGD": 50, "THB": 1000, "ZAR": 50,
  ]

  /// Króna and shilling are written in hundredths and charged whole; the last digit of three is
  /// always zero.
  private static func stepOfStripe(_ currency: Currency) -> Int64 {
    if ["ISK", "UGX"].contains(currency.code) { return 100 }
    return currency.digits == 3 ? 10 : 1
  }
}

extension Provider {
  /// The amount below which the provider may refuse what it publishes no minimum for; nil for none.
  ///
  /// Stripe's minimum of CNY is that of the currency of the shop's bank account: 0.50 USD, 4.00 HKD
  /// and the like are all less than this.
  package func uncertainMinimum(of currency: Currency) -> Money? {
    self == .stripe && currency.code == "CNY" ? Money(minorUnits: 500, currency: currency) : nil
  }

  /// How many seconds the provider's day begins before UTC's; Beijing time for the Chinese ones.
  package var dayOffsetSeconds: Int64 {
    switch self {
    case .wechatpay, .alipay, .unionpay, .epay: Timestamp.beijingSeconds
    case .stripe, .paypal, .standard, .manual: 0
    }
  }

  /// The provider's day that holds a moment.
  package func day(of moment: Timestamp) -> CivilDate {
    CivilDate(moment.advanced(seconds: dayOffsetSeconds))
  }

  /// Midnight at the beginning of the provider's day.
  package func firstMoment(of day: CivilDate) -> Timestamp {
    day.firstMoment.advanced(seconds: -dayOffsetSeconds)
  }

  /// How long before midnight a message may come and still belong to the next day's statement:
  /// clocks differ, messages take time, and UnionPay's day ends at 23:00.
  package static let marginSeconds: Int64 = 3 * 3600

  /// When a message must have come for that day's statement to answer for it; `to` is excluded.
  ///
  /// Every moment belongs to one day. Without the statement of the day before, the first hours
  /// belong to none, since their money may be in that statement.
  package func moments(
    answeredFor day: CivilDate,
    knowsDayBefore: Bool
  ) -> (from: Timestamp, to: Timestamp) {
    let first = firstMoment(of: day)
    let margin = Self.marginSeconds
    return (
      from: first.advanced(seconds: knowsDayBefore ? -margin : margin),
      to: first.advanced(seconds: 86_400 - margin)
    )
  }
}
