import Shop
import Storage
import Testing

/// How many codes a new order could have.
@Suite(.timeLimit(.minutes(20)))
struct StoreStockTests {
  private func available(_ vault: TestVault, upTo most: Int, after days: Int64 = 0) throws -> Int {
    let moment = TestVault.start.advanced(seconds: days * 86_400)
    return try vault.store.available(Sample.sku(), upTo: most, at: moment)
  }

  @Test(arguments: [(0, 5, 0), (3, 5, 3), (3, 3, 3), (9, 2, 2)])
  func `are those on the shelf, counted as far as anybody asks`(
    codes: Int,
    asked: Int,
    found: Int
  ) async throws {
    let vault = try TestVault()
    if codes > 0 { try await vault.importCodes(codes) }
    try await vault.importCodes(4, sku: "OTHER-1", prefix: "OTHER")
    #expect(try available(vault, upTo: asked) == found)
  }

  @Test func `leave out those that were sold and those that end too soon`() async throws {
    let vault = try TestVault()
    try await vault.store.recordCatalog(Sample.catalog(minValidityDays: 30), at: TestVault.start)
    try await vault.importCodes(2)
    let days = { (count: Int64) in TestVault.start.advanced(seconds: count * 86_400) }
    try await vault.importCodes(3, prefix: "NEAR", expiresAt: days(29))
    try await vault.importCodes(4, prefix: "FAR", expiresAt: days(31))
    #expect(try available(vault, upTo: 9) == 6)
    #expect(try available(vault, upTo: 9, after: 2) == 2)
    #expect(try await vault.buy(1) == .allocated(Sample.reference(1)))
    #expect(try available(vault, upTo: 9) == 5)
  }

  @Test func `are none while an order waits that needs more than there is`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    #expect(try await vault.buy(1, quantity: 3) == .backorder(Sample.reference(1)))
    #expect(try available(vault, upTo: 2) == 0)
    try await vault.importCodes(2, prefix: "MORE")
    #expect(try available(vault, upTo: 2) == 1)
  }

  @Test func `are none while a unit waits for another code`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    _ = try await vault.store.replace(
      Sample.reference(1),
      unit: 1,
      reason: "used before",
      by: Sample.person(),
      at: TestVault.start
    )
    try await vault.importCodes(1, sku: "OTHER-1", prefix: "OTHER")
    #expect(try available(vault, upTo: 1) == 0)
  }
}
