import Shop
import Storage
import Testing

/// A provider's statement compared with payments, orders and codes (I18).
@Suite(.timeLimit(.minutes(20)))
struct StoreStatementsTests {
  /// The day of all tests, and the hours after its beginning.
  private static let day = Provider.stripe.day(of: TestVault.start)

  private func hour(_ hours: Int64, of day: CivilDate = day) -> Timestamp {
    Provider.stripe.firstMoment(of: day).advanced(seconds: hours * 3600)
  }

  private func line(
    _ number: Int,
    _ kind: Shop.Statement.Line.Kind = .payment,
    _ units: Int64 = 4850,
    fee: Int64? = 29,
    id: String? = nil
  ) throws -> Shop.Statement.Line {
    let name = try Sample.reference(number).text
    return Shop.Statement.Line(
      provider: .stripe,
      id: id ?? "txn_\(kind)_\(name)",
      kind: kind,
      paymentID: "pi_\(name)",
      reference: nil,
      amount: try Sample.money(units),
      fee: try fee.map { try Sample.money($0) },
      at: TestVault.start
    )
  }

  private func take(
    _ vault: TestVault,
    _ lines: [Shop.Statement.Line],
    _ day: CivilDate = day
  ) async throws -> Shop.Statement.Match {
    let at = hour(25, of: day)
    return try await vault.store.takeStatement(.stripe, day, lines, at: at)
  }

  private func buy(_ vault: TestVault, _ number: Int, at: Timestamp) async throws {
    let checkout = try Sample.checkout(number)
    try await vault.store.open(checkout)
    _ = try await vault.store.settle(Sample.paid(checkout), at: at)
  }

  @Test func `a line that could not be read is named until the whole file comes`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let cut = try line(9, .unread, 0, fee: nil, id: "unread:1")
    let good = try line(1)
    for _ in 1...2 {
      let match = try await take(vault, [good, cut])
      #expect(match.findings.map(\.reason) == [.unreadLine] && match.lines == 2)
    }
    let match = try await take(vault, [good])
    #expect(match.findings.isEmpty && match.lines == 1)
  }

  @Test func `keeps lines once, and fee and net with their payments`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let back = Refund.Confirmed(id: nil, amount: try Sample.money(1000))
    _ = try await vault.store.settle(Sample.event("r", .refunded(key, back)), at: TestVault.start)
    #expect(try vault.store.statementDays(.stripe).isEmpty)
    let lines = [try line(1), try line(1, .refund, 1000, fee: -6)]
    for _ in 1...2 {
      let match = try await take(vault, lines + lines)
      #expect(match.findings.isEmpty)
      #expect(match.lines == 2)
      #expect(match.sums.first?.net == 3827)
    }
    #expect(try vault.store.statementDays(.stripe) == [Self.day])
    #expect(try vault.store.statementDays(.alipay).isEmpty)
    let detail = try #require(try vault.store.payment("pi_\(try Sample.reference(1))"))
    #expect(detail.summary.fee == (try Sample.money(23)))
    #expect(detail.summary.net == (try Sample.money(3827)))
    #expect(try vault.count("SELECT COUNT(*) FROM statementLine") == lines.count)
    let changed = try await take(vault, [try line(1, .payment, 4851)])
    #expect(changed.findings.map(\.reason) == [.lineChanged])
    try vault.expectWhole()
  }

  @Test func `finds what each side lacks`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    for number in [1, 2] { try await buy(vault, number, at: hour(12)) }
    // The first order got the only code, the second waits; the statement lists neither.
    let missing = try await take(vault, [try line(3)])
    #expect(
      missing.findings.map(\.reason)
        == [
          .codesWithoutMoney, .paidHereMissingThere, .paidHereMissingThere, .paidThereUnknownHere,
        ]
    )
    #expect(missing.findings.last?.paymentID == "pi_\(try Sample.reference(3))")
    // The lost payment is found, and its lines come late.
    try await buy(vault, 3, at: hour(30))
    let match = try await take(vault, [try line(1), try line(2), try line(3)])
    #expect(match.findings.isEmpty)
    #expect(match.sums.first?.difference == 0)
  }

  @Test func `a line beyond midnight is no false alarm`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    _ = try await take(vault, [], Self.day.dayBefore)
    // Our clock says before midnight, the provider's after; and the reverse.
    try await buy(vault, 3, at: hour(12))
    try await buy(vault, 1, at: hour(24).advanced(seconds: -1))
    try await buy(vault, 2, at: hour(24).advanced(seconds: 1))
    let today = try await take(vault, [try line(2), try line(3)])
    #expect(today.findings.isEmpty)
    let tomorrow = try await take(vault, [try line(1)], Self.day.dayAfter)
    #expect(tomorrow.findings.isEmpty)
  }

  @Test func `what the next day does not list either is missing`() async throws {
    let vault = try TestVault()
    try await buy(vault, 1, at: hour(24).advanced(seconds: -1))
    #expect(try await take(vault, []).findings.isEmpty)
    let tomorrow = try await take(vault, [], Self.day.dayAfter)
    #expect(tomorrow.findings.map(\.reason) == [.paidHereMissingThere])
    #expect(tomorrow.findings.first?.reference == (try Sample.reference(1)))
  }

  @Test func `the first statement does not ask for what the day before may have`() async throws {
    let vault = try TestVault()
    try await buy(vault, 1, at: hour(25))
    #expect(try await take(vault, [], Self.day.dayAfter).findings.isEmpty)
  }

  @Test func `a statement has lines of its provider alone`() async throws {
    let vault = try TestVault()
    await #expect(throws: StoreError.self) {
      _ = try await vault.store.takeStatement(
        .alipay,
        Self.day,
        [try line(1)],
        at: TestVault.start
      )
    }
    #expect(try vault.store.statementDays(.alipay).isEmpty)
  }
}
