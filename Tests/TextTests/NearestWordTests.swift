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

  @Test func `a long name may differ by as much as its reader allows`() {
    let known = ["mail.port", "stripe.webhook_secrets_env"]
    #expect(known.nearest(to: "webhook_secrets_env") == nil)
    #expect(known.nearest(to: "webhook_secrets_env", within: 7) == known[1])
    #expect(["卡号"].nearest(to: "卡好好", within: 1) == nil)
  }
}
