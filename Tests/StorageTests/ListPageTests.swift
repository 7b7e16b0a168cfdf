import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20))) struct ListPageTests {
  @Test func `every order is on one page, and each page says where the next begins`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(4)
    for number in 1...7 { _ = try await vault.buy(number) }
    var filter = Order.Filter(limit: 3)
    var seen: [Reference] = []
    var pages = 0
    repeat {
      let page = try vault.store.orders(filter)
      #expect(page.total == 7)
      seen += page.map(\.reference)
      pages += 1
      filter.after = page.next
    } while filter.after != nil
    #expect(pages == 3)
    #expect(seen == (try (1...7).reversed().map(Sample.reference)))
    // A page that ends with the list has no next one.
    #expect(try vault.store.orders(Order.Filter(limit: 7)).next == nil)
    let payments = try vault.store.payments(Payment.Filter(limit: 5))
    #expect(payments.total == 7 && payments.count == 5)
    let rest = try vault.store.payments(Payment.Filter(after: payments.next, limit: 5))
    #expect(rest.count == 2 && rest.next == nil)
    let mails = try vault.store.deliveries(state: .queued, limit: 2)
    let more = try vault.store.deliveries(state: .queued, after: mails.next, limit: 200)
    #expect(mails.count + more.count == mails.total)
    let first = try vault.store.deliveries(state: nil, of: Sample.reference(1), limit: 9)
    #expect(first.allSatisfy { $0.reference == seen.last })
  }

  @Test func `finds an order by payment, day, state and a code in hand`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    _ = try await vault.buy(3)
    let store = vault.store
    let numbers = { (filter: Order.Filter) in
      try store.orders(filter).map { String($0.reference.text.suffix(1)) }
    }
    let name = "pi_\(try Sample.reference(2))"
    #expect(try numbers(Order.Filter(paymentID: name)) == ["2"])
    #expect(try numbers(Order.Filter(paymentID: "pi_")) == [])
    let ids = try vault.order(2).codeIDs
    let code = try #require(CardCode(code: "CODE-\(ids[0])", pin: nil))
    #expect(try numbers(Order.Filter(code: code)) == ["2"])
    // As a buyer types it from a picture.
    let typed = try #require(CardCode(code: "code\(ids[0])", pin: nil))
    #expect(try numbers(Order.Filter(code: typed)) == ["2"])
    #expect(try store.place(of: typed)?.state == .allocated)
    let unknown = try #require(CardCode(code: "CODE-99", pin: nil))
    #expect(try numbers(Order.Filter(code: unknown)) == [])
    #expect(try store.place(of: unknown) == nil)
    #expect(try store.place(of: code)?.state == .allocated)
    let later = TestVault.start.advanced(seconds: 1)
    #expect(try numbers(Order.Filter(since: later)) == [])
    #expect(try numbers(Order.Filter(until: TestVault.start)) == ["3", "2", "1"])
    #expect(try numbers(Order.Filter(state: .held)) == [])
    let key = Payment.Key(paymentID: name, reference: try Sample.reference(2))
    _ = try await store.settle(Sample.event("evt_d", .disputed(key, .open)), at: later)
    #expect(try numbers(Order.Filter(state: .held)) == ["2"])
    #expect(try numbers(Order.Filter(state: .disputed)) == ["2"])
    #expect(try numbers(Order.Filter(state: .refunded)) == [])
  }

  @Test func `a checkout is open, paid or held, and is found by its buyer`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    try await vault.store.open(Sample.checkout(2))
    let held = try Sample.checkout(3)
    try await vault.store.open(held)
    let short = PaidFact(
      key: Payment.Key(paymentID: "pi_3", reference: held.reference),
      amount: try Sample.money(1)
    )
    _ = try await vault.store.settle(Sample.event("evt_3", .paid(short)), at: TestVault.start)
    let all = try vault.store.checkouts(Checkout.Filter())
    #expect(all.map(\.state) == [.held, .open, .paid])
    #expect(!"\(all.rows)".contains("buyer1"))
    for state in [Checkout.Row.State.held, .open, .paid] {
      #expect(try vault.store.checkouts(Checkout.Filter(state: state)).total == 1)
    }
    let buyer = try #require(EmailAddress("buyer2@example.com"))
    let found = try vault.store.checkouts(Checkout.Filter(email: buyer))
    #expect(found.map(\.checkout.reference) == [try Sample.reference(2)])
    #expect(try vault.store.listedCheckout(Sample.reference(3))?.state == .held)
    #expect(try vault.store.listedCheckout(Sample.reference(9)) == nil)
  }
}
