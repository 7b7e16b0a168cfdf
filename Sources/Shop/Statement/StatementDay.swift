extension Provider {
  /// How far the provider's day runs ahead of UTC's: Beijing's for the Chinese ones.
  package var dayOffsetSeconds: Int64 {
    switch self {
    case .wechatpay, .alipay, .unionpay, .epay: 8 * 3600
    case .stripe, .paypal, .standard, .manual: 0
    }
  }

  /// The provider's day that holds a moment.
  package func day(of moment: Timestamp) -> CivilDate {
    CivilDate(moment.advanced(seconds: dayOffsetSeconds))
  }

  /// Midnight at the beginning of the provider's day.
  package func firstMoment(of day: CivilDate) -> Timestamp {
    day.firstMoment.advanced(seconds: -dayOffsetSeconds)
  }

  /// How long before midnight what we heard is left to the next day's statement: two clocks differ,
  /// messages take their time, and UnionPay's day ends at 23:00.
  package static let marginSeconds: Int64 = 3 * 3600

  /// When what a day's statement has to answer for was heard, both ends told, the second left out.
  ///
  /// Every moment belongs to one day. Without the statement of the day before, the first hours are
  /// nobody's: they may stand in that one.
  package func moments(
    answeredFor day: CivilDate,
    knowsDayBefore: Bool
  ) -> (from: Timestamp, to: Timestamp) {
    let first = firstMoment(of: day)
    let margin = Self.marginSeconds
    return (
      from: first.advanced(seconds: knowsDayBefore ? -margin : margin),
      to: first.advanced(seconds: 86_400 - margin)
    )
  }
}

extension CivilDate {
  package var dayBefore: CivilDate { CivilDate(firstMoment.advanced(seconds: -86_400)) }
  package var dayAfter: CivilDate { CivilDate(firstMoment.advanced(seconds: 86_400)) }
}
