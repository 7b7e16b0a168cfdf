import Shop
import Storage
import Testing

struct ReportKeyTests {
  private static func key(_ first: UInt8) throws -> ReportKey {
    try ReportKey(try #require(VaultKey(bytes: Array(first..<first + 32))))
  }

  @Test func `a vault signs, anybody verifies, a changed word shows`() throws {
    let (own, other) = (try Self.key(1), try Self.key(2))
    let signature = try own.signature(of: "ok: keys")
    #expect(try Self.key(1).publicKey == own.publicKey && own.publicKey != other.publicKey)
    #expect(ReportKey.isSigned("ok: keys", signature, by: own.publicKey))
    #expect(!ReportKey.isSigned("ok: Keys", signature, by: own.publicKey))
    #expect(!ReportKey.isSigned("ok: keys", signature, by: other.publicKey))
    for nonsense in ["", "!", "AAAA"] {
      #expect(!ReportKey.isSigned("ok: keys", nonsense, by: own.publicKey))
      #expect(!ReportKey.isSigned("ok: keys", signature, by: nonsense))
    }
  }
}
