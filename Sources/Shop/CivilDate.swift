/// A day of the Gregorian calendar, in UTC.
package struct CivilDate: Equatable, Sendable, CustomStringConvertible {
  /// 1970 to 9999.
  package let year: Int
  /// 1 to 12.
  package let month: Int
  /// From 1.
  package let day: Int

  /// Reads `YYYY-MM-DD`; nil unless there is such a day between 1970 and 9999.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.map(\.count) == [4, 2, 2],
      text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The day that holds a moment.
  package init(_ moment: Timestamp) {
    // Howard Hinnant's civil_from_days: eras of 400 years that begin on 1 March.
    let days = moment.seconds.floored(by: 86_400) + 719_468
    let era = days.floored(by: 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
    month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    year = Int(yearOfEra + era * 400) + (shifted < 10 ? 0 : 1)
  }

  private init?(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
    guard (1970...9999).contains(year), CivilDate(firstMoment) == self else { return nil }
  }

  /// Midnight at its beginning.
  package var firstMoment: Timestamp {
    let shiftedYear = Int64(month <= 2 ? year - 1 : year)
    let era = shiftedYear.floored(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let shiftedMonth = Int64(month > 2 ? month - 3 : month + 9)
    let dayOfYear = (153 * shiftedMonth + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Timestamp(seconds: (era * 146_097 + dayOfEra - 719_468) * 86_400)
  }

  /// Its last millisecond.
  package var lastMoment: Timestamp { firstMoment.advanced(milliseconds: 86_400_000 - 1) }

  /// The first moment of the day by clocks that run `offset` seconds ahead of UTC at a moment.
  ///
  /// Where clocks are put forward at midnight, the day begins at one o'clock.
  package func firstMoment(aheadOfUTC offset: (Timestamp) -> Int64) -> Timestamp {
    let near = [-86_400, 86_400].map { (seconds: Int64) in
      firstMoment.advanced(seconds: -offset(firstMoment.advanced(seconds: seconds)))
    }
    let isHere = { (moment: Timestamp) in
      CivilDate(moment.advanced(seconds: offset(moment))) == self
    }
    return near.filter(isHere).min() ?? near[0]
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(pad(month))-\(pad(day))"
  }
}

extension CivilDate {
  /// 0 is Sunday.
  package var weekday: Int {
    let days = firstMoment.seconds.floored(by: 86_400)
    return Int(days + 4 - (days + 4).floored(by: 7) * 7)
  }

  /// The English name of the month in full.
  package var englishMonth: String {
    [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ][month - 1]
  }

  /// The day as a buyer reads it: `20 November 2026`, `2026 年 11 月 20 日`.
  package func text(in language: Language) -> String {
    switch language {
    case .chinese: "\(year) 年 \(month) 月 \(day) 日"
    case .english: "\(day) \(englishMonth) \(year)"
    }
  }
}

extension Timestamp {
  /// How many seconds clocks in Beijing run ahead of UTC, all year.
  package static let beijingSeconds: Int64 = 8 * 3_600

  /// The time of day in UTC: `23:58:00`.
  package var clockText: String {
    let second = seconds - seconds.floored(by: 86_400) * 86_400
    return [second / 3_600, second / 60 % 60, second % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  /// `YYYY-MM-DD HH:MM:SSZ`, as the terminal shows moments.
  package var text: String { "\(CivilDate(self)) \(clockText)Z" }

  /// The moment as a buyer's page shows it: `2026-11-20 23:58 UTC`, `2026-11-21 07:58（北京时间）`.
  package func minuteText(in language: Language) -> String {
    switch language {
    case .chinese: "\(advanced(seconds: Self.beijingSeconds).text.prefix(16))（北京时间）"
    case .english: "\(text.prefix(16)) UTC"
    }
  }

  /// The time of day as a buyer's page shows it: `23:58:00 UTC`, `07:58:00（北京时间）`.
  package func clockText(in language: Language) -> String {
    switch language {
    case .chinese: "\(advanced(seconds: Self.beijingSeconds).clockText)（北京时间）"
    case .english: "\(clockText) UTC"
    }
  }

  /// The moment as front matter writes it: `2026-01-02T10:00:00Z`.
  package var iso8601: String { "\(CivilDate(self))T\(clockText)Z" }
}

extension Int64 {
  /// The quotient rounded down, also below zero.
  fileprivate func floored(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}

extension CivilDate {
  /// The day that ends where this one begins.
  package var dayBefore: CivilDate { CivilDate(firstMoment.advanced(seconds: -86_400)) }
  /// The day that begins where this one ends.
  package var dayAfter: CivilDate { CivilDate(firstMoment.advanced(seconds: 86_400)) }
}
