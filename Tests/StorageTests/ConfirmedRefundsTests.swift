import Shop
import Storage
import Testing

/// Refunds that are reported one by one add up, in any order of arrival (I5).
@Suite(.timeLimit(.minutes(20)))
struct RefundPartTests {
  private static let first = RefundReport.part("rf_1", 1000)
  private static let again = RefundReport.part("rf_1", 1000, times: 2)
  private static let second = RefundReport.part("rf_2", 500)
  private static let failed = RefundReport.failed("rf_2")

  private func order(after facts: [RefundReport]) async throws -> (Order, TestVault) {
    let vault = try TestVault()
    try await vault.importCodes(2)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    for fact in facts {
      _ = try await vault.store.settle(try fact.event(checkout), at: TestVault.start)
    }
    try vault.expectWhole()
    let due = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    #expect(due.allSatisfy { $0.purpose == .refunded && $0.units.isEmpty }, "\(facts)")
    return (try vault.order(1), vault)
  }

  @Test func `parts, repeats and a total come to the same in any order`() async throws {
    let reports: [RefundReport] = [.paid, Self.first, Self.again, Self.second, .total(1200)]
    for facts in reports.permutations {
      let (order, _) = try await order(after: facts)
      #expect(order.refunded == (try Sample.money(1500)), "\(facts)")
      #expect(order.view.standing.payment == .partRefunded, "\(facts)")
    }
  }

  @Test func `a refund that failed leaves the sum, and the order to a person`() async throws {
    for facts in ([.paid, Self.first, Self.second, Self.failed] as [RefundReport]).permutations {
      let (order, _) = try await order(after: facts)
      #expect(order.refunded == (try Sample.money(1000)), "\(facts)")
      #expect(order.hold == .refund, "\(facts)")
    }
  }

  @Test func `nothing is left refunded, and still nothing goes out by itself`() async throws {
    for facts in ([.paid, Self.second, Self.failed] as [RefundReport]).permutations {
      let (order, vault) = try await order(after: facts)
      #expect(order.refunded == nil, "\(facts)")
      #expect(order.view.standing == Order.Standing(payment: .paid, dispute: nil, risk: .hold))
      #expect(order.view.fulfilment == .blocked, "\(facts)")
      try await vault.store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
      #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
      try vault.expectWhole()
    }
  }

  @Test func `a success that comes after a failure holds once more, until the provider is asked`()
    async throws
  {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    for fact in [.paid, Self.failed] {
      _ = try await vault.store.settle(try fact.event(checkout), at: TestVault.start)
    }
    let release = {
      try await vault.store.release(
        reference: checkout.reference,
        by: Sample.person(),
        at: TestVault.start
      )
    }
    try await release()
    let success = try await vault.store.settle(try Self.second.event(checkout), at: TestVault.start)
    #expect(success == .refundFailed(checkout.reference))
    #expect(try vault.order(1).hold == .refund)
    let again = Sample.event("evt_3", try Self.second.event(checkout).fact)
    #expect(try await vault.store.settle(again, at: TestVault.start) == .ignored)
    try vault.expectWhole()
  }

  @Test func `a success that is the last word counts after a failure`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let refund = Refund.Confirmed(id: "a", amount: try Sample.money(4850), isLastWord: true)
    let facts = [PaymentFact.refundFailed(key, refundID: "a"), .refunded(key, refund)]
    for (number, fact) in facts.enumerated() {
      let event = Sample.event("evt_\(number)", fact)
      _ = try await vault.store.settle(event, at: TestVault.start)
      #expect(try vault.store.holds(limit: 9).count == 1 - number)
    }
    #expect(try vault.order(1).view.standing.payment == .refunded)
    #expect(try vault.order(1).view.fulfilment == .revoked)
    try vault.expectWhole()
  }

  @Test func `a part that failed is listed, though another went back`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let part = PaymentFact.refunded(key, Refund.Confirmed(id: "a", amount: try Sample.money(1000)))
    for (number, fact) in [part, .refundFailed(key, refundID: "b")].enumerated() {
      let event = Sample.event("evt_\(number)", fact)
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    #expect(try vault.order(1).view.fulfilment == .blocked)
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.refund])
  }

  @Test func `the whole by parts is a refund of all of it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    for (id, units, sum) in [("a", 4849, 4849), ("b", 1, 4850)] as [(String, Int64, Int64)] {
      let refund = Refund.Confirmed(id: id, amount: try Sample.money(units))
      let event = Sample.event("evt_\(id)", .refunded(key, refund))
      let settlement = try await vault.store.settle(event, at: TestVault.start)
      #expect(settlement == .refunded(try Sample.reference(1), total: try Sample.money(sum)))
    }
    #expect(try vault.order(1).view.standing.payment == .refunded)
    #expect(try vault.order(1).view.fulfilment == .revoked)
  }

  @Test func `a total below a part counts when the part fails, before it or after`() async throws {
    for totalIsFirst in [true, false] {
      let vault = try TestVault()
      _ = try await vault.buy(1)
      let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
      let part = PaymentFact.refunded(
        key,
        Refund.Confirmed(id: "a", amount: try Sample.money(4850))
      )
      let total = PaymentFact.refunded(
        key,
        Refund.Confirmed(id: nil, amount: try Sample.money(1200))
      )
      let facts = totalIsFirst ? [total, part] : [part, total]
      for (number, fact) in (facts + [.refundFailed(key, refundID: "a")]).enumerated() {
        _ = try await vault.store.settle(Sample.event("e\(number)", fact), at: TestVault.start)
      }
      #expect(try vault.order(1).refunded == (try Sample.money(1200)))
      try vault.expectWhole()
    }
  }

  @Test func `amounts beyond belief do not run over`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    for (id, units) in [("a", Int64.max), ("b", .max), ("c", 0), ("d", -5)] {
      let refund = Refund.Confirmed(id: id, amount: try Sample.money(units))
      _ = try await vault.store.settle(
        Sample.event("evt_\(id)", .refunded(key, refund)),
        at: TestVault.start
      )
    }
    let total = Refund.Confirmed(id: nil, amount: try Sample.money(.max))
    _ = try await vault.store.settle(Sample.event("t", .refunded(key, total)), at: TestVault.start)
    #expect(try vault.order(1).view.standing.payment == .refunded)
    try vault.expectWhole()
  }

  @Test func `parts that were told under our reference alone count with the payment`() async throws
  {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let nameless = Payment.Key(paymentID: nil, reference: checkout.reference)
    let named = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    for (id, key, part, units) in [
      ("1", nameless, "rf_1", 1000), ("2", named, "rf_1", 1000), ("3", nameless, "rf_2", 200),
    ] as [(String, Payment.Key, String, Int64)] {
      let refund = Refund.Confirmed(id: part, amount: try Sample.money(units))
      _ = try await vault.store.settle(
        Sample.event(id, .refunded(key, refund)),
        at: TestVault.start
      )
    }
    _ = try await vault.store.settle(Sample.paid(checkout, by: "pi_1"), at: TestVault.start)
    #expect(try vault.order(1).refunded == (try Sample.money(1200)))
    try vault.expectWhole()
  }
}

/// A report about a payment stays in force, however late a smaller one arrives (I5).
@Suite(.timeLimit(.minutes(20)))
struct LastWordTests {
  private func sold() async throws -> (TestVault, Payment.Key) {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let reference = try Sample.reference(1)
    return (vault, Payment.Key(paymentID: "pi_\(reference)", reference: reference))
  }

  @Test func `a failure that is told after the money changes nothing`() async throws {
    let (vault, key) = try await sold()
    for (id, key) in [("a", key), ("b", Payment.Key(paymentID: nil, reference: key.reference))] {
      let failed = Sample.event(id, .failed(key))
      #expect(try await vault.store.settle(failed, at: TestVault.start) == .ignored)
    }
    let order = try vault.order(1)
    #expect(order.view.standing.isDeliverable)
    #expect(try vault.store.payment(key.paymentID ?? "")?.summary.state == .paid)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    try vault.expectWhole()
  }

  @Test(
    arguments: [
      ([1_000, 3_000], 3_000), ([3_000, 1_000], 3_000), ([3_000, 1], 3_000), ([1, 2, 1], 2),
    ] as [([Int64], Int64)]
  )
  func `a refund that is told twice counts with the larger of its amounts`(
    told: [Int64],
    counted: Int64
  ) async throws {
    let (vault, key) = try await sold()
    for (index, units) in told.enumerated() {
      let refund = Refund.Confirmed(id: "rf_1", amount: try Sample.money(units))
      let event = Sample.event("evt_\(index)", .refunded(key, refund))
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    #expect(try vault.order(1).refunded == (try Sample.money(counted)))
    try vault.expectWhole()
  }
}
