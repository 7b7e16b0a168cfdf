import GRDB
import Shop
import Storage
import Testing

/// Blocked buyers can start no checkout, and their money waits for a person.
@Suite(.timeLimit(.minutes(20)))
struct StoreBlocksTests {
  private let office = IPNetwork("203.0.113.0/24")

  private func block(_ vault: TestVault, _ text: String) async throws {
    _ = try await vault.store.block(
      try #require(BlockedBuyer(text)),
      reason: "cheats",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  @Test(
    arguments: [
      ("Cheat+x@Example.com", .email), ("203.0.113.7", .network), ("203.0.113.0/24", .network),
      ("2001:db8:7::/48", .network), ("2001:db8:7::9", .network), ("alipay:2088", .payer),
      ("stripe:a@b.example", .payer), ("10.0.0.0/8", nil), ("2001:db8::/32", nil), ("", nil),
      ("nobody", nil), ("visa:1", nil), ("alipay:", nil), ("alipay:a b", nil),
      ("*@example.com", nil), ("unionpay:6226000011112222", nil), ("epay:12", nil),
      ("standard:x", nil), ("manual:x", nil), ("stripe:cus_9sdkjf", nil),
      ("127.0.0.1", nil), ("0.0.0.0", nil), ("::1", nil), ("::", nil), ("@example.com", nil),
    ] as [(String, BlockedBuyer.Kind?)]
  )
  func `reads whom an operator names`(text: String, kind: BlockedBuyer.Kind?) {
    #expect(BlockedBuyer(text)?.kind == kind)
  }

  @Test(arguments: ["buyer1@example.com", "BUYER1+games@Example.com", "203.0.113.200"])
  func `lets a blocked buyer begin nothing, until the block is removed`(text: String) async throws {
    let vault = try TestVault()
    try await block(vault, text)
    await #expect(throws: StoreError.refusedBuyer) {
      try await vault.store.open(Sample.checkout(1), from: office)
    }
    try await vault.store.open(Sample.checkout(2), from: IPNetwork("198.51.100.0/24"))
    await #expect(throws: StoreError.blockedAlready) { try await block(vault, text) }
    let buyer = try #require(BlockedBuyer(text))
    try await vault.store.unblock(buyer, by: Sample.person(), at: TestVault.start)
    await #expect(throws: StoreError.notBlocked) {
      try await vault.store.unblock(buyer, by: Sample.person(), at: TestVault.start)
    }
    try await vault.store.open(Sample.checkout(1), from: office)
    #expect(try vault.store.blocks().isEmpty)
    #expect(try vault.count("SELECT COUNT(*) FROM block WHERE endedAt IS NOT NULL") == 1)
  }

  @Test(arguments: ["buyer1@example.com", "203.0.113.7", "stripe:Payer-1@Example.org"])
  func `holds a blocked buyer's money; no code leaves until a person lets it`(text: String)
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout, from: office)
    try await block(vault, text)
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    let fact = PaidFact(key: key, amount: checkout.amount, payer: "payer-1@example.org")
    let settlement = try await vault.store.settle(
      Sample.event("e", .paid(fact)),
      at: TestVault.start
    )
    #expect(settlement == .held(.blocked))
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 0)
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.blocked])
    #expect(try vault.order(1).hold == .blocked)
    try vault.expectWhole()
    try await vault.store.release(
      reference: checkout.reference,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    try vault.expectWhole()
  }

  @Test(arguments: ["Buyer1+x@example.com", "203.0.113.9"], [true, false])
  func `holds a blocked buyer's orders whose codes have not left, and serves the next`(
    text: String,
    isWaiting: Bool
  ) async throws {
    let vault = try TestVault()
    if !isWaiting { try await vault.importCodes(2) }
    let other = IPNetwork("198.51.100.0/24")
    for (number, network) in [(1, office), (2, other)] {
      let checkout = try Sample.checkout(number)
      try await vault.store.open(checkout, from: network)
      _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
    }
    let held = try await vault.store.block(
      try #require(BlockedBuyer(text)),
      reason: "cheats",
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(held == [try Sample.reference(1)])
    #expect(try vault.order(1).hold == .blocked && vault.order(2).hold == nil)
    if isWaiting { #expect(try await vault.importCodes(2) == [Sample.reference(2)]) }
    let mails = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    #expect(mails.filter { !$0.units.isEmpty }.map(\.reference) == [try Sample.reference(2)])
    try vault.expectWhole()
    // A person may release the order, though the buyer stays blocked.
    try await vault.store.release(
      reference: try Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try vault.order(1).view.fulfilment == .allocated)
    try vault.expectWhole()
  }

  @Test func `an order that never had a code has not left`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    // The letter that the order waits was sent.
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    let left = try await vault.store.hold(
      reference: Sample.reference(1),
      reason: "odd",
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(left == nil)
  }

  private static let lefts: [(outcomes: [SendOutcome], DeliveryKind, Order.CodesLeft?)] = [
    ([.sent], .code, .mailed), ([.written], .code, .inFolder), ([.sent], .link, nil),
    ([.uncertain(Sample.trouble(.finalDot))], .code, .perhapsMailed),
    ([.uncertain(Sample.trouble(.finalDot)), .temporary(Sample.trouble())], .code, .perhapsMailed),
    ([.uncertain(Sample.trouble(.finalDot)), .permanent(Sample.trouble())], .code, .perhapsMailed),
    ([.temporary(Sample.trouble())], .code, nil), ([.permanent(Sample.trouble())], .code, nil),
  ]

  @Test(arguments: lefts, [false, true])
  func `whoever stops an order hears of every letter that may have left, whatever came after`(
    letter: (outcomes: [SendOutcome], kind: DeliveryKind, left: Order.CodesLeft?),
    isRefunded: Bool
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let checkout = try Sample.checkout(1, kind: letter.kind)
    try await vault.store.open(checkout)
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
    for (number, outcome) in letter.outcomes.enumerated() {
      let seconds = Int64(number) * 7 * 86_400
      let message = try #require(try await vault.store.claim(after: seconds).first)
      try await vault.store.record(outcome, of: message, after: seconds)
    }
    let now = TestVault.start.advanced(seconds: 30 * 86_400)
    guard isRefunded else {
      let left = try await vault.store.hold(
        reference: checkout.reference,
        reason: "odd",
        by: Sample.person(),
        at: now
      )
      #expect(left == letter.left)
      return
    }
    // A dispute stops the order, and with it the letter.
    let key = Payment.Key(paymentID: "pi_\(checkout.reference)", reference: nil)
    _ = try await vault.store.settle(Sample.event("d", .disputed(key, .open)), at: now)
    #expect(try vault.order(1).hold == .dispute)
    #expect(try vault.store.codesLeft(of: checkout.reference) == letter.left)
  }

  @Test func `holds nobody else's money, and keeps no address in the clear`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    for text in ["canary.cheat@example.com", "203.0.113.7", "alipay:canary-payer-9"] {
      try await block(vault, text)
    }
    #expect(try await vault.buy(1) == .allocated(Sample.reference(1)))
    #expect(
      try vault.store.blocks().map(\.masked) == [
        "alipay:cana…-9", "203.0.113.0/24", "c…@example.com",
      ]
    )
    let traces = try vault.count(
      """
      SELECT (SELECT COUNT(*) FROM block WHERE masked LIKE '%canary%' OR masked LIKE '%payer%')
        + (SELECT COUNT(*) FROM ledger WHERE object LIKE '%canary%' OR detail LIKE '%canary%')
      """
    )
    #expect(traces == 0)
    try vault.expectWhole()
  }

  @Test func `a person stops an order, and it goes on only when a person lets it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let person = try Sample.person()
    let hold = { (number: Int) in
      try await vault.store.hold(
        reference: Sample.reference(number),
        reason: "the buyer called",
        by: person,
        at: TestVault.start
      )
    }
    _ = try await vault.buy(1)
    #expect(try await hold(1) == nil)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    await #expect(throws: StoreError.alreadyHeld) { _ = try await hold(1) }
    await #expect(throws: StoreError.unknownOrder) { _ = try await hold(9) }
    #expect(try vault.order(1).hold == .person)
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.person])
    try vault.expectWhole()
    try await vault.store.release(reference: Sample.reference(1), by: person, at: TestVault.start)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    #expect(try await hold(1) == .sending)
    try vault.expectWhole()
  }

  @Test func `an order that waits for stock and is held leaves the queue`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    let person = try Sample.person()
    _ = try await vault.store.hold(
      reference: Sample.reference(1),
      reason: "odd",
      by: person,
      at: TestVault.start
    )
    #expect(try await vault.importCodes(1) == [Sample.reference(2)])
    try await vault.store.release(reference: Sample.reference(1), by: person, at: TestVault.start)
    #expect(try vault.order(1).view.fulfilment == .backorder)
    try vault.expectWhole()
  }

  @Test func `a block cannot be rewritten in the file`() async throws {
    let vault = try TestVault()
    try await block(vault, "203.0.113.7")
    try vault.meddle { db in
      for sql in ["DELETE FROM block", "UPDATE block SET keyHash = randomblob(32)"] {
        #expect(throws: DatabaseError.self) { try db.execute(sql: sql) }
      }
    }
  }
}
