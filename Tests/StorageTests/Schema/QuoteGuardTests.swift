import Shop
import Storage
import Testing

/// The database refuses a quote that does not add up, whoever wrote the sum (I4).
@Suite(.timeLimit(.minutes(20)))
struct QuoteGuardTests {
  @Test(
    arguments: [
      (1, 4_850, true), (2, 9_700, true), (2, 4_850, false), (1, 4_851, false), (1, 4_849, false),
      (3, 14_500, false), (1, 9_700, false),
    ] as [(Int, Int64, Bool)]
  )
  func `keeps a checkout only for its unit price times its quantity`(
    quantity: Int,
    amountMinor: Int64,
    isKept: Bool
  ) async throws {
    let vault = try TestVault()
    let right = try Sample.checkout(1, quantity: quantity)
    let checkout = Checkout(
      reference: right.reference,
      provider: right.provider,
      line: right.line,
      email: right.email,
      language: right.language,
      amount: try Sample.money(amountMinor),
      createdAt: right.createdAt,
      expiresAt: right.expiresAt
    )
    if isKept {
      try await vault.store.open(checkout)
    } else {
      await #expect(throws: StoreError.self) { try await vault.store.open(checkout) }
    }
    #expect((try vault.store.checkout(right.reference) != nil) == isKept)
  }
}
