import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct CivilDateTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("1970-01-02", 86_400), ("2000-02-29", 951_782_400),
      ("2026-12-31", 1_798_675_200), ("9999-12-31", 253_402_214_400),
    ] as [(String, Int64)]
  )
  func `counts days both ways`(text: String, seconds: Int64) {
    #expect(CivilDate(text)?.firstMoment == Timestamp(seconds: seconds))
    #expect("\(CivilDate(Timestamp(seconds: seconds + 86_399)))" == text)
  }

  @Test(arguments: [
    "", "2026-1-01", "2026-13-01", "2026-00-10", "2026-02-30", "1900-01-01", "2026/01/01",
    "2026-01-0x", "２０２６-01-01", "2025-02-29",
  ])
  func `refuses what is no day`(text: String) {
    #expect(CivilDate(text) == nil)
  }

  @Test func `writes a day as buyers read it`() {
    let day = CivilDate(Timestamp(seconds: 1_795_000_000))
    #expect(day.weekday == 3 && day.text(in: .english) == "18 November 2026")
    #expect(day.text(in: .chinese) == "2026 年 11 月 18 日")
  }

  @Test func `writes a moment as people read it`() {
    #expect(Timestamp(seconds: 1_795_000_000).iso8601 == "2026-11-18T11:06:40Z")
    #expect(Timestamp(milliseconds: 1_795_000_000_999).text == "2026-11-18 11:06:40Z")
    let late = Timestamp(seconds: 1_795_000_000 + 5 * 3_600)
    #expect(late.minuteText(in: .english) == "2026-11-18 16:06 UTC")
    #expect(late.minuteText(in: .chinese) == "2026-11-19 00:06（北京时间）")
  }
}
