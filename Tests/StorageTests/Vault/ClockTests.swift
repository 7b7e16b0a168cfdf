import GRDB
import Shop
import Storage
import Testing

/// A vault that once saw a wrong future opens again only when a person accepts the clock.
@Suite(.timeLimit(.minutes(20)))
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
    // Work that was planned by the wrong clock is due at once.
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

  @Test func `what was written in the wrong time holds nothing up until then`() async throws {
    let vault = try TestVault()
    let store = vault.store
    let person = try Sample.person()
    try await vault.importCodes(1, prefix: "NEAR", expiresAt: Self.wrong)
    for hash in [1, 2] {
      try await store.recordCatalog(Sample.catalog(minValidityDays: hash), at: Self.wrong)
    }
    // Paid while the clock was wrong, when the code seemed expired.
    let late = try Sample.checkout(1)
    try await store.open(late)
    _ = try await store.markPaid(
      late.reference,
      proof: "T1",
      reason: "seen",
      by: person,
      at: Self.wrong
    )
    #expect(try vault.order(1).view.fulfilment == .backorder)
    let email = late.email
    for _ in 1...3 { try await store.requestLinks(email: email, at: Self.wrong) }
    let open = try Self.checkout(9, at: Self.wrong)
    let bounds = Store.OpenBounds(perNetwork: 1, perEmail: 1, inAll: 1)
    try await store.open(open, from: IPNetwork("198.51.100.0/24"), bounds: bounds)
    try await store.started(open.reference, sessionID: "cs_9", step: Self.step, at: Self.wrong)

    let now = TestVault.start.advanced(seconds: 60)
    try await store.acceptClock(now, reason: "it had been 2036", by: person)
    #expect(try vault.order(1).codeIDs == [1])
    let replaced = "SELECT COUNT(*) FROM catalogBuild WHERE replacedAt > \(now.milliseconds)"
    #expect(try vault.count(replaced) == 0)
    let due = try await store.claimDue(limit: 99, at: now)
    let links = due.count { $0.purpose == .link }
    try await store.requestLinks(email: email, at: now)
    #expect(try await store.claimDue(limit: 99, at: now).count == 1 && links == 3)
    // It counts against no bound, and its last question comes at once.
    let next = try Self.checkout(10, at: now)
    try await store.open(next, from: IPNetwork("198.51.100.0/24"), bounds: bounds)
    let asked = try await store.claimQueries(limit: 9, at: now)
    #expect(asked.first { $0.reference == open.reference }?.isLast == true)
    try vault.expectWhole()
  }

  @Test func `a refund and a form of the wrong time do not count as the same again`() async throws {
    let vault = try TestVault()
    let store = vault.store
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let begin = { (moment: Timestamp) in
      try await store.beginRefund(
        Sample.reference(1),
        amount: Sample.money(100),
        for: .goodwill,
        reason: "late",
        unlessMadeSince: moment.advanced(seconds: -86_400),
        by: Sample.person(),
        at: moment
      )
    }
    let refund = try await begin(Self.wrong)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.refunded(key, Refund.Confirmed(id: "rf_1", amount: refund.amount))
    try await store.recordRefund(refund.id, .done(fact), at: Self.wrong)
    let visitor = Checkout.Buyer(isPhone: false, address: "198.51.100.7", network: nil)
    _ = try await store.enter(try Self.checkout(2, at: Self.wrong), by: visitor)
    let now = TestVault.start.advanced(seconds: 60)
    try await store.acceptClock(now, reason: "it had been 2036", by: Sample.person())
    #expect(try await begin(now).id != refund.id)
    let next = try Self.checkout(3, at: now)
    #expect(try await store.enter(next, by: visitor) == next.reference)
  }

  private static let step = PayStep.redirect(url: "https://pay.example/")

  /// The same order of the same buyer, opened at another time.
  private static func checkout(_ number: Int, at moment: Timestamp) throws -> Checkout {
    Checkout(
      reference: try Sample.reference(number),
      provider: .stripe,
      line: try Sample.line(Sample.sku(), 1),
      email: try #require(EmailAddress("same@example.com")),
      language: .chinese,
      amount: try Sample.money(4850),
      createdAt: moment,
      expiresAt: moment.advanced(seconds: Checkout.lifetimeSeconds)
    )
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

  @Test func `what was accepted once lets it fall once`() async throws {
    let vault = try TestVault()
    try await vault.store.acceptClock(TestVault.start, reason: "right", by: Sample.person())
    try await vault.importCodes(1, at: TestVault.start.advanced(seconds: 3_600))
    let sql = "UPDATE meta SET clockHighWater = \(TestVault.start.milliseconds)"
    #expect(throws: DatabaseError.self) { try vault.meddle { try $0.execute(sql: sql) } }
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
