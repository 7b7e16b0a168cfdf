import CryptoExtras
import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct WeChatSignatureTests {
  private static let body = Array("{\"a\":1}".utf8)

  /// What is wrong with a header that was signed here; changes come after the signature.
  private static func fault(
    timestamp: Int64 = 1_795_000_000,
    nonce: String = "n",
    mchid: String = "1900000001",
    serial: String = "5157F09E",
    target: String = "/v3/pay/transactions/native",
    sent: [UInt8] = body,
    scheme: String = "WECHATPAY2-SHA256-RSA2048"
  ) throws -> String? {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    // Written out here: each of five parts ends its line.
    let text = "POST\n/v3/pay/transactions/native\n\(timestamp)\n\(nonce)\n{\"a\":1}\n"
    let signature = try Signing.sign(Array(text.utf8), with: key)
    let header = """
      \(scheme) mchid="\(mchid)",nonce_str="\(nonce)",timestamp="\(timestamp)",\
      serial_no="\(serial)",signature="\(signature)"
      """
    return WeChatSignature.fault(
      in: header,
      method: "POST",
      target: target,
      body: sent,
      mchid: "1900000001",
      serial: "5157F09E",
      key: key.publicKey,
      at: 1_795_000_000
    )
  }

  @Test func `believes a request as documented`() throws {
    #expect(try Self.fault() == nil)
    #expect(try Self.fault(timestamp: 1_794_999_700) == nil)
  }

  @Test func `says what is wrong with any other`() throws {
    #expect(try Self.fault(timestamp: 1_794_999_699)?.hasPrefix("timestamp") == true)
    #expect(try Self.fault(timestamp: 1_795_000_301)?.hasPrefix("timestamp") == true)
    #expect(try Self.fault(mchid: "2")?.hasPrefix("mchid") == true)
    #expect(try Self.fault(serial: "5157f09e")?.hasPrefix("serial_no") == true)
    #expect(try Self.fault(scheme: "WECHATPAY2-SHA1")?.hasPrefix("Authorization") == true)
    let unfit = "the signature does not fit"
    #expect(try Self.fault(sent: Self.body + [10])?.hasPrefix(unfit) == true)
    let other = "/v3/pay/transactions/native?a=1"
    #expect(try Self.fault(target: other)?.hasPrefix(unfit) == true)
  }

  /// The expected text was made with Python's `cryptography`, not with this code.
  @Test func `seals as AES-256-GCM with the tag behind`() throws {
    let sealed = try WeChatSeal.seal(
      Array("hello".utf8),
      key: "0123456789abcdef0123456789abcdef",
      nonce: "abcdefghijkl",
      associated: "transaction"
    )
    #expect(sealed == "Aaml06RQswVi8cBoYBKWIl/8N8+p")
  }
}
