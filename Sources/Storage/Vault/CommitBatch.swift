import GRDB
import Shop

/// Some items on their way through one commit.
struct CommitBatch {
  private let items: [CommitItem]
  /// The high-water marks of clock and ledger; only a successful commit raises them.
  private(set) var marks: HighWaterMarks
  /// Whether the file can no longer be trusted.
  private(set) var isFatal = false
  /// Alarms of the items; empty unless the batch was committed.
  private(set) var alarms: [VaultAlarm] = []
  private var answers: [@Sendable (StoreError?) -> Void] = []
  private var refusals: [@Sendable () -> Void] = []
  /// Why nothing of the batch was committed.
  private var failure: StoreError?

  init(items: [CommitItem], marks: HighWaterMarks) {
    self.items = items
    self.marks = marks
  }

  mutating func run(on db: Database, vault: Vault, probe: CommitProbe) {
    let transaction = Transaction(db: db, marks: marks, vault: vault)
    do {
      try db.execute(sql: "BEGIN IMMEDIATE TRANSACTION")
      for item in items { try run(item, in: transaction) }
      try save(transaction.marks, with: vault, on: db)
      try probe.willCommit()
      try db.execute(sql: "COMMIT TRANSACTION")
      marks = transaction.marks
      alarms = transaction.alarms
    } catch {
      fail(error, on: db)
    }
  }

  /// Fails everything that was committed, since the file is the vault's no more.
  mutating func lose(after fault: String) {
    failure = failure ?? .failed("the store stopped after \(fault)")
    alarms = []
  }

  /// Answers every caller once the commit has ended.
  func answer() {
    for answer in answers { answer(failure) }
    for refusal in refusals { refusal() }
    // Items that were not reached fail with the batch.
    guard let failure else { return }
    for item in items.dropFirst(answers.count + refusals.count) { item.refuse(failure) }
  }

  /// Runs one item; when it throws, it alone is undone.
  ///
  /// Throws when SQLite rolled back the whole transaction, as it does when the disk is full.
  private mutating func run(_ item: CommitItem, in transaction: Transaction) throws {
    let db = transaction.db
    let before = transaction.marks
    let alarmsBefore = transaction.alarms.count
    try db.change("SAVEPOINT item")
    do {
      transaction.begin(at: item.moment)
      let answer = try item.apply(transaction)
      try db.change("RELEASE SAVEPOINT item")
      answers.append(answer)
    } catch {
      guard db.isInsideTransaction, !StoreError.isFatal(error) else { throw error }
      try db.change("ROLLBACK TRANSACTION TO SAVEPOINT item")
      try db.change("RELEASE SAVEPOINT item")
      transaction.rollBack(to: before, alarms: alarmsBefore)
      let reason = StoreError(error)
      refusals.append { item.refuse(reason) }
    }
  }

  private func save(_ new: HighWaterMarks, with vault: Vault, on db: Database) throws {
    guard new != marks else { return }
    try db.change(
      "UPDATE meta SET clockHighWater = ?, ledgerSeq = ?, ledgerSeal = ?",
      [new.clock.milliseconds, new.ledger.seq, vault.sealing.ledgerSeal(new.ledger)]
    )
  }

  private mutating func fail(_ error: any Error, on db: Database) {
    failure = StoreError(error)
    isFatal = StoreError.isFatal(error)
    guard db.isInsideTransaction else { return }
    do {
      try db.execute(sql: "ROLLBACK TRANSACTION")
    } catch {
      // The state of the transaction is unknown; only opening the file anew can tell.
      isFatal = true
    }
  }
}
