import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20))) struct LinksTests {
  private static let day: Int64 = 86_400

  /// A vault with one order, whose message was sent, or written to the folder for mail.
  private func sent(_ outcome: SendOutcome = .sent) async throws -> (TestVault, OwedMessage) {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let message = try #require(try await vault.store.claim().first)
    try await vault.store.record(
      outcome,
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: TestVault.start
    )
    return (vault, message)
  }

  private func opens(_ store: Store, _ token: OrderToken, after seconds: Int64 = 0) async throws
    -> Bool
  {
    let at = TestVault.start.advanced(seconds: seconds)
    let isShown = try store.orderPage(token: token, at: at) != nil
    let isRevealed = try await store.reveal(token: token, at: at) != nil
    #expect(isShown == isRevealed)
    return isShown
  }

  private func relink(_ vault: TestVault, isMailed: Bool) async throws {
    try await vault.store.relink(
      Sample.reference(1),
      isMailed: isMailed,
      reason: "shown on a screen",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  @Test func `a new link is mailed and the old one ends, also after the codes were seen`()
    async throws
  {
    let (vault, message) = try await sent()
    let store = vault.store
    #expect(try await opens(store, message.token))
    try await relink(vault, isMailed: true)
    #expect(try await !opens(store, message.token))
    let link = try #require(try await store.claim().first)
    #expect(link.purpose == .link && link.units.isEmpty && link.to == message.to)
    #expect(try await opens(store, link.token))
    try await store.record(.sent, delivery: link.deliveryID, attempt: 1, at: TestVault.start)
    try await relink(vault, isMailed: false)
    #expect(try await !opens(store, link.token))
    try vault.expectWhole()
  }

  @Test(arguments: [SendOutcome.sent, .written])
  func `an ended link comes back to nobody until the buyer asks`(outcome: SendOutcome)
    async throws
  {
    let (vault, message) = try await sent(outcome)
    try await relink(vault, isMailed: false)
    #expect(try await vault.store.claim().isEmpty)
    try await vault.store.requestLinks(email: message.to, at: TestVault.start)
    let asked = try #require(try await vault.store.claim().first)
    #expect(asked.purpose == .link && asked.token != message.token)
    #expect(try await opens(vault.store, asked.token))
    let acts = try vault.count("SELECT COUNT(*) FROM ledger WHERE action = 'end link'")
    #expect(acts == 1)
  }

  @Test(arguments: [true, false])
  func `a letter in the folder for mail still goes out when it is retried, with the new link`(
    isMailed: Bool
  ) async throws {
    let (vault, message) = try await sent(.written)
    try await relink(vault, isMailed: isMailed)
    let retried = try await vault.store.retry(
      .written,
      since: nil,
      perMinute: 60,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(retried == 1)
    let letters = try await vault.store.claim(after: Self.day)
    let codes = letters.filter { $0.purpose == .order }
    #expect(codes.map(\.units) == [message.units])
    #expect(codes.allSatisfy { $0.token != message.token && $0.kept == nil })
    try vault.expectWhole()
  }

  @Test(arguments: [true, false])
  func `codes that are owed still come, with the new link`(isMailed: Bool) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let first = try #require(try await vault.store.claim().first)
    await #expect(throws: StoreError.underWay) { try await relink(vault, isMailed: isMailed) }
    try await vault.store.record(
      .temporary(Sample.trouble()),
      delivery: first.deliveryID,
      attempt: 1,
      at: TestVault.start
    )
    try await relink(vault, isMailed: isMailed)
    let claimed = try await vault.store.claim(after: Self.day)
    #expect(claimed.map(\.purpose) == [.resend])
    #expect(claimed.first?.units == first.units && claimed.first?.token != first.token)
    #expect(try await !opens(vault.store, first.token))
    try vault.expectWhole()
  }

  @Test func `a new link is mailed too where the codes may not go out any more`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let first = try #require(try await vault.store.claim().first)
    try await vault.store.record(
      .written,
      delivery: first.deliveryID,
      attempt: 1,
      at: TestVault.start
    )
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    let back = Refund.Confirmed(id: nil, amount: try Sample.money(4850))
    _ = try await vault.store.settle(
      Sample.event("back", .refunded(key, back)),
      at: TestVault.start
    )
    _ = try await vault.store.claim()
    try await vault.store.record(
      .sent,
      delivery: try #require(try vault.order(1).deliveries.first { $0.purpose == .refunded }).id,
      attempt: 1,
      at: TestVault.start
    )
    try await relink(vault, isMailed: true)
    let letters = try await vault.store.claim(after: Self.day)
    #expect(letters.map(\.purpose) == [.link] && letters[0].token != first.token)
    await #expect(throws: StoreError.notDeliverable) {
      try await vault.store.resend(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
    }
    try vault.expectWhole()
  }

  @Test func `a reason is needed, and an order`() async throws {
    let (vault, _) = try await sent()
    for reason in ["", "two\nlines", String(repeating: "x", count: 201)] {
      await #expect(throws: StoreError.badText("--reason")) {
        try await vault.store.relink(
          Sample.reference(1),
          isMailed: true,
          reason: reason,
          by: Sample.person(),
          at: TestVault.start
        )
      }
    }
    await #expect(throws: StoreError.unknownOrder) {
      try await vault.store.relink(
        Sample.reference(9),
        isMailed: true,
        reason: "why",
        by: Sample.person(),
        at: TestVault.start
      )
    }
  }

  @Test func `a link ends by its age, and the next message brings another`() async throws {
    let (vault, message) = try await sent()
    vault.store.close()
    let month = LinkLifetime(days: 30)
    let end = 30 * Self.day
    var store = try vault.reopened(linkLifetime: month)
    #expect(try await opens(store, message.token, after: end - 1))
    #expect(try await !opens(store, message.token, after: end))
    let late = TestVault.start.advanced(seconds: end)
    try await store.requestLinks(email: message.to, at: late)
    let link = try #require(try await store.claim(after: end).first)
    #expect(link.token != message.token)
    #expect(try await opens(store, link.token, after: 2 * end - 1))
    #expect(try await !opens(store, link.token, after: 2 * end))
    store.close()
    store = try vault.reopened(at: late.advanced(seconds: end), linkLifetime: .endless)
    #expect(try await opens(store, link.token, after: 20 * end))
    // A replaced link never works again, however long links live.
    #expect(try await !opens(store, message.token, after: 20 * end))
    store.close()
  }

  @Test func `a buyer who waited longer than a link lives gets one that works`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    for letter in try await vault.store.claim() {
      try await vault.store.record(
        .sent,
        delivery: letter.deliveryID,
        attempt: 1,
        at: TestVault.start
      )
    }
    let late = 400 * Self.day
    try await vault.importCodes(1)
    let message = try #require(try await vault.store.claim(after: late).first)
    #expect(message.units.count == 1)
    #expect(try await opens(vault.store, message.token, after: late))
  }
}
