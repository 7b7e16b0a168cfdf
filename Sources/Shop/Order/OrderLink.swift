/// The secret in an order page's address: 128 random bits as 26 lower-case base-32 characters.
///
/// Stored as a keyed hash and sealed, never given to a provider, never logged.
package struct OrderToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The secret itself.
  package let text: String

  package init?(_ text: String) {
    guard SecretText.isOne(text) else { return nil }
    self.text = text
  }

  /// A new token, from the caller's source of randomness.
  package init(using generator: inout some RandomNumberGenerator) {
    text = SecretText.new(using: &generator)
  }

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How long the link to an order is valid, from when it was made.
package struct LinkLifetime: Equatable, Sendable {
  /// Whole days; nil for a link without an end.
  package let days: Int?

  /// A year: buyers come back for a code within weeks, later ones ask for a new link with the form,
  /// and somebody who takes over a mailbox after years opens no orders.
  package static let standard = LinkLifetime(days: 365)
  /// For a shop whose links have no end.
  package static let endless = LinkLifetime(days: nil)
  /// The least is longer than a mail is under way, so that no link ends before it arrives.
  package static let allowedDays = 7...3_650

  /// Days outside `allowedDays` become its nearest bound.
  package init(days: Int?) {
    self.days = days.map { min(max($0, Self.allowedDays.lowerBound), Self.allowedDays.upperBound) }
  }

  /// Whether a link that was made at `made` has ended.
  package func isOver(madeAt made: Timestamp, at now: Timestamp) -> Bool {
    guard let days else { return false }
    return now >= made.advanced(seconds: Int64(days) * 86_400)
  }
}
