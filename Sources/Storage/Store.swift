import GRDB
package import Shop
import Synchronization

/// The vault: one SQLite file, one writer, and every step of the business as one transaction.
///
/// Methods that write are `async`: they wait for the commit thread, and what they return is
/// durable. Methods that read block the calling thread for a moment and see the last commit.
package final class Store: Sendable {
  private let lock: FolderLock
  private let connections: Connections
  private let thread: CommitThread
  let sealing: Sealing
  let linkLifetime: LinkLifetime
  /// Whether opening made a new vault, since the folder had none.
  package let isNew: Bool
  private let isClosed = Atomic<Bool>(false)

  /// Opens the vault in `folder`, which is made when it does not exist; only one store may be open.
  ///
  /// Throws when anything that the store depends on is in doubt: the lock, the modes of folder and
  /// files, a setting of SQLite, the schema's version and guards, the key, the ledger's end, the
  /// clock (I16). `allowsClockBehind` opens it only to read the clock and to accept it. `alarm` is
  /// called on the commit thread: it may write a line, and must not block.
  package init(
    folder: String,
    key: VaultKey,
    randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    probe: CommitProbe = .none,
    alarm: @escaping @Sendable (VaultAlarm) -> Void = { _ in },
    allowsClockBehind: Bool = false,
    linkLifetime: LinkLifetime = .standard,
    now: Timestamp
  ) throws(StoreError) {
    let place = try VaultFolder(folder)
    let lock = try FolderLock(place)
    do {
      let isNew = try place.prepareFiles(wasUsed: lock.wasUsed)
      let sealing = Sealing(key)
      var marks = HighWaterMarks(clock: now, ledger: .empty)
      let connections = try Connections(path: place.database) { db in
        marks = try VaultFile.open(db, sealing, allowsClockBehind: allowsClockBehind, at: now)
      }
      let randomness = Randomness(randomness)
      let vault = Vault(
        sealing: sealing,
        randomness: randomness,
        bootID: randomness.reference().text,
        linkLifetime: linkLifetime,
        alarm: alarm
      )
      self.lock = lock
      self.isNew = isNew
      self.connections = connections
      self.sealing = sealing
      self.linkLifetime = linkLifetime
      thread = CommitThread(
        writer: connections.writer,
        files: OpenedFiles(of: place),
        vault: vault,
        marks: marks,
        probe: probe
      )
    } catch {
      if !lock.wasUsed { place.forgetLock() }
      lock.release()
      throw StoreError(error, path: place.database)
    }
  }

  deinit { close() }

  /// Writes a row that changes nothing, as durably as any other, and reports the result.
  ///
  /// `answer` is called on the commit thread.
  package func probeWrite(
    at moment: Timestamp,
    answer: @escaping @Sendable (StoreError?) -> Void
  ) {
    thread.submit(
      CommitItem(
        moment: moment,
        apply: { transaction in
          try transaction.db.change("UPDATE meta SET messageDomain = messageDomain")
          return answer
        },
        refuse: answer
      )
    )
  }

  /// Why writing has stopped, to follow "stopped after"; nil while all is well.
  ///
  /// An I/O error, corruption, or a file of the vault that was removed or replaced under it.
  package var fault: String? {
    // Closing a store folds its log into the file, which would look like a fault.
    isClosed.load(ordering: .acquiring) ? thread.knownFault : thread.fault
  }

  /// False from the first fault on.
  package var isHealthy: Bool { fault == nil }

  /// Finishes what is queued, checkpoints and releases the folder; a second call does nothing.
  package func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    thread.close()
    do {
      try connections.close()
    } catch {
      // Acknowledged rows are in the file or its WAL, and are found there at the next opening.
    }
    lock.release()
  }

  /// Waits until `work` is durable, or is known to have changed nothing.
  func commit<Value: Sendable>(
    at moment: Timestamp,
    _ work: @escaping @Sendable (Transaction) throws -> Value
  ) async throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
      thread.submit(
        CommitItem(
          moment: moment,
          apply: { transaction in
            let value = try work(transaction)
            return { failure in
              continuation.resume(returning: failure.map { .failure($0) } ?? .success(value))
            }
          },
          refuse: { continuation.resume(returning: .failure($0)) }
        )
      )
    }
    return try result.get()
  }

  /// Reads the last commit.
  func read<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.read(work)
    } catch {
      throw failure(of: error)
    }
  }

  /// Reads on the connection that is reserved for long reads.
  func readSlowly<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.readSlowly(work)
    } catch {
      throw failure(of: error)
    }
  }

  /// The error for a failed read; a damaged file stops the store, as a failed write does.
  private func failure(of error: any Error) -> StoreError {
    if StoreError.isDamage(error) { thread.stop() }
    return StoreError(error)
  }

  /// Reads on the writing connection between two commits; changes nothing.
  func asWriter<Value>(_ ask: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.writer.writeWithoutTransaction(ask)
    } catch {
      throw StoreError(error)
    }
  }
}
