import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StorePaymentsTests {
  private func mark(
    _ vault: TestVault,
    _ number: Int,
    proof: String = "ICBC 20261121-77",
    at: Timestamp = TestVault.start
  ) async throws -> Settlement {
    try await vault.store.markPaid(
      Sample.reference(number),
      proof: proof,
      reason: "seen on the account",
      by: Sample.person(),
      at: at
    )
  }

  @Test func `a person's word makes an order on the common path`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    try await vault.store.open(try Sample.checkout(1))
    #expect(try await mark(vault, 1) == .allocated(Sample.reference(1)))
    #expect(try vault.order(1).provider == .manual)
    #expect(try vault.order(1).paymentID == "ICBC 20261121-77")
    #expect(try vault.store.nextQuery() == nil)
    #expect(try await mark(vault, 1) == .duplicate)
    await #expect(throws: StoreError.alreadyPaid) { _ = try await mark(vault, 1, proof: "other") }
    let entries = try vault.count(
      """
      SELECT COUNT(*) FROM ledger WHERE action = 'mark-paid' AND actor = 'operator tester'
        AND detail = 'proof ICBC 20261121-77: seen on the account'
      """
    )
    #expect(entries == 1)
    try vault.expectWhole()
  }

  @Test func `a proof counts for one checkout`() async throws {
    let vault = try TestVault()
    for number in [1, 2] { try await vault.store.open(try Sample.checkout(number)) }
    _ = try await mark(vault, 1)
    await #expect(throws: StoreError.proofUsed(try Sample.reference(1))) {
      _ = try await mark(vault, 2)
    }
    await #expect(throws: StoreError.unknownCheckout) { _ = try await mark(vault, 9, proof: "x") }
    await #expect(throws: StoreError.badText("proof")) { _ = try await mark(vault, 2, proof: " ") }
    #expect(try vault.order(1).view.fulfilment == .backorder)
    #expect(try vault.store.order(reference: Sample.reference(2)) == nil)
  }

  @Test func `an expired checkout is taken, and the money held for it waits no more`() async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let late = checkout.expiresAt.advanced(seconds: 30 * 86_400)
    let held = try await vault.store.settle(Sample.paid(checkout), at: late)
    #expect(held == .held(.late))
    #expect(try await mark(vault, 1, at: late) == .allocated(checkout.reference))
    #expect(try vault.store.holds(limit: 9).isEmpty)
    // More money for the same checkout is surplus.
    let again = Sample.paid(checkout, event: "evt_2", by: "pi_2")
    #expect(try await vault.store.settle(again, at: late) == .held(.surplus))
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.surplus])
    try vault.expectWhole()
  }

  /// Money of another amount than the checkout's.
  private func other(_ minor: Int64, _ checkout: Checkout, by id: String) throws -> PaymentEvent {
    let key = Payment.Key(paymentID: id, reference: checkout.reference)
    let fact = PaymentFact.paid(PaidFact(key: key, amount: try Sample.money(minor)))
    return Sample.event("evt_\(id)", fact)
  }

  @Test(arguments: [[1], [4_900, 1], [1, 4_850]])
  func `money of the amount that was marked waits no more, any other is told apart`(
    amounts: [Int64]
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let late = checkout.expiresAt.advanced(seconds: 30 * 86_400)
    for (number, minor) in amounts.enumerated() {
      let money = try other(minor, checkout, by: "pi_\(number)")
      guard case .held = try await vault.store.settle(money, at: late) else {
        Issue.record("not held")
        return
      }
    }
    #expect(try vault.store.holds(limit: 9).allSatisfy { $0.soldBy == nil })
    _ = try await mark(vault, 1, at: late)
    // Money of the same amount is what was marked paid; any other may be a second payment.
    let left = try vault.store.holds(limit: 9)
    let others = amounts.indices.filter { amounts[$0] != 4_850 }.map { Optional("pi_\($0)") }
    #expect(Set(left.map(\.paymentID)) == Set(others))
    let proof = Payment.Held.OtherMoney(paymentID: "ICBC 20261121-77", isByHand: true)
    #expect(left.allSatisfy { $0.soldBy == proof })
    try vault.expectWhole()
  }

  @Test(arguments: [true, false])
  func `an order stopped by a refund of other money that was refused waits for a person`(
    isAlone: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    _ = try await mark(vault, 1)
    for id in ["pi_1", "pi_2"] {
      let money = Sample.paid(checkout, event: "evt_\(id)", by: id)
      _ = try await vault.store.settle(money, at: TestVault.start)
    }
    let refund = try await vault.store.beginRefund(
      checkout.reference,
      payment: "pi_1",
      amount: nil,
      reason: "surplus",
      by: Sample.person(),
      at: TestVault.start
    )
    // It may be the money that the person saw: until that is clear, no code is handed over.
    #expect(try vault.order(1).hold == .refund)
    if !isAlone {
      let key = Payment.Key(paymentID: "pi_2", reference: nil)
      let back = Refund.Confirmed(id: nil, amount: checkout.amount)
      let event = Sample.event("evt_back", .refunded(key, back))
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    try await vault.store.recordRefund(refund.id, .refused("no"), at: TestVault.start)
    #expect(try vault.order(1).hold == .refund)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    let mails = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    #expect(mails.allSatisfy { $0.units.isEmpty })
    try vault.expectWhole()
  }

  @Test(arguments: [true, false])
  func `money that was marked by its own ID waits no more, and is what a refund gives back`(
    isSeenFirst: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let money = try other(100, checkout, by: "pi_0")
    if isSeenFirst { _ = try await vault.store.settle(money, at: TestVault.start) }
    _ = try await vault.store.markPaid(
      checkout.reference,
      proof: "pi_0",
      reason: "seen at the provider",
      by: Sample.person(),
      at: TestVault.start
    )
    if !isSeenFirst { _ = try await vault.store.settle(money, at: TestVault.start) }
    #expect(try vault.store.holds(limit: 9).isEmpty)
    let refund = try await vault.store.beginRefund(
      checkout.reference,
      payment: "pi_0",
      amount: nil,
      reason: "too little",
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(refund.amount.minorUnits == 100)
    try vault.expectWhole()
  }

  @Test func `one of two held payments still waits when its checkout is marked`() async throws {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let late = checkout.expiresAt.advanced(seconds: 30 * 86_400)
    for number in 1...2 {
      let money = Sample.paid(checkout, event: "evt_\(number)", by: "pi_\(number)")
      _ = try await vault.store.settle(money, at: late)
    }
    _ = try await mark(vault, 1, at: late)
    #expect(try vault.store.holds(limit: 9).map(\.paymentID) == ["pi_1"])
  }

  @Test func `money that goes back stops the order that was marked for it`() async throws {
    for isDispute in [true, false] {
      let vault = try TestVault()
      try await vault.importCodes(3)
      let checkout = try Sample.checkout(1)
      try await vault.store.open(checkout)
      let late = checkout.expiresAt.advanced(seconds: 30 * 86_400)
      _ = try await vault.store.settle(Sample.paid(checkout, by: "pi_1"), at: late)
      _ = try await mark(vault, 1, at: late)
      let key = Payment.Key(paymentID: "pi_1", reference: nil)
      let back = Refund.Confirmed(id: nil, amount: checkout.amount)
      let fact: PaymentFact = isDispute ? .disputed(key, .open) : .refunded(key, back)
      _ = try await vault.store.settle(Sample.event("evt_back", fact), at: late)
      #expect(try vault.order(1).hold == (isDispute ? .dispute : .refund))
      #expect(try vault.order(1).view.fulfilment == .blocked)
      #expect(try await vault.store.claimDue(limit: 9, at: late).allSatisfy { $0.units.isEmpty })
      try vault.expectWhole()
    }
  }

  @Test func `money that went back before it came stops the order that was marked for it`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    _ = try await mark(vault, 1)
    // A refund may name only the payment, which is unknown here.
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let back = PaymentFact.refunded(key, Refund.Confirmed(id: nil, amount: checkout.amount))
    for event in [Sample.event("evt_back", back), Sample.paid(checkout, by: "pi_1")] {
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    #expect(try vault.order(1).hold == .refund)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    try vault.expectWhole()
  }

  @Test func `no checkout is marked whose money went back`() async throws {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let late = checkout.expiresAt.advanced(seconds: 30 * 86_400)
    _ = try await vault.store.settle(Sample.paid(checkout, by: "pi_1"), at: late)
    _ = try await vault.store.beginRefund(
      checkout.reference,
      amount: nil,
      reason: "late",
      by: Sample.person(),
      at: late
    )
    await #expect(throws: StoreError.refundedBefore) { _ = try await mark(vault, 1, at: late) }
  }

  @Test func `lists payments by what is asked of them`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    try await vault.store.open(try Sample.checkout(3))
    _ = try await mark(vault, 3)
    let surplus = Sample.paid(try Sample.checkout(1), event: "evt_2", by: "pi_other")
    _ = try await vault.store.settle(surplus, at: TestVault.start.advanced(seconds: 60))
    let ids = { (filter: Payment.Filter) in try vault.store.payments(filter).map(\.paymentID) }
    let (one, two) = ("pi_\(try Sample.reference(1))", "pi_\(try Sample.reference(2))")
    #expect(try ids(Payment.Filter()) == ["pi_other", "ICBC 20261121-77", two, one])
    #expect(try ids(Payment.Filter(provider: .manual)) == ["ICBC 20261121-77"])
    #expect(try ids(Payment.Filter(isHeld: true)) == ["pi_other"])
    #expect(try ids(Payment.Filter(isHeld: false, limit: 1)) == ["ICBC 20261121-77"])
    #expect(try ids(Payment.Filter(reference: Sample.reference(1))) == ["pi_other", one])
    #expect(try ids(Payment.Filter(state: .refunded)).isEmpty)
    let since = TestVault.start.advanced(seconds: 1)
    #expect(try ids(Payment.Filter(since: since)) == ["pi_other"])
    let summary = try #require(try vault.store.payments(Payment.Filter(isHeld: true)).first)
    #expect(summary.mismatch == .surplus && !summary.hasOrder && summary.fee == nil)
  }

  @Test func `shows a payment with all that was heard of it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    let part = Refund.Confirmed(id: "rf_1", amount: try Sample.money(100))
    let events = [
      Sample.paid(checkout, event: "e1", by: "pi_1"),
      Sample.paid(checkout, event: "e2", by: "pi_1"),
      Sample.event("e3", .refunded(key, part)),
    ]
    for event in events { _ = try await vault.store.settle(event, at: TestVault.start) }
    let found = try #require(try vault.store.payment("pi_1"))
    #expect(found.events.map(\.id) == ["e1", "e2", "e3"])
    #expect(found.events.map(\.outcome) == [.allocated, .ignored, .refunded])
    let told = "SELECT amountMinor FROM confirmedRefund WHERE refundID = 'rf_1'"
    #expect(try vault.count(told + " AND failedAt IS NULL") == 100)
    #expect(found.summary.hasOrder && found.summary.refunded == part.amount)
    #expect(try vault.store.payment(checkout.reference.text) == found)
    #expect(try vault.store.payment("pi_1", provider: .alipay) == nil)
  }
}
