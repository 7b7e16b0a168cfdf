import GRDB
import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StoreDeliveriesTests {
  private func sold(kind: DeliveryKind = .code) async throws -> TestVault {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 2, kind: kind)
    return vault
  }

  @Test func `a message carries the codes, the link and the address`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    #expect(message.units.map(\.number) == [1, 2])
    #expect(message.units.map(\.code.code) == ["CODE-1", "CODE-2"])
    #expect(message.to.text == "buyer1@example.com")
    let page = try vault.store.orderPage(token: message.token, at: TestVault.start)
    #expect(page?.reference == message.reference)
    #expect(try await vault.store.claim().isEmpty)
    try await vault.store.record(.sent, of: message)
    #expect(try vault.order(1).view.fulfilment == .delivered)
    #expect(try vault.store.nextDue() == nil)
    try vault.expectWhole()
  }

  @Test func `a product delivered by link sends no codes`() async throws {
    let vault = try await sold(kind: .link)
    #expect(try await vault.store.claim().first?.units.isEmpty == true)
  }

  @Test func `repeats a temporary failure with the same message until the schedule ends (I9)`()
    async throws
  {
    let vault = try await sold()
    var seconds: Int64 = 0
    var first: OwedMessage?
    for (index, wait) in (RetrySchedule.secondsAfterAttempt + [0]).enumerated() {
      let message = try #require(try await vault.store.claim(after: seconds).first)
      #expect(message.attempt == index + 1)
      #expect(message.messageID == first?.messageID ?? message.messageID)
      #expect(message.date == first?.date ?? message.date)
      #expect(message.units == first?.units ?? message.units)
      first = first ?? message
      try await vault.store.record(.temporary(Sample.trouble()), of: message, after: seconds)
      if wait > 0 { #expect(try await vault.store.claim(after: seconds + wait - 1).isEmpty) }
      seconds += wait
    }
    #expect(try vault.order(1).deliveries.map(\.state) == [.failed])
    #expect(seconds <= 48 * 3600 + 3600)
  }

  @Test func `a broken relay burns no attempt`() async throws {
    let vault = try await sold()
    var seconds: Int64 = 0
    for _ in 0..<50 {
      let message = try #require(try await vault.store.claim(after: seconds).first)
      try await vault.store.record(.relayBroken(Sample.trouble(.auth)), of: message, after: seconds)
      seconds += RetrySchedule.secondsAfterRelayBroken
    }
    // Trouble about us does not count, so the first failure is tried again in a minute.
    let first = try #require(try await vault.store.claim(after: seconds).first)
    try await vault.store.record(.temporary(Sample.trouble()), of: first, after: seconds)
    #expect(try vault.order(1).deliveries.map(\.state) == [.retry])
    seconds += RetrySchedule.secondsAfterAttempt[0]
    let message = try #require(try await vault.store.claim(after: seconds).first)
    try await vault.store.record(.sent, of: message, after: seconds)
    #expect(try vault.order(1).deliveries.map(\.state) == [.sent])
  }

  /// Refuses delivery 1 in words about us, again and again, with these ends of the others.
  @Test(
    arguments: [
      ("others go through", SendPhase.recipient, [SendOutcome.sent, .sent, .sent], true),
      ("others go through, refused at the end", .finalDot, [.sent, .sent, .sent], true),
      ("one in all went through", .recipient, [.sent], true),
      ("nobody else is mailed", .recipient, [], false),
      ("nobody gets through", .recipient, [.relayBroken(Sample.trouble(.recipient))], false),
      (
        "as many are refused as go through", .recipient,
        [.sent, .relayBroken(Sample.trouble(.recipient))], false
      ),
      ("the relay refused before it knew for whom", .mailFrom, [.sent, .sent, .sent], false),
    ]
  )
  func `a refusal of us that meets one buyer alone ends for that buyer alone`(
    name: String,
    phase: SendPhase,
    others: [SendOutcome],
    isEnded: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    _ = try await vault.buy(1)
    var seconds: Int64 = 0
    for round in 0..<4 {
      let claimed = try await vault.store.claim(after: seconds)
      for message in claimed {
        let isFirst = message.deliveryID == 1
        let outcome =
          isFirst ? .relayBroken(Sample.trouble(phase)) : others[Int(message.deliveryID) - 2]
        try await vault.store.record(outcome, of: message, after: seconds)
      }
      if round < 2 {
        #expect(try vault.order(1).deliveries.map(\.state) == [.retry], "\(name), \(round)")
      }
      if round < others.count { _ = try await vault.buy(2 + round) }
      seconds += RetrySchedule.secondsAfterRelayBroken
    }
    #expect(try vault.order(1).deliveries.map(\.state) == [isEnded ? .failed : .retry], "\(name)")
  }

  @Test func `an uncertain message is repeated twice, then waits for a person`() async throws {
    let vault = try await sold()
    var seconds: Int64 = 0
    for repetition in 0...RetrySchedule.uncertainRepeats {
      let message = try #require(try await vault.store.claim(after: seconds).first)
      #expect(message.attempt == repetition + 1)
      try await vault.store.record(
        .uncertain(Sample.trouble(.finalDot)),
        of: message,
        after: seconds
      )
      seconds += RetrySchedule.secondsAfterUncertain
    }
    #expect(try await vault.store.claim(after: seconds).isEmpty)
    #expect(try vault.order(1).deliveries.map(\.state) == [.failed])
    let id = try #require(try vault.order(1).deliveries.first?.id)
    let person = try Sample.person()
    try await vault.store.retryDelivery(id: id, by: person, at: TestVault.start)
    #expect(try await vault.store.claim(after: seconds).count == 1)
    await #expect(throws: StoreError.notRetriable) {
      try await vault.store.retryDelivery(id: id, by: person, at: TestVault.start)
    }
    await #expect(throws: StoreError.unknownDelivery) {
      try await vault.store.retryDelivery(id: 99, by: person, at: TestVault.start)
    }
  }

  @Test func `an operator need not wait for what is due later`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    try await vault.store.record(.uncertain(Sample.trouble(.finalDot)), of: message)
    #expect(try await vault.store.claim().isEmpty)
    try await vault.store.retryDelivery(
      id: message.deliveryID,
      by: Sample.person(),
      at: TestVault.start
    )
    let again = try #require(try await vault.store.claim().first)
    #expect(again.messageID == message.messageID && again.units == message.units)
  }

  @Test func `a permanent refusal waits for a person at once`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    try await vault.store.record(.permanent(Sample.trouble(.recipient)), of: message)
    let failed = try vault.store.deliveries(state: .failed, limit: 9)
    #expect(failed.map(\.trouble) == ["recipient 451: try later"])
  }

  @Test func `what a dead worker was sending is uncertain to the next one`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    vault.store.close()
    let next = try vault.reopened()
    defer { next.close() }
    #expect(try await next.claimDue(limit: 9, at: TestVault.start).isEmpty)
    #expect(try next.deliveries(state: .uncertain, limit: 9).count == 1)
    let later = TestVault.start.advanced(seconds: RetrySchedule.secondsAfterUncertain)
    let again = try #require(try await next.claimDue(limit: 9, at: later).first)
    #expect(again.messageID == message.messageID && again.units == message.units)
    #expect(again.attempt == 2)
  }

  @Test func `a claim that nobody records comes back by itself`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    let lost = RetrySchedule.secondsUntilLost
    #expect(try vault.store.nextDue() == TestVault.start.advanced(seconds: lost))
    #expect(try await vault.store.claim(after: lost).isEmpty)
    // The late answer counts, since it says that the message was taken.
    try await vault.store.record(.sent, of: message, after: lost + 1)
    #expect(try vault.order(1).deliveries.map(\.state) == [.sent])
  }

  @Test func `an answer of an earlier attempt is ignored`() async throws {
    let vault = try await sold()
    let first = try #require(try await vault.store.claim().first)
    try await vault.store.record(.temporary(Sample.trouble()), of: first)
    let second = try #require(try await vault.store.claim(after: 60).first)
    try await vault.store.record(.permanent(Sample.trouble()), of: first, after: 61)
    #expect(try vault.order(1).deliveries.map(\.state) == [.sending])
    try await vault.store.record(.sent, of: second, after: 62)
    try await vault.store.record(.sent, of: second, after: 63)
    #expect(try vault.order(1).deliveries.map(\.state) == [.sent])
  }

  @Test func `a refund between two attempts stops the second (I5)`() async throws {
    let vault = try await sold()
    let message = try #require(try await vault.store.claim().first)
    let key = Payment.Key(paymentID: nil, reference: message.reference)
    let refund = Sample.event(
      "r",
      .refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(1)))
    )
    _ = try await vault.store.settle(refund, at: TestVault.start)
    try await vault.store.record(.temporary(Sample.trouble()), of: message)
    #expect(try await vault.store.claim(after: 60).map(\.purpose) == [.refunded])
    #expect(try vault.order(1).deliveries.map(\.state) == [.blocked, .sending])
    try vault.expectWhole()
  }

  @Test func `a resend is a delivery of its own with the same codes (I3)`() async throws {
    let vault = try await sold()
    let first = try #require(try await vault.store.claim().first)
    try await vault.store.record(.sent, of: first)
    let person = try Sample.person()
    for _ in 0..<10 {
      try await vault.store.resend(
        reference: first.reference,
        by: person,
        at: TestVault.start
      )
      let again = try #require(try await vault.store.claim().first)
      #expect(again.units == first.units && again.messageID != first.messageID)
      try await vault.store.record(.sent, of: again)
    }
    await #expect(throws: StoreError.unknownOrder) {
      try await vault.store.resend(
        reference: Sample.reference(77),
        by: person,
        at: TestVault.start
      )
    }
  }

  @Test func `links are sent three times a day and carry no codes`() async throws {
    let vault = try await sold()
    _ = try await vault.store.claim()
    let email = try #require(EmailAddress("Buyer1@EXAMPLE.com"))
    let stranger = try #require(EmailAddress("nobody@example.com"))
    for _ in 0..<5 {
      try await vault.store.requestLinks(email: email, at: TestVault.start)
      try await vault.store.requestLinks(email: stranger, at: TestVault.start)
    }
    let links = try await vault.store.claim()
    #expect(links.count == 3)
    #expect(links.allSatisfy { $0.units.isEmpty && $0.to.text == "buyer1@example.com" })
    for link in links { try await vault.store.record(.sent, of: link) }
    #expect(try vault.order(1).view.fulfilment == .allocated)
    let tomorrow: Int64 = 24 * 3600 + 1
    try await vault.store.requestLinks(
      email: email,
      at: TestVault.start.advanced(seconds: tomorrow)
    )
    #expect(try await vault.store.claim(after: tomorrow).contains { $0.units.isEmpty })
  }

  @Test func `a letter in a folder is written and not delivered, and may be sent later`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let message = try #require(
      try await vault.store.claimDue(limit: 1, at: TestVault.start).first
    )
    try await vault.store.record(
      .written,
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: TestVault.start
    )
    #expect(try vault.store.deliveries(state: .written, limit: 9).count == 1)
    #expect(try vault.store.deliveries(state: .sent, limit: 9).isEmpty)
    #expect(try vault.order(1).view.fulfilment == .allocated)
    #expect(try vault.store.nextDue() == nil)
    let person = try #require(Operator("anna", userID: 1000))
    try await vault.store.retryDelivery(id: message.deliveryID, by: person, at: TestVault.start)
    let again = try #require(try await vault.store.claimDue(limit: 1, at: TestVault.start).first)
    #expect(again.messageID == message.messageID)
    let actor = try vault.look { db in
      try String.fetchOne(db, sql: "SELECT actor FROM ledger WHERE action = 'retry'")
    }
    #expect(actor == "operator anna (uid 1000)")
    try vault.expectWhole()
  }
}
