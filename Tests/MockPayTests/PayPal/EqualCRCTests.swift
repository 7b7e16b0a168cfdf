import Foundation
import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct EqualCRCTests {
  /// The check value of the CRC catalogue.
  @Test func `computes the CRC-32 of zlib`() {
    #expect(EqualCRC.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test(arguments: [0, 1, 0xFFFF_FFFF, 0xCBF4_3926] as [UInt32])
  func `gives any object any checksum, and it stays JSON`(_ wanted: UInt32) throws {
    let object = Array("{ \"amount\" : \"9999.00\" }\n".utf8)
    let forged = try #require(EqualCRC.forge(object, checksum: wanted))
    #expect(EqualCRC.checksum(forged) == wanted)
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(forged)) as? [String: String]
    )
    #expect(fields["amount"] == "9999.00")
  }
}
