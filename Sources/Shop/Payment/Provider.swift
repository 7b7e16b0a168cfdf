/// Who told us about money; also the key that keeps event IDs of different senders apart.
package enum Provider: String, CaseIterable, Sendable {
  case stripe
  /// Any sender that signs by the Standard Webhooks specification.
  case standard
}
