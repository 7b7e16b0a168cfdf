import CryptoExtras
import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct AlipaySignatureTests {
  private static let fields = [
    "b": "2", "a": "一 &=", "empty": "", "sign": "x", "sign_type": "RSA2", "B": "3",
  ]

  @Test func `a request signs its type and nothing empty`() {
    let text = String(decoding: AlipaySignature.requestText(Self.fields), as: UTF8.self)
    #expect(text == "B=3&a=一 &=&b=2&sign_type=RSA2")
  }

  @Test func `a notification signs all but signature and type`() {
    let text = String(decoding: AlipaySignature.noticeText(Self.fields), as: UTF8.self)
    #expect(text == "B=3&a=一 &=&b=2&empty=")
  }

  @Test func `a notification carries a signature that fits, and no changed one does`() throws {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let signed = try AlipaySignature.signed(["a": "1", "b": "2"], with: key)
    #expect(signed["sign_type"] == "RSA2")
    let signature = try #require(signed["sign"])
    #expect(Signing.fits(signature, Array("a=1&b=2".utf8), key: key.publicKey))
    #expect(!Signing.fits(signature, Array("a=1&b=3".utf8), key: key.publicKey))
  }
}
