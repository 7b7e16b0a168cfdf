import GRDB
import Shop
import Storage
import Testing

/// A vault that once saw a wrong future opens again by a person's word, and only by it.
@Suite(.timeLimit(.minutes(5)))
struct StoreClockTests {
  private static let wrong = TestVault.start.advanced(seconds: 10 * 365 * 86_400)

  @Test func `is shut after a wrong future, and opens when the clock is accepted`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let first = try Sample.checkout(1)
    try await vault.store.open(first)
    _ = try await vault.store.settle(Sample.paid(first), at: TestVault.start)
    let message = try #require(try await vault.store.claimDue(limit: 1, at: Self.wrong).first)
    try await vault.store.record(
      .temporary(Sample.trouble()),
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: Self.wrong
    )
    vault.store.close()
    let now = TestVault.start.advanced(seconds: 60)
    #expect(throws: StoreError.self) { try vault.reopened(at: now) }
    let store = try Store(folder: vault.folder, key: vault.key, allowsClockBehind: true, now: now)
    #expect(try store.clockHighWater() == Self.wrong)
    try await store.acceptClock(now, reason: "it had been 2036", by: Sample.person())
    #expect(try store.clockHighWater() == now)
    #expect(try store.verifyLedger().firstBroken == nil)
    store.close()
    let next = try vault.reopened(at: now)
    defer { next.close() }
    // What was planned in the wrong time does not wait for it.
    #expect(try await next.claimDue(limit: 9, at: now).count == 1)
    let second = try Sample.checkout(2)
    try await next.open(second)
    let settled = try await next.settle(Sample.paid(second), at: now)
    #expect(settled == .allocated(second.reference))
    let entry = try vault.look { db in
      try String.fetchOne(db, sql: "SELECT detail FROM ledger WHERE action = 'clock'")
    }
    #expect(entry?.contains("it had been 2036") == true)
  }

  @Test func `accepts a leap forwards too, and while it works`() async throws {
    let vault = try TestVault()
    let person = try Sample.person()
    for moment in [Self.wrong, TestVault.start, TestVault.start.advanced(seconds: -3600)] {
      try await vault.store.acceptClock(moment, reason: "right", by: person)
      #expect(try vault.store.clockHighWater() == moment)
    }
    try vault.expectWhole()
  }

  @Test(arguments: [
    "UPDATE meta SET clockHighWater = clockHighWater - 1",
    "UPDATE meta SET clockHighWater = 0, ledgerSeq = ledgerSeq + 1",
    """
    INSERT INTO clockAcceptance (fromTime, toTime, ledgerSeq) VALUES (1, 0, 1);
    UPDATE meta SET clockHighWater = 1
    """,
    "UPDATE clockAcceptance SET toTime = 0", "DELETE FROM clockAcceptance",
  ])
  func `the clock falls in no other way`(sql: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await vault.store.acceptClock(
      TestVault.start,
      reason: "right",
      by: Sample.person()
    )
    #expect(throws: DatabaseError.self) { try vault.meddle { try $0.execute(sql: sql) } }
  }
}
