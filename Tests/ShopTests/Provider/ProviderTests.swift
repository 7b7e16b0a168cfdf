import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct AmountRangeTests {
  private func money(_ units: Int64, _ code: String) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency(code)))
  }

  /// docs.stripe.com/currencies: the smallest amount of each kind of currency.
  @Test(
    arguments: [
      ("USD", 50), ("HKD", 400), ("JPY", 50), ("KRW", 50), ("GBP", 30), ("MXN", 1_000),
      ("THB", 1_000), ("HUF", 17_500), ("CZK", 1_500), ("SEK", 300), ("AED", 200), ("CNY", 1),
      ("KWD", 10), ("ISK", 100),
    ] as [(String, Int64)]
  )
  func `Stripe takes the smallest amount of a currency and no less`(
    code: String,
    least: Int64
  ) throws {
    #expect(Provider.stripe.takes(try money(least, code)))
    #expect(!Provider.stripe.takes(try money(least - 1, code)))
    #expect(!Provider.stripe.takes(try money(0, code)))
  }

  /// docs.stripe.com/currencies, minimum and maximum charge amounts.
  @Test(
    arguments: [
      ("USD", 99_999_999), ("JPY", 99_999_999), ("CNY", 99_999_999), ("INR", 99_999_999),
      ("IDR", 999_999_999_999),
    ] as [(String, Int64)]
  )
  func `Stripe takes eight digits and no more, and twelve of rupiah`(
    code: String,
    most: Int64
  ) throws {
    #expect(Provider.stripe.takes(try money(most, code)))
    let fault = Provider.stripe.fault(of: try money(most + 1, code))
    #expect(fault == .above(try money(most, code)))
  }

  @Test(
    arguments: [("KWD", 1_235, 10), ("BHD", 5_001, 10), ("ISK", 12_350, 100), ("UGX", 501, 100)]
      as [(String, Int64, Int64)]
  )
  func `Stripe takes no digits that a currency does not move`(
    code: String,
    units: Int64,
    step: Int64
  ) throws {
    #expect(Provider.stripe.fault(of: try money(units, code)) == .between(try money(step, code)))
    #expect(Provider.stripe.fault(of: try money(units / step * step, code)) == nil)
  }

  @Test(
    arguments: [
      ("HUF", 250_000, nil), ("HUF", 250_050, 100), ("TWD", 100, nil), ("TWD", 150, 100),
      ("JPY", 1, nil), ("USD", 1, nil), ("EUR", 1_234_567_890, nil),
    ] as [(String, Int64, Int64?)]
  )
  func `PayPal takes whole units of the currencies that it knows no decimals of`(
    code: String,
    units: Int64,
    step: Int64?
  ) throws {
    let fault = try step.map { AmountRange.Fault.between(try money($0, code)) }
    #expect(Provider.paypal.fault(of: try money(units, code)) == fault)
    #expect(Provider.paypal.takes(try money(units, code)) == (fault == nil))
    #expect(!Provider.paypal.takes(try money(0, code)))
  }

  @Test(
    arguments: [(.alipay, 10_000_000_000), (.unionpay, 999_999_999_999)] as [(Provider, Int64)]
  )
  func `Alipay and UnionPay take a fen and no more than they write`(
    provider: Provider,
    most: Int64
  ) throws {
    for units in [1, most] { #expect(provider.takes(try money(units, "CNY"))) }
    let above = AmountRange.Fault.above(try money(most, "CNY"))
    #expect(provider.fault(of: try money(most + 1, "CNY")) == above)
  }

  @Test func `others tell no limits, and take their currencies alone`() throws {
    #expect(Provider.wechatpay.takes(try money(1, "CNY")))
    #expect(!Provider.wechatpay.takes(try money(5_000, "USD")))
    #expect(Provider.stripe.fault(of: try money(49, "USD"))?.expected == "0.50 USD or more")
  }
}
