import Shop
import Storage
import Testing

/// What the browser that began a checkout sees and may change, and nobody else.
@Suite(.timeLimit(.minutes(20)))
struct OwnBrowsersTests {
  private static let hour: Int64 = 3_600

  private func token(_ number: UInt64) -> BrowserToken {
    var random = SplitMix64(seed: number)
    return BrowserToken(using: &random)
  }

  private func at(_ seconds: Int64) -> Timestamp { TestVault.start.advanced(seconds: seconds) }

  private func address(_ text: String = "right@example.com") throws -> EmailAddress {
    try #require(EmailAddress(text))
  }

  /// Begins a checkout in a browser whose token has its number, and pays it.
  private func buy(
    _ number: Int,
    in vault: TestVault,
    kind: DeliveryKind = .code,
    isPaid: Bool = true
  ) async throws {
    let checkout = try Sample.checkout(number, kind: kind)
    let browser = token(UInt64(number))
    let buyer = Checkout.Buyer(isPhone: false, address: "", network: nil, browser: browser)
    _ = try await vault.store.enter(checkout, by: buyer)
    guard isPaid else { return }
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
  }

  private func own(
    _ number: Int,
    in vault: TestVault,
    by browser: [BrowserToken]? = nil,
    after seconds: Int64 = 60
  ) throws -> Checkout.OwnView? {
    try vault.store.ownView(
      of: Sample.reference(number),
      by: browser ?? [token(UInt64(number))],
      at: at(seconds)
    )
  }

  private func correct(
    _ number: Int,
    in vault: TestVault,
    to email: String = "right@example.com",
    by browser: [BrowserToken]? = nil,
    from network: String? = nil,
    after seconds: Int64 = 60
  ) async throws -> Checkout.CorrectionOutcome {
    try await vault.store.correctAddress(
      of: Sample.reference(number),
      to: address(email),
      by: browser ?? [token(UInt64(number))],
      from: network.flatMap { IPNetwork($0) },
      at: at(seconds)
    )
  }

  @Test func `a checkout is seen by its own browser alone, for a day`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    try await buy(1, in: vault)
    try await buy(2, in: vault)
    let (mine, others) = (token(1), [token(2), token(3)])
    let seen = try #require(try own(1, in: vault, by: others + [mine]))
    #expect(seen.email.text == "buyer1@example.com" && seen.correction == .open)
    let link = try #require(seen.token)
    #expect(try vault.store.orderPage(token: link, at: at(60))?.reference == Sample.reference(1))
    #expect(try own(1, in: vault, by: others) == nil)
    #expect(try own(1, in: vault, by: []) == nil)
    #expect(try own(9, in: vault, by: [mine]) == nil)
    #expect(seen.endsAt == at(24 * Self.hour))
    #expect(try own(1, in: vault, after: 24 * Self.hour - 1) != nil)
    #expect(try own(1, in: vault, after: 24 * Self.hour) == nil)
    #expect(try await correct(1, in: vault, after: 24 * Self.hour) == .notOwn)
  }

  @Test func `a checkout that no browser began, or is not paid, shows no way to an order`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    #expect(try own(1, in: vault) == nil)
    #expect(try await correct(1, in: vault) == .notOwn)
    try await buy(2, in: vault, isPaid: false)
    let seen = try #require(try own(2, in: vault))
    #expect(seen.token == nil && seen.correction == .closed)
    #expect(seen.email.text == "buyer2@example.com")
    #expect(try await correct(2, in: vault) == .refused)
  }

  @Test func `an operator who ends the link ends what the browser sees`() async throws {
    let vault = try TestVault()
    try await buy(1, in: vault)
    for (isMailed, isSeen) in [(true, true), (false, false), (true, false)] {
      for letter in try await vault.store.claim() {
        try await vault.store.record(.sent, of: letter)
      }
      try await vault.store.relink(
        Sample.reference(1),
        isMailed: isMailed,
        reason: "why",
        by: Sample.person(),
        at: TestVault.start
      )
      #expect(try (own(1, in: vault) != nil) == isSeen)
    }
    #expect(try await correct(1, in: vault) == .notOwn)
  }

  @Test func `an edited row opens nothing`() async throws {
    let vault = try TestVault()
    try await buy(1, in: vault)
    try await buy(2, in: vault)
    try vault.edit(
      "UPDATE checkout SET browserHash = (SELECT browserHash FROM checkout WHERE id = 2)"
    )
    let store = try vault.reopened()
    defer { store.close() }
    for number in 1...2 {
      let reference = try Sample.reference(number)
      let seen = try store.ownView(of: reference, by: [token(1), token(2)], at: at(60))
      #expect((seen != nil) == (number == 2))
    }
  }

  @Test func `a corrected address gets the codes and a link, and the old link ends`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault)
    let old = try #require(try await vault.store.claim().first)
    try await vault.store.record(.sent, of: old)
    let codes = try #require(try await vault.store.reveal(token: old.token, at: at(30))).units
    #expect(try await correct(1, in: vault) == .made)
    #expect(try vault.store.orderPage(token: old.token, at: at(61)) == nil)
    #expect(try await vault.store.reveal(token: old.token, at: at(61)) == nil)
    let new = try #require(try await vault.store.claim(after: 61).first)
    #expect(new.to.text == "right@example.com" && new.units == codes && new.units == old.units)
    let seen = try #require(try own(1, in: vault))
    #expect(seen.token == new.token && seen.email == new.to)
    #expect(seen.correction == .made(disclosed: .codes))
    // Asked for at the old address, nothing comes; at the new one it does.
    try await vault.store.requestLinks(email: old.to, at: at(62))
    #expect(try await vault.store.claim(after: 63).isEmpty)
    let entry = "SELECT COUNT(*) FROM ledger WHERE action = 'correct address' AND actor = 'buyer'"
    #expect(try vault.count(entry) == 1)
    try vault.expectWhole()
  }

  @Test func `an address is corrected once, and the same wish again does nothing`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault)
    #expect(try await correct(1, in: vault, to: "Buyer1@Example.com") == .unchanged)
    #expect(try await correct(1, in: vault) == .made)
    #expect(try await correct(1, in: vault) == .unchanged)
    #expect(try await correct(1, in: vault, to: "third@example.com") == .refused)
    #expect(try own(1, in: vault)?.email.text == "right@example.com")
    #expect(try await vault.store.claim(after: 61).count == 1)
    // What a person changed is theirs to change.
    try await buy(2, in: vault)
    for letter in try await vault.store.claim(after: 61) {
      try await vault.store.record(.sent, of: letter, after: 61)
    }
    try await vault.store.readdress(
      Sample.reference(2),
      to: address("asked@example.com"),
      by: Sample.person(),
      at: at(62)
    )
    #expect(try own(2, in: vault, after: 63)?.correction == .closed)
    #expect(try await correct(2, in: vault, after: 63) == .refused)
    try vault.expectWhole()
  }

  /// What happens to the letter for the old address, what may be known there, and how many letters
  /// are sent to the new one.
  static let letters: [(outcomes: [SendOutcome], Checkout.Correction.Disclosed)] = [
    ([.sent], .codes), ([.written], .codes),
    ([.uncertain(Sample.trouble(.finalDot))], .codes),
    ([.temporary(Sample.trouble())], .nothing),
    ([.permanent(Sample.trouble())], .nothing), ([], .nothing),
  ]

  @Test(arguments: letters, [DeliveryKind.code, .link])
  func `tells truly what may have gone to the old address`(
    letter: (outcomes: [SendOutcome], Checkout.Correction.Disclosed),
    kind: DeliveryKind
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault, kind: kind)
    if let outcome = letter.outcomes.first {
      let old = try #require(try await vault.store.claim().first)
      try await vault.store.record(outcome, of: old)
    }
    #expect(try await correct(1, in: vault) == .made)
    let expected = letter.1 == .codes && kind == .link ? .link : letter.1
    for _ in 1...2 {
      #expect(try own(1, in: vault, after: 90)?.correction == .made(disclosed: expected))
      // What goes to the new address changes nothing of it.
      let new = try await vault.store.claim(after: Self.hour)
      #expect(new.allSatisfy { $0.to.text == "right@example.com" })
      for each in new { try await vault.store.record(.sent, of: each, after: Self.hour) }
    }
    #expect(try vault.count("SELECT COUNT(*) FROM delivery WHERE state = 'sent'") > 0)
    try vault.expectWhole()
  }

  @Test(arguments: [true, false])
  func `a link that was opened before the correction is no reassurance`(isBefore: Bool)
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault, kind: .link)
    let letter = try #require(try await vault.store.claim().first)
    try await vault.store.record(.sent, of: letter)
    if isBefore { _ = try await vault.store.reveal(token: letter.token, at: at(1)) }
    #expect(try await correct(1, in: vault) == .made)
    #expect(try await vault.store.reveal(token: letter.token, at: at(70)) == nil)
    let new = try #require(try await vault.store.claim(after: Self.hour).first)
    _ = try await vault.store.reveal(token: new.token, at: at(Self.hour))
    let seen = try own(1, in: vault, after: Self.hour)
    #expect(seen?.correction == .made(disclosed: isBefore ? .openedLink : .link))
  }

  @Test(arguments: [
    (SendOutcome.sent, Checkout.Correction.Disclosed.codes),
    (.abandoned(Sample.trouble()), .nothing),
  ])
  func `a letter under way is called back, and may have gone all the same`(
    outcome: SendOutcome,
    disclosed: Checkout.Correction.Disclosed
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault)
    let old = try #require(try await vault.store.claim().first)
    #expect(try vault.store.isStillOwed(delivery: old.deliveryID, attempt: old.attempt))
    #expect(try await correct(1, in: vault) == .made)
    // Its server is told nothing more, if it has not had the final dot.
    #expect(try !vault.store.isStillOwed(delivery: old.deliveryID, attempt: old.attempt))
    #expect(try own(1, in: vault)?.correction == .made(disclosed: .codes))
    try await vault.store.record(outcome, of: old, after: 61)
    #expect(try own(1, in: vault, after: 62)?.correction == .made(disclosed: disclosed))
    let new = try await vault.store.claim(after: 62)
    #expect(new.map(\.to.text) == ["right@example.com"])
    try vault.expectWhole()
  }

  @Test func `a worker that is killed while it sends and after the correction sends nothing twice`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault)
    _ = try await vault.store.claim()
    #expect(try await correct(1, in: vault) == .made)
    vault.store.close()
    let store = try vault.reopened(at: at(61))
    defer { store.close() }
    let new = try await store.claimDue(limit: 9, at: at(Self.hour * 2))
    #expect(new.map(\.to.text) == ["right@example.com"])
    let seen = try store.ownView(of: Sample.reference(1), by: [token(1)], at: at(62))
    #expect(seen?.correction == .made(disclosed: .codes))
    #expect(try store.brokenViews().allSatisfy { $0.rows == 0 })
  }

  @Test func `an order that waits for stock sends its codes to the corrected address`()
    async throws
  {
    let vault = try TestVault()
    try await buy(1, in: vault)
    for letter in try await vault.store.claim() { try await vault.store.record(.sent, of: letter) }
    #expect(try own(1, in: vault)?.correction == .open)
    #expect(try await correct(1, in: vault) == .made)
    #expect(try own(1, in: vault)?.correction == .made(disclosed: .link))
    let link = try await vault.store.claim(after: 61)
    #expect(link.map(\.to.text) == ["right@example.com"] && link.allSatisfy { $0.units.isEmpty })
    try await vault.importCodes(1)
    let codes = try await vault.store.claim(after: 62)
    #expect(codes.map(\.to.text) == ["right@example.com"] && codes[0].units.count == 1)
    try vault.expectWhole()
  }

  /// What is known of the money, or done by a person, before the buyer asks.
  enum Doubt: String, CaseIterable {
    case refundAtProvider, partAtProvider, dispute, disputeWon, refundBegun, goodwill, held
  }

  private func doubt(_ doubt: Doubt, about number: Int, in store: Store) async throws {
    let reference = try Sample.reference(number)
    let key = Payment.Key(paymentID: "pi_\(reference)", reference: reference)
    let settle = { (fact: PaymentFact) in
      _ = try await store.settle(Sample.event("evt_\(doubt)_\(number)", fact), at: self.at(50))
    }
    let begin = { (part: Refund.Part?, amount: Money?) in
      _ = try await store.beginRefund(
        reference,
        amount: amount,
        for: part,
        reason: "x",
        by: Sample.person(),
        at: self.at(50)
      )
    }
    switch doubt {
    case .refundAtProvider:
      try await settle(.refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(4850))))
    case .partAtProvider:
      try await settle(.refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(1))))
    case .dispute: try await settle(.disputed(key, .open, id: "d"))
    case .disputeWon: try await settle(.disputed(key, .won, id: "d"))
    case .refundBegun: try await begin(nil, nil)
    case .goodwill: try await begin(.goodwill, try Sample.money(1))
    case .held:
      _ = try await store.hold(
        reference: reference,
        reason: "x",
        by: Sample.person(),
        at: at(50)
      )
    }
  }

  @Test(arguments: Doubt.allCases)
  func `no address is corrected once money is in doubt, and afterwards nothing goes out`(
    doubt: Doubt
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    try await buy(1, in: vault)
    try await self.doubt(doubt, about: 1, in: vault.store)
    #expect(try own(1, in: vault)?.correction == .closed)
    #expect(try await correct(1, in: vault) == .refused)
    #expect(try vault.count("SELECT COUNT(*) FROM orderAddress") == 0)
    // The other way round: what is corrected goes nowhere when the money turns out to be in doubt.
    try await buy(2, in: vault)
    #expect(try await correct(2, in: vault, after: 40) == .made)
    try await self.doubt(doubt, about: 2, in: vault.store)
    let letters = try await vault.store.claim(after: 60)
    let goesOn = doubt == .goodwill
    #expect(letters.contains { $0.to.text == "right@example.com" && !$0.units.isEmpty } == goesOn)
    try vault.expectWhole()
  }

  @Test func `a blocked address is corrected to by nobody, and from no blocked network`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await buy(1, in: vault)
    for text in ["blocked@example.com", "203.0.113.7"] {
      _ = try await vault.store.block(
        try #require(BlockedBuyer(text)),
        reason: "x",
        by: Sample.person(),
        at: TestVault.start
      )
    }
    #expect(try await correct(1, in: vault, to: "Blocked+x@example.com") == .refused)
    #expect(try await correct(1, in: vault, from: "203.0.113.0/24") == .refused)
    #expect(try await correct(1, in: vault, from: "198.51.100.0/24") == .made)
  }
}
