import Shop
import Storage
import Testing

@testable import Worker

extension DeliveryService {
  /// Runs one round and waits until all its messages are recorded; returns how many it started.
  func deliverDue() async -> Int {
    await withTaskGroup(of: Void.self) { group in
      var started = 0
      _ = await round(underWay: 0) { message in
        started += 1
        group.addTask { await deliver(message) }
      }
      return started
    }
  }
}

@Suite(.timeLimit(.minutes(20))) struct DeliveryScheduleTests {
  private static let now = Sample.now
  private static let rest = now.advanced(seconds: 20)

  @Test(
    arguments: [
      (0, nil, 16), (1, nil, 15), (15, nil, 1), (16, nil, 0), (17, nil, 0), (0, rest, 0),
      (5, rest, 0),
    ] as [(Int, Timestamp?, Int)]
  )
  func `as many are claimed as may be under way, and none while the channel rests`(
    underWay: Int,
    rest: Timestamp?,
    claims: Int
  ) {
    #expect(DeliverySchedule.claims(underWay: underWay, restsUntil: rest) == claims)
  }

  @Test(
    arguments: [
      (nil, nil, 30_000), (now.advanced(seconds: 5), nil, 5_000),
      (now.advanced(seconds: 600), nil, 30_000), (now, nil, 250),
      (now.advanced(seconds: -60), nil, 250), (nil, rest, 20_000), (now, rest, 20_000),
      (now.advanced(seconds: 5), rest, 20_000),
    ] as [(Timestamp?, Timestamp?, Int64)]
  )
  func `the loop looks again when something is due, or the channel rests no longer`(
    due: Timestamp?,
    rest: Timestamp?,
    wait: Int64
  ) {
    let found = DeliverySchedule.waitMilliseconds(due: due, restsUntil: rest, at: Self.now)
    #expect(found == wait)
  }
}
