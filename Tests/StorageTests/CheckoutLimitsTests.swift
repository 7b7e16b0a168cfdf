import Foundation
import GRDB
import Shop
import Testing

@testable import Storage

/// Strangers can leave only a bounded number of checkouts, which the only deletion removes.
@Suite(.timeLimit(.minutes(20)))
struct StoreVisitorsTests {
  private static let day: Int64 = 86_400

  private func at(days: Int64) -> Timestamp {
    TestVault.start.advanced(seconds: days * Self.day)
  }

  private func minutes(_ count: Int64) -> Timestamp {
    TestVault.start.advanced(seconds: count * 60)
  }

  /// Lets a checkout end and be labelled expired.
  private func end(_ vault: TestVault, at now: Timestamp) async throws {
    while let due = try vault.store.nextQuery(), due <= now {
      _ = try await vault.store.claimQueries(limit: 100, at: due)
    }
  }

  private func purged(
    _ vault: TestVault,
    keepDays: Int64 = 30,
    limit: Int = 100,
    mostEnded: Int = 1_000,
    at now: Timestamp
  ) async throws -> Int {
    try await vault.store.purgeUnpaid(
      keepSeconds: keepDays * Self.day,
      limit: limit,
      mostEnded: mostEnded,
      at: now
    )
  }

  @Test func `deletes what ended unpaid when its time has come, and all that belongs to it`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    try await vault.reach(1)
    try await vault.store.open(Sample.checkout(2))
    _ = try await vault.buy(3)
    try await end(vault, at: at(days: 3))
    #expect(try await purged(vault, at: at(days: 30)) == 0)
    #expect(try await purged(vault, at: at(days: 34)) == 2)
    #expect(try await purged(vault, at: at(days: 90)) == 0)
    for table in ["checkout", "line", "question"] {
      #expect(try vault.count("SELECT COUNT(*) FROM \(table)") == 1, "\(table)")
    }
    #expect(try vault.count("SELECT COUNT(*) FROM session") == 0)
    #expect(try vault.store.order(reference: Sample.reference(3)) != nil)
    try vault.expectWhole()
  }

  @Test func `ends what a provider that is gone cannot be asked about, and asks when it is back`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    for number in [1, 2] { try await vault.reach(number) }
    try await vault.store.open(Sample.checkout(3))
    let soon = try await vault.store.endUnasked(of: [.stripe], limit: 100, at: minutes(59))
    #expect(soon.looked == 3 && soon.ended == 1)
    for at in [minutes(60), minutes(119)] {
      #expect(try await vault.store.endUnasked(of: [.stripe], limit: 100, at: at).ended == 0)
    }
    let late = try await vault.store.endUnasked(of: [.stripe], limit: 100, at: minutes(121))
    #expect(late.looked == 2 && late.ended == 2)
    #expect(try vault.store.nextQuery() == nil)
    let ended = "SELECT COUNT(*) FROM question WHERE expiredAt IS NOT NULL"
    #expect(try vault.count(ended) == 3)
    let others = try await vault.store.claimQueries(of: [.paypal], limit: 9, at: at(days: 1))
    #expect(others.isEmpty)
    // The provider is back: reached checkouts are asked about, each once, and keep their labels.
    let labels = "SELECT SUM(expiredAt) FROM question"
    let before = try vault.count(labels)
    let rows = try await vault.store.claimQueries(of: [.stripe], limit: 9, at: at(days: 20))
    #expect(rows.count == 2 && rows.allSatisfy(\.isLast))
    try await vault.store.recordQuery(Sample.reference(1), isFinal: true, at: at(days: 20))
    let settled = try await vault.store.settle(
      Sample.paid(try Sample.checkout(2)),
      at: at(days: 20)
    )
    #expect(settled == .held(.late))
    #expect(try vault.count(labels) == before)
    try await vault.store.recordQuery(Sample.reference(2), isFinal: true, at: at(days: 20))
    #expect(try await vault.store.claimQueries(limit: 9, at: at(days: 21)).isEmpty)
    #expect(try await purged(vault, at: at(days: 40)) == 2)
    try vault.expectWhole()
  }

  @Test func `purges what ended unasked like the rest, whether or not its provider comes back`()
    async throws
  {
    let vault = try TestVault()
    for number in 1...3 { try await vault.reach(number) }
    #expect(try await vault.store.endUnasked(of: [.stripe], limit: 2, at: at(days: 1)).ended == 2)
    #expect(try await vault.store.endUnasked(of: [.stripe], limit: 2, at: at(days: 1)).ended == 1)
    #expect(try await purged(vault, at: at(days: 30)) == 0)
    #expect(try await purged(vault, at: at(days: 32)) == 3)
    #expect(try await vault.store.claimQueries(limit: 9, at: at(days: 33)).isEmpty)
    try vault.expectWhole()
  }

  @Test func `money for what ended unasked ends the question`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    try await vault.reach(1)
    let moment = minutes(121)
    #expect(try await vault.store.endUnasked(of: [.stripe], limit: 2, at: moment).ended == 1)
    let event = Sample.paid(try Sample.checkout(1))
    guard case .allocated = try await vault.store.settle(event, at: moment) else {
      Issue.record("paid within a day of its end, and no order")
      return
    }
    #expect(try await vault.store.claimQueries(limit: 9, at: at(days: 1)).isEmpty)
    try vault.expectWhole()
  }

  @Test func `money that comes for a deleted checkout is held as unknown`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    try await vault.reach(1)
    try await end(vault, at: at(days: 3))
    #expect(try await purged(vault, at: at(days: 40)) == 1)
    let event = Sample.paid(try Sample.checkout(1))
    let settlement = try await vault.store.settle(event, at: at(days: 40))
    #expect(settlement == .held(.unknownCheckout))
    try vault.expectWhole()
  }

  @Test
  func `keeps for ever what money was heard of, which a failure is not, and works in batches`()
    async throws
  {
    let vault = try TestVault()
    for number in 1...7 { try await vault.reach(number) }
    let short = Payment.Key(paymentID: "pi_1", reference: try Sample.reference(1))
    let held = Sample.event("e1", .paid(PaidFact(key: short, amount: try Sample.money(1))))
    _ = try await vault.store.settle(held, at: TestVault.start)
    let failed = Payment.Key(paymentID: "pi_2", reference: try Sample.reference(2))
    _ = try await vault.store.settle(Sample.event("e2", .failed(failed)), at: TestVault.start)
    try await end(vault, at: at(days: 3))
    #expect(try await purged(vault, limit: 2, at: at(days: 40)) == 2)
    #expect(try await purged(vault, limit: 100, at: at(days: 40)) == 4)
    #expect(try await purged(vault, limit: 100, at: at(days: 400)) == 0)
    #expect(try vault.count("SELECT COUNT(*) FROM checkout") == 1)
    // The payment that failed comes after all: nothing is sold, and a person sees it.
    let late = PaidFact(key: failed, amount: try Sample.money(500))
    let settlement = try await vault.store.settle(
      Sample.event("e3", .paid(late)),
      at: at(days: 401)
    )
    #expect(settlement == .held(.unknownCheckout))
    try vault.expectWhole()
  }

  @Test func `when there are too many, the oldest go early, and none before two days`()
    async throws
  {
    let vault = try TestVault()
    for number in 1...6 { try await vault.reach(number) }
    try await end(vault, at: at(days: 1))
    #expect(try await purged(vault, mostEnded: 2, at: at(days: 2)) == 0)
    try await end(vault, at: at(days: 6))
    #expect(try await purged(vault, mostEnded: 2, at: at(days: 9)) == 4)
    #expect(try await purged(vault, mostEnded: 2, at: at(days: 9)) == 0)
  }

  @Test func `the file itself refuses every other deletion`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    for number in 1...2 { try await vault.reach(number) }
    _ = try await vault.buy(3)
    let key = Payment.Key(paymentID: "pi_2", reference: try Sample.reference(2))
    let short = Sample.event("e2", .paid(PaidFact(key: key, amount: try Sample.money(1))))
    _ = try await vault.store.settle(short, at: TestVault.start)
    try await end(vault, at: at(days: 3))
    vault.store.close()
    for sql in [
      "DELETE FROM checkout", "DELETE FROM checkout WHERE id = 1", "DELETE FROM line",
      "DELETE FROM session", "DELETE FROM question",
    ] {
      #expect(throws: DatabaseError.self, "\(sql)") { try write(sql, into: vault) }
    }
    let days = at(days: 40).milliseconds
    try write("UPDATE meta SET clockHighWater = \(days)", into: vault)
    #expect(throws: DatabaseError.self) { try write("DELETE FROM checkout", into: vault) }
    #expect(throws: DatabaseError.self, "money came for it") {
      try write("DELETE FROM checkout WHERE id = 2", into: vault)
    }
    try write("DELETE FROM checkout WHERE id = 1", into: vault)
    #expect(try vault.count("SELECT COUNT(*) FROM line") == 2)
  }

  private func write(_ sql: String, into vault: TestVault) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    let queue = try DatabaseQueue(path: vault.database, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test func `some networks with all they may have leave room for a new one`() {
    let bounds = Store.OpenBounds(perNetwork: 500, perEmail: 50, inAll: 20_000)
    for networks in [1, 40, 200, 1_000] {
      var (open, own) = (0, Array(repeating: 0, count: networks))
      var isGrowing = true
      while isGrowing {
        isGrowing = false
        for index in own.indices where bounds.leaveRoom(inAll: open, ofNetwork: own[index]) {
          own[index] += 1
          open += 1
          isGrowing = true
        }
      }
      #expect(open <= bounds.inAll - 300 && bounds.leaveRoom(inAll: open, ofNetwork: 0))
      // One office can still open as many as while the shop is quiet.
      if networks == 1 { #expect(open == 500) }
    }
  }

  @Test func `bounds the open checkouts of an address, a network and all`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    let office = IPNetwork("203.0.113.0/24")
    let bounds = Store.OpenBounds(perNetwork: 2, perEmail: 9, inAll: 4)
    let open = { (number: Int, network: IPNetwork?) async throws -> Bool in
      do {
        try await vault.store.open(Sample.checkout(number), from: network, bounds: bounds)
        return true
      } catch let error as StoreError where error == .tooManyOpen {
        return false
      }
    }
    #expect(try await open(1, office))
    #expect(try await open(2, office))
    #expect(try await !open(3, office))
    #expect(try await open(4, IPNetwork("198.51.100.0/24")))
    #expect(try await open(5, nil))
    #expect(try await !open(6, nil))
    // A paid checkout does not count.
    _ = try await vault.store.settle(Sample.paid(Sample.checkout(1)), at: TestVault.start)
    #expect(try await open(7, office))
    let own = Store.OpenBounds(perNetwork: 99, perEmail: 1, inAll: 99)
    await #expect(throws: StoreError.tooManyOpen) {
      let again = try Sample.checkout(2)
      let other = Checkout(
        reference: try Sample.reference(20),
        provider: again.provider,
        line: again.line,
        email: again.email,
        language: again.language,
        amount: again.amount,
        createdAt: again.createdAt,
        expiresAt: again.expiresAt
      )
      try await vault.store.open(other, from: nil, bounds: own)
    }
    try vault.expectWhole()
  }
}
