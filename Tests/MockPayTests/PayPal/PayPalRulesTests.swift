import Testing
import cardstock_mockpay

/// Everything that PayPal refuses is refused here, and a run that is lenient about a rule lets the
/// very same thing through.
@Suite(.timeLimit(.minutes(5)))
struct PayPalRulesTests {
  private static let now: Int64 = 1_795_000_000

  /// A breach of a rule; returns whether it was refused.
  struct Breach: Sendable, CustomTestStringConvertible {
    let rule: Rule
    let isRefused: @Sendable (inout Desk) throws -> Bool

    var testDescription: String { rule.name }

    init(_ name: String, _ isRefused: @escaping @Sendable (inout Desk) throws -> Bool) throws {
      rule = try #require(Rule(named: name))
      self.isRefused = isRefused
    }
  }

  @Test func `every rule of PayPal has a breach here`() throws {
    let rules = Rule.all.filter { $0.name.hasPrefix("paypal.") }
    #expect(Set(try Self.breaches().map(\.rule)) == Set(rules))
  }

  @Test(arguments: try Self.breaches())
  func `what PayPal refuses is refused, unless the rule is left out`(breach: Breach) throws {
    var strict = try SampleKeys.desk()
    #expect(try breach.isRefused(&strict))
    var lenient = try SampleKeys.desk()
    lenient.controls.lenient = [breach.rule]
    #expect(try !breach.isRefused(&lenient))
  }

  @Test func `another card is taken after the first was declined`() throws {
    var desk = try SampleKeys.desk()
    let id = try desk.paypalOpen(Self.order(), requestID: "A", at: Self.now).id
    try desk.paypalApproveDeclined(id, at: Self.now)
    let first = Self.issue { _ = try desk.paypalCapture(id, requestID: "C", at: Self.now) }
    #expect(first == "INSTRUMENT_DECLINED")
    let early = Self.issue { _ = try desk.paypalCapture(id, requestID: "D", at: Self.now) }
    #expect(early == "ORDER_NOT_APPROVED")
    try desk.pay(id, at: Self.now)
    let paid = try desk.paypalCapture(id, requestID: "E", at: Self.now)
    #expect(paid.payments.count == 1)
  }

  // MARK: Breaches

  private static func breaches() throws -> [Breach] {
    [
      try Breach("paypal.authorization") { desk in
        let token = desk.paypalToken(at: now).text
        do {
          try desk.paypalAuthorize("Bearer " + token, at: now + 9 * 3_600)
          return false
        } catch {
          return true
        }
      },
      // 43 Chinese characters are 129 bytes.
      try Breach("paypal.lengths") { desk in
        let long = String(repeating: "卡", count: 43)
        return issue { _ = try desk.paypalOpen(order(name: long), requestID: "A", at: now) }
          == "INVALID_STRING_LENGTH"
      },
      try Breach("paypal.minimum") { desk in
        issue { _ = try desk.paypalOpen(order(value: "0.00"), requestID: "A", at: now) } != nil
      },
      try Breach("paypal.request-ids") { desk in
        issue { _ = try desk.paypalOpen(order(), requestID: nil, at: now) } != nil
      },
      try Breach("paypal.request-bodies") { desk in
        try desk.paypalTake([1], for: "orders", requestID: "A")
        try desk.paypalTake([1], for: "orders", requestID: "A")
        return issue { try desk.paypalTake([2], for: "orders", requestID: "A") } != nil
      },
      try Breach("paypal.repeats") { desk in
        let id = try declined(&desk)
        try desk.pay(id, at: now)
        return issue { _ = try desk.paypalCapture(id, requestID: "C0", at: now) } != nil
      },
      try Breach("paypal.attempts") { desk in
        var id = ""
        for attempt in 0..<10 { id = try declined(&desk, id, attempt) }
        try desk.pay(id, at: now)
        return issue { _ = try desk.paypalCapture(id, requestID: "last", at: now) }
          == "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"
      },
    ]
  }

  /// An order whose buyer's card was declined; a new one without an ID.
  private static func declined(
    _ desk: inout Desk,
    _ known: String = "",
    _ attempt: Int = 0
  ) throws -> String {
    let id = known.isEmpty ? try desk.paypalOpen(order(), requestID: "A", at: now).id : known
    try desk.paypalApproveDeclined(id, at: now)
    let found = issue { _ = try desk.paypalCapture(id, requestID: "C\(attempt)", at: now) }
    #expect(found == "INSTRUMENT_DECLINED")
    return id
  }

  private static func order(
    value: String = "48.50",
    name: String = "Card 50"
  ) throws -> OrderRequestDocument {
    let text = """
      {"intent": "CAPTURE", "purchase_units": [{"custom_id": "P1", "invoice_id": "I1",
      "description": "\(name)", "amount": {"currency_code": "USD", "value": "\(value)"}}],
      "payment_source": {"paypal": {"experience_context": {
      "return_url": "http://127.0.0.1:1/r", "cancel_url": "http://127.0.0.1:1/c"}}}}
      """
    return try decodeBody(OrderRequestDocument.self, Array(text.utf8))
  }

  private static func issue(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? PayPalError)?.issue
    }
  }
}
