import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct OutboxTests {
  /// An outbox with one notice that is due at 0 ms.
  private static func outbox(_ provider: Provider = .stripe, timeScale: Int64 = 1) -> Outbox {
    var outbox = Outbox(timeScale: timeScale)
    outbox.add(
      Notice(id: "n", provider: provider, kind: "k", content: [1], dueAt: 0) { moment in
        Outgoing(url: "http://127.0.0.1/", headers: ["T": "\(moment)"], body: [1])
      }
    )
    return outbox
  }

  @Test func `a notice is taken once until its attempt is recorded`() {
    var outbox = Self.outbox()
    #expect(outbox.takeDue(at: 0, limit: 10).count == 1)
    #expect(outbox.takeDue(at: 1_000_000, limit: 10).isEmpty)
  }

  @Test(
    arguments: [
      (.stripe, 200, ""), (.stripe, 299, "x"), (.wechatpay, 200, ""), (.wechatpay, 204, ""),
      (.alipay, 200, "success"), (.unionpay, 200, "ok"), (.paypal, 204, ""),
    ] as [(Provider, Int, String)]
  )
  func `what a provider accepts ends its attempts`(
    provider: Provider,
    status: Int,
    body: String
  ) throws {
    var outbox = Self.outbox(provider)
    _ = outbox.takeDue(at: 0, limit: 1)
    outbox.record("n", answer: Answer(status: status, body: Array(body.utf8)), at: 0)
    #expect(outbox.notices.first?.isDelivered == true)
    #expect(outbox.takeDue(at: .max, limit: 1).isEmpty)
  }

  @Test(
    arguments: [
      (.stripe, nil, ""), (.stripe, 301, ""), (.stripe, 500, ""), (.wechatpay, 201, ""),
      (.wechatpay, 302, ""), (.alipay, 200, "success\n"), (.alipay, 200, "SUCCESS"),
      (.alipay, 200, ""), (.alipay, 500, "success"), (.unionpay, 204, ""), (.paypal, 302, ""),
    ] as [(Provider, Int?, String)]
  )
  func `anything else is tried again down the whole ladder`(
    provider: Provider,
    status: Int?,
    body: String
  ) throws {
    var outbox = Self.outbox(provider)
    let answer = status.map { Answer(status: $0, body: Array(body.utf8)) }
    var now: Int64 = 0
    for delay in provider.ladder {
      _ = try #require(outbox.takeDue(at: now, limit: 1).first)
      outbox.record("n", answer: answer, at: now)
      #expect(outbox.takeDue(at: now + delay * 1000 - 1, limit: 1).isEmpty)
      now += delay * 1000
    }
    _ = try #require(outbox.takeDue(at: now, limit: 1).first)
    outbox.record("n", answer: answer, at: now)
    #expect(outbox.takeDue(at: .max, limit: 1).isEmpty)
    #expect(now <= 72 * 3600 * 1000)
  }

  @Test func `the ladders are as long as the providers say`() {
    let minutes = Provider.allCases.map { $0.ladder.reduce(0, +) / 60 }
    let attempts = Provider.allCases.map { $0.ladder.count + 1 }
    #expect(minutes == [3935, 1444, 1464, 7, 4320, 204])
    #expect(attempts == [10, 16, 8, 5, 25, 6])
  }

  @Test func `the scale shortens the ladder`() throws {
    var outbox = Self.outbox(timeScale: 1000)
    _ = outbox.takeDue(at: 0, limit: 1)
    outbox.record("n", answer: Answer(status: 503), at: 0)
    #expect(outbox.takeDue(at: 299, limit: 1).isEmpty)
    #expect(outbox.takeDue(at: 300, limit: 1).map(\.id) == ["n"])
  }

  @Test func `a delivered notice is sent again when asked`() throws {
    var outbox = Self.outbox()
    _ = outbox.takeDue(at: 0, limit: 1)
    outbox.record("n", answer: Answer(status: 200), at: 0)
    let isFound = outbox.sendAgain("n", at: 7)
    #expect(isFound)
    #expect(outbox.takeDue(at: 7, limit: 1).map(\.id) == ["n"])
    let isOtherFound = outbox.sendAgain("none", at: 7)
    #expect(!isOtherFound)
  }

  @Test func `what falls due in a broken network is lost`() {
    var outbox = Self.outbox()
    outbox.delivers = false
    #expect(outbox.takeDue(at: 0, limit: 1).isEmpty)
    outbox.delivers = true
    #expect(outbox.takeDue(at: .max, limit: 1).isEmpty)
  }
}
