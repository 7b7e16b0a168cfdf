import Shop
import Storage
import Testing

/// A part that the provider refuses to refund, refunds on its own, or refunds twice.
@Suite(.timeLimit(.minutes(20)))
struct PartialRefundTroubleTests {
  @Test(
    arguments: [PartlyRefunded.Place.waiting, .allocated, .delivered],
    ["again", "release", "failed", "failed again", "failed total", "failed total again"]
  )
  func `units whose money did not go are held, asked for again or given back`(
    place: PartlyRefunded.Place,
    end: String
  ) async throws {
    let sale = try await PartlyRefunded(place)
    let refund = try await sale.begin(.units(2))
    if end.hasPrefix("failed") {
      // The refund is done, and fails later.
      try await sale.answer(refund)
      if end.contains("total") { try await sale.hearTotal(9_700) }
      let failed = PaymentFact.refundFailed(try sale.key(), refundID: "rf_\(refund.id)")
      _ = try await sale.vault.store.settle(Sample.event("evt_f", failed), at: TestVault.start)
    } else {
      try await sale.vault.store.recordRefund(refund.id, .refused("no funds"), at: TestVault.start)
    }
    #expect(try sale.order().hold == .refund)
    #expect(try sale.order().partialRefunds.map(\.state) == [.refused])
    #expect(try sale.vault.store.holds(limit: 9).map(\.unitsOut) == [2])
    try sale.vault.expectWhole()
    await #expect(throws: StoreError.unitsOut([2, 3])) { _ = try await sale.begin(.units(1)) }
    if end.hasSuffix("again") {
      let again = try await sale.begin(.units(2), 5000)
      #expect(again.id != refund.id)
      #expect(again.scope == .units([2, 3]))
      try await sale.answer(again)
      // The first refund left the provider's total, and the second one is in it.
      if end.contains("total") { try await sale.hearTotal(5_000) }
      #expect(try sale.order().hold == nil)
      #expect(try sale.order().view.unitsLeft == 1)
      // The buyer is told once for each time that the money went back.
      let told = try await sale.send().compactMap(\.refund).map(\.units)
      #expect(told == (end == "again" ? [[2, 3]] : [[2, 3], [2, 3]]))
    } else {
      try await sale.release()
      #expect(try sale.order().view.unitsLeft == 3)
      #expect(try sale.order().partialRefunds.map(\.state) == [.void])
      if place == .waiting {
        try await sale.vault.importCodes(3)
      } else {
        // The two units wait alone; the buyer is told, and the third keeps its code.
        #expect(try sale.order().hold == nil)
        let letters = try await sale.send()
        #expect(letters.filter { $0.purpose == .waiting }.map(\.waitingUnits) == [[2, 3]])
        for letter in letters where letter.purpose.handsOver {
          #expect(letter.units.map(\.code.code) == ["CODE-1"])
        }
        try sale.vault.expectWhole()
        try await sale.vault.importCodes(2, prefix: "MORE")
      }
      let codes = try await sale.send().filter { $0.purpose.handsOver }
      let expected =
        place == .waiting ? ["CODE-1", "CODE-2", "CODE-3"] : ["CODE-1", "MORE-1", "MORE-2"]
      #expect(codes.map { $0.units.map(\.code.code) } == [expected])
    }
    let order = try sale.order()
    #expect(order.view.standing.isDeliverable)
    #expect(order.unitsTaken == (end.hasSuffix("again") ? [2, 3] : []))
    #expect(try sale.vault.store.holds(limit: 9).isEmpty)
    try sale.vault.expectWhole()
  }

  /// What becomes of the letter that the order is stopped, and what the next letter says.
  @Test(arguments: [
    (true, Refund.Part.goodwill), (true, .units(1)), (false, .goodwill), (false, .units(1)),
  ])
  func `what is explained after its letter went says no amount again`(
    hasGone: Bool,
    partial: Refund.Part
  ) async throws {
    let sale = try await PartlyRefunded(.delivered)
    try await sale.hear(1_000)
    if hasGone {
      let letter = try #require(try await sale.send().compactMap(\.refund).first)
      #expect(letter.codes == .stopped && !letter.isToldBefore)
    } else {
      // It was tried, and a later try would say what no longer holds.
      let owed = try await sale.vault.store.claimDue(limit: 9, at: TestVault.start)
      let letter = try #require(owed.first { $0.refund != nil })
      _ = try await sale.vault.store.record(
        .temporary(SendTrouble(phase: .connect, smtpCode: nil, detail: "busy")),
        delivery: letter.deliveryID,
        attempt: letter.attempt,
        at: TestVault.start
      )
    }
    try await sale.explain(partial)
    let later = TestVault.start.advanced(seconds: 90_000)
    let told = try await sale.vault.store.claimDue(limit: 9, at: later).compactMap(\.refund)
    #expect(told.map(\.isToldBefore) == [hasGone])
    #expect(told.map(\.amount.minorUnits) == [1_000])
    #expect(told.map(\.codes) == [partial == .goodwill ? .kept : .reduced])
    try sale.vault.expectWhole()
  }

  @Test func `what the buyer was not told of is told when the rest was`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    try await sale.hear(1_000)
    try await sale.send()
    try await sale.hear(500, id: "rf_more")
    try await sale.explain(.goodwill)
    let told = try await sale.send().compactMap(\.refund)
    #expect(told.map(\.amount.minorUnits) == [500] && told.map(\.total.minorUnits) == [1_500])
    #expect(told.map(\.isToldBefore) == [false])
  }

  @Test func `goodwill that is refused leaves the order to a person, and its units alone`()
    async throws
  {
    let sale = try await PartlyRefunded(.delivered)
    let refund = try await sale.begin(.goodwill, 500)
    try await sale.vault.store.recordRefund(refund.id, .refused("no"), at: TestVault.start)
    #expect(try sale.order().hold == .refund)
    #expect(try sale.order().view.unitsLeft == 3)
    // A late refund by the provider needs a person's explanation.
    try await sale.hear(500)
    await #expect(throws: StoreError.refundUnexplained) { _ = try await sale.begin(.units(1)) }
    try await sale.explain(.goodwill)
    #expect(try sale.order().view.fulfilment == .delivered)
    try sale.vault.expectWhole()
  }

  @Test func `a crash in between asks again under the same ID, and takes nothing twice`()
    async throws
  {
    let sale = try await PartlyRefunded(.allocated)
    let refund = try await sale.begin(.units(1))
    sale.vault.store.close()
    let store = try sale.vault.reopened()
    defer { store.close() }
    #expect(try store.openRefunds() == [refund])
    let outcome = Refund.Outcome.done(try sale.fact(refund))
    for expected in [
      Settlement.refunded(try Sample.reference(1), total: refund.amount), .duplicate,
    ] {
      #expect(
        try await store.recordRefund(refund.id, outcome, at: TestVault.start) == expected
      )
    }
    let order = try #require(try store.order(reference: Sample.reference(1)))
    #expect(order.refunded == refund.amount && order.view.unitsLeft == 2)
    #expect(try store.brokenViews().allSatisfy { $0.rows == 0 })
  }

  @Test func `more than was said, or than was paid, stops the order`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    try await sale.answer(try await sale.begin(.units(1)))
    try await sale.hear(1)
    #expect(try sale.order().view.fulfilment == .blocked)
    await #expect(throws: StoreError.refundIsNotUnits(try Sample.money(9_000))) {
      try await sale.hear(8_999, id: "rf_more")
      try await sale.explain(.units(1))
    }
    try await sale.hear(1_000_000, id: "rf_beyond")
    #expect(try sale.order().view.fulfilment == .revoked)
    #expect(try sale.order().view.standing.payment == .refunded)
    await #expect(throws: StoreError.codesRevoked) { try await sale.explain(.goodwill) }
    try sale.vault.expectWhole()
  }

  @Test func `another refund of the provider's while one of ours is under way stops the order`()
    async throws
  {
    let sale = try await PartlyRefunded(.allocated)
    let refund = try await sale.begin(.units(1))
    try await sale.hear(1_000)
    #expect(try sale.order().view.fulfilment == .blocked)
    await #expect(throws: StoreError.refundOpen) { try await sale.explain(.goodwill) }
    try await sale.answer(refund)
    #expect(try sale.order().view.fulfilment == .blocked)
    try await sale.explain(.goodwill)
    #expect(try sale.order().view.fulfilment == .allocated)
    #expect(try sale.order().codeIDs == [1, 2])
    try sale.vault.expectWhole()
  }
}
