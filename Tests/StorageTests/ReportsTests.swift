import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20))) struct SalesReportTests {
  private func report(_ vault: TestVault, _ moment: Timestamp) throws -> SalesReport {
    try vault.store.salesReport(of: ReportPeriod(day: ShopCalendar.utc.day(of: moment), in: .utc))
  }

  @Test func `adds up orders, refunds, cost and what made no order, by product and currency`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2, quantity: 2)
    _ = try await vault.buy(3, sku: "OTHER-1")
    let surplus = try Sample.checkout(1)
    _ = try await vault.store.settle(
      Sample.paid(surplus, event: "evt_again", by: "pi_again"),
      at: TestVault.start
    )
    let today = try report(vault, TestVault.start)
    let key = { (sku: String) in
      SalesReport.Key(
        provider: .stripe,
        currency: try #require(Currency("CNY")),
        sku: try Sample.sku(sku)
      )
    }
    let game = try #require(today.lines[try key("GAME-50")])
    #expect(game.orders == 2 && game.units == 3 && game.gross == 14_550)
    #expect(game.ordersWithoutFee == 2 && game.unitsWithoutCost == 1)
    #expect(game.held == 4_850 && game.heldPayments == 1)
    #expect(today.lines[try key("OTHER-1")]?.gross == 4_850)
    #expect(today.totals.map(\.sums.gross) == [19_400])

    // A refund a day later counts on that day, whether reported as a part or as a total.
    let tomorrow = TestVault.start.advanced(seconds: 86_400)
    let name = "pi_\(try Sample.reference(2))"
    let refunds: [(String, Refund.Confirmed)] = [
      (name, Refund.Confirmed(id: "re_1", amount: try Sample.money(100))),
      ("pi_\(try Sample.reference(1))", Refund.Confirmed(id: nil, amount: try Sample.money(4_850))),
    ]
    for (name, refund) in refunds {
      let key = Payment.Key(paymentID: name, reference: nil)
      _ = try await vault.store.settle(
        Sample.event("evt_\(name)", .refunded(key, refund)),
        at: tomorrow
      )
    }
    #expect(try report(vault, TestVault.start).totals.map(\.sums.refunds) == [0])
    let next = try report(vault, tomorrow)
    #expect(next.totals.map(\.sums.refunds) == [4_950])
    #expect(next.totals.map(\.sums.net) == [-4_950] && next.totals.map(\.sums.orders) == [0])
  }

  @Test func `money that a bank took back for good is not left over, and no other dispute counts`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(4)
    let tomorrow = TestVault.start.advanced(seconds: 86_400)
    for number in 1...4 { _ = try await vault.buy(number) }
    let told: [(order: Int, id: String, state: Dispute)] = [
      (1, "dp_1", .lost), (1, "dp_2", .lost), (2, "dp_3", .open), (3, "dp_4", .open),
      (3, "dp_4", .won), (4, "dp_5", .open), (4, "dp_5", .lost),
    ]
    for (index, dispute) in told.enumerated() {
      let key = Payment.Key(paymentID: "pi_\(try Sample.reference(dispute.order))", reference: nil)
      if dispute.order == 4, dispute.state == .open {
        let part = Refund.Confirmed(id: "re_4", amount: try Sample.money(850))
        _ = try await vault.store.settle(
          Sample.event("evt_part", .refunded(key, part)),
          at: tomorrow
        )
      }
      _ = try await vault.store.settle(
        Sample.event("evt_\(index)", .disputed(key, dispute.state, id: dispute.id)),
        at: tomorrow
      )
    }
    #expect(try report(vault, TestVault.start).totals.map(\.sums.disputed) == [0])
    #expect(try report(vault, tomorrow).totals.map(\.sums.disputed) == [4_850 + 4_000])
    let sums = try #require(report(vault, tomorrow).totals.first?.sums)
    #expect(sums.refunds == 850 && sums.net == -9_700, "\(sums)")
  }

  @Test func `a month ends with its last day`() throws {
    let month = try #require(ReportPeriod(month: "2028-02", in: .utc))
    #expect(month.moments.lowerBound.text == "2028-02-01 00:00:00Z")
    #expect(month.moments.upperBound.text == "2028-02-29 23:59:59Z")
    for wrong in ["2026-13", "2026-1", "2026", "2026-11-01", ""] {
      #expect(ReportPeriod(month: wrong, in: .utc) == nil)
    }
  }
}
