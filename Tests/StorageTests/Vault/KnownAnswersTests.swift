import Foundation
import Shop
import Testing

@testable import Storage

/// The vault's hashes, computed independently with another language's HMAC and HKDF: a hash without
/// its key, its purpose or one of its parts no longer agrees.
@Suite(.timeLimit(.minutes(20)))
struct KnownAnswersTests {
  /// The keys 01 02 … 20 and 02 03 … 21.
  private static let keys = [Array<UInt8>(1...32), Array(2...33)]

  private func hex(_ data: Data) -> String {
    data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// By name: HMAC-SHA-256 under HKDF-SHA-256 of the key, without salt, with the purpose's label.
  private func hashes(_ sealing: Sealing) throws -> [String: String] {
    let email = try #require(EmailAddress("Buyer1@Example.com"))
    let token = try #require(OrderToken("0123456789abcdefghjkmnpqrs"))
    let browser = try #require(BrowserToken("0123456789abcdefghjkmnpqrs"))
    let code = try #require(CardCode(code: "ABCD-1234", pin: "77"))
    let marks = sealing.marks(of: code)
    let head = LedgerHead(seq: 7, hash: Data(0..<32))
    let facts = ["A1", "25.00 CNY", ""]
    return [
      "address": hex(sealing.hash(email)), "link": hex(sealing.hash(token)),
      "card": hex(marks.identity), "similar card": hex(marks.similarity),
      "ledger": hex(sealing.ledgerSeal(head)), "key": hex(sealing.keyCheck),
      "network": hex(sealing.hash(network: "203.0.113.0/24")),
      "blocked": hex(sealing.hash(try #require(BlockedBuyer("203.0.113.7")))),
      "browser": hex(sealing.hash(browser)),
      "form": hex(sealing.hash(form: facts)), "quote": hex(sealing.bind(facts, as: .quote)),
      "price": hex(sealing.bind(facts, as: .price)), "terms": hex(sealing.bind(facts, as: .terms)),
    ]
  }

  @Test func `every hash has the key of its purpose, of this vault`() throws {
    let expected = [
      [
        "address": "80d154b3819345be72a09853184d1f746671795cf075f812d96bac494a41798e",
        "link": "52fcc8c5759d88ac92c5a233b7f745facb2bc97a0d7346b3837c1c389b5c41c5",
        "card": "0922e60f0dfba2e5b0dd2ef7f2c854b76abdcf7a55a39207f1bc394a4c01f1de",
        "similar card": "1e5fc12944965cf4b99c2dc20a839c4becdb1bebdfe120cd86ad496b38f9d309",
        "ledger": "02bd91a60f938f5f1c19b1b4228ba69ef2024fd731689eb11813e94f24828825",
        "key": "bc118c03cd63a2c618a62ffe4aa0c1c71fde900eaf92ca6c786ba2626786df74",
        "network": "0fe922e9e95b2aa599edbc407ceeb8d27d2f7d20395e5b450b431df5f972765c",
        "blocked": "9ff70e293c4ec6ae909dc56a1e26fd83210ae33b1e6538b851e00a18fbd43dfd",
        "browser": "576158493295ca9498e3660b5847055f151f6e816a0b914eaf1f2c626ddcf6a5",
        "form": "c126d568dd59a9cbc6efda4162aef8b05002d007191c99639afc0452e1ae2df0",
        "quote": "5906e6ef95b45b4ff11c04c33b3d75d57bec9ee67a0a9ec19a8c7c1090b46d81",
        "price": "c7f7a620f8de362894bc075b7ca03c577e681f0eb4679dc432880d795ef3d697",
        "terms": "75bb7e896934d6f8f89e472bcf5d1d6cda4e7bf12434ff2b26df9213990ef0d7",
      ],
      [
        "address": "b525c78b97a952dd33bd28661559850884ffa2c5e89890893acfe9b6338f6d8f",
        "link": "4d6aa1cc3e6fa7f5840ac9232cc3e349de563de589053ff26213bc2ab4c6fe4b",
        "card": "a10d0d981cb942cc8168fd4777b0fc48c8f5a2cd8255f0548a1546dbe981a130",
        "similar card": "ac84cea64af672be0ddc6ed846185857fdac8352777042f491972c6ced2ccbd3",
        "ledger": "7706f35b50c6cb013c225b96bf87dd7a993142c39bc08e64e2f2928ffde38e01",
        "key": "ca7a94304b177247fd3183dafc4542ba4367d2b47bc9c5986bfb51aaf2271775",
        "network": "369676eb67ea5edac4c4e1a901a345e6602637e147e1d87f0df560e3380192c8",
        "blocked": "178a4856a101fe860f877e2ce38a110ddeb0a2c67647439a768bb9bdae27d08b",
        "browser": "d0d81b9c10c0922c6c09c1ca9ea82f028b73150080af49fba3d11bd6edb2ac36",
        "form": "919300ffd060f4efdd8e086e9f92160f6ee83405d075c646e0a49676d4b980e9",
        "quote": "8c17b9b208b73c24cd07201e8dbae90244a369be385594b71ee52be7cacd03a2",
        "price": "8fc3e6b26b75ae06db3f6ea46e609fa37eae957a803abfe1b4aa26c0732a9f92",
        "terms": "8718433e92307d22ef54fdc208d8d94b40912462fe61769c5aca295e4d142085",
      ],
    ]
    for (bytes, answers) in zip(Self.keys, expected) {
      let sealing = Sealing(try #require(VaultKey(bytes: bytes)))
      #expect(try hashes(sealing) == answers)
      let browser = try #require(BrowserToken("0123456789abcdefghjkmnpqrs"))
      let other = try #require(BrowserToken("0123456789abcdefghjkmnpqrt"))
      #expect(sealing.isHash(sealing.hash(browser), of: browser))
      #expect(!sealing.isHash(sealing.hash(browser), of: other))
    }
  }

  @Test func `what one purpose sealed, no other purpose, row or vault opens`() throws {
    let sealing = Sealing(try #require(VaultKey(bytes: Self.keys[0])))
    let other = Sealing(try #require(VaultKey(bytes: Self.keys[1])))
    let plain = Array("CANARY".utf8)
    for purpose in Sealing.Purpose.allCases {
      let sealed = try sealing.seal(plain, as: purpose, of: "row 1")
      #expect(try sealing.open(sealed, as: purpose, of: "row 1") == plain)
      #expect(throws: (any Error).self) { try sealing.open(sealed, as: purpose, of: "row 2") }
      #expect(throws: (any Error).self) { try other.open(sealed, as: purpose, of: "row 1") }
      for foreign in Sealing.Purpose.allCases where foreign != purpose {
        #expect(throws: (any Error).self) { try sealing.open(sealed, as: foreign, of: "row 1") }
      }
    }
  }

  @Test func `what one binding bound, no other binding, vault or list of facts fits`() throws {
    let sealing = Sealing(try #require(VaultKey(bytes: Self.keys[0])))
    let other = Sealing(try #require(VaultKey(bytes: Self.keys[1])))
    let facts = ["A1", "25.00 CNY"]
    for binding in Sealing.Binding.allCases {
      let bound = sealing.bind(facts, as: binding)
      #expect(sealing.isBound(facts, by: bound, as: binding))
      #expect(!other.isBound(facts, by: bound, as: binding))
      for changed in [["A1", "25.00 CNY", ""], ["A12", "5.00 CNY"], ["A1"], ["25.00 CNY", "A1"]] {
        #expect(!sealing.isBound(changed, by: bound, as: binding))
      }
      for foreign in Sealing.Binding.allCases where foreign != binding {
        #expect(!sealing.isBound(facts, by: bound, as: foreign))
      }
    }
  }

  /// SHA-256 of the previous hash, the numbers, and the texts after their lengths.
  @Test(
    arguments: [
      (
        Data(count: 32), "worker", "settle",
        "e0c9e3191eec00708786c1719770c45374d3cb6430148e50c28db22b1d380c3f"
      ),
      (
        Data(0..<32), "worker", "settle",
        "19d453f07a62ca63d5ac5d14a4107a25562e306c9692cdfc065b44a5c61f2520"
      ),
      (
        Data(count: 32), "workers", "ettle",
        "0b39ee3cd021e77bd71726ed60b1ae2826af8c982b439b8085f3fd7d03192ad3"
      ),
    ]
  )
  func `an entry's hash holds what came before it, and where each text ends`(
    previous: Data,
    actor: String,
    action: String,
    answer: String
  ) {
    let entry = LedgerEntry(
      seq: 1,
      at: Timestamp(milliseconds: 1_795_000_000_000),
      actor: actor,
      action: action,
      object: "event stripe:evt_1",
      detail: "order 订单 allocated"
    )
    #expect(hex(entry.hash(after: previous)) == answer)
  }
}
