import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StoreOrdersTests {
  private func token(_ vault: TestVault) async throws -> OrderToken {
    try #require(try await vault.store.claimDue(limit: 1, at: TestVault.start).first).token
  }

  @Test func `shows codes on the page and writes down that it did`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let token = try await token(vault)
    for count in 1...2 {
      let found = try await vault.store.reveal(token: token, at: TestVault.start)
      let reveal = try #require(found)
      #expect(reveal.units.map(\.code.code) == ["CODE-1"])
      #expect(reveal.order.fulfilment == .delivered)
      #expect(try vault.order(1).reveals == count)
    }
    try vault.expectWhole()
  }

  @Test func `shows nothing of an order that may not be handed over (I5)`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let token = try await token(vault)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    let open = Sample.event("d", .disputed(key, .open))
    _ = try await vault.store.settle(open, at: TestVault.start)
    let found = try await vault.store.reveal(token: token, at: TestVault.start)
    #expect(found?.units.isEmpty == true)
    #expect(found?.order.fulfilment == .blocked)
    #expect(try vault.order(1).reveals == 0)
  }

  @Test func `knows no order by another token`() async throws {
    let vault = try TestVault()
    let other = try #require(OrderToken(String(repeating: "a", count: 26)))
    #expect(try vault.store.orderPage(token: other, at: TestVault.start) == nil)
    #expect(try await vault.store.reveal(token: other, at: TestVault.start) == nil)
    #expect(try vault.store.order(reference: Sample.reference(1)) == nil)
  }

  @Test func `lists by state, SKU and address, newest first, with masked addresses`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    _ = try await vault.buy(3, sku: "OTHER-1")
    let numbers = { (filter: Order.Filter) in
      try vault.store.orders(filter).map { String($0.reference.text.suffix(1)) }
    }
    #expect(try numbers(Order.Filter()) == ["3", "2", "1"])
    #expect(try numbers(Order.Filter(state: .backorder)) == ["3", "2"])
    #expect(try numbers(Order.Filter(sku: Sample.sku())) == ["2", "1"])
    #expect(try numbers(Order.Filter(email: EmailAddress("BUYER2@example.com"))) == ["2"])
    try await vault.store.readdress(
      Sample.reference(2),
      to: try #require(EmailAddress("new@example.com")),
      by: Sample.person(),
      at: TestVault.start
    )
    for email in ["new@example.com", "buyer2@example.com"] {
      #expect(try numbers(Order.Filter(email: EmailAddress(email))) == ["2"], "\(email)")
    }
    #expect(try numbers(Order.Filter(limit: 1)) == ["3"])
    let listed = try vault.store.orders(Order.Filter())
    #expect(!"\(listed)".contains("buyer1") && "\(listed)".contains("b…@example.com"))
  }
}
