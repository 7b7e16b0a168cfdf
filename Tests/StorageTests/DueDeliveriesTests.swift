import GRDB
import Shop
import Storage
import Testing

/// A message is kept from before its first try until it is sent (I9).
@Suite(.timeLimit(.minutes(20))) struct KeptMessageTests {
  private static let first = RenderedMessage(bytes: Array("theme A, CANARY\r\n".utf8))

  /// A vault with one order, whose message was claimed and kept.
  private func kept() async throws -> (TestVault, OwedMessage) {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let message = try #require(try await vault.store.claim().first)
    #expect(message.kept == nil)
    let stands = try await vault.store.keep(Self.first, of: message, at: TestVault.start)
    #expect(stands)
    return (vault, message)
  }

  private func rows(_ vault: TestVault) throws -> Int {
    try vault.count("SELECT COUNT(*) FROM keptMessage")
  }

  @Test(
    arguments: [
      (SendOutcome.sent, 0), (.written, 1), (.temporary(Sample.trouble()), 1),
      (.uncertain(Sample.trouble(.finalDot)), 1), (.permanent(Sample.trouble()), 1),
      (.relayBroken(Sample.trouble(.auth)), 1), (.abandoned(Sample.trouble()), 1),
    ]
  )
  func `it is kept for as long as it may be repeated`(outcome: SendOutcome, left: Int) async throws
  {
    let (vault, message) = try await kept()
    try await vault.store.record(outcome, of: message)
    #expect(try rows(vault) == left)
    if left > 0 {
      let person = try Sample.person()
      try await vault.store.retryDelivery(id: message.deliveryID, by: person, at: TestVault.start)
      let again = try #require(try await vault.store.claim().first)
      #expect(again.kept == Self.first && again.attempt == 2)
      try await vault.store.record(.sent, of: again)
      #expect(try rows(vault) == 0)
    }
    try vault.expectWhole()
  }

  @Test(arguments: [false, true])
  func
    `a worker that is killed before the first byte says the same the next time, if it had kept it`(
      isKept: Bool
    ) async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let message = try #require(try await vault.store.claim().first)
    if isKept { _ = try await vault.store.keep(Self.first, of: message, at: TestVault.start) }
    vault.store.close()
    let next = try vault.reopened()
    defer { next.close() }
    #expect(try await next.claim().first == nil)
    let later = RetrySchedule.secondsAfterUncertain
    let again = try #require(try await next.claim(after: later).first)
    #expect(again.kept == (isKept ? Self.first : nil))
    #expect(again.messageID == message.messageID && again.date == message.date)
  }

  @Test func `a claim that was given up, or ended, keeps nothing more`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let message = try #require(try await vault.store.claim().first)
    try await vault.store.record(.temporary(Sample.trouble()), of: message)
    #expect(try await !vault.store.keep(Self.first, of: message, at: TestVault.start))
    _ = try await vault.store.claim(after: 60).first
    #expect(try await !vault.store.keep(Self.first, of: message, at: TestVault.start))
    #expect(try rows(vault) == 0)
  }

  @Test func `a message sent once more is a new one`() async throws {
    let (vault, message) = try await kept()
    try await vault.store.record(.uncertain(Sample.trouble(.finalDot)), of: message)
    let person = try Sample.person()
    try await vault.store.resend(
      reference: Sample.reference(1),
      by: person,
      at: TestVault.start
    )
    let other = try #require(try await vault.store.claim().first)
    #expect(other.purpose == .resend && other.kept == nil)
    #expect(other.messageID != message.messageID)
  }

  /// Ends after which a delivery is repeated, by a person or automatically.
  static let endings: [SendOutcome] = [
    .written, .permanent(Sample.trouble()), .temporary(Sample.trouble()),
    .uncertain(Sample.trouble(.finalDot)),
  ]

  @Test(arguments: endings, [false, true])
  func `what was kept for an old address or a bad code is never repeated`(
    ending: SendOutcome,
    isQueuedAgain: Bool
  ) async throws {
    for isReaddressed in [true, false] {
      let (vault, message) = try await kept()
      let (store, person) = (vault.store, try Sample.person())
      let reference = try Sample.reference(1)
      try await store.record(ending, of: message)
      if isQueuedAgain {
        try await store.retryDelivery(id: message.deliveryID, by: person, at: TestVault.start)
      }
      let right = try #require(EmailAddress("right@example.com"))
      if isReaddressed {
        try await store.readdress(reference, to: right, by: person, at: TestVault.start)
      } else {
        _ = try await store.replace(
          reference,
          unit: 1,
          reason: "used before",
          by: person,
          at: TestVault.start
        )
      }
      #expect(try rows(vault) == 0)
      await #expect(throws: StoreError.notRetriable) {
        try await store.retryDelivery(id: message.deliveryID, by: person, at: TestVault.start)
      }
      let next = try #require(try await store.claim(after: 86_400).first)
      #expect(next.kept == nil && next.deliveryID != message.deliveryID)
      #expect(next.to == (isReaddressed ? right : message.to))
      #expect((next.units == message.units) == isReaddressed)
      #expect(try await store.claim(after: 86_400).first == nil)
      try vault.expectWhole()
    }
  }

  @Test func `the news of a refund reaches the corrected address, not the old one`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let (store, checkout) = (vault.store, try Sample.checkout(1))
    let again = Sample.paid(checkout, event: "evt_again", by: "pi_again")
    _ = try await store.settle(again, at: TestVault.start)
    let key = Payment.Key(paymentID: "pi_again", reference: checkout.reference)
    let back = Sample.event("r", .refunded(key, Refund.Confirmed(id: nil, amount: checkout.amount)))
    _ = try await store.settle(back, at: TestVault.start)
    var letters = try await store.claimDue(limit: 9, at: TestVault.start)
    let notice = try #require(letters.last?.refund)
    for letter in letters {
      _ = try await store.keep(Self.first, of: letter, at: TestVault.start)
      try await store.record(.permanent(Sample.trouble(.recipient)), of: letter)
    }
    try await store.readdress(
      Sample.reference(1),
      to: try #require(EmailAddress("right@example.com")),
      by: Sample.person(),
      at: TestVault.start
    )
    letters = try await store.claimDue(limit: 9, at: TestVault.start)
    #expect(Set(letters.map(\.purpose)) == [.resend, .refunded])
    #expect(letters.allSatisfy { $0.to.text == "right@example.com" && $0.kept == nil })
    #expect(letters.compactMap(\.refund) == [notice])
    try vault.expectWhole()
  }

  @Test func `the file and its log hold no word of it, and it cannot change places`() async throws {
    let (vault, message) = try await kept()
    try await vault.store.record(.temporary(Sample.trouble()), of: message)
    _ = try await vault.buy(2)
    let other = try #require(try await vault.store.claim().first)
    _ = try await vault.store.keep(
      RenderedMessage(bytes: Array("another".utf8)),
      of: other,
      at: TestVault.start
    )
    try await vault.store.record(.temporary(Sample.trouble()), of: other)
    try vault.meddle { db in
      try db.execute(sql: "DROP TRIGGER keptMessageIsFixed")
      try db.execute(
        sql: """
          UPDATE keptMessage SET sealed = (SELECT sealed FROM keptMessage WHERE deliveryID = ?)
          WHERE deliveryID = ?
          """,
        arguments: [other.deliveryID, message.deliveryID]
      )
      try db.execute(
        sql: """
          CREATE TRIGGER keptMessageIsFixed BEFORE UPDATE ON keptMessage
          WHEN 1
          BEGIN SELECT RAISE(ABORT, 'a repeat says the same'); END
          """
      )
    }
    for file in ["vault.sqlite", "vault.sqlite-wal"] {
      guard let bytes = vault.bytes(of: file) else { continue }
      #expect(bytes.firstRange(of: Array("CANARY".utf8)) == nil)
    }
    let store = try vault.reopened()
    defer { store.close() }
    let claimed = try await store.claimDue(
      limit: 9,
      at: TestVault.start.advanced(seconds: 3600)
    )
    #expect(claimed.map(\.reference) == [other.reference])
    #expect(try store.holds(limit: 9).map(\.reference) == [message.reference])
  }

  @Test func `the database refuses to change, lose or double what was kept`() async throws {
    let (vault, message) = try await kept()
    try await vault.store.record(.temporary(Sample.trouble()), of: message)
    _ = try await vault.buy(2)
    try vault.meddle { db in
      let attacks = [
        "UPDATE keptMessage SET sealed = x'00'", "UPDATE keptMessage SET deliveryID = 9",
        "DELETE FROM keptMessage", "INSERT INTO keptMessage SELECT * FROM keptMessage",
        "REPLACE INTO keptMessage SELECT deliveryID, x'00' FROM keptMessage",
        "INSERT INTO keptMessage SELECT id, x'00' FROM delivery WHERE state = 'queued'",
      ]
      for attack in attacks {
        #expect(throws: DatabaseError.self, "\(attack)") { try db.execute(sql: attack) }
      }
    }
  }
}
