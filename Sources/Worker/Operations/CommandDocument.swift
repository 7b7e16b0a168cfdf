package import Storage

/// An operator's command: its options, what it does, and the type of its answer.
///
/// The running worker carries it out when it comes over the control socket; the command line does
/// when no worker runs. A new command is a type that conforms and a case of `OperationKind`.
package protocol CommandDocument: Codable, Equatable, Sendable {
  /// What the command returns when it is carried out.
  associatedtype Answer: Codable & Equatable & Sendable

  /// The command's name on the socket, and its effect.
  static var kind: OperationKind { get }

  /// Carries the command out; throws `StoreError` or `CommandRefusal` if nothing was done.
  func perform(with commands: OperatorCommands, by person: Operator) async throws -> Answer

  /// What the log says of the command beside its name: never a code or a whole email address.
  func note(of answer: Answer) -> ActNote
}

extension CommandDocument {
  /// Adds nothing to the command's name.
  package func note(of answer: Answer) -> ActNote { ActNote() }
}

/// What the log says of an operator's act.
package struct ActNote: Equatable, Sendable {
  /// What was acted on, such as `order 7K2M9QX4TB8WZC3VJ5RA`; nil when the command's name says it.
  package let object: String?
  /// The result; nil when there is nothing to say but that it is done.
  package let outcome: String?

  package init(_ object: String? = nil, outcome: String? = nil) {
    self.object = object
    self.outcome = outcome
  }
}

/// Why a command was not carried out, for other reasons than the store's.
package struct CommandRefusal: Error, Equatable {
  /// One sentence that says what to do.
  package let sentence: String

  package init(_ sentence: String) {
    self.sentence = sentence
  }

  /// An option that cannot be read.
  init(_ option: String, expected: String, found: String) {
    sentence = "\(option): expected \(expected), found `\(found)`"
  }

  /// An option that is a secret, which the sentence does not repeat.
  init(_ option: String, expected: String, hiding secret: String) {
    let length = secret.count
    let found = length == 1 ? "1 character that is" : "\(length) characters that are"
    sentence = "\(option): expected \(expected), found \(found) none"
  }
}

/// A command and who gave it, as sent over the control socket.
package struct CommandRequestDocument<Command: CommandDocument>: Codable, Sendable {
  /// The operator's name for the ledger.
  let by: String
  /// The command itself.
  let command: Command

  package init(by: String, command: Command) {
    self.by = by
    self.command = command
  }
}

/// The outcome of a command, as sent over the control socket.
package enum CommandOutcomeDocument<Answer: Codable & Equatable & Sendable>: Codable, Equatable,
  Sendable
{
  case done(Answer)
  /// Not done: the sentence says what to do.
  case refused(String)
  /// Not done now; the same command may work in a moment.
  case busy(String)
}

/// The answer of a command that returns nothing.
package struct DoneDocument: Codable, Equatable, Sendable {
  package init() {}
}
