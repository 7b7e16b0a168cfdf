import Dispatch
import Foundation
import GRDB
import Shop
import Synchronization

/// One step of the business, waiting for its turn on the commit thread.
struct CommitItem: Sendable {
  let moment: Timestamp
  /// Does the work inside a savepoint; the closure that it returns answers the caller after the
  /// commit: nil when it is durable.
  let apply: @Sendable (Transaction) throws -> @Sendable (StoreError?) -> Void
  /// Answers the caller when the work was not done.
  let refuse: @Sendable (StoreError) -> Void
}

/// The thread that owns the writing connection, and with it the order of all changes.
///
/// It takes every item that waits, runs each in a savepoint of its own, commits once, and then
/// answers them all: one fsync for the whole batch. It needs no timer, since batches form while the
/// previous one is written. It belongs to no request, so that a cancelled request does not undo its
/// work.
final class CommitThread: Sendable {
  /// The most items that wait; further ones are answered `.busy` without any work.
  static let mostWaiting = 4_096
  /// The most items of one commit, which bounds the wait of the last in the queue.
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
  /// The first I/O error or corruption, or a file of the vault that was removed or replaced.
  var fault: String? {
    whyStopped.withLock { known in
      if known == nil { known = files.fault }
      return known
    }
  }

  /// The fault that is known, without another look at the files.
  var knownFault: String? { whyStopped.withLock { $0 } }

  /// Refuses everything after this: the file cannot be trusted.
  func stop() { whyStopped.withLock { $0 = $0 ?? "an I/O error" } }

  /// Queues an item; refuses it at once when the queue is full or closed.
  func submit(_ item: CommitItem) {
    let refusal: StoreError? = queue.withLock { queue in
      if queue.isClosed { return .closed }
      if queue.items.count >= Self.mostWaiting { return .busy }
      queue.items.append(item)
      return nil
    }
    if let refusal { item.refuse(refusal) } else { arrivals.signal() }
  }

  /// Finishes the queue, then ends the thread.
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

  /// Every item that waits, at most `mostPerCommit`; nil when the queue is closed and empty.
  private func nextBatch() -> [CommitItem]? {
    arrivals.wait()
    return queue.withLock { queue in
      if queue.items.isEmpty { return queue.isClosed ? nil : [] }
      let batch = Array(queue.items.prefix(Self.mostPerCommit))
      queue.items.removeFirst(batch.count)
      // Items may have used up the signal that closed the queue.
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
    // Rows in a file that nobody will open again are not durable.
    if let fault { batch.lose(after: fault) }
    for alarm in batch.alarms { vault.alarm(alarm) }
    batch.answer()
    return batch.marks
  }
}

/// A hook for tests between the last statement of a commit and the commit itself.
package struct CommitProbe: Sendable {
  let willCommit: @Sendable () throws -> Void

  /// An error of the closure fails the commit as a full disk would.
  package init(willCommit: @escaping @Sendable () throws -> Void) {
    self.willCommit = willCommit
  }

  /// The probe of the worker: none.
  package static let none = CommitProbe {}
}
