import Shop

extension Timestamp {
  /// RFC 5322's form: `Fri, 20 Nov 2026 23:58:00 +0000`.
  var headerText: String {
    let day = CivilDate(self)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day.weekday]
    return "\(weekday), \(day.day) \(day.englishMonth.prefix(3)) \(day.year) \(clockText) +0000"
  }
}
