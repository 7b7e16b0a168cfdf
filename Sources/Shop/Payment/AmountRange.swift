/// What a provider takes for one payment in a currency.
package struct AmountRange: Equatable, Sendable {
  /// Why an amount is outside.
  package enum Fault: Equatable, Sendable {
    case below(Money)
    case above(Money)
    /// Not a multiple of this: digits that the provider wants to be zero are not.
    case between(Money)
  }

  /// The smallest amount, in minor units.
  package let least: Int64
  /// The largest amount, in minor units.
  package let most: Int64
  /// Amounts are multiples of this many minor units.
  package let step: Int64

  /// What is wrong with an amount; nil when it is taken.
  package func fault(of amount: Money) -> Fault? {
    let money = { (units: Int64) in Money(minorUnits: units, currency: amount.currency) }
    if amount.minorUnits < least { return .below(money(least)) }
    if amount.minorUnits > most { return .above(money(most)) }
    return amount.minorUnits % step == 0 ? nil : .between(money(step))
  }
}

extension AmountRange.Fault {
  /// What was expected, for people: `0.50 USD or more`.
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

  /// Why it does not take an amount of a currency that it takes; nil when it does, or tells no
  /// limits.
  package func fault(of amount: Money) -> AmountRange.Fault? {
    switch self {
    case .stripe: AmountRange.ofStripe(amount.currency).fault(of: amount)
    case .wechatpay, .alipay, .unionpay, .paypal, .standard, .epay, .manual: nil
    }
  }
}

extension AmountRange {
  /// Stripe's, from docs.stripe.com/currencies (minimum charge amounts, special cases) and the
  /// description of `amount` in its API: at most eight digits.
  ///
  /// A currency without a minimum of its own, such as CNY, is measured in the currency of the
  /// shop's bank account after conversion, which nobody knows beforehand.
  static func ofStripe(_ currency: Currency) -> AmountRange {
    AmountRange(
      least: leastOfStripe[currency.code] ?? 1,
      most: 99_999_999,
      step: stepOfStripe(currency)
    )
  }

  private static let leastOfStripe: [String: Int64] = [
    "USD": 50, "AED": 200, "ARS": 50, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "COP": 50,
    "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "IDR": 50, "ILS": 50,
    "INR": 50, "JPY": 50, "KRW": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PHP": 50,
    "PLN": 200, "RON": 200, "RUB": 50, "SEK": 300, "SGD": 50, "THB": 1000, "ZAR": 50,
  ]

  /// Króna and shilling are written in hundredths and charged whole; the last of three digits is
  /// always zero.
  private static func stepOfStripe(_ currency: Currency) -> Int64 {
    if ["ISK", "UGX"].contains(currency.code) { return 100 }
    return currency.digits == 3 ? 10 : 1
  }
}
