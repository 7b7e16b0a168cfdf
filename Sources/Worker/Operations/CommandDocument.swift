package import Storage

/// A command of an operator: what it asks for, what it does, and the type of its answer.
///
/// The same value is carried out by the running worker, behind its control socket, and directly
/// when none runs, so that both ways are one. Adding a command is a type that conforms and its
/// case in `OperationKind`.
package protocol CommandDocument: Codable, Equatable, Sendable {
  /// What it comes to when it is carried out.
  associatedtype Answer: Codable & Equatable & Sendable

  /// Its name on the socket, with what it does to the shop.
  static var kind: OperationKind { get }

  /// Does what is asked; throws `StoreError` or `CommandRefusal` where nothing was done.
  func perform(with commands: OperatorCommands, by person: Operator) async throws -> Answer

  /// What the log says of it once it is done, beside its name: never a code or a whole address.
  func note(of answer: Answer) -> ActNote
}

extension CommandDocument {
  /// The command's name says all.
  package func note(of answer: Answer) -> ActNote { ActNote() }
}

/// What the log says of an act.
package struct ActNote: Equatable, Sendable {
  /// What it was done to, such as `order 7K2M9QX4TB8WZC3VJ5RA`; nil where its name says all.
  package let object: String?
  /// What it came to; nil where it is done and that is all.
  package let outcome: String?

  package init(_ object: String? = nil, outcome: String? = nil) {
    self.object = object
    self.outcome = outcome
  }
}

/// Why a command was not carried out, where the vault was not to blame.
package struct CommandRefusal: Error, Equatable {
  /// One sentence, with what to do.
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

/// A command with who gave it, as it crosses the control socket.
package struct CommandRequestDocument<Command: CommandDocument>: Codable, Sendable {
  /// The name that the ledger keeps.
  let by: String
  /// What is asked for.
  let command: Command

  package init(by: String, command: Command) {
    self.by = by
    self.command = command
  }
}

/// What became of a command, as it crosses the control socket.
package enum CommandOutcomeDocument<Answer: Codable & Equatable & Sendable>: Codable, Equatable,
  Sendable
{
  case done(Answer)
  /// Not done: the sentence says what to do.
  case refused(String)
  /// Not done now; the same command may work in a moment.
  case busy(String)
}

/// The answer of a command that is done, with nothing more to say.
package struct DoneDocument: Codable, Equatable, Sendable {
  package init() {}
}
