import Shop
import Storage

/// What the clocks say.
package struct ClockDocument: Codable, Equatable, Sendable {
  /// The machine's wall clock.
  package let wall: String
  /// The time that the worker goes by.
  package let used: String
  /// The latest time that the vault has seen.
  package let seen: String
  /// By how many seconds the wall clock jumped; nil when it did not.
  package let jumpSeconds: Int64?
  /// By how many seconds the time that is gone by is behind what the vault has seen; 0 when it is
  /// not.
  package let secondsBehind: Int64
}

extension OperatorCommands {
  func showClock() async throws(StoreError) -> AnswerDocument {
    let seen = try await read { (store) throws(StoreError) in try store.clockHighWater() }
    return .clock(clockDocument(seen: seen))
  }

  /// Lets the vault go by the wall clock, and then the worker too: a worker that went by it without
  /// an entry in the ledger would have accepted what nobody said.
  func acceptClock(_ reason: String, by person: Operator) async throws(StoreError) -> AnswerDocument
  {
    guard Self.isLine(reason) else { throw .badText("--reason") }
    var seen: Timestamp
    var attempts = 0
    repeat {
      try await store.acceptClock(clock?.wall ?? now(), reason: reason, by: person)
      clock?.accept()
      // A payment may have been taken by the old time in between.
      seen = try await read { (store) throws(StoreError) in try store.clockHighWater() }
      attempts += 1
    } while seen.seconds > now().seconds + SteadyClock.toleranceSeconds && attempts < 3
    return .clock(clockDocument(seen: seen))
  }

  private func clockDocument(seen: Timestamp) -> ClockDocument {
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
