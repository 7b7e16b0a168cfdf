import GRDB
import Shop
import Storage
import Testing

/// A part of an order's money goes back, and the rest of the order goes on.
@Suite(.timeLimit(.minutes(20)))
struct PartialRefundTests {
  /// Who refunds: the shop, by command, or a person at the provider's own pages.
  enum Giver: CaseIterable { case shop, provider }

  struct Case: CustomTestStringConvertible {
    let place: PartlyRefunded.Place
    let partial: Refund.Part
    let giver: Giver
    var testDescription: String { "\(place), \(partial), by the \(giver)" }
  }

  static let cases = PartlyRefunded.Place.allCases.flatMap { place in
    [Refund.Part.units(1), .units(1, number: 2), .units(2), .goodwill].flatMap { partial in
      Giver.allCases.map { Case(place: place, partial: partial, giver: $0) }
    }
  }

  @Test(arguments: cases)
  func `the rest of the order lives on, and the buyer is told once`(_ test: Case) async throws {
    let sale = try await PartlyRefunded(test.place)
    _ = test.place == .waiting ? try await sale.send() : []
    let taken: [Int] =
      switch test.partial {
      case .goodwill: []
      case .units(let count, let number): number.map { [$0] } ?? Array((4 - count)...3)
      }
    let minor = taken.isEmpty ? 1_000 : PartlyRefunded.price * Int64(taken.count)
    switch test.giver {
    case .shop:
      let refund = try await sale.begin(test.partial, taken.isEmpty ? minor : nil)
      #expect(refund.amount == (try Sample.money(minor)))
      // The units are taken out before the provider is asked.
      #expect(try sale.order().units.filter { $0.end != nil }.map(\.number) == taken)
      try sale.vault.expectWhole()
      try await sale.answer(refund)
    case .provider:
      try await sale.hear(minor)
      #expect(try sale.order().view.fulfilment == .blocked)
      #expect(try !sale.order().view.standing.isPaid)
      if test.place != .held {
        let expected = Order.Waiting.Cause.partRefund(units: taken.count == 2 ? 2 : 1)
        #expect(try sale.vault.store.waitingOrders(limit: 9).map(\.cause) == [expected])
      } else {
        #expect(try sale.vault.store.holds(limit: 9).map(\.isRefundUnexplained) == [true])
      }
      try await sale.explain(test.partial)
    }
    if test.place == .held, test.giver == .shop {
      #expect(try sale.order().hold == .person)
      try await sale.release()
    }
    let order = try sale.order()
    #expect(order.view.standing.isDeliverable)
    #expect(order.view.standing.payment == .partRefunded)
    #expect(order.view.unitsLeft == 3 - taken.count)
    #expect(order.refunded == (try Sample.money(minor)))
    #expect(try sale.vault.store.waitingOrders(limit: 9).count == (test.place == .waiting ? 1 : 0))
    #expect(try sale.vault.store.holds(limit: 9).isEmpty)
    try sale.vault.expectWhole()
    let told = try await sale.send()
    let notices = told.compactMap(\.refund)
    #expect(notices.map(\.units) == [taken])
    #expect(notices.map(\.codes) == [taken.isEmpty ? .kept : .reduced])
    #expect(notices.map(\.amount) == [try Sample.money(minor)])
    #expect(notices.map(\.unitsLeft) == [taken.isEmpty ? 0 : 3 - taken.count])
    let left = (1...3).filter { !taken.contains($0) }
    let expected = test.place == .delivered ? [] : [left.map { "CODE-\($0)" }]
    if test.place == .waiting {
      try await sale.vault.importCodes(left.count)
      let codes = try await sale.send().map { $0.units.map(\.code.code) }
      #expect(codes == [(1...left.count).map { "CODE-\($0)" }])
    } else {
      let codes = told.filter { $0.purpose.handsOver }.map { $0.units.map(\.code.code) }
      #expect(codes == expected)
      #expect(order.codeIDs == left.map(Int64.init))
    }
    #expect(try sale.order().view.fulfilment == .delivered)
    try sale.vault.expectWhole()
  }

  @Test func `with fewer units to wait for, what is there is enough`() async throws {
    let sale = try await PartlyRefunded(.waiting)
    try await sale.vault.importCodes(1)
    #expect(try sale.order().view.fulfilment == .backorder)
    let refund = try await sale.begin(.units(2))
    #expect(try sale.order().view.fulfilment == .allocated)
    try await sale.answer(refund)
    #expect(try await sale.send().last?.refund?.codes == .reduced)
    #expect(try sale.order().codeIDs == [1])
    try sale.vault.expectWhole()
  }

  @Test(arguments: [false, true])
  func `a provider's message before its answer tells the same once`(isBefore: Bool) async throws {
    let sale = try await PartlyRefunded(.delivered)
    let refund = try await sale.begin(.units(1))
    let webhook = Sample.event("evt_same", try sale.fact(refund))
    if isBefore { _ = try await sale.vault.store.settle(webhook, at: TestVault.start) }
    try await sale.answer(refund)
    if !isBefore { _ = try await sale.vault.store.settle(webhook, at: TestVault.start) }
    #expect(try await sale.send().compactMap(\.refund).map(\.units) == [[3]])
    #expect(try sale.order().refunded == (try Sample.money(PartlyRefunded.price)))
    #expect(try sale.order().view.fulfilment == .delivered)
    try sale.vault.expectWhole()
  }

  @Test func `a message that was tried with a unit is not repeated without it`() async throws {
    let sale = try await PartlyRefunded(.allocated)
    let first = try #require(
      try await sale.vault.store.claimDue(limit: 9, at: TestVault.start).first
    )
    try await sale.vault.store.record(
      .temporary(Sample.trouble()),
      delivery: first.deliveryID,
      attempt: first.attempt,
      at: TestVault.start
    )
    _ = try await sale.begin(.units(1))
    let later = TestVault.start.advanced(seconds: 86_400)
    let due = try await sale.vault.store.claimDue(limit: 9, at: later)
    #expect(due.map { $0.units.map(\.number) } == [[1, 2]])
    #expect(due.first?.messageID != first.messageID)
    #expect(try !sale.vault.store.isStillOwed(delivery: first.deliveryID, attempt: first.attempt))
    try sale.vault.expectWhole()
  }

  @Test func `one part after the other, and the last of them is all of it`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    for (index, number) in [3, 2].enumerated() {
      try await sale.answer(try await sale.begin(.units(1, number: number)))
      #expect(try sale.order().view.unitsLeft == 2 - index)
      #expect(try sale.order().view.standing.isDeliverable)
      try sale.vault.expectWhole()
    }
    let last = try await sale.begin(.units(1))
    #expect(last.scope == .order)
    #expect(last.amount == (try Sample.money(PartlyRefunded.price)))
    try await sale.answer(last)
    let order = try sale.order()
    #expect(order.view.standing.payment == .refunded && order.view.fulfilment == .revoked)
    let notices = try await sale.send().compactMap(\.refund)
    #expect(notices.map(\.codes) == [.reduced, .reduced, .withdrawn])
    #expect(notices.map(\.units) == [[3], [2], []])
    #expect(try sale.vault.store.stockReport().first?.revoked == 3)
    try sale.vault.expectWhole()
  }

  @Test func `the last unit is not given back for more than it costs by itself`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    try await sale.answer(try await sale.begin(.units(2), 6_000))
    await #expect(throws: StoreError.nothingLeft) { _ = try await sale.begin(.units(1)) }
    let last = try await sale.begin(.units(1), 3 * PartlyRefunded.price - 6_000)
    #expect(last.scope == .order)
    try await sale.answer(last)
    #expect(try sale.order().view.fulfilment == .revoked)
    #expect(try sale.vault.store.holds(limit: 9).isEmpty)
    try sale.vault.expectWhole()
  }

  @Test(arguments: [Refund.Part.units(1), .goodwill])
  func `the rest may be refunded, or lost to a bank, after a part`(
    partial: Refund.Part
  ) async throws {
    for isDispute in [false, true] {
      let sale = try await PartlyRefunded(.delivered)
      try await sale.answer(try await sale.begin(partial, 100))
      if isDispute {
        let lost = Sample.event("evt_lost", .disputed(try sale.key(), .lost, id: "du_1"))
        _ = try await sale.vault.store.settle(lost, at: TestVault.start)
        await #expect(throws: StoreError.unknownPayment) { _ = try await sale.begin(partial, 9) }
      } else {
        let rest = try await sale.begin(nil)
        #expect(rest.amount == (try Sample.money(3 * PartlyRefunded.price - 100)))
        try await sale.answer(rest)
      }
      #expect(try sale.order().view.fulfilment == .revoked)
      await #expect(throws: StoreError.self) { try await sale.explain(partial) }
      try sale.vault.expectWhole()
    }
  }

  @Test func `an open dispute stops the rest, which a person lets go when it is won`() async throws
  {
    let sale = try await PartlyRefunded(.allocated)
    try await sale.answer(try await sale.begin(.units(1)))
    for (index, dispute) in [Dispute.open, .won].enumerated() {
      let event = Sample.event("evt_\(index)", .disputed(try sale.key(), dispute, id: "du_1"))
      _ = try await sale.vault.store.settle(event, at: TestVault.start)
      #expect(try sale.order().view.fulfilment == .blocked)
    }
    #expect(try sale.vault.store.holds(limit: 9).map(\.isReleasable) == [true])
    try await sale.release()
    #expect(try sale.order().view.fulfilment == .allocated)
    #expect(try sale.order().codeIDs == [1, 2])
    try sale.vault.expectWhole()
  }

  @Test func `the same command again within its time takes out nothing more`() async throws {
    let sale = try await PartlyRefunded(.allocated)
    let since = TestVault.start.advanced(seconds: -1)
    let first = try await sale.begin(.units(1), since: since)
    await #expect(throws: StoreError.refundOpen) { _ = try await sale.begin(.units(1)) }
    try await sale.answer(first)
    await #expect(throws: StoreError.self) { _ = try await sale.begin(.units(1), since: since) }
    await #expect(throws: StoreError.self) {
      _ = try await sale.begin(.units(1, number: 3), since: since)
    }
    #expect(try sale.order().view.unitsLeft == 2)
    // Another unit, another amount and goodwill are other refunds.
    for (partial, minor) in [(Refund.Part.units(1, number: 1), nil), (.goodwill, Int64(4_849))] {
      try await sale.answer(try await sale.begin(partial, minor, since: since))
    }
    #expect(try sale.order().view.unitsLeft == 1)
    try sale.vault.expectWhole()
  }

  @Test(
    arguments: [
      (.units(3), 100, .nothingLeft), (.units(4), nil, .tooFewUnits(3)),
      (.units(1), 4_851, .badText("4850")), (.units(1), 0, .badText("14550")),
      (.units(1, number: 4), nil, .notOfOrder(unit: 4)),
      (.units(0), nil, .tooFewUnits(3)), (.units(-1), nil, .tooFewUnits(3)),
      (.goodwill, 14_550, .nothingLeft), (.goodwill, 14_551, .badText("14550")),
      (.goodwill, nil, .badText("14550")),
    ] as [(Refund.Part, Int64?, StoreError)]
  )
  func `what would leave nothing, or give more than was paid, is not begun`(
    partial: Refund.Part,
    minor: Int64?,
    error: StoreError
  ) async throws {
    // `badText` stands for `refundTooLarge` here; its text is the largest amount.
    var error = error
    if case .badText(let most) = error {
      error = .refundTooLarge(left: try Sample.money(try #require(Int64(most))))
    }
    let sale = try await PartlyRefunded(.allocated)
    await #expect(throws: error) { _ = try await sale.begin(partial, minor) }
    #expect(try sale.order().hold == nil)
    #expect(try sale.order().view.unitsLeft == 3)
    #expect(try sale.vault.store.openRefunds().isEmpty)
    try sale.vault.expectWhole()
  }
}
