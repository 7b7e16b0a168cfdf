import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct PaymentStateTests {
  @Test func `merging is the same in any order, and twice is once (I5)`() {
    for one in Payment.State.allCases {
      #expect(one.merged(with: one) == one)
      for two in Payment.State.allCases {
        #expect(one.merged(with: two) == two.merged(with: one))
        for three in Payment.State.allCases {
          let left = one.merged(with: two).merged(with: three)
          let right = one.merged(with: two.merged(with: three))
          #expect(left == right)
        }
      }
    }
  }

  @Test(arguments: [
    (Payment.State.failed, Payment.State.paid, Payment.State.paid), (.paid, .failed, .paid),
    (.refunded, .paid, .refunded), (.paid, .partRefunded, .partRefunded),
    (.created, .failed, .failed),
  ])
  func `takes the higher`(one: Payment.State, two: Payment.State, expected: Payment.State) {
    #expect(one.merged(with: two) == expected)
  }

  @Test func `disputes merge in any order too`() {
    let all = [Dispute.open, .won, .lost]
    for one in all {
      for two in all { #expect(one.merged(with: two) == two.merged(with: one)) }
    }
    #expect(Dispute.open.merged(with: .won) == .won)
    #expect(Dispute.lost.merged(with: .won) == .lost)
  }
}

/// The ways to pay one product in several currencies, and how forms name them.
@Suite(.timeLimit(.minutes(20))) struct PaymentWayTests {
  private static func money(_ units: Int64, _ code: String) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency(code)))
  }

  @Test func `each price goes with the providers that take it, the product's own currency first`()
    throws
  {
    let prices = [
      try Self.money(4850, "CNY"), try Self.money(680, "USD"), try Self.money(99, "KWD"),
    ]
    let ways = Payment.Way.all(
      at: prices,
      times: 2,
      through: [.alipay, .paypal, .wechatpay, .unionpay]
    )
    #expect(ways.map(\.name) == ["alipay", "paypal", "wechatpay", "unionpay", "paypal-USD"])
    #expect(ways.map(\.amount.minorUnits) == [9700, 9700, 9700, 9700, 1360])
  }

  @Test func `an amount that a provider does not take is no way to pay it`() throws {
    let prices = [try Self.money(4850, "CNY"), try Self.money(30, "USD")]
    let name = { (quantity: Int) in
      Payment.Way.all(at: prices, times: quantity, through: [.stripe, .paypal]).map(\.name)
    }
    #expect(name(1) == ["stripe", "paypal", "paypal-USD"])
    #expect(name(2) == ["stripe", "paypal", "stripe-USD", "paypal-USD"])
    let most = try Self.money(.max, "USD")
    #expect(Payment.Way.all(at: [most], times: 2, through: [.paypal]).isEmpty)
  }

  @Test(
    arguments: [
      ("paypal", nil, "paypal"), ("paypal-CNY", nil, "paypal"), ("paypal-USD", nil, "paypal-USD"),
      ("paypal", "USD", "paypal-USD"), ("paypal", "CNY", "paypal"),
      ("paypal-USD", "USD", "paypal-USD"), ("paypal-USD", "CNY", nil), ("paypal-EUR", nil, nil),
      ("paypal", "EUR", nil), ("paypal", "", nil), ("paypal-", nil, nil), ("paypal-usd", nil, nil),
      ("paypal-USD-USD", nil, nil), ("alipay", nil, "alipay"), ("alipay-USD", nil, nil),
      ("alipay", "USD", nil), ("", nil, nil), ("-USD", nil, nil), ("stripe", nil, nil),
      ("PayPal", nil, nil),
    ] as [(String, String?, String?)]
  )
  func `a form means one way or none, and never another currency than it says`(
    written: String,
    currency: String?,
    name: String?
  ) throws {
    let prices = [try Self.money(4850, "CNY"), try Self.money(680, "USD")]
    let ways = Payment.Way.all(at: prices, through: [.alipay, .paypal])
    let meant = ways.filter { $0.isMeant(byProvider: written, currency: currency) }
    #expect(meant.map(\.name) == [name].compactMap(\.self))
  }
}
