import Testing
import cardstock_mockpay

struct OutboxTests {
  /// An outbox with one event that is due at 0 ms.
  private static func outbox(timeScale: Int64 = 1) throws -> Outbox {
    var desk = Desk(isLive: true, openedAt: 0, timeScale: timeScale)
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    try desk.fail(id, at: 0)
    return desk.outbox
  }

  @Test func `an event is taken once until its attempt is recorded`() throws {
    var outbox = try Self.outbox()
    #expect(outbox.takeDue(at: 0, limit: 10).count == 1)
    #expect(outbox.takeDue(at: 1_000_000, limit: 10).isEmpty)
  }

  @Test(arguments: [200, 204, 299])
  func `2xx ends the attempts`(status: Int) throws {
    var outbox = try Self.outbox()
    let event = try #require(outbox.takeDue(at: 0, limit: 1).first)
    outbox.record(event.id, status: status, at: 0)
    #expect(outbox.events.first?.isDelivered == true)
    #expect(outbox.takeDue(at: .max, limit: 1).isEmpty)
  }

  @Test(arguments: [nil, 301, 400, 500] as [Int?])
  func `anything else is tried again down the whole ladder`(status: Int?) throws {
    var outbox = try Self.outbox()
    var now: Int64 = 0
    for delay in Outbox.ladder {
      let event = try #require(outbox.takeDue(at: now, limit: 1).first)
      outbox.record(event.id, status: status, at: now)
      #expect(outbox.takeDue(at: now + delay * 1000 - 1, limit: 1).isEmpty)
      now += delay * 1000
    }
    let last = try #require(outbox.takeDue(at: now, limit: 1).first)
    outbox.record(last.id, status: status, at: now)
    #expect(outbox.takeDue(at: .max, limit: 1).isEmpty)
    #expect(now <= 72 * 3600 * 1000)
  }

  @Test func `the scale shortens the ladder`() throws {
    var outbox = try Self.outbox(timeScale: 1000)
    let event = try #require(outbox.takeDue(at: 0, limit: 1).first)
    outbox.record(event.id, status: 503, at: 0)
    #expect(outbox.takeDue(at: 299, limit: 1).isEmpty)
    #expect(outbox.takeDue(at: 300, limit: 1).map(\.body) == [event.body])
  }

  @Test func `a delivered event is sent again when asked`() throws {
    var outbox = try Self.outbox()
    let event = try #require(outbox.takeDue(at: 0, limit: 1).first)
    outbox.record(event.id, status: 200, at: 0)
    try outbox.sendAgain(event.id, at: 7)
    #expect(outbox.takeDue(at: 7, limit: 1).map(\.id) == [event.id])
    #expect(throws: StripeError.self) { try outbox.sendAgain("evt_none", at: 7) }
  }
}
