import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct AllocationTests {
  @Test(arguments: 0...5)
  func `allocates all codes of a line or none (I6)`(stock: Int) async throws {
    let vault = try TestVault()
    if stock > 0 { try await vault.importCodes(stock) }
    let settlement = try await vault.buy(1, quantity: 3)
    let reference = try Sample.reference(1)
    #expect(settlement == (stock >= 3 ? .allocated(reference) : .backorder(reference)))
    #expect(try vault.order(1).codeIDs.count == (stock >= 3 ? 3 : 0))
    #expect(try vault.store.stock() == (stock > 3 ? [Sample.sku(): stock - 3] : [:]))
    try vault.expectWhole()
  }

  @Test func `takes the earliest expiry first, then the oldest, and nothing that expired`()
    async throws
  {
    let vault = try TestVault()
    try await vault.store.recordCatalog(Sample.catalog(minValidityDays: 0), at: TestVault.start)
    let hour = TestVault.start.advanced(seconds: 3600)
    let day = TestVault.start.advanced(seconds: 86_400)
    try await vault.importCodes(1, prefix: "NEVER")
    try await vault.importCodes(1, prefix: "DAY", expiresAt: day)
    try await vault.importCodes(1, prefix: "HOUR", expiresAt: hour)
    try await vault.importCodes(1, prefix: "LATER")
    let numbers = 1...3
    for number in numbers { try await vault.store.open(try Sample.checkout(number)) }
    var taken: [Int64] = []
    for number in numbers {
      _ = try await vault.store.settle(Sample.paid(try Sample.checkout(number)), at: hour)
      taken += try vault.order(number).codeIDs
    }
    #expect(taken == [2, 1, 4])
    #expect(try vault.store.stockReport().first?.expired == 1)
  }

  @Test(arguments: [(nil, 7), (30, 30), (0, 0), (1, 1)] as [(Int?, Int64)])
  func `sells nothing that expires within the product's days, to nobody`(
    said: Int?,
    days: Int64
  ) async throws {
    let vault = try TestVault()
    if let said {
      let catalog = try Sample.catalog(minValidityDays: said)
      try await vault.store.recordCatalog(catalog, at: TestVault.start)
    }
    let edge = TestVault.start.advanced(seconds: days * 86_400)
    try await vault.importCodes(1, prefix: "NEAR", expiresAt: edge)
    if days > 0 {
      #expect(try vault.store.stock().isEmpty)
      let count = try #require(try vault.store.stockReport().first)
      #expect(count.available == 0 && count.expiringSoon == 1 && count.expired == 0)
    }
    #expect(try await vault.buy(1) == .backorder(Sample.reference(1)))
    // A code that is valid a moment longer serves the waiting order; the other one stays.
    let later = edge.advanced(milliseconds: 1)
    let served = try await vault.importCodes(1, prefix: "FAR", expiresAt: later)
    #expect(served == [try Sample.reference(1)])
    #expect(try vault.order(1).codeIDs == (days > 0 ? [2] : [1]))
    try vault.expectWhole()
  }

  @Test func `a catalog that asks for fewer days serves who waits, and no newcomer before (I7)`()
    async throws
  {
    let vault = try TestVault()
    try await vault.store.recordCatalog(Sample.catalog(minValidityDays: 30), at: TestVault.start)
    _ = try await vault.buy(1, quantity: 2)
    _ = try await vault.buy(2)
    let day = TestVault.start.advanced(seconds: 20 * 86_400)
    #expect(try await vault.importCodes(3, prefix: "NEAR", expiresAt: day).isEmpty)
    try await vault.store.recordCatalog(Sample.catalog(minValidityDays: 10), at: TestVault.start)
    #expect(try vault.order(1).codeIDs == [1, 2] && vault.order(2).codeIDs == [3])
    #expect(try vault.store.waitingOrders(limit: 9).isEmpty)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 2)
    try vault.expectWhole()
  }

  @Test func `serves those who wait by their payment, not by their size (I7)`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 3)
    _ = try await vault.buy(2)
    #expect(try await vault.importCodes(2, prefix: "A").isEmpty)
    // Two codes are there, but the first order in the queue needs three: nobody overtakes it.
    #expect(try await vault.buy(3) == .backorder(Sample.reference(3)))
    #expect(try vault.store.stock().isEmpty)
    let served = try await vault.importCodes(2, prefix: "B")
    #expect(served == [try Sample.reference(1), try Sample.reference(2)])
    let rest = try await vault.importCodes(2, prefix: "C")
    #expect(rest == [try Sample.reference(3)])
    #expect(try vault.store.stock() == [Sample.sku(): 1])
    try vault.expectWhole()
  }

  @Test func `a refund of the first in line lets those behind it move up`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 3)
    _ = try await vault.buy(2)
    try await vault.importCodes(2)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    let refund = Sample.event(
      "r",
      .refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(1)))
    )
    _ = try await vault.store.settle(refund, at: TestVault.start)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    #expect(try vault.order(2).view.fulfilment == .allocated)
    try vault.expectWhole()
  }

  @Test func `an order released after a dispute gets its old place in line`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    for (id, dispute) in [("a", Dispute.open), ("b", .won)] {
      _ = try await vault.store.settle(
        Sample.event(id, .disputed(key, dispute)),
        at: TestVault.start
      )
    }
    try await vault.store.release(
      reference: try Sample.reference(1),
      by: try Sample.person(),
      at: TestVault.start
    )
    #expect(try vault.order(1).view.fulfilment == .backorder)
    #expect(try await vault.importCodes(1) == [Sample.reference(1)])
    try vault.expectWhole()
  }

  @Test func `a thousand buyers at once on 500 codes, then 500 more (I1, I6, I7)`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(500)
    for number in 1...1_000 { try await vault.store.open(try Sample.checkout(number)) }
    let settlements = try await withThrowingTaskGroup(of: Settlement.self) { group in
      for number in 1...1_000 {
        let event = Sample.paid(try Sample.checkout(number))
        group.addTask { try await vault.store.settle(event, at: TestVault.start) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(settlements.count { if case .allocated = $0 { true } else { false } } == 500)
    #expect(settlements.count { if case .backorder = $0 { true } else { false } } == 500)
    #expect(try vault.count("SELECT COUNT(DISTINCT codeID) FROM allocation") == 500)
    let waiting = try vault.store.orders(Order.Filter(state: .backorder, limit: 1_000))
    let served = try await vault.importCodes(500, prefix: "MORE")
    #expect(served == waiting.reversed().map(\.reference))
    #expect(try vault.count("SELECT COUNT(DISTINCT codeID) FROM allocation") == 1_000)
    #expect(try vault.count("SELECT COUNT(*) FROM backorder") == 0)
    try vault.expectWhole()
  }
}
