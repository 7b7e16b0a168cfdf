import GRDB
import Shop
import Storage
import Testing

/// Who a buyer is to an app: asked once, answered once, kept sealed, deleted in the end.
@Suite(.timeLimit(.minutes(20)))
struct StorePayersTests {
  private static let start = TestVault.start
  private static let step = PayStep.referredRedirect(url: "https://a.b/")

  private func visitor(aside: Bool = true) -> Checkout.Buyer {
    Checkout.Buyer(
      isPhone: true,
      address: "198.51.100.7",
      network: "198.51.100.0/24",
      app: .wechat,
      standsAside: aside
    )
  }

  private func entered(aside: Bool = true) async throws -> (TestVault, Reference) {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    return (vault, try await vault.store.enter(checkout, by: visitor(aside: aside)))
  }

  private func due(_ vault: TestVault, _ reference: Reference) throws -> [Reference] {
    try vault.store.dueOpenings(
      of: Sample.checkout(1).provider,
      rested: false,
      limit: 10,
      at: Self.start.advanced(seconds: 100)
    ).map(\.reference)
  }

  @Test func `a checkout stands aside until its buyer says who they are, once`() async throws {
    let (vault, reference) = try await entered()
    let store = vault.store
    #expect(try due(vault, reference).isEmpty)
    let token = try #require(try await store.askPayer(reference, at: Self.start))
    #expect(try await store.askPayer(reference, at: Self.start) == token)
    let tell = { (code: String, token: String) in
      try await store.tellPayer(
        reference,
        code: code,
        token: token,
        by: visitor(),
        at: Self.start
      )
    }
    #expect(try await !tell("CODE", "WRONG"))
    #expect(try await tell("CODE", token))
    #expect(try await !tell("OTHER", token))
    #expect(try await store.askPayer(reference, at: Self.start) == nil)
    #expect(try due(vault, reference) == [reference])
    let claimed = try await store.claimOpenings([reference], at: Self.start)
    #expect(claimed.first?.payer == .told(code: "CODE"))
    #expect(claimed.first?.app == .wechat)
    try await store.knowPayer(reference, id: "oBuyer", at: Self.start)
    #expect(try store.checkout(reference)?.opening?.state == .waiting)
    try vault.expectWhole()
  }

  @Test func `a code that is good for nothing has the buyer asked again, five times`() async throws
  {
    let (vault, reference) = try await entered()
    let store = vault.store
    var tokens: Set<String> = []
    for _ in 1...5 {
      let token = try #require(try await store.askPayer(reference, at: Self.start))
      #expect(tokens.insert(token).inserted)
      let isTold = try await store.tellPayer(
        reference,
        code: "C",
        token: token,
        by: visitor(),
        at: Self.start
      )
      #expect(isTold)
      try await store.askPayerAgain(reference, at: Self.start)
    }
    #expect(try store.checkout(reference)?.opening?.state == .refused)
    try vault.expectWhole()
  }

  @Test func `what an app said is not read where its state is none that we write`() async throws {
    let (vault, reference) = try await entered()
    _ = try await vault.store.askPayer(reference, at: Self.start)
    try vault.meddle { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try db.execute(sql: "UPDATE payer SET state = 'guessed'")
    }
    let store = try vault.reopened()
    await #expect(throws: StoreError.failed("state: a value that this program does not know")) {
      try await store.askPayer(reference, at: Self.start)
    }
    store.close()
  }

  @Test func `another browser takes a checkout up, and its address is kept for a new link`()
    async throws
  {
    let (vault, reference) = try await entered()
    let store = vault.store
    let other = Checkout.Buyer(isPhone: true, address: "203.0.113.9", network: "203.0.113.0/24")
    try await store.takeUp(reference, by: other, at: Self.start.advanced(seconds: 900))
    let claimed = try await store.claimOpenings(
      [reference],
      at: Self.start.advanced(seconds: 901)
    )
    #expect(claimed.first?.address == "203.0.113.9" && claimed.first?.app == nil)
    try await store.started(
      reference,
      sessionID: nil,
      step: Self.step,
      at: Self.start.advanced(seconds: 902)
    )
    let again = try store.reopening(reference)
    #expect(again?.address == "203.0.113.9" && again?.isPhone == true)
    #expect(try store.checkout(reference)?.stepAt == Self.start.advanced(seconds: 902))
    try vault.expectWhole()
  }
}
