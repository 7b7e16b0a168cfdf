import GRDB
import Shop
import Testing

@testable import Storage

/// Money that a provider has and has not finished: asked about, never deleted, and no order.
@Suite(.timeLimit(.minutes(20)))
struct UnderWayTests {
  private static let waits = Payment.UnderWay(reason: "ECHECK", mostDays: 30)
  private var reference: Reference { get throws { try Sample.reference(1) } }

  private func at(minutes: Int64) -> Timestamp {
    TestVault.start.advanced(seconds: minutes * 60)
  }

  private func vault() async throws -> TestVault {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await vault.reach(1)
    return vault
  }

  @discardableResult
  private func tell(_ vault: TestVault, _ reason: String = "ECHECK", at minutes: Int64) async throws
    -> Bool
  {
    try await vault.store.recordUnderWay(
      Payment.UnderWay(reason: reason, mostDays: 30),
      of: reference,
      at: .stripe,
      at(minutes: minutes)
    )
  }

  /// Asks whenever a question is due, and hears each time that the money is under way.
  private func ask(_ vault: TestVault, until end: Timestamp) async throws -> [Timestamp] {
    var asked: [Timestamp] = []
    while let due = try vault.store.nextQuery(), due <= end {
      asked.append(due)
      for row in try await vault.store.claimQueries(limit: 9, at: due) {
        _ = try await vault.store.recordUnderWay(Self.waits, of: row.reference, at: .stripe, due)
        try await vault.store.recordQuery(
          row.reference,
          isFinal: false,
          isUnderWay: true,
          at: due
        )
      }
    }
    return asked
  }

  @Test func `is news once, and again for another reason`() async throws {
    let vault = try await vault()
    #expect(try await tell(vault, at: 1))
    #expect(try await !tell(vault, at: 2))
    #expect(try await tell(vault, "PENDING_REVIEW", at: 3))
    #expect(try vault.store.checkout(reference)?.underWay == "PENDING_REVIEW")
    let other = try await vault.store.recordUnderWay(
      Self.waits,
      of: reference,
      at: .paypal,
      at(minutes: 4)
    )
    #expect(!other)
    let listed = try vault.store.checkouts(Checkout.Filter(state: .underWay))
    #expect(listed.map(\.underWay) == ["PENDING_REVIEW"])
    #expect(try vault.count("SELECT COUNT(*) FROM paidOrder") == 0)
    try vault.expectWhole()
  }

  @Test func `is asked about for its days and no longer, and kept for as long`() async throws {
    let vault = try await vault()
    let asked = try await ask(vault, until: at(minutes: 60 * 1_440))
    let end = at(minutes: 30 * 1_440)
    #expect(asked.count > 50 && asked.count < 120)
    #expect(asked.contains { $0 > at(minutes: 29 * 1_440) })
    #expect(asked.filter { $0 > end }.count <= 2)
    #expect(try vault.store.nextQuery() == nil)
    try vault.expectWhole()
  }

  @Test func `nothing of it is deleted before its days are over`() async throws {
    let vault = try await vault()
    // The usual questions ended, and an operator's question heard of the money afterwards.
    while let due = try vault.store.nextQuery() {
      _ = try await vault.store.claimQueries(limit: 9, at: due)
    }
    let day: Int64 = 86_400
    let purge = { (days: Int64) in
      try await vault.store.purgeUnpaid(
        keepSeconds: 2 * day,
        limit: 9,
        at: TestVault.start.advanced(seconds: days * day)
      )
    }
    try await tell(vault, at: 4 * 1_440)
    #expect(try await purge(20) == 0)
    #expect(try await purge(40) == 1)
    try vault.expectWhole()
  }

  @Test func `the file itself keeps it for its days`() async throws {
    let vault = try await vault()
    while let due = try vault.store.nextQuery() {
      _ = try await vault.store.claimQueries(limit: 9, at: due)
    }
    try await tell(vault, at: 4 * 1_440)
    let clock = { (days: Int64) -> String in
      let moment = TestVault.start.advanced(seconds: days * 86_400)
      return "UPDATE meta SET clockHighWater = \(moment.milliseconds)"
    }
    try vault.meddle { db in
      try db.execute(sql: clock(20))
      #expect(throws: DatabaseError.self) { try db.execute(sql: "DELETE FROM checkout") }
      try db.execute(sql: clock(40))
      try db.execute(sql: "DELETE FROM checkout")
    }
  }

  @Test func `ends as unpaid when the provider has it no more`() async throws {
    let vault = try await vault()
    try await tell(vault, at: 1)
    // A slow answer to a question from before ends nothing.
    try await vault.store.recordQuery(reference, isFinal: false, at: at(minutes: 2))
    #expect(try vault.store.checkout(reference)?.underWay == "ECHECK")
    try await vault.store.recordQuery(reference, isFinal: false, at: at(minutes: 7))
    let open = try vault.store.checkout(reference)
    #expect(open?.underWay == nil && open?.isExpired == false)
    try await tell(vault, at: 8)
    try await vault.store.recordQuery(reference, isFinal: false, at: at(minutes: 90))
    let over = try vault.store.checkout(reference)
    #expect(over?.underWay == nil && over?.isExpired == true)
    try vault.expectWhole()
  }

  @Test func `becomes an order like any other when the money comes`() async throws {
    let vault = try await vault()
    try await tell(vault, at: 1)
    let settled = try await vault.store.settle(
      Sample.paid(try Sample.checkout(1)),
      at: at(minutes: 30)
    )
    guard case .allocated = settled else {
      Issue.record("expected codes, found \(settled)")
      return
    }
    #expect(try vault.store.checkout(reference)?.underWay == nil)
    #expect(try await !tell(vault, at: 40))
    #expect(try vault.store.nextQuery() == nil)
    try vault.expectWhole()
  }

  @Test func `is asked about at once when word comes that it failed`() async throws {
    let vault = try await vault()
    try await tell(vault, at: 1)
    let key = Payment.Key(paymentID: "pi_1", reference: try reference)
    _ = try await vault.store.settle(Sample.event("evt_failed", .failed(key)), at: at(minutes: 50))
    #expect(try vault.store.nextQuery() == at(minutes: 50))
    #expect(try vault.store.checkout(reference)?.underWay == "ECHECK")
    try vault.expectWhole()
  }

  @Test func `is told no more when its days are over`() async throws {
    let vault = try await vault()
    try await tell(vault, at: 1)
    _ = try await ask(vault, until: at(minutes: 60 * 1_440))
    let over = try vault.store.checkout(reference)
    #expect(over?.underWay == nil && over?.isExpired == true)
    try vault.expectWhole()
  }

  @Test func `lasts no longer because the clock was ahead`() async throws {
    let vault = try await vault()
    try await tell(vault, at: 400 * 1_440)
    let wall = at(minutes: 60)
    try await vault.store.acceptClock(wall, reason: "it was ahead", by: Sample.person())
    let asked = try await ask(vault, until: at(minutes: 60 * 1_440))
    #expect(!asked.isEmpty && asked.count < 120)
    #expect(try vault.store.nextQuery() == nil)
  }
}
