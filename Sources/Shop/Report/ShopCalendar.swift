/// When a day of the shop begins and ends, by the clocks of its time zone.
package struct ShopCalendar: Equatable, Sendable {
  /// The zone's IANA name.
  package let name: String
  private let aheadOfUTC: @Sendable (Timestamp) -> Int64

  /// Before a catalog names the shop's zone.
  package static let utc = ShopCalendar(name: "UTC") { _ in 0 }

  /// `aheadOfUTC` says how many seconds the shop's clocks run ahead of UTC at a moment.
  package init(name: String, aheadOfUTC: @escaping @Sendable (Timestamp) -> Int64) {
    self.name = name
    self.aheadOfUTC = aheadOfUTC
  }

  /// Compares the names of the zones.
  package static func == (one: ShopCalendar, other: ShopCalendar) -> Bool {
    one.name == other.name
  }

  /// The day that a moment belongs to.
  package func day(of moment: Timestamp) -> CivilDate {
    CivilDate(moment.advanced(seconds: aheadOfUTC(moment)))
  }

  /// The first and the last moment of a day.
  package func moments(of day: CivilDate) -> ClosedRange<Timestamp> {
    let next = day.dayAfter.firstMoment(aheadOfUTC: aheadOfUTC)
    return day.firstMoment(aheadOfUTC: aheadOfUTC)...next.advanced(milliseconds: -1)
  }
}

/// A day or a month of the shop, as a report is asked for.
package struct ReportPeriod: Equatable, Sendable, CustomStringConvertible {
  /// `2026-11-27` or `2026-11`.
  package let description: String
  /// Its first and its last moment.
  package let moments: ClosedRange<Timestamp>

  package init(day: CivilDate, in calendar: ShopCalendar) {
    description = "\(day)"
    moments = calendar.moments(of: day)
  }

  /// Reads `YYYY-MM`; nil unless there is such a month.
  package init?(month: String, in calendar: ShopCalendar) {
    guard month.utf8.count == 7, let first = CivilDate(month + "-01") else { return nil }
    let last = [31, 30, 29, 28].lazy.compactMap { CivilDate("\(month)-\($0)") }.first
    guard let last else { return nil }
    description = month
    moments = calendar.moments(of: first).lowerBound...calendar.moments(of: last).upperBound
  }
}
