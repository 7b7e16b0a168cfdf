import Shop
package import Storage

/// What the clocks say; times are `YYYY-MM-DD HH:MM:SSZ`.
package struct ClockDocument: Codable, Equatable, Sendable {
  /// The machine's wall clock.
  package let wall: String
  /// The time that the worker goes by.
  package let used: String
  /// The latest time that the vault has seen.
  package let seen: String
  /// By how many seconds the wall clock jumped; nil when it did not.
  package let jumpSeconds: Int64?
  /// By how many seconds the worker's time is behind the latest that the vault has seen; 0 when it
  /// is not.
  package let secondsBehind: Int64
}

/// Shows what the clocks say.
package struct ShowClockDocument: CommandDocument {
  /// `clock show`.
  package static let kind = OperationKind.showClock

  package init() {}

  /// Returns what the clocks say now.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ClockDocument {
    let seen = try await commands.read { (store) throws(StoreError) in
      try store.clockHighWater()
    }
    return commands.clockDocument(seen: seen)
  }
}

/// Makes the worker follow the wall clock from now on.
package struct AcceptClockDocument: CommandDocument {
  /// `clock accept`.
  package static let kind = OperationKind.acceptClock

  /// Why, for the ledger.
  let reason: String

  package init(reason: String) {
    self.reason = reason
  }

  /// Accepts the wall clock in the vault first and then in the worker, so that the worker never
  /// follows a jump that the ledger does not name.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ClockDocument {
    guard OperatorCommands.isLine(reason) else { throw StoreError.badText("--reason") }
    var seen: Timestamp
    var attempts = 0
    repeat {
      let wall = commands.clock?.wall ?? commands.now()
      try await commands.store.acceptClock(wall, reason: reason, by: person)
      commands.clock?.accept()
      // A payment may have been settled by the old time in between.
      seen = try await commands.read { (store) throws(StoreError) in try store.clockHighWater() }
      attempts += 1
    } while seen.seconds > commands.now().seconds + SteadyClock.toleranceSeconds && attempts < 3
    return commands.clockDocument(seen: seen)
  }
}

extension OperatorCommands {
  fileprivate func clockDocument(seen: Timestamp) -> ClockDocument {
    let used = now()
    return ClockDocument(
      wall: (clock?.wall ?? used).text,
      used: used.text,
      seen: seen.text,
      jumpSeconds: clock?.jumpSeconds,
      secondsBehind: max(0, seen.seconds - used.seconds)
    )
  }
}
