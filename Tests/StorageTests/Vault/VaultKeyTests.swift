import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct VaultKeyTests {
  @Test func `reads what it writes, with or without a line break`() throws {
    var generator = SplitMix64(seed: 1)
    let key = VaultKey(using: &generator)
    #expect(key.hex.utf8.count == 64)
    #expect(VaultKey(hex: key.hex)?.hex == key.hex)
    #expect(VaultKey(hex: key.hex + "\n")?.hex == key.hex)
  }

  @Test(arguments: [
    "", "00", String(repeating: "0", count: 64), String(repeating: "ab", count: 31),
    String(repeating: "+a", count: 32), String(repeating: "zz", count: 32),
  ])
  func `refuses what is no key`(text: String) {
    #expect(VaultKey(hex: text) == nil)
  }

  @Test func `prints nothing of itself`() throws {
    let key = try #require(VaultKey(bytes: Array(1...32)))
    var text = "\(key)"
    dump(key, to: &text)
    #expect(!text.contains("1") && text.contains("<redacted>"))
  }

  @Test(arguments: [
    "", "line\nbreak", "ümlaut", String(repeating: "a", count: 65), "root (uid 0)", "a,b", "x)",
  ])
  func `refuses an operator's name that would spoil the ledger`(name: String) {
    #expect(Operator(name) == nil)
  }
}

@Suite(.timeLimit(.minutes(20)))
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
