import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SettlementTests {
  @Test func `keeps no body of an event from which nothing follows, and its ID all the same`()
    async throws
  {
    let vault = try TestVault()
    try await vault.store.open(Sample.checkout(1))
    let key = Payment.Key(paymentID: "pi_1", reference: try Sample.reference(1))
    let facts: [PaymentFact] = [.irrelevant, .failed(key)]
    for (number, fact) in facts.enumerated() {
      let event = Sample.event("none\(number)", fact)
      #expect(try await vault.store.settle(event, at: TestVault.start) == .ignored)
      #expect(try await vault.store.settle(event, at: TestVault.start) == .duplicate)
    }
    _ = try await vault.store.settle(Sample.paid(Sample.checkout(1)), at: TestVault.start)
    let lengths = "SELECT COUNT(DISTINCT length(bodySealed)) FROM event WHERE outcome = 'ignored'"
    #expect(try vault.count(lengths) == 1)
    let longer = """
      SELECT COUNT(*) FROM event WHERE outcome <> 'ignored'
        AND length(bodySealed) > (
          SELECT MAX(length(bodySealed)) FROM event WHERE outcome = 'ignored')
      """
    #expect(try vault.count(longer) == 1)
  }

  @Test func `a paid checkout becomes an order with its codes and one delivery`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    #expect(try await vault.buy(1, quantity: 2) == .allocated(Sample.reference(1)))
    let order = try vault.order(1)
    #expect(order.view.fulfilment == .allocated)
    #expect(order.view.standing.isDeliverable)
    #expect(order.codeIDs == [1, 2])
    #expect(order.deliveries.map(\.state) == [.queued])
    #expect(try vault.store.stock() == [Sample.sku(): 1])
    try vault.expectWhole()
  }

  @Test func `the same event again changes nothing, a year later too (I3, I14)`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let event = Sample.paid(checkout)
    _ = try await vault.store.settle(event, at: TestVault.start)
    for days: Int64 in [0, 1, 365] {
      let moment = TestVault.start.advanced(seconds: days * 86_400)
      #expect(try await vault.store.settle(event, at: moment) == .duplicate)
    }
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 1)
  }

  @Test func `another event about the same payment is ignored`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let second = Sample.paid(try Sample.checkout(1), event: "evt_2")
    #expect(try await vault.store.settle(second, at: TestVault.start) == .ignored)
    #expect(try vault.store.holds(limit: 9).isEmpty)
  }

  @Test func `a second payment of an order is kept as surplus and releases nothing`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let second = Sample.paid(try Sample.checkout(1), event: "evt_2", by: "pi_other")
    #expect(try await vault.store.settle(second, at: TestVault.start) == .held(.surplus))
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.surplus])
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 1)
    try vault.expectWhole()
  }

  @Test func `one event a hundred times at once makes one order (I3)`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(100)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let event = Sample.paid(checkout)
    let results = try await withThrowingTaskGroup(of: Settlement.self) { group in
      for _ in 0..<100 {
        group.addTask { try await vault.store.settle(event, at: TestVault.start) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count { $0 == .allocated(checkout.reference) } == 1)
    #expect(results.count { $0 == .duplicate } == 99)
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 1)
    #expect(try vault.count("SELECT COUNT(*) FROM delivery") == 1)
  }

  @Test func `late money is honoured for a day, and held after it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    for number in [1, 2] { try await vault.store.open(try Sample.checkout(number)) }
    let end = try Sample.checkout(1).expiresAt.advanced(seconds: 24 * 3600)
    let inTime = Sample.paid(try Sample.checkout(1))
    #expect(try await vault.store.settle(inTime, at: end) == .allocated(Sample.reference(1)))
    let late = Sample.paid(try Sample.checkout(2))
    let after = end.advanced(milliseconds: 1)
    #expect(try await vault.store.settle(late, at: after) == .held(.late))
  }

  @Test func `an event of no consequence is remembered`() async throws {
    let vault = try TestVault()
    let event = Sample.event("evt_x", .irrelevant)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .ignored)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .duplicate)
  }

  @Test func `the same event ID of another provider is another event`() async throws {
    let vault = try TestVault()
    for provider in Provider.allCases {
      let event = Sample.event("evt_x", .irrelevant, provider: provider)
      #expect(try await vault.store.settle(event, at: TestVault.start) == .ignored)
    }
  }
}

/// Each single difference from the quote holds the money and releases nothing (I4).
@Suite(.timeLimit(.minutes(20)))
struct HeldMoneyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: HoldReason
    let event: @Sendable (Checkout) throws -> PaymentEvent

    init(
      _ name: String,
      _ expected: HoldReason,
      _ event: @escaping @Sendable (Checkout) throws -> PaymentEvent
    ) {
      testDescription = name
      self.expected = expected
      self.event = event
    }
  }

  private static func paid(
    _ key: Payment.Key,
    _ amount: Money,
    mismatch: HoldReason? = nil,
    sku: SKU? = nil,
    provider: Provider = .stripe
  ) -> PaymentEvent {
    let fact = PaidFact(key: key, amount: amount, mismatch: mismatch, sku: sku)
    return Sample.event("evt_1", .paid(fact), provider: provider)
  }

  private static func key(_ checkout: Checkout) -> Payment.Key {
    Payment.Key(paymentID: "pi_1", reference: checkout.reference)
  }

  static let cases = [
    Case("one fen short", .amount) { paid(key($0), try Sample.money(4849)) },
    Case("one fen over", .amount) { paid(key($0), try Sample.money(4851)) },
    Case("same digits, other currency", .currency) { paid(key($0), try Sample.money(4850, "USD")) },
    Case("test mode", .mode) { paid(key($0), $0.amount, mismatch: .mode) },
    Case("another account", .account) { paid(key($0), $0.amount, mismatch: .account) },
    Case("another provider", .provider) { paid(key($0), $0.amount, provider: .alipay) },
    Case("a reference nobody knows", .unknownCheckout) {
      paid(Payment.Key(paymentID: "pi_1", reference: try Sample.reference(99)), $0.amount)
    },
    Case("no reference and no SKU", .unknownCheckout) {
      paid(Payment.Key(paymentID: "pi_1", reference: nil), $0.amount)
    },
    Case("nothing to name it by", .unknownCheckout) {
      paid(Payment.Key(paymentID: nil, reference: nil), $0.amount)
    },
    Case("a SKU that no catalog has", .unknownPrice) {
      paid(Payment.Key(paymentID: "pi_1", reference: nil), $0.amount, sku: try Sample.sku())
    },
  ]

  @Test func `a shop's own system settles any checkout`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let event = Self.paid(Self.key(checkout), checkout.amount, provider: .standard)
    let settlement = try await vault.store.settle(event, at: TestVault.start)
    #expect(settlement == .allocated(checkout.reference))
    try vault.expectWhole()
  }

  @Test(arguments: cases)
  func `holds`(_ test: Case) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let settlement = try await vault.store.settle(try test.event(checkout), at: TestVault.start)
    #expect(settlement == .held(test.expected))
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [test.expected])
    #expect(try vault.count("SELECT COUNT(*) FROM paidOrder") == 0)
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 0)
    // The right money still finds its checkout.
    let right = Sample.paid(checkout, event: "evt_2", by: "pi_2")
    let second = try await vault.store.settle(right, at: TestVault.start)
    #expect(second == .allocated(checkout.reference))
    try vault.expectWhole()
  }
}
