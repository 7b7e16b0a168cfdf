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

extension OperatorDesk {
  func showClock() async throws(StoreError) -> AnswerDocument {
    let seen = try await read { (store) throws(StoreError) in try store.clockHighWater() }
    return .clock(clockDocument(seen: seen))
  }

  /// Goes by the wall clock, and lets the vault do so too.
  func acceptClock(_ reason: String, by person: Operator) async throws(StoreError) -> AnswerDocument
  {
    guard Self.isLine(reason) else { throw .badText("--reason") }
    let moment = clock?.wall ?? now()
    clock?.accept()
    try await store.acceptClock(moment, reason: reason, by: person)
    return .clock(clockDocument(seen: moment))
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
