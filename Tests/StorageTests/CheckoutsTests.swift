import Shop
import Storage
import Testing

/// Webhooks are not the only source: the provider is asked about a payment without one (I8).
@Suite(.timeLimit(.minutes(20)))
struct StoreCheckoutsTests {
  private static let minute: Int64 = 60
  private static let step = PayStep.form(
    url: "https://pay.example/form",
    fields: [FormField("amount", "4850"), FormField("空", "a=b&c")]
  )

  private func at(_ minutes: Int64) -> Timestamp {
    TestVault.start.advanced(seconds: minutes * Self.minute)
  }

  /// Claims whenever something is due, until nothing is; returns the minutes of the questions, and
  /// of the last ones.
  private func minutes(_ vault: TestVault, records: Bool) async throws
    -> (asked: [Int64], last: [Int64])
  {
    var asked: [Int64] = []
    var last: [Int64] = []
    while let due = try vault.store.nextQuery(), asked.count < 99 {
      for row in try await vault.store.claimQueries(limit: 9, at: due) {
        asked.append((due.seconds - TestVault.start.seconds) / 60)
        if row.isLast { last.append(asked.last ?? 0) }
        guard records else { continue }
        try await vault.store.recordQuery(row.reference, isFinal: false, at: due)
      }
    }
    return (asked, last)
  }

  @Test func `asks after 1, 5, 10, 30, 60, 120 minutes and at the end, then labels`() async throws {
    let vault = try TestVault()
    try await vault.reach(1)
    #expect(try vault.store.nextQuery() == at(1))
    let (asked, last) = try await minutes(vault, records: true)
    #expect(asked == [1, 5, 10, 30, 45, 60, 120])
    #expect(last == [120])
    #expect(try vault.store.checkout(Sample.reference(1))?.isExpired == true)
    #expect(try vault.store.nextQuery() == nil)
    try vault.expectWhole()
  }

  @Test func `a last question without an answer is repeated, and not for ever`() async throws {
    let vault = try TestVault()
    try await vault.reach(1)
    let (asked, last) = try await minutes(vault, records: false)
    #expect(asked.prefix(6) == [1, 5, 10, 30, 45, 60])
    #expect(last.prefix(4) == [120, 135, 165, 225])
    #expect(last.count == QuestionSchedule.lastRepeats + 1)
    #expect(try vault.store.checkout(Sample.reference(1))?.isExpired == true)
    try vault.expectWhole()
  }

  @Test func `a question is counted before it is put: a crash loses none`() async throws {
    let vault = try TestVault()
    try await vault.reach(1)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(1)).count == 1)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(1)).isEmpty)
    vault.store.close()
    let store = try vault.reopened(at: at(5))
    defer { store.close() }
    let rows = try await store.claimQueries(limit: 9, at: at(5))
    #expect(rows.map(\.reference) == [try Sample.reference(1)])
    #expect(rows.first?.question.openedAt == TestVault.start)
  }

  @Test func `a worker that slept asks once for all that it missed`() async throws {
    let vault = try TestVault()
    try await vault.reach(1)
    let rows = try await vault.store.claimQueries(limit: 9, at: at(50))
    #expect(rows.map(\.isLast) == [false])
    #expect(try vault.store.nextQuery() == at(60))
    let last = try await vault.store.claimQueries(limit: 9, at: at(7_000))
    #expect(last.map(\.isLast) == [true])
  }

  @Test(arguments: ["203.0.113.0/24", "2001:db8::/48", nil])
  func `a buyer of any network is led to pay by the quote as it was written`(
    network: String?
  ) async throws {
    let vault = try TestVault()
    let visitor = Checkout.Buyer(isPhone: false, address: "", network: network)
    let reference = try await vault.store.enter(try Sample.checkout(1), by: visitor)
    #expect(try vault.store.checkout(reference)?.isHeld == false)
    #expect(try await vault.store.claimOpenings([reference], at: at(1)).count == 1)
  }

  @Test func `what is paid is never asked about again, and not labelled`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    #expect(try vault.store.nextQuery() == nil)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(9_000)).isEmpty)
    try await vault.store.recordQuery(try Sample.reference(1), isFinal: true, at: at(9_000))
    let view = try #require(try vault.store.checkout(Sample.reference(1)))
    #expect(view.isPaid && !view.isExpired)
    #expect(view.order?.fulfilment == .allocated)
    try vault.expectWhole()
  }

  @Test func `a final answer ends it at once, and late money still finds it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    let checkout = try Sample.checkout(1)
    try await vault.reach(1)
    _ = try await vault.store.claimQueries(limit: 9, at: at(1))
    try await vault.store.recordQuery(checkout.reference, isFinal: true, at: at(1))
    #expect(try vault.store.checkout(checkout.reference)?.isExpired == true)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(500)).isEmpty)
    let settlement = try await vault.store.settle(Sample.paid(checkout), at: at(600))
    #expect(settlement == .allocated(checkout.reference))
    #expect(try vault.store.checkout(checkout.reference)?.isExpired == false)
    try vault.expectWhole()
  }

  @Test func `providers that answer no questions are simply labelled`() async throws {
    let vault = try TestVault()
    let plain = try Sample.checkout(1)
    let checkout = Checkout(
      reference: plain.reference,
      provider: .standard,
      line: plain.line,
      email: plain.email,
      language: plain.language,
      amount: plain.amount,
      createdAt: plain.createdAt,
      expiresAt: plain.expiresAt
    )
    try await vault.store.open(checkout)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(44)).isEmpty)
    #expect(try vault.store.checkout(checkout.reference)?.isExpired == false)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(45)).isEmpty)
    #expect(try vault.store.checkout(checkout.reference)?.isExpired == true)
  }

  @Test func `keeps the provider's session and the step, sealed, the latest word`() async throws {
    let vault = try TestVault()
    let reference = try Sample.reference(1)
    try await vault.store.open(try Sample.checkout(1))
    #expect(try vault.store.checkout(reference)?.step == nil)
    let scan = PayStep.scan(text: "weixin://first")
    for (session, step) in [(nil, scan), ("cs_canary_1", Self.step)] {
      try await vault.store.started(
        reference,
        sessionID: session,
        step: step,
        at: TestVault.start
      )
    }
    let view = try #require(try vault.store.checkout(reference))
    #expect(view.step == Self.step)
    #expect(view.sessionID == "cs_canary_1")
    #expect(view.checkout.maskedEmail == "b…@example.com")
    #expect(view.checkout.line == (try Sample.checkout(1)).line)
    #expect(!view.isPaid && !view.isHeld && !view.isExpired)
    let row = try await vault.store.claimQueries(limit: 1, at: at(1)).first
    #expect(row?.question == view.question)
    let sealed = try vault.count(
      "SELECT COUNT(*) FROM session WHERE instr(stepSealed, 'weixin') OR instr(stepSealed, 'form')"
    )
    #expect(sealed == 0)
    await #expect(throws: StoreError.unknownCheckout) {
      try await vault.store.started(
        try Sample.reference(9),
        sessionID: nil,
        step: scan,
        at: TestVault.start
      )
    }
  }

  @Test func `money that is held shows as held`() async throws {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    let short = Sample.event("e", .paid(PaidFact(key: key, amount: try Sample.money(4849))))
    _ = try await vault.store.settle(short, at: TestVault.start)
    #expect(try vault.store.checkout(checkout.reference)?.isHeld == true)
    #expect(try vault.store.checkout(Sample.reference(9)) == nil)
  }

  @Test func `tells the unpaid ones since a moment, oldest first`() async throws {
    let vault = try TestVault()
    for number in 1...4 { try await vault.store.open(Sample.checkout(number)) }
    _ = try await vault.store.settle(Sample.paid(Sample.checkout(2)), at: TestVault.start)
    let unpaid = { (since: Timestamp, limit: Int) in
      try vault.store.unpaidCheckouts(since: since, limit: limit).map(\.checkout.reference)
    }
    let opened = try Sample.checkout(1).createdAt
    let all = try [1, 3, 4].map(Sample.reference)
    #expect(try unpaid(opened, 9) == all)
    #expect(try unpaid(opened, 2) == Array(all.prefix(2)))
    #expect(try unpaid(opened.advanced(milliseconds: 1), 9).isEmpty)
  }

  @Test func `nobody is asked about a checkout that its provider never saw`() async throws {
    let vault = try TestVault()
    try await vault.store.open(try Sample.checkout(1))
    #expect(try vault.store.nextQuery() == at(45))
    let (asked, _) = try await minutes(vault, records: true)
    #expect(asked.isEmpty)
    #expect(try vault.store.checkout(Sample.reference(1))?.isExpired == true)
    try vault.expectWhole()
  }

  @Test func `one that waited for its provider is asked about from then on`() async throws {
    let vault = try TestVault()
    try await vault.store.open(try Sample.checkout(1))
    try await vault.store.started(
      Sample.reference(1),
      sessionID: nil,
      step: Self.step,
      at: at(12)
    )
    let (asked, last) = try await minutes(vault, records: true)
    #expect(asked == [30, 45, 60, 120] && last == [120])
    try vault.expectWhole()
  }
}
