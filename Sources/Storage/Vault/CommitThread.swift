import Dispatch
import Foundation
import GRDB
import Shop
import Synchronization

/// One step of the business, waiting for its turn on the commit thread.
struct CommitItem: Sendable {
  let moment: Timestamp
  /// Does the work inside a savepoint; what it returns answers the caller once the fate of the
  /// commit is known: nil when it is durable.
  let apply: @Sendable (Transaction) throws -> @Sendable (StoreError?) -> Void
  /// Answers the caller when the work was not done.
  let refuse: @Sendable (StoreError) -> Void
}

/// The thread that owns the writing connection, and with it the order in which things happen.
///
/// It takes everything that waits, does each item in a savepoint of its own, commits once, and
/// only then answers them all: one fsync for the whole batch, and no timer, for batches form by
/// themselves while the previous one is written. It belongs to no request, so that no request that
/// is given up can undo what it asked for.
final class CommitThread: Sendable {
  /// More than this waiting is answered "busy", with no work done.
  static let mostWaiting = 4_096
  /// The most items in one commit: what bounds the wait of the last in line.
  static let mostPerCommit = 256

  private let writer: DatabaseQueue
  private let vault: Vault
  private let probe: CommitProbe
  private let queue = Mutex(Queue())
  private let arrivals = DispatchSemaphore(value: 0)
  private let end = DispatchSemaphore(value: 0)
  private let files: OpenedFiles
  private let whyStopped = Mutex<String?>(nil)

  private struct Queue {
    var items: [CommitItem] = []
    var isClosed = false
  }

  init(
    writer: DatabaseQueue,
    files: OpenedFiles,
    vault: Vault,
    marks: HighWaterMarks,
    probe: CommitProbe
  ) {
    self.writer = writer
    self.files = files
    self.vault = vault
    self.probe = probe
    let thread = Thread { self.run(from: marks) }
    thread.name = "commit"
    thread.start()
  }

  /// Why everything is refused, for good; nil while all is well.
  ///
  /// The first IO error or corruption, or a file of the vault that was removed or replaced.
  var fault: String? {
    whyStopped.withLock { known in
      if known == nil { known = files.fault }
      return known
    }
  }

  /// The same without another look at the files.
  var knownFault: String? { whyStopped.withLock { $0 } }

  /// Refuses everything from now on: the file cannot be trusted.
  func stop() { whyStopped.withLock { $0 = $0 ?? "an I/O error" } }

  /// Puts an item in line; refuses it at once when the line is full or closed.
  func submit(_ item: CommitItem) {
    let refusal: StoreError? = queue.withLock { queue in
      if queue.isClosed { return .closed }
      if queue.items.count >= Self.mostWaiting { return .busy }
      queue.items.append(item)
      return nil
    }
    if let refusal { item.refuse(refusal) } else { arrivals.signal() }
  }

  /// Lets what waits be done, then ends the thread.
  func close() {
    queue.withLock { $0.isClosed = true }
    arrivals.signal()
    end.wait()
  }

  private func run(from start: HighWaterMarks) {
    var marks = start
    while let batch = nextBatch() {
      guard !batch.isEmpty else { continue }
      marks = commit(batch, from: marks)
    }
    end.signal()
  }

  /// Everything that waits, at most `mostPerCommit`; nil when the line is closed and done.
  private func nextBatch() -> [CommitItem]? {
    arrivals.wait()
    return queue.withLock { queue in
      if queue.items.isEmpty { return queue.isClosed ? nil : [] }
      let batch = Array(queue.items.prefix(Self.mostPerCommit))
      queue.items.removeFirst(batch.count)
      // The signal that closed the line may have been spent on items.
      if queue.isClosed, queue.items.isEmpty { arrivals.signal() }
      return batch
    }
  }

  private func commit(_ items: [CommitItem], from marks: HighWaterMarks) -> HighWaterMarks {
    if let fault {
      for item in items { item.refuse(.failed("the store stopped after \(fault)")) }
      return marks
    }
    var batch = CommitBatch(items: items, marks: marks)
    writer.writeWithoutTransaction { db in
      batch.run(on: db, vault: vault, probe: probe)
    }
    if batch.isFatal { stop() }
    // What was written into a file that nobody will open again is not durable.
    if let fault { batch.lose(after: fault) }
    for alarm in batch.alarms { vault.alarm(alarm) }
    batch.answer()
    return batch.marks
  }
}

/// What tests may put between the last statement of a commit and the commit itself.
package struct CommitProbe: Sendable {
  let willCommit: @Sendable () throws -> Void

  /// A throw fails the commit as a full disk would.
  package init(willCommit: @escaping @Sendable () throws -> Void) {
    self.willCommit = willCommit
  }

  /// What the worker uses.
  package static let none = CommitProbe {}
}
