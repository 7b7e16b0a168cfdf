import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct ShopCalendarTests {
  @Test(arguments: [
    ("UTC", "2026-11-27 00:00:00Z", "2026-11-27 23:59:59Z"),
    ("Asia/Shanghai", "2026-11-26 16:00:00Z", "2026-11-27 15:59:59Z"),
    ("America/Los_Angeles", "2026-11-27 08:00:00Z", "2026-11-28 07:59:59Z"),
    ("Pacific/Kiritimati", "2026-11-26 10:00:00Z", "2026-11-27 09:59:59Z"),
  ])
  func `a day begins and ends by the shop's own clocks`(zone: String, first: String, last: String)
    throws
  {
    let calendar = try unwrapped(ShopCalendar(zone: zone))
    let day = try unwrapped(CivilDate("2026-11-27"))
    let moments = calendar.moments(of: day)
    #expect(moments.lowerBound.text == first && moments.upperBound.text == last)
    #expect(calendar.day(of: moments.lowerBound) == day)
    #expect(calendar.day(of: moments.upperBound) == day)
    #expect(calendar.day(of: moments.upperBound.advanced(milliseconds: 1)) == day.dayAfter)
  }

  @Test func `days of 23 and of 25 hours are whole`() throws {
    let calendar = try unwrapped(ShopCalendar(zone: "Europe/Berlin"))
    for (text, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)] {
      let moments = calendar.moments(of: try unwrapped(CivilDate(text)))
      let length = moments.upperBound.milliseconds - moments.lowerBound.milliseconds + 1
      #expect(length == Int64(hours) * 3_600_000, "\(text)")
    }
  }

  @Test func `a month is that of the shop, and an unknown zone is none`() throws {
    let calendar = try unwrapped(ShopCalendar(zone: "Asia/Shanghai"))
    let month = try unwrapped(ReportPeriod(month: "2026-11", in: calendar))
    #expect(month.moments.lowerBound.text == "2026-10-31 16:00:00Z")
    #expect(month.moments.upperBound.text == "2026-11-30 15:59:59Z")
    #expect(ShopCalendar(zone: "Asia/Beijing") == nil)
    #expect(ShopCalendar(of: Sample.catalog).name == "Asia/Shanghai")
  }
}
