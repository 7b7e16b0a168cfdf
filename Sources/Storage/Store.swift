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
  /// Whether the vault was made just now, since there was none in the folder.
  package let isNew: Bool
  private let isClosed = Atomic<Bool>(false)

  /// Opens the vault in `folder`, which is made when it lacks; the only store that may.
  ///
  /// Throws when anything that it cannot do without is in doubt: the lock, the modes of folder and
  /// files, a setting of SQLite, the schema's version and guards, the key, the ledger's end, the
  /// clock (I16). `allowsClockBehind` opens it to look at the clock and to accept it, no more.
  /// `alarm` is called on the commit thread: it may write a line, and must not wait.
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

  /// Writes a row that changes nothing, as durably as any other, and tells what came of it.
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

  /// Why nothing is written any more, to follow "stopped after"; nil while all is well.
  ///
  /// An I/O error, corruption, or a file of the vault that was removed or replaced under it.
  package var fault: String? {
    // A store that is closed folds its log into the file: that is no fault.
    isClosed.load(ordering: .acquiring) ? thread.knownFault : thread.fault
  }

  /// False from the first fault on.
  package var isHealthy: Bool { fault == nil }

  /// Finishes what is queued, checkpoints and lets go of the folder; a second call does nothing.
  package func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    thread.close()
    do {
      try connections.close()
    } catch {
      // What was acknowledged is in the file or its WAL, and is found there when it is opened next.
    }
    lock.release()
  }

  /// Waits until `work` is durable, or is known not to have happened.
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

  /// Reads what was committed last.
  func read<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.read(work)
    } catch {
      throw failure(of: error)
    }
  }

  /// Reads on the connection that long readings have to themselves.
  func readSlowly<Value>(_ work: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.readSlowly(work)
    } catch {
      throw failure(of: error)
    }
  }

  /// A file that cannot be read is no better than one that cannot be written: the store stops.
  private func failure(of error: any Error) -> StoreError {
    if StoreError.isDamage(error) { thread.stop() }
    return StoreError(error)
  }

  /// Asks the writing connection between two commits; changes nothing.
  func asWriter<Value>(_ ask: (Database) throws -> Value) throws(StoreError) -> Value {
    guard !isClosed.load(ordering: .acquiring) else { throw .closed }
    do {
      return try connections.writer.writeWithoutTransaction(ask)
    } catch {
      throw StoreError(error)
    }
  }
}
