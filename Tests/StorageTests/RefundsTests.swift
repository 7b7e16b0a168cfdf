import Shop
import Storage
import Testing

/// Money that a person gives back: the order stops first, and nothing goes back twice (I5).
@Suite(.timeLimit(.minutes(20)))
struct StoreRefundsTests {
  private func begin(
    _ vault: TestVault,
    _ units: Int64? = nil,
    payment: String? = nil
  ) async throws -> Refund {
    try await vault.store.beginRefund(
      Sample.reference(1),
      payment: payment,
      amount: units.map { try Sample.money($0) },
      reason: "the buyer changed their mind",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  private func done(_ refund: Refund, id: String? = "rf_1") -> Refund.Outcome {
    let key = Payment.Key(paymentID: refund.question.paymentID, reference: refund.reference)
    return .done(.refunded(key, Refund.Confirmed(id: id, amount: refund.amount)))
  }

  private func bought() async throws -> TestVault {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    return vault
  }

  @Test func `the order stops before the provider is asked`() async throws {
    let vault = try await bought()
    let refund = try await begin(vault)
    #expect(refund.amount == (try Sample.money(4850)))
    #expect(refund.paid == refund.amount)
    #expect(refund.question.paymentID == "pi_\(try Sample.reference(1))")
    #expect(refund.id.count >= 8)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    #expect(try vault.order(1).hold == .refund)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    #expect(try vault.store.openRefunds() == [refund])
    await #expect(throws: StoreError.refundOpen) { _ = try await begin(vault, 100) }
    await #expect(throws: StoreError.refundOpen) {
      try await vault.store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
    }
    try vault.expectWhole()
  }

  @Test func `a refusal for a short balance is counted once, and no other answer is`()
    async throws
  {
    let vault = try await bought()
    let refund = try await begin(vault)
    let answers: [(Refund.Outcome, Int)] = [
      (.unknown("lost"), 0), (.short("x", after: 0), 1), (.short("x", after: 0), 1),
      (.short("x", after: 2), 1), (.pending, 1), (.unknown("lost"), 1), (.short("y", after: 1), 2),
    ]
    for (answer, count) in answers {
      try await vault.store.recordRefund(refund.id, answer, at: TestVault.start)
      #expect(try vault.store.openRefunds().map(\.shortages) == [count], "\(answer)")
    }
    #expect(try vault.store.openRefunds().map(\.trouble) == ["y"])
    try vault.expectWhole()
  }

  @Test func `a crash in between leaves what is repeated under the same ID`() async throws {
    let vault = try await bought()
    let refund = try await begin(vault)
    vault.store.close()
    let store = try vault.reopened()
    defer { store.close() }
    #expect(try store.openRefunds() == [refund])
    for outcome in [Refund.Outcome.unknown("no balance"), .pending] {
      #expect(try await store.recordRefund(refund.id, outcome, at: TestVault.start) == .ignored)
      #expect(try store.openRefunds().map(\.id) == [refund.id])
    }
    let settlement = try await store.recordRefund(refund.id, done(refund), at: TestVault.start)
    #expect(settlement == .refunded(try Sample.reference(1), total: refund.amount))
    #expect(try store.openRefunds().isEmpty)
    let order = try #require(try store.order(reference: Sample.reference(1)))
    #expect(order.view.fulfilment == .revoked)
    #expect(order.view.standing == Order.Standing(payment: .refunded, dispute: nil, risk: .clear))
    let repeated = try await store.recordRefund(refund.id, done(refund), at: TestVault.start)
    #expect(repeated == .duplicate)
    #expect(try store.brokenViews().allSatisfy { $0.rows == 0 })
  }

  @Test func `the webhook of the same refund counts it once, before or after`() async throws {
    for isBefore in [true, false] {
      let vault = try await bought()
      let refund = try await begin(vault, 1000)
      guard case .done(let fact) = done(refund) else { continue }
      let webhook = Sample.event("evt_refund", fact)
      if isBefore { _ = try await vault.store.settle(webhook, at: TestVault.start) }
      try await vault.store.recordRefund(refund.id, done(refund), at: TestVault.start)
      if !isBefore { _ = try await vault.store.settle(webhook, at: TestVault.start) }
      #expect(try vault.order(1).refunded == (try Sample.money(1000)))
      #expect(try vault.store.openRefunds().isEmpty)
      try vault.expectWhole()
    }
  }

  @Test func `a refused refund leaves the order to a person, and can be tried again`() async throws
  {
    let vault = try await bought()
    let refund = try await begin(vault)
    try await vault.store.recordRefund(refund.id, .refused("no balance"), at: TestVault.start)
    #expect(try vault.order(1).hold == .refund)
    #expect(try vault.store.holds(limit: 9).map(\.hasOrder) == [true])
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    let detail = try #require(try vault.store.payment("pi_\(try Sample.reference(1))"))
    #expect(detail.refunds.map(\.trouble) == ["no balance"])
    #expect(detail.refunds.map(\.state) == [.refused])
    let again = try await begin(vault)
    try await vault.store.recordRefund(again.id, .refused("no balance"), at: TestVault.start)
    try await vault.store.release(
      reference: Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try vault.order(1).view.fulfilment == .allocated)
    #expect(try vault.store.holds(limit: 9).isEmpty)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    try vault.expectWhole()
  }

  @Test func `one that is done does not let go what another that was refused holds`() async throws {
    let vault = try await bought()
    let refused = try await begin(vault, 100)
    try await vault.store.recordRefund(refused.id, .refused("no balance"), at: TestVault.start)
    let next = try await begin(vault, 200)
    try await vault.store.recordRefund(next.id, done(next), at: TestVault.start)
    #expect(try vault.order(1).hold == .refund)
    #expect(try vault.store.holds(limit: 9).map(\.isRefundUnexplained) == [true])
    try vault.expectWhole()
  }

  @Test func `the same refund is not begun twice within its time`() async throws {
    let vault = try await bought()
    let begin = { (units: Int64?, since: Timestamp?, seconds: Int64) in
      try await vault.store.beginRefund(
        Sample.reference(1),
        amount: units.map { try Sample.money($0) },
        reason: "sold out",
        unlessMadeSince: since,
        by: Sample.person(),
        at: TestVault.start.advanced(seconds: seconds)
      )
    }
    let before = TestVault.start.advanced(seconds: -1)
    let first = try await begin(1000, before, 0)
    try await vault.store.recordRefund(first.id, done(first), at: TestVault.start)
    do {
      _ = try await begin(1000, before, 1)
      Issue.record("expected the refund that was made")
    } catch StoreError.refundMade(let made) {
      #expect(made.id == first.id)
    }
    // Another amount, a later time, and all that is left are other refunds.
    let others =
      [(500, before, 1), (1000, TestVault.start, 2), (nil, before, 3)]
      as [(Int64?, Timestamp, Int64)]
    for (units, since, seconds) in others {
      let next = try await begin(units, since, seconds)
      let outcome = done(next, id: next.id)
      try await vault.store.recordRefund(next.id, outcome, at: TestVault.start)
    }
    do {
      _ = try await begin(nil, before, 4)
      Issue.record("expected the refund that was made")
    } catch StoreError.refundMade(let made) {
      #expect(made.amount == (try Sample.money(4850 - 2500)))
    }
    try vault.expectWhole()
  }

  @Test(arguments: ["dispute", "failed"])
  func `a refused refund does not undo what stopped the order meanwhile`(
    _ trouble: String
  ) async throws {
    let vault = try await bought()
    let refund = try await begin(vault)
    let key = Payment.Key(paymentID: refund.question.paymentID, reference: nil)
    let facts: [PaymentFact] =
      trouble == "dispute"
      ? [.disputed(key, .open), .disputed(key, .won)] : [.refundFailed(key, refundID: "rf_9")]
    for (number, fact) in facts.enumerated() {
      _ = try await vault.store.settle(Sample.event("e\(number)", fact), at: TestVault.start)
    }
    try await vault.store.recordRefund(refund.id, .refused("no"), at: TestVault.start)
    #expect(try vault.order(1).hold == (trouble == "dispute" ? .dispute : .refund))
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    try vault.expectWhole()
  }

  @Test func `no more than is left is given back`() async throws {
    let vault = try await bought()
    let money = { (units: Int64) in StoreError.refundTooLarge(left: try Sample.money(units)) }
    await #expect(throws: try money(4850)) { _ = try await begin(vault, 4851) }
    await #expect(throws: try money(4850)) { _ = try await begin(vault, 0) }
    let first = try await begin(vault, 4000)
    try await vault.store.recordRefund(first.id, done(first), at: TestVault.start)
    await #expect(throws: try money(850)) { _ = try await begin(vault, 851) }
    let second = try await begin(vault)
    #expect(second.amount == (try Sample.money(850)))
    try await vault.store.recordRefund(second.id, done(second, id: "rf_2"), at: TestVault.start)
    await #expect(throws: try money(0)) { _ = try await begin(vault) }
    #expect(try vault.order(1).view.standing.payment == .refunded)
    try vault.expectWhole()
  }

  @Test func `money without an order can be given back too`() async throws {
    let vault = try await bought()
    let second = Sample.paid(try Sample.checkout(1), event: "evt_2", by: "pi_other")
    _ = try await vault.store.settle(second, at: TestVault.start)
    let refund = try await begin(vault, payment: "pi_other")
    #expect(refund.question.paymentID == "pi_other")
    try await vault.store.recordRefund(refund.id, done(refund), at: TestVault.start)
    #expect(try vault.order(1).view.standing.isDeliverable)
    #expect(try vault.store.payment("pi_other")?.summary.state == .refunded)
    await #expect(throws: StoreError.unknownPayment) {
      _ = try await begin(vault, payment: "pi_nobody")
    }
    try vault.expectWhole()
  }

  @Test func `an order that was delivered is closed while its money goes back`() async throws {
    let vault = try await bought()
    for message in try await vault.store.claimDue(limit: 9, at: TestVault.start) {
      try await vault.store.record(
        .sent,
        delivery: message.deliveryID,
        attempt: message.attempt,
        at: TestVault.start
      )
    }
    #expect(try vault.order(1).view.fulfilment == .delivered)
    let refund = try await begin(vault)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    try vault.expectWhole()
    try await vault.store.recordRefund(refund.id, .refused("no"), at: TestVault.start)
    try await vault.store.release(
      reference: Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try vault.order(1).view.fulfilment == .delivered)
    try vault.expectWhole()
  }

  @Test func `a refund that failed at the provider leaves its order to a person`() async throws {
    let vault = try await bought()
    let refund = try await begin(vault)
    let key = Payment.Key(paymentID: refund.question.paymentID, reference: nil)
    let outcome = Refund.Outcome.failed(.refundFailed(key, refundID: "rf_1"), "end it there")
    let settlement = try await vault.store.recordRefund(refund.id, outcome, at: TestVault.start)
    #expect(settlement == .refundFailed(try Sample.reference(1)))
    #expect(try vault.store.openRefunds().isEmpty)
    #expect(try vault.order(1).hold == .refund)
    // Another way may be tried; when that is refused too, the order still waits for a person.
    let second = try await begin(vault)
    try await vault.store.recordRefund(second.id, .refused("no"), at: TestVault.start)
    #expect(try vault.order(1).hold == .refund)
    try vault.expectWhole()
  }

  @Test func `an abnormal refund says what a person can do, until it is given after all`()
    async throws
  {
    let vault = try await bought()
    let refund = try await begin(vault)
    let key = Payment.Key(paymentID: refund.question.paymentID, reference: nil)
    let words = "end refund 5030 in the console"
    let failed = Refund.Outcome.failed(.refundFailed(key, refundID: "5030"), words)
    try await vault.store.recordRefund(refund.id, failed, at: TestVault.start)
    #expect(try vault.store.holds(limit: 9).map(\.refundTrouble) == [words])
    #expect(try vault.order(1).refundTrouble == words)
    let given = Refund.Confirmed(id: "5030", amount: refund.amount, isLastWord: true)
    _ = try await vault.store.settle(
      Sample.event("evt_after_all", .refunded(key, given)),
      at: TestVault.start
    )
    #expect(try vault.store.holds(limit: 9).isEmpty)
    #expect(try vault.order(1).refundTrouble == nil)
    #expect(try vault.order(1).view.fulfilment == .revoked)
    try vault.expectWhole()
  }

  @Test func `an answer that is no refund closes nothing`() async throws {
    let vault = try await bought()
    let refund = try await begin(vault)
    await #expect(throws: StoreError.self) {
      try await vault.store.recordRefund(refund.id, .done(.irrelevant), at: TestVault.start)
    }
    await #expect(throws: StoreError.self) {
      let outcome = Refund.Outcome.failed(.irrelevant, "no")
      try await vault.store.recordRefund(refund.id, outcome, at: TestVault.start)
    }
    #expect(try vault.store.openRefunds().count == 1)
    await #expect(throws: StoreError.unknownRefund) {
      try await vault.store.recordRefund("NOSUCHREFUND", .pending, at: TestVault.start)
    }
    await #expect(throws: StoreError.badText("--reason")) {
      _ = try await vault.store.beginRefund(
        Sample.reference(1),
        amount: nil,
        reason: "two\nlines",
        by: Sample.person(),
        at: TestVault.start
      )
    }
  }
}
