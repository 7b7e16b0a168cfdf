import Shop
import Storage
import Testing

/// The line in which checkouts wait for their providers: durable, fair, and a row before each call.
@Suite(.timeLimit(.minutes(20)))
struct StoreOpeningsTests {
  private static let step = PayStep.redirect(url: "https://pay.example/1")

  private func at(_ seconds: Int64) -> Timestamp { TestVault.start.advanced(seconds: seconds) }

  private func checkout(
    _ number: Int,
    email: String? = nil,
    at seconds: Int64 = 0,
    quantity: Int = 1
  ) throws -> Checkout {
    let plain = try Sample.checkout(number, quantity: quantity)
    return Checkout(
      reference: plain.reference,
      provider: plain.provider,
      line: plain.line,
      email: try #require(EmailAddress(email ?? plain.email.text)),
      language: plain.language,
      amount: plain.amount,
      createdAt: at(seconds),
      expiresAt: at(seconds + Checkout.lifetimeSeconds)
    )
  }

  private func visitor(_ network: String?, phone: Bool = false) -> Checkout.Buyer {
    Checkout.Buyer(
      isPhone: phone,
      address: network.map { $0 + ".7" } ?? "",
      network: network.map { $0 + ".0/24" }
    )
  }

  private func line(
    _ vault: TestVault,
    rested: Bool = false,
    limit: Int = 200,
    at seconds: Int64 = 1_000
  ) throws -> [Reference] {
    try vault.store.dueOpenings(of: .stripe, rested: rested, limit: limit, at: at(seconds))
      .map(\.reference)
  }

  private func references(_ numbers: [Int]) throws -> [Reference] {
    try numbers.map { try Sample.reference($0) }
  }

  @Test func `serves first come, first served, and tells each its place`() async throws {
    let vault = try TestVault()
    for number in 1...4 {
      let reference = try await vault.store.enter(
        try checkout(number),
        by: visitor("198.51.\(number)")
      )
      #expect(try reference == Sample.reference(number))
    }
    #expect(try line(vault) == references([1, 2, 3, 4]))
    #expect(try line(vault, limit: 2) == references([1, 2]))
    #expect(try vault.store.placeInQueue(Sample.reference(3)) == 3)
    #expect(try vault.store.dueOpenings(of: .paypal, rested: false, limit: 9, at: at(9)).isEmpty)
    try vault.expectWhole()
  }

  @Test(arguments: ["network", "address"])
  func `one who orders fifty times pushes nobody back`(kind: String) async throws {
    let vault = try TestVault()
    // As many as may be open for one address.
    for number in 1...50 {
      _ = try await vault.store.enter(
        try checkout(number, email: kind == "address" ? "many@example.com" : nil),
        by: visitor(kind == "network" ? "203.0.113" : "10.0.\(number)")
      )
    }
    for number in 101...103 {
      let late = try checkout(number, at: 5)
      _ = try await vault.store.enter(late, by: visitor("198.51.\(number)"))
    }
    let places = try line(vault)
    // Before them are only the five of the flood whose places lie in the first five seconds.
    #expect(places.prefix(5) == (try references([1, 2, 3, 4, 5]))[...])
    #expect(try Set(places.prefix(10)).isSuperset(of: references([101, 102, 103])))
    #expect(places.count == 53)
  }

  @Test func `whoever waits is not forgotten when the clock falls`() async throws {
    let vault = try TestVault()
    let reference = try await vault.store.enter(try checkout(1), by: visitor("198.51.100"))
    let wrong = TestVault.start.advanced(seconds: 10 * 365 * 86_400)
    #expect(try await vault.store.claimOpenings([reference], at: wrong).count == 1)
    let now = TestVault.start.advanced(seconds: 60)
    try await vault.store.acceptClock(now, reason: "it had been 2036", by: Sample.person())
    let due = try vault.store.dueOpenings(of: .stripe, rested: false, limit: 9, at: now)
    #expect(due.map(\.reference) == [reference])
  }

  @Test func `nobody stands back for strangers whose network is not known`() async throws {
    let vault = try TestVault()
    for number in 1...9 {
      _ = try await vault.store.enter(try checkout(number), by: visitor(nil))
    }
    _ = try await vault.store.enter(try checkout(10, at: 1), by: visitor("198.51.100"))
    #expect(try line(vault) == references(Array(1...10)))
  }

  /// What a browser sends that was given these tokens before, and the next one now.
  private func buyer(
    _ known: [BrowserToken],
    network: String = "198.51.100",
    phone: Bool = false
  ) -> Checkout.Buyer {
    var random = SystemRandomNumberGenerator()
    let plain = visitor(network, phone: phone)
    return Checkout.Buyer(
      isPhone: plain.isPhone,
      address: plain.address,
      network: plain.network,
      browser: BrowserToken(using: &random),
      known: known
    )
  }

  @Test func `the same form twice in a browser is one checkout, and in another one another`()
    async throws
  {
    let vault = try TestVault()
    let first = try Sample.reference(1)
    let mine = buyer([])
    let known = mine.browser.map { [$0] } ?? []
    let enter = { (number: Int, seconds: Int64, quantity: Int, who: Checkout.Buyer) in
      try await vault.store.enter(
        try self.checkout(number, email: "same@example.com", at: seconds, quantity: quantity),
        by: who
      )
    }
    #expect(try await enter(1, 0, 1, mine) == first)
    #expect(try await enter(2, 3, 1, buyer(known)) == first)
    // It still waits: the same form keeps the place.
    #expect(try await enter(3, 300, 1, buyer(known)) == first)
    #expect(try await enter(4, 301, 2, buyer(known)) == Sample.reference(4))
    #expect(try await enter(5, 302, 1, buyer(known, phone: true)) == Sample.reference(5))
    let moved = buyer(known, network: "203.0.113")
    #expect(try await enter(6, 303, 1, moved) == Sample.reference(6))
    // Another browser in the same network gets a checkout of its own.
    #expect(try await enter(7, 304, 1, buyer([])) == Sample.reference(7))
    let others = buyer([]).browser.map { [$0] } ?? []
    #expect(try await enter(8, 304, 1, buyer(others)) == Sample.reference(8))
    try await vault.store.started(first, sessionID: "cs_1", step: Self.step, at: at(304))
    // It is opened, and the form is no double click: the buyer wants another order.
    #expect(try await enter(9, 305, 1, buyer(known)) == Sample.reference(9))
    #expect(try vault.count("SELECT COUNT(*) FROM checkout") == 7)
    try vault.expectWhole()
  }

  @Test func `a double click after the answer leads to the same payment`() async throws {
    let vault = try TestVault()
    let mine = buyer([])
    let known = mine.browser.map { [$0] } ?? []
    let first = try await vault.store.enter(try checkout(1, email: "a@b.example"), by: mine)
    try await vault.store.started(first, sessionID: "cs_1", step: Self.step, at: at(1))
    let again = try checkout(2, email: "a@b.example", at: 2)
    #expect(try await vault.store.enter(again, by: buyer(known)) == first)
    let later = try checkout(3, email: "a@b.example", at: 12)
    #expect(try await vault.store.enter(later, by: buyer(known)) == Sample.reference(3))
  }

  @Test func `an attempt is counted and the next planned before the call`() async throws {
    let vault = try TestVault()
    let reference = try await vault.store.enter(
      try checkout(1),
      by: visitor("198.51.100", phone: true)
    )
    let claimed = try await vault.store.claimOpenings([reference], at: at(1))
    #expect(claimed.map(\.attempt) == [1])
    #expect(try claimed.map(\.checkout) == [checkout(1)])
    #expect(claimed.first?.isPhone == true && claimed.first?.address == "198.51.100.7")
    #expect(try await vault.store.claimOpenings([reference], at: at(2)).isEmpty)
    #expect(try line(vault, at: OpeningSchedule.callSeconds).isEmpty)
    #expect(try line(vault, at: OpeningSchedule.callSeconds + 1) == [reference])
    // The worker is killed during the call: the next one asks at once, under the same reference.
    vault.store.close()
    let store = try vault.reopened(at: at(5))
    defer { store.close() }
    try await store.resumeOpenings(at: at(5))
    let again = try await store.claimOpenings([reference], at: at(5))
    #expect(again.map(\.attempt) == [2] && again.map(\.checkout.reference) == [reference])
  }

  @Test func `a failure keeps the place, and a trial takes who was tried least`() async throws {
    let vault = try TestVault()
    for number in 1...3 {
      _ = try await vault.store.enter(try checkout(number), by: visitor("198.51.\(number)"))
    }
    let first = try Sample.reference(1)
    _ = try await vault.store.claimOpenings([first], at: at(1))
    try await vault.store.postponeOpening(first, until: at(3), at: at(2))
    #expect(try line(vault, at: 2) == references([2, 3]))
    #expect(try line(vault, at: 3) == references([1, 2, 3]))
    #expect(try line(vault, rested: true, at: 3) == references([2, 3, 1]))
    #expect(try vault.store.placeInQueue(first) == 1)
  }

  @Test func `who went away costs no call, and comes back to the old place`() async throws {
    let vault = try TestVault()
    for number in 1...2 {
      _ = try await vault.store.enter(try checkout(number), by: visitor("198.51.\(number)"))
    }
    let first = try Sample.reference(1)
    try await vault.store.endOpenings([first], as: .away, at: at(200))
    #expect(try line(vault) == references([2]))
    #expect(try vault.store.checkout(first)?.opening?.state == .away)
    #expect(try vault.store.placeInQueue(first) == nil)
    #expect(try vault.store.placeInQueue(Sample.reference(2)) == 1)
    try await vault.store.returnToQueue(first, at: at(201))
    #expect(try line(vault) == references([1, 2]))
    try vault.expectWhole()
  }

  @Test func `what ended waits no more, and says nothing of its buyer`() async throws {
    let vault = try TestVault()
    for (number, state) in [(1, Checkout.Opening.State.refused), (2, .late)] {
      let reference = try await vault.store.enter(try checkout(number), by: visitor("198.51.100"))
      try await vault.store.endOpenings([reference], as: state, at: at(1))
      try await vault.store.returnToQueue(reference, at: at(2))
      #expect(try vault.store.checkout(reference)?.opening?.state == state)
    }
    let third = try await vault.store.enter(try checkout(3), by: visitor("198.51.100"))
    try await vault.store.started(third, sessionID: "cs_1", step: Self.step, at: at(1))
    try await vault.store.endOpenings([third], as: .late, at: at(2))
    #expect(try vault.store.checkout(third)?.opening?.state == .opened)
    #expect(try line(vault).isEmpty)
    let kept = "SELECT COUNT(*) FROM opening WHERE addressSealed NOTNULL OR networkHash NOTNULL"
    #expect(try vault.count(kept) == 0)
    try vault.expectWhole()
  }

  @Test func `a row that does not open keeps nobody behind it from paying`() async throws {
    let vault = try TestVault()
    var references: [Reference] = []
    for number in 1...3 {
      let visitor = visitor("198.51.\(number)")
      references.append(try await vault.store.enter(try checkout(number), by: visitor))
    }
    try vault.edit("UPDATE opening SET addressSealed = randomblob(61) WHERE checkoutID = 1")
    let store = try vault.reopened()
    defer { store.close() }
    let claimed = try await store.claimOpenings(references, at: at(1))
    #expect(claimed.map(\.checkout.reference) == Array(references.dropFirst()))
    #expect(try store.checkout(references[0])?.opening?.state == .refused)
  }

  @Test func `an answer that was late is still how to pay`() async throws {
    let vault = try TestVault()
    let reference = try await vault.store.enter(try checkout(1), by: visitor("198.51.100"))
    try await vault.store.endOpenings([reference], as: .late, at: at(1))
    try await vault.store.started(reference, sessionID: "cs_1", step: Self.step, at: at(2))
    #expect(try vault.store.checkout(reference)?.step == Self.step)
    try vault.expectWhole()
  }

  @Test func `what was paid by another way is not opened`() async throws {
    let vault = try TestVault()
    let checkout = try checkout(1)
    _ = try await vault.store.enter(checkout, by: visitor("198.51.100"))
    _ = try await vault.store.settle(Sample.paid(checkout), at: at(1))
    #expect(try await vault.store.claimOpenings([checkout.reference], at: at(2)).isEmpty)
  }

  @Test func `after a start, who waited too long waits no longer`() async throws {
    let vault = try TestVault()
    let first = try await vault.store.enter(try checkout(1), by: visitor("198.51.100"))
    let second = try await vault.store.enter(try checkout(2, at: 590), by: visitor("198.51.101"))
    try await vault.store.resumeOpenings(at: at(OpeningSchedule.queueSeconds))
    #expect(try vault.store.checkout(first)?.opening?.state == .late)
    #expect(try line(vault) == [second])
  }
}
