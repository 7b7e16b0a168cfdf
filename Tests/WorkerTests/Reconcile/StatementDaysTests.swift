import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct StatementDaysTests {
  private func moment(_ day: String, _ hour: Int64, _ minute: Int64) throws -> Timestamp {
    try unwrapped(CivilDate(day)).firstMoment.advanced(seconds: hour * 3_600 + minute * 60)
  }

  @Test(
    arguments: [
      // 10:15 in Beijing is 02:15 UTC.
      (.wechatpay, 2, 14, "2026-11-19"), (.wechatpay, 2, 15, "2026-11-20"),
      (.alipay, 23, 59, "2026-11-20"), (.unionpay, 0, 0, "2026-11-19"),
      (.stripe, 6, 29, "2026-11-19"), (.stripe, 6, 30, "2026-11-20"),
      (.paypal, 23, 59, "2026-11-20"),
    ] as [(Provider, Int64, Int64, String)]
  )
  func `waits until a statement is written`(
    provider: Provider,
    hour: Int64,
    minute: Int64,
    day: String
  ) throws {
    let now = try moment("2026-11-21", hour, minute)
    let due = StatementDays.due(of: provider, taken: [], at: now)
    #expect(due.map { "\($0)" } == [day])
  }

  @Test func `makes up for days that were missed, and not for all of the past`() throws {
    let now = try moment("2026-03-02", 12, 0)
    let last = try unwrapped(CivilDate("2026-02-26"))
    let due = StatementDays.due(of: .stripe, taken: [last], at: now)
    #expect(due.map { "\($0)" } == ["2026-02-27", "2026-02-28", "2026-03-01"])
    #expect(StatementDays.due(of: .stripe, taken: due + [last], at: now).isEmpty)
    let old = try unwrapped(CivilDate("2020-01-01"))
    #expect(StatementDays.due(of: .stripe, taken: [old], at: now).count == 14)
  }

  @Test func `comes back to a day that was passed over`() throws {
    let now = try moment("2026-03-02", 12, 0)
    let taken = try ["2026-02-26", "2026-02-28", "2026-03-01"].map { try unwrapped(CivilDate($0)) }
    let due = StatementDays.due(of: .stripe, taken: taken, at: now)
    #expect(due.map { "\($0)" } == ["2026-02-27"])
  }
}
