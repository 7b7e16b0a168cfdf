import Shop

/// A moment's date and time of day in UTC, by arithmetic alone.
struct CivilDate {
  let year: Int64
  /// 1 to 12.
  let month: Int
  /// 1 to 31.
  let day: Int
  /// 0 is Sunday.
  let weekday: Int
  let secondOfDay: Int64

  /// Days since 1970 to year, month and day, over eras of 400 years that begin in March.
  init(_ moment: Timestamp) {
    let days = (moment.seconds - (moment.seconds % 86_400 + 86_400) % 86_400) / 86_400
    secondOfDay = moment.seconds - days * 86_400
    weekday = Int(((days + 4) % 7 + 7) % 7)
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// RFC 5322's form: `Fri, 20 Nov 2026 23:58:00 +0000`.
  var headerText: String {
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let clock = [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60]
    let time = clock.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    let name = Self.months[month - 1].prefix(3)
    return "\(days[weekday]), \(day) \(name) \(year) \(time) +0000"
  }

  /// The day as a buyer reads it: `20 November 2026`, `2026 年 11 月 20 日`.
  func text(in language: Language) -> String {
    switch language {
    case .chinese: "\(year) 年 \(month) 月 \(day) 日"
    case .english: "\(day) \(Self.months[month - 1]) \(year)"
    }
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
}
