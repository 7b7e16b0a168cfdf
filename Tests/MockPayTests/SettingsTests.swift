import Testing
import cardstock_mockpay

struct SettingsTests {
  private static func check(
    listen: String = "127.0.0.1:4242",
    webhook: String = "http://127.0.0.1:8081/webhooks/stripe",
    secret: String = "whsec_x",
    scale: Int64 = 1
  ) throws -> Settings {
    try Settings(
      listen: listen,
      webhookURL: webhook,
      apiKey: "sk_test_x",
      webhookSecret: secret,
      timeScale: scale,
      isLive: false
    )
  }

  @Test func `takes addresses of this machine`() throws {
    _ = try Self.check()
    _ = try Self.check(listen: "localhost:1", webhook: "http://localhost:2/x")
  }

  @Test(arguments: ["0.0.0.0:4242", "192.168.1.2:4242", "example.com:80"])
  func `refuses to listen for strangers`(listen: String) {
    #expect(throws: SettingsError.notLoopback("--listen", listen)) {
      try Self.check(listen: listen)
    }
  }

  @Test(arguments: ["4242", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x"])
  func `refuses a malformed address`(listen: String) {
    #expect(throws: SettingsError.listen(listen)) { try Self.check(listen: listen) }
  }

  @Test(arguments: ["http://pay.example.com/x", "http://10.0.0.1/x"])
  func `refuses to send events to strangers`(url: String) {
    #expect(throws: SettingsError.notLoopback("--webhook-url", url)) {
      try Self.check(webhook: url)
    }
  }

  @Test func `refuses a foreign secret and a scale below one`() {
    #expect(throws: SettingsError.webhookSecret) { try Self.check(secret: "secret") }
    #expect(throws: SettingsError.timeScale(0)) { try Self.check(scale: 0) }
  }
}
