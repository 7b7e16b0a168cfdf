import Shop
import Site
import Testing

@Suite struct TimestampISO8601Tests {
  @Test(arguments: [
    ("1970-01-01", 0), ("2026-01-02", 1_767_312_000), ("2026-01-02T10:00:00Z", 1_767_348_000),
    ("2026-01-02T18:00:00+08:00", 1_767_348_000), ("2026-01-02 10:00Z", 1_767_348_000),
    ("2024-02-29T00:00:00Z", 1_709_164_800), ("2100-03-01", 4_107_542_400),
    ("2026-01-02T00:00:00-05:30", 1_767_331_800),
  ])
  func `reads a moment`(text: String, seconds: Int64) {
    #expect(Timestamp(iso8601: text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "2026", "2026-1-2", "2026-13-01", "2025-02-29", "2100-02-29", "2026-01-02T10:00:00",
    "2026-01-02T24:00:00Z", "2026-01-02T10:60Z", "2026-01-02T10:00:00Zz", "yesterday", "1969-12-31",
    "２０２６-01-02",
  ])
  func `refuses what is no moment`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test(arguments: [
    "1970-01-01T00:00:00Z", "2026-01-02T10:00:00Z", "2024-02-29T23:59:59Z", "2100-12-31T00:00:00Z",
  ])
  func `writes what it reads`(text: String) {
    #expect(Timestamp(iso8601: text)?.iso8601 == text)
  }
}
