import Shop
import Storage
import Testing

/// Letters without codes: that an order waits, and that money went back.
@Suite(.timeLimit(.minutes(20)))
struct LettersTests {
  private func refund(
    _ vault: TestVault,
    _ number: Int,
    _ minorUnits: Int64,
    id: String? = nil,
    event: String = "refund"
  ) async throws {
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(number))
    let refund = Refund.Confirmed(id: id, amount: try Sample.money(minorUnits))
    _ = try await vault.store.settle(
      Sample.event(event, .refunded(key, refund)),
      at: TestVault.start
    )
  }

  @Test func `a buyer who waits is told once, and the codes come in a letter of their own`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let waiting = try #require(try await vault.store.claim().first)
    #expect(waiting.purpose == .waiting && waiting.units.isEmpty)
    try await vault.store.record(.sent, of: waiting)
    #expect(try vault.order(1).view.fulfilment == .backorder)
    try await vault.importCodes(1)
    let codes = try await vault.store.claim()
    #expect(codes.map(\.purpose) == [.order] && codes[0].units.count == 1)
    try vault.expectWhole()
  }

  @Test(arguments: [SendOutcome.temporary(Sample.trouble()), .permanent(Sample.trouble())])
  func `nobody is told to wait whose codes have come`(outcome: SendOutcome) async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let waiting = try #require(try await vault.store.claim().first)
    try await vault.store.record(outcome, of: waiting)
    try await vault.importCodes(1)
    let person = try Sample.person()
    try await vault.store.retryDelivery(
      id: waiting.deliveryID,
      by: person,
      at: TestVault.start.advanced(seconds: 60)
    )
    #expect(try await vault.store.claim(after: 600).map(\.purpose) == [.order])
    let letters = try vault.order(1).deliveries
    #expect(letters.first { $0.purpose == .waiting }?.state == .superseded)
    try vault.expectWhole()
  }

  @Test func `a letter that was overtaken while it left is not repeated, and counts when it came`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let waiting = try #require(try await vault.store.claim().first)
    try await vault.importCodes(1)
    try await vault.store.record(.uncertain(Sample.trouble(.finalDot)), of: waiting)
    let later = RetrySchedule.secondsAfterUncertain
    #expect(try await vault.store.claim(after: later).map(\.purpose) == [.order])
    try await vault.store.record(.sent, of: waiting, after: later)
    #expect(try vault.order(1).deliveries.first { $0.purpose == .waiting }?.state == .sent)
  }

  @Test func `what failed is queued again one after the other, from a day on where one is named`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(4)
    for number in 1...4 { _ = try await vault.buy(number) }
    let day: Int64 = 86_400
    for (index, message) in try await vault.store.claim().enumerated() {
      let seconds = index < 2 ? 0 : day
      try await vault.store.record(.permanent(Sample.trouble()), of: message, after: seconds)
    }
    let person = try Sample.person()
    let late = TestVault.start.advanced(seconds: day)
    let count = try await vault.store.retry(
      .failed,
      since: late,
      perMinute: 2,
      by: person,
      at: late
    )
    #expect(count == 2)
    #expect(try await vault.store.claim(after: day).count == 1)
    #expect(try await vault.store.claim(after: day + 29).isEmpty)
    #expect(try await vault.store.claim(after: day + 30).count == 1)
    let rest = try await vault.store.retry(.failed, since: nil, perMinute: 60, by: person, at: late)
    #expect(rest == 2)
    #expect(
      try await vault.store.retry(.failed, since: nil, perMinute: 60, by: person, at: late) == 0
    )
  }

  @Test func `what went into a folder is queued again, oldest first, and what failed is not`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(4)
    for number in 1...4 { _ = try await vault.buy(number) }
    let outcomes: [SendOutcome] = [.written, .permanent(Sample.trouble()), .written, .sent]
    let first = try await vault.store.claim()
    for (message, outcome) in zip(first, outcomes) {
      try await vault.store.record(outcome, of: message)
    }
    let (person, start) = (try Sample.person(), TestVault.start)
    let count = try await vault.store.retry(
      .written,
      since: nil,
      perMinute: 2,
      by: person,
      at: start
    )
    #expect(count == 2)
    let next = try await vault.store.claim()
    #expect(next.map(\.deliveryID) == [first[0].deliveryID])
    #expect(next.map(\.messageID) == [first[0].messageID] && next[0].kept == first[0].kept)
    #expect(try await vault.store.claim(after: 30).map(\.deliveryID) == [first[2].deliveryID])
    #expect(
      try await vault.store.retry(.written, since: nil, perMinute: 2, by: person, at: start) == 0
    )
  }

  @Test func `a refund is told with its amount, and what it makes of the codes`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    for message in try await vault.store.claim() {
      try await vault.store.record(.sent, of: message)
    }
    try await refund(vault, 1, 4850, event: "r1")
    try await refund(vault, 2, 4850, event: "r2")
    let letters = try await vault.store.claim()
    #expect(letters.map(\.purpose) == [.refunded, .refunded])
    #expect(letters.allSatisfy { $0.units.isEmpty })
    #expect(letters.map(\.refund?.amount) == [try Sample.money(4850), try Sample.money(4850)])
    #expect(letters.map(\.refund?.codes) == [.withdrawn, Refund.Notice.Codes.none])
    try vault.expectWhole()
  }

  @Test func `money that goes back in parts is told part by part, and each part once`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 3)
    try await refund(vault, 1, 1000, id: "a", event: "1")
    try await refund(vault, 1, 500, id: "b", event: "2")
    // The same refund in another event, and a total that adds nothing.
    try await refund(vault, 1, 500, id: "b", event: "3")
    try await refund(vault, 1, 1500, event: "4")
    try await refund(vault, 1, 1700, event: "5")
    let notices = try await vault.store.claim().compactMap(\.refund)
    #expect(notices.map(\.amount.minorUnits) == [1000, 500, 200])
    #expect(notices.map(\.total.minorUnits) == [1000, 1500, 1700])
  }

  @Test func `a refund heard of before its payment is told when the order is made`() async throws {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    try await refund(vault, 1, 4850)
    #expect(try await vault.store.claim().isEmpty)
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
    let letters = try await vault.store.claim()
    #expect(letters.map(\.purpose) == [.refunded])
    #expect(letters[0].refund?.codes == Refund.Notice.Codes.none)
  }

  @Test func `money that was paid twice goes back without a word about the codes`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let checkout = try Sample.checkout(1)
    let again = Sample.paid(checkout, event: "evt_again", by: "pi_again")
    #expect(try await vault.store.settle(again, at: TestVault.start) == .held(.surplus))
    let key = Payment.Key(paymentID: "pi_again", reference: checkout.reference)
    let refund = Refund.Confirmed(id: nil, amount: checkout.amount)
    _ = try await vault.store.settle(
      Sample.event("r", .refunded(key, refund)),
      at: TestVault.start
    )
    let letters = try await vault.store.claim()
    #expect(letters.map(\.purpose) == [.order, .refunded])
    #expect(letters.last?.refund?.codes == .kept)
    #expect(try vault.order(1).view.fulfilment == .allocated)
  }
}
