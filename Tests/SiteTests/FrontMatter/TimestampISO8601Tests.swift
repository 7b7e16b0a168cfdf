import Shop
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct TimestampISO8601Tests {
  @Test(arguments: [
    ("1970-01-01", 0), ("2026-01-02", 1_767_312_000), ("2026-01-02T10:00:00Z", 1_767_348_000),
    ("2026-01-02T18:00:00+08:00", 1_767_348_000), ("2026-01-02 10:00Z", 1_767_348_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800), ("2100-03-01", 4_107_542_400),
    ("2026-01-02T00:00:00-05:30", 1_767_331_800), ("2026-01-02T10:00:00.000Z", 1_767_348_000),
    ("2026-01-02T10:00:00.123456Z", 1_767_348_000), ("2026-01-02T18:00:00+0800", 1_767_348_000),
    ("2026-01-02 18:00:00 +0800", 1_767_348_000), ("2026-01-02T18:00+08", 1_767_348_000),
    ("2026-01-02t10:00:00z", 1_767_348_000), ("2026-01-02 10:00:00", 1_767_348_000),
    ("2026-01-02T10:00", 1_767_348_000),
  ])
  func `reads a moment`(text: String, seconds: Int64) {
    #expect(Timestamp(iso8601: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2026", "2026-1-2", "2026-13-01", "2025-02-29", "2100-02-29", "2026-02-30",
    "2026-01-02T10", "2026-01-02T10:00:00.Z", "2026-01-02T10:00:00+8", "2026-01-02T10:00+15:00",
    "2026-01-02T24:00:00Z", "2026-01-02T10:60Z", "2026-01-02T10:00:00Zz", "yesterday", "1969-12-31",
    "２０２６-01-02",
  ])
  func `refuses what is no moment`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test(arguments: [
    ("Asia/Shanghai", "2026-01-02", "2026-01-01T16:00:00Z"),
    ("Asia/Shanghai", "2026-01-02 08:00", "2026-01-02T00:00:00Z"),
    ("Asia/Shanghai", "2026-01-02T08:00Z", "2026-01-02T08:00:00Z"),
    ("America/New_York", "2026-07-01", "2026-07-01T04:00:00Z"),
    ("America/New_York", "2026-03-08T12:00", "2026-03-08T16:00:00Z"),
    // The clock goes forward at midnight, so the day begins at one.
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z"),
    ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"),
  ])
  func `a moment without a zone is the shop's`(zone: String, text: String, utc: String) throws {
    let zone = try #require(ShopTimeZone(zone))
    #expect(try Timestamp(reading: text, in: zone).iso8601 == utc)
  }

  @Test(arguments: [
    ("2026-02-30", "a day of the calendar", "there is no such day; correct it", nil),
    ("2026-13-01", "a day of the calendar", "there is no such day; correct it", nil),
    ("1926-12-24", "a day from 1970-01-01 on", "correct the year", nil),
    ("0206-12-24T10:00", "a day from 1970-01-01 on", "correct the year", nil),
    ("2026-01-02T24:30", "a time from 00:00 to 23:59:59", noSuchTime, nil),
    ("2026-01-02 20:75", "a time from 00:00 to 23:59:59", noSuchTime, nil),
    ("20:75", form, "write the date before the time", nil),
    ("2026/1/2", form, "write it in ISO 8601", "2026-01-02"),
    ("2026年1月2日", form, "write it in ISO 8601", "2026-01-02"),
    ("20260102", form, "write it in ISO 8601", "2026-01-02"),
    ("2026-1-2", form, "write it in ISO 8601", "2026-01-02"),
    ("soon", form, "write it in ISO 8601", nil),
  ])
  func `says what is wrong with a date`(
    text: String,
    expected: String,
    remedy: String,
    meant: String?
  ) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(["date": text])])
    let problems = shop.load().problems
    #expect(problems.map(\.message) == ["date: expected \(expected), found `\(text)`; \(remedy)"])
    #expect(problems.first?.hint == meant.map { "did you mean `\($0)`?" })
  }

  private static let noSuchTime =
    "there is no such time: hours go to 23, minutes to 59; correct it"
  private static let form = "a date such as 2026-01-02 or 2026-01-02T10:00:00Z"

  @Test(arguments: [
    "1970-01-01T00:00:00Z", "2026-01-02T10:00:00Z", "2024-02-29T23:59:59Z", "2100-12-31T00:00:00Z",
  ])
  func `writes what it reads`(text: String) {
    #expect(Timestamp(iso8601: text)?.iso8601 == text)
  }
}
