/// How long the link to an order leads there, from when it was made.
package struct LinkLifetime: Equatable, Sendable {
  /// Whole days; nil for a link that does not end by itself.
  package let days: Int?

  /// A year: buyers come back for a code within weeks, and whoever comes later asks for a new link
  /// by the form; a mailbox that somebody gets hold of after years opens no orders.
  package static let standard = LinkLifetime(days: 365)
  package static let endless = LinkLifetime(days: nil)
  /// More than a mail may be under way, so that no link ends before it arrives.
  package static let allowedDays = 7...3_650

  /// Days outside `allowedDays` are held to them.
  package init(days: Int?) {
    self.days = days.map { min(max($0, Self.allowedDays.lowerBound), Self.allowedDays.upperBound) }
  }

  /// Whether a link that was made at `made` leads nowhere any more.
  package func isOver(madeAt made: Timestamp, at now: Timestamp) -> Bool {
    guard let days else { return false }
    return now >= made.advanced(seconds: Int64(days) * 86_400)
  }
}
