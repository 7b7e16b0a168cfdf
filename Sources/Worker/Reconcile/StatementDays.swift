import Payments
package import Shop

/// Which days' statements are ready at a moment.
package enum StatementDays {
  /// Days that are looked back for at most: after a long stop the rest is for `statements match`.
  static let most = 14

  /// The days whose statements are written and not `taken` yet.
  ///
  /// None before the oldest of those, and yesterday's alone when none was taken.
  ///
  /// Yesterday's also for a provider that has none, which says so when it is asked.
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
    let readiness = AdapterTable.facts(of: provider)?.statementReadySeconds ?? 0
    return provider.day(of: now.advanced(seconds: -readiness)).dayBefore
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
