import Testing
import cardstock_mockpay

/// What Stripe, UnionPay and EPay refuse is refused here, and a run that is lenient about a rule
/// lets the very same thing through: a rule that is switched off makes its row fail.
@Suite(.timeLimit(.minutes(5)))
struct RulesTests {
  private typealias UnionPay = UnionPaySample

  /// A breach of a rule.
  struct Breach: Sendable, CustomTestStringConvertible {
    let name: String
    /// Whether it was refused.
    let isRefused: @Sendable (inout Desk) throws -> Bool

    var testDescription: String { name }
  }

  @Test func `every rule of the three has a breach here`() {
    let rules = Rule.all.map(\.name).filter { name in
      ["stripe.", "unionpay.", "epay."].contains { name.hasPrefix($0) }
    }
    #expect(Set(Self.breaches.map(\.name)) == Set(rules))
  }

  @Test(arguments: breaches)
  func `what a provider refuses is refused, unless the rule is left out`(breach: Breach) throws {
    let rule = try #require(Rule(named: breach.name))
    var strict = try SampleKeys.desk()
    #expect(try breach.isRefused(&strict))
    var lenient = try SampleKeys.desk()
    lenient.controls.lenient = [rule]
    #expect(try !breach.isRefused(&lenient))
  }

  private static let breaches = stripe + unionpay + epay

  // MARK: Stripe

  private static let stripe = [
    session("stripe.expiry", ["expires_at": "1799"]),
    session(
      "stripe.minimum",
      [
        "line_items[0][price_data][currency]": "hkd",
        "line_items[0][price_data][unit_amount]": "199",
      ]
    ),
    session("stripe.maximum", ["line_items[0][price_data][unit_amount]": "50000000"]),
    session(
      "stripe.step",
      [
        "line_items[0][price_data][currency]": "isk",
        "line_items[0][price_data][unit_amount]": "12345",
      ]
    ),
    session("stripe.reference", ["client_reference_id": "with%20space"]),
    session("stripe.email", ["customer_email": "nobody"]),
    Breach(name: "stripe.idempotency") { desk in
      _ = try desk.openSession(sampleForm(), key: "k", at: 0)
      let other = try sampleForm(["line_items[0][quantity]": "3"])
      return Self.refuses { _ = try desk.openSession(other, key: "k", at: 0) }
    },
  ]

  private static func session(_ name: String, _ changes: [String: String]) -> Breach {
    Breach(name: name) { desk in
      let form = try sampleForm(changes.mapValues { $0 })
      return Self.refuses { _ = try desk.openSession(form, key: nil, at: 0) }
    }
  }

  // MARK: UnionPay

  private static let unionpay = [
    purchase("unionpay.forms", ["reqReserved": String(repeating: "x", count: 1_025)]),
    purchase("unionpay.time", ["txnTime": "20261118170639"]),
    purchase("unionpay.timeout", ["payTimeout": "20261118190639"]),
    Breach(name: "unionpay.repeats") { desk in
      _ = try desk.unionpayPurchase(UnionPay.purchase(), at: UnionPay.now)
      let other = UnionPay.purchase(["txnAmt": "4851"])
      return Self.refuses { _ = try desk.unionpayPurchase(other, at: UnionPay.now) }
    },
    Breach(name: "unionpay.void-whole") { desk in
      try Self.undoing(["txnAmt": "100"], after: 0, in: &desk)
    },
    Breach(name: "unionpay.void-day") { desk in
      try Self.undoing(["txnAmt": "4850", "txnTime": "20261119190640"], after: 86_400, in: &desk)
    },
  ]

  private static func purchase(_ name: String, _ changes: [String: String]) -> Breach {
    Breach(name: name) { desk in
      Self.refuses { _ = try desk.unionpayPurchase(UnionPay.purchase(changes), at: UnionPay.now) }
    }
  }

  private static func undoing(
    _ changes: [String: String],
    after seconds: Int64,
    in desk: inout Desk
  ) throws -> Bool {
    let sale = try desk.unionpayPurchase(UnionPay.purchase(), at: UnionPay.now)
    try desk.pay(sale.id, at: UnionPay.now)
    let id = try desk.sale(sale.id).payments[0].id
    let order = UnionPay.refund(of: id, ["txnType": "31"].merging(changes) { $1 })
    return Self.refuses { _ = try desk.unionpayRefund(order, at: UnionPay.now + seconds) }
  }

  // MARK: EPay

  private static let epay = [
    order("epay.number", ["out_trade_no": "A B"]),
    order("epay.name", ["name": String(repeating: "卡", count: 43)]),
    order("epay.money", ["money": "48.505"]),
    Breach(name: "epay.repeats") { desk in
      _ = try desk.openEPay(EPaySample.order(), isSecond: false, at: UnionPay.now)
      let other = try EPaySample.order(["money": "48.51"])
      return Self.refuses { _ = try desk.openEPay(other, isSecond: false, at: UnionPay.now) }
    },
    Breach(name: "epay.time") { desk in
      let order = try EPaySample.secondOrder(at: UnionPay.now - 301)
      return Self.refuses { _ = try desk.openEPay(order, isSecond: true, at: UnionPay.now) }
    },
  ]

  private static func order(_ name: String, _ changes: [String: String]) -> Breach {
    Breach(name: name) { desk in
      let fields = try EPaySample.order(changes)
      return Self.refuses { _ = try desk.openEPay(fields, isSecond: false, at: UnionPay.now) }
    }
  }

  private static func refuses(_ act: () throws -> Void) -> Bool {
    do {
      try act()
      return false
    } catch {
      return true
    }
  }
}
