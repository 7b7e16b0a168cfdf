import Payments
import Shop
package import Storage

/// The outcome of a webhook that was sent to see whether it arrives.
package enum ProbeWord: String, CaseIterable, Codable, Sendable {
  /// Verified and settled.
  case settled
  /// Signed with another secret, changed on the way, or not signed.
  case refused
  /// Signed too long ago, or in the future, by the worker's clock.
  case stale
  /// The provider has no section in the settings that the worker runs with.
  case unconfigured
  /// Verified, but not stored or not confirmed by the provider.
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

/// Asks for a number for a webhook that the caller is about to send.
package struct BeginProbeDocument: CommandDocument {
  /// `payments probe`.
  package static let kind = OperationKind.beginProbe

  package init() {}

  /// Returns the number.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> String {
    commands.probes.begin()
  }
}

/// Asks for the outcome of the webhook with that number.
package struct ReadProbeDocument: CommandDocument {
  /// `payments probe`.
  package static let kind = OperationKind.readProbe

  let number: String

  package init(number: String) {
    self.number = number
  }

  /// Returns the outcome; nil when the webhook has not arrived.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ProbeWord? {
    commands.probes.outcome(of: number).map(ProbeWord.init)
  }
}
