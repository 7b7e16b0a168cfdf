import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct NearestWordTests {
  @Test(arguments: [
    ("curency", "currency"), ("smpt", "smtp"), ("PRICE", "price"), ("prise", "price"), ("xy", nil),
    ("colour", nil),
  ])
  func `a slip of the fingers is known, another word is not`(written: String, meant: String?) {
    #expect(["currency", "smtp", "price"].nearest(to: written) == meant)
  }

  @Test func `another language's key is no slip`() {
    #expect(["text_zh", "text_en"].nearest(to: "text_ja") == nil)
    #expect(["text_zh", "text_en"].nearest(to: "text_ne") == "text_en")
    #expect(["text_zh", "text_en"].nearest(to: "txet_en") == "text_en")
  }

  @Test func `a long name may differ by as much as its reader allows`() {
    let known = ["mail.port", "stripe.webhook_secrets_env"]
    #expect(known.nearest(to: "webhook_secrets_env") == nil)
    #expect(known.nearest(to: "webhook_secrets_env", within: 7) == known[1])
    #expect(["卡号"].nearest(to: "卡好好", within: 1) == nil)
  }
}
