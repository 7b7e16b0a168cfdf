/// The one place that says when a day of the shop begins and ends.
package enum ShopCalendar {
  /// The day that a moment belongs to.
  package static func day(of moment: Timestamp) -> CivilDate { CivilDate(moment) }

  /// The first and the last moment of a day.
  package static func moments(of day: CivilDate) -> ClosedRange<Timestamp> {
    day.firstMoment...day.lastMoment
  }
}

/// A day or a month of the shop, as a report is asked for.
package struct ReportPeriod: Equatable, Sendable, CustomStringConvertible {
  /// `2026-11-27` or `2026-11`.
  package let description: String
  /// Its first and its last moment.
  package let moments: ClosedRange<Timestamp>

  package init(day: CivilDate) {
    description = "\(day)"
    moments = ShopCalendar.moments(of: day)
  }

  /// Reads `YYYY-MM`; nil unless there is such a month.
  package init?(month: String) {
    guard month.utf8.count == 7, let first = CivilDate(month + "-01") else { return nil }
    let last = [31, 30, 29, 28].lazy.compactMap { CivilDate("\(month)-\($0)") }.first
    guard let last else { return nil }
    description = month
    moments =
      ShopCalendar.moments(of: first).lowerBound...ShopCalendar.moments(of: last).upperBound
  }
}
