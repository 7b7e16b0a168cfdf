package import Logging
import NIOPosix
package import Shop
package import Storage

/// Carries out operators' commands, both for the control socket and for a command line that opens
/// the vault itself.
package struct OperatorCommands: Sendable {
  let store: Store
  /// Wakes the delivery loop when something may be due.
  let wakeUp: WakeUp
  /// Compares statements and gives access to the providers; nil when none can be called.
  let matcher: StatementMatcher?
  let probes: PendingProbes
  /// Nil in tests that set the time themselves.
  let clock: SteadyClock?
  /// When the shop's days begin and end.
  let calendar: @Sendable () -> ShopCalendar
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    wakeUp: WakeUp,
    matcher: StatementMatcher? = nil,
    probes: PendingProbes = PendingProbes(),
    clock: SteadyClock? = nil,
    calendar: @escaping @Sendable () -> ShopCalendar = { .utc },
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.wakeUp = wakeUp
    self.matcher = matcher
    self.probes = probes
    self.clock = clock
    self.calendar = calendar
    self.now = now
    self.logger = logger
  }

  /// Closes the store.
  package func close() {
    store.close()
  }

  /// Carries a command out; a refusal is an outcome too.
  ///
  /// `name` is what the caller calls itself; `userID` is the one that the system tells.
  package func perform<Command: CommandDocument>(
    _ command: Command,
    by name: String,
    userID: UInt32? = nil
  ) async -> CommandOutcomeDocument<Command.Answer> {
    guard let person = Operator(name, userID: userID) else {
      return .refused(
        "the operator's name: expected 1 to 64 letters, digits, blanks and ._@+-, found otherwise"
      )
    }
    do {
      let answer = try await command.perform(with: self, by: person)
      note(command, answer, by: person)
      return .done(answer)
    } catch let error as StoreError {
      return error.isPassing ? .busy(error.sentence) : .refused(error.sentence)
    } catch let refusal as CommandRefusal {
      return .refused(refusal.sentence)
    } catch {
      return .refused("\(Command.kind.words): expected to be carried out, found \(error)")
    }
  }

  /// Logs what a person did and wakes the delivery loop, for every command alike.
  private func note<Command: CommandDocument>(
    _ command: Command,
    _ answer: Command.Answer,
    by person: Operator
  ) {
    guard Command.kind.effect != .none else { return }
    let note = command.note(of: answer)
    let words = [Command.kind.words, note.object].compactMap(\.self)
    let outcome = note.outcome.map { ": \($0)" } ?? ""
    logger.notice("\(words.joined(separator: " ")) by \(person.name)\(outcome)")
    wakeUp.signal()
  }

  /// Reads an order's reference.
  func reference(_ text: String) throws(StoreError) -> Reference {
    guard let reference = Reference.typed(text) else { throw .unknownOrder }
    return reference
  }

  /// Whether a text is one line of 1 to 500 bytes without control characters, and not blank.
  static func isLine(_ text: String) -> Bool {
    (1...500).contains(text.utf8.count) && text.contains { !$0.isWhitespace }
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }

  /// Reads the database on a thread, since reading may take a while.
  func read<Value: Sendable>(
    _ read: @escaping @Sendable (Store) throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    let store = store
    let result = await onThread(of: .singleton) { () -> Result<Value, StoreError> in
      do throws(StoreError) {
        return .success(try read(store))
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .closed }
    return try result.get()
  }
}
