import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct SettingsTests {
  private static func check(
    listen: String = "127.0.0.1:4242",
    worker: String = "http://127.0.0.1:8090",
    scale: Int64 = 1
  ) throws -> Settings {
    try Settings(listen: listen, worker: worker, timeScale: scale)
  }

  @Test func `takes addresses of this machine`() throws {
    _ = try Self.check()
    _ = try Self.check(listen: "localhost:1", worker: "http://localhost:2")
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

  @Test(arguments: ["http://pay.example.com", "http://10.0.0.1"])
  func `refuses a worker elsewhere`(url: String) {
    #expect(throws: SettingsError.notLoopback("--worker", url)) { try Self.check(worker: url) }
  }

  @Test(arguments: ["https://127.0.0.1:8090", "127.0.0.1:8090", "http://127.0.0.1:1/webhooks"])
  func `refuses what is not an origin`(url: String) {
    #expect(throws: SettingsError.worker(url)) { try Self.check(worker: url) }
  }

  @Test func `refuses a scale below one`() {
    #expect(throws: SettingsError.timeScale(0)) { try Self.check(scale: 0) }
  }
}
