package import Logging
import NIOPosix
package import Shop
package import Storage

/// Carries out operators' commands, for the control socket and for a command line that has the
/// database to itself: one way, so that both do the same.
package struct OperatorCommands: Sendable {
  let store: Store
  /// Woken when something became due.
  let wakeUp: WakeUp
  /// Nil where no provider can be called.
  let matcher: StatementMatcher?
  let probes: PendingProbes
  /// Nil where time is a test's.
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

  /// Lets go of the database.
  package func close() {
    store.close()
  }

  /// Carries a command out; that it was refused is an outcome like any other.
  ///
  /// `name` is the caller's word for itself; `userID` is the caller's as the system tells it.
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

  /// Names in the log what a person did, and wakes whoever has something to do because of it: here
  /// alone, for every command.
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

  /// An order's reference as it was typed.
  func reference(_ text: String) throws(StoreError) -> Reference {
    guard let reference = Reference(text) else { throw .unknownOrder }
    return reference
  }

  /// Whether a text is one line of words, as the ledger keeps it.
  static func isLine(_ text: String) -> Bool {
    (1...500).contains(text.utf8.count) && text.contains { !$0.isWhitespace }
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }

  /// A read of the database on a thread of its own: the whole ledger may take a while.
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
