import Storage
import Testing

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
