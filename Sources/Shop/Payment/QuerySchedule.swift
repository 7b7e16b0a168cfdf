/// When a provider is asked about a checkout whose webhook has not come (I8).
///
/// 1, 5, 10, 30, 60 and 120 minutes after it was opened and when it expires; whichever is last is
/// the last question, and the checkout is labelled expired when that is answered.
package enum QuerySchedule {
  /// Minutes from the opening.
  package static let minutes: [Int64] = [1, 5, 10, 30, 60, 120]

  /// How often the last question is put again when no answer to it was taken down.
  package static let lastRepeats = 12

  /// What follows when a question is put.
  package struct Next: Equatable, Sendable {
    /// Whether the question that is put now is the last one.
    package let isLast: Bool
    /// When to ask again: after the last question, unless its answer was taken down.
    ///
    /// Nil when the last one was repeated to the end: the checkout is labelled unasked.
    package let dueAt: Timestamp?
  }

  /// What a question that is put now comes to; moments that were missed are made up for by it.
  ///
  /// One that was opened in the future, by a clock that ran ahead, is asked about to its end at
  /// once: nobody waits for that time. `lastAsked` counts the times that the last question was put
  /// before. Its repeats come after 15 minutes, twice that, and so on up to 6 hours: two days in
  /// all.
  package static func next(
    openedAt: Timestamp,
    expiresAt: Timestamp,
    lastAsked: Int,
    at now: Timestamp
  ) -> Next {
    if openedAt <= now, let due = moments(openedAt, expiresAt).first(where: { $0 > now }) {
      return Next(isLast: false, dueAt: due)
    }
    guard lastAsked <= lastRepeats else { return Next(isLast: true, dueAt: nil) }
    let rest = min(Int64(900) << Int64(min(max(lastAsked, 0), 10)), 6 * 3600)
    return Next(isLast: true, dueAt: now.advanced(seconds: rest))
  }

  private static func moments(_ openedAt: Timestamp, _ expiresAt: Timestamp) -> [Timestamp] {
    let planned = minutes.map { openedAt.advanced(seconds: $0 * 60) }
    return Set(planned + [max(expiresAt, openedAt)]).sorted()
  }
}

extension Provider {
  /// Whether it can be asked what became of a checkout.
  package var answersQuestions: Bool {
    switch self {
    case .stripe, .wechatpay, .alipay, .unionpay, .paypal, .epay: true
    case .standard, .manual: false
    }
  }

  /// Whether it can be asked to give money back; otherwise a person does, who says so by
  /// `orders refund`.
  package var givesBack: Bool {
    switch self {
    case .stripe, .wechatpay, .alipay, .unionpay, .paypal: true
    case .standard, .epay, .manual: false
    }
  }
}
