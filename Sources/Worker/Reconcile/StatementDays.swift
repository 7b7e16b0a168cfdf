package import Shop

/// Which days' statements are ready at a moment.
package enum StatementDays {
  /// Days that are looked back for at most: after a long stop the rest is for `statements match`.
  static let most = 14

  /// The days whose statements are written and not `taken` yet.
  ///
  /// None before the oldest of those, and yesterday's alone when none was taken.
  ///
  /// The Chinese providers' days are Beijing's and their statements are there by 10:15; the others'
  /// are UTC's, and 06:30 leaves them time.
  package static func due(
    of provider: Provider,
    taken: [CivilDate],
    at now: Timestamp
  ) -> [CivilDate] {
    let newest = newest(of: provider, at: now)
    guard let oldest = taken.min(by: { $0.firstMoment < $1.firstMoment }) else { return [newest] }
    return days(from: oldest, through: newest).suffix(most).filter { !taken.contains($0) }
  }

  /// Every day since that one whose statement is ready.
  static func all(of provider: Provider, since: CivilDate, at now: Timestamp) -> [CivilDate] {
    days(from: since, through: newest(of: provider, at: now))
  }

  private static func newest(of provider: Provider, at now: Timestamp) -> CivilDate {
    let isBeijing = [.wechatpay, .alipay, .unionpay].contains(provider)
    let zone: Int64 = isBeijing ? 8 * 3_600 : 0
    let readiness: Int64 = isBeijing ? 10 * 3_600 + 15 * 60 : 6 * 3_600 + 30 * 60
    return CivilDate(now.advanced(seconds: zone - readiness - 86_400))
  }

  private static func days(from first: CivilDate, through last: CivilDate) -> [CivilDate] {
    var days: [CivilDate] = []
    var day = first
    while day.firstMoment <= last.firstMoment {
      days.append(day)
      day = day.next
    }
    return days
  }
}

extension CivilDate {
  /// The day after it.
  var next: CivilDate { CivilDate(firstMoment.advanced(seconds: 86_400)) }
}
