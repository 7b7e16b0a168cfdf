package import Storage

/// Waits for a folder that another process holds: a command that is about to end.
package enum LockWait {
  private static let millisecondsBetweenTries = 200

  /// Opens the vault; while it is locked, tries again for that long, and says once what it waits
  /// for.
  ///
  /// Throws what the last try threw.
  package static func open(
    seconds: Int,
    waiting: (StoreError) -> Void,
    _ open: () throws(StoreError) -> Store
  ) async throws -> Store {
    let tries = max(0, seconds) * 1_000 / millisecondsBetweenTries
    for number in 0...tries {
      do throws(StoreError) {
        return try open()
      } catch .locked(let owner) {
        guard number < tries else { throw StoreError.locked(by: owner) }
        if number == 0 { waiting(.locked(by: owner)) }
        try await Task.sleep(for: .milliseconds(millisecondsBetweenTries))
      } catch {
        throw error
      }
    }
    return try open()
  }
}
