import Payments

/// What came of a webhook that was sent to see whether it arrives, in a word.
package enum ProbeWord: String, CaseIterable, Sendable {
  /// Verified and settled.
  case settled
  /// Signed with another secret, changed on the way, or not signed.
  case refused
  /// Signed too long ago or ahead by our clock.
  case stale
  /// The provider has no section in the settings that the worker was started with.
  case unconfigured
  /// Believed, and not stored or not confirmed.
  case failed

  init(_ outcome: WebhookOutcome) {
    switch outcome {
    case .settled: self = .settled
    case .refused(.stale): self = .stale
    case .refused: self = .refused
    case .unknownProvider: self = .unconfigured
    case .tooLarge, .unconfirmed, .busy, .failed: self = .failed
    }
  }
}
