import Payments
import Shop
package import Storage

/// What came of a webhook that was sent to see whether it arrives, in a word.
package enum ProbeWord: String, CaseIterable, Codable, Sendable {
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

/// Asks for a number for a webhook that the caller is about to send.
package struct BeginProbeDocument: CommandDocument {
  /// `payments probe`.
  package static let kind = OperationKind.beginProbe

  package init() {}

  /// The number.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> String {
    commands.probes.begin()
  }
}

/// Asks what came of the webhook with that number.
package struct ReadProbeDocument: CommandDocument {
  /// `payments probe`.
  package static let kind = OperationKind.readProbe

  let number: String

  package init(number: String) {
    self.number = number
  }

  /// Nil while nothing has arrived.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ProbeWord? {
    commands.probes.outcome(of: number).map(ProbeWord.init)
  }
}
