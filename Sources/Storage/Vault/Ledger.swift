import Crypto
import Foundation
import GRDB
package import Shop

extension Store {
  /// A page of the ledger, newest first.
  package func ledger(_ filter: LedgerFilter) throws(StoreError) -> ListPage<LedgerLine> {
    try readSlowly { db in
      try db.page(
        "l.seq, l.at, l.actor, l.action, l.object, l.detail",
        from: "ledger l",
        where: """
          (:since IS NULL OR l.at >= :since) AND (:until IS NULL OR l.at <= :until)
          AND (:actor IS NULL OR l.actor IN (:actor, 'operator ' || :actor)
            OR (:actor = 'operator' AND substr(l.actor, 1, 9) = 'operator ')
            OR substr(l.actor, 1, 15 + length(:actor)) = 'operator ' || :actor || ' (uid ')
          AND (:order IS NULL OR l.object IN ('order ' || :order, 'checkout ' || :order)
            OR l.object IN (
              SELECT 'order row ' || o.orderID FROM orderOverview o WHERE o.reference = :order
              UNION ALL SELECT 'payment row ' || p.id FROM payment p WHERE p.reference = :order
              UNION ALL SELECT 'delivery ' || d.id FROM delivery d
                JOIN orderOverview o ON o.orderID = d.orderID WHERE o.reference = :order))
          """,
        by: "l.seq",
        [
          "since": filter.since?.milliseconds, "until": filter.until?.milliseconds,
          "actor": filter.actor, "order": filter.order?.text,
        ],
        after: filter.after,
        limit: filter.limit
      ) { row in
        LedgerLine(
          number: row["seq"],
          at: row.timestamp("at"),
          actor: row["actor"],
          action: row["action"],
          object: row["object"],
          detail: row["detail"]
        )
      }
    }
  }

  /// Reads the whole ledger and its sealed end (I13).
  ///
  /// For callers that may block for as long as that takes; it reads in slices.
  package func verifyLedger() throws(StoreError) -> LedgerReport {
    var reading = LedgerReading()
    while true {
      if let report = try verifyLedger(&reading) { return report }
    }
  }

  /// Reads the next slice; returns the report after the last one.
  ///
  /// Each is a read of some milliseconds on a connection of its own, so that a ledger of millions
  /// of entries delays neither buyers nor checkpoints. Entries that are appended meanwhile are read
  /// at the end.
  package func verifyLedger(_ reading: inout LedgerReading) throws(StoreError) -> LedgerReport? {
    let sealing = sealing
    let head = reading.head
    let slice = try readSlowly { try $0.verifyLedger(after: head, sealing) }
    switch slice {
    case .more(let next):
      reading.head = next
      return nil
    case .done(let report): return report
    }
  }
}

/// The end of the ledger: what the next entry is chained to.
struct LedgerHead: Equatable, Sendable {
  var seq: Int64
  /// Of the entry `seq`; 32 zero bytes for an empty ledger.
  var hash: Data

  static let empty = LedgerHead(seq: 0, hash: Data(count: 32))
}

/// One entry of the ledger: who did what to what, and when; never a secret (I13).
struct LedgerEntry {
  let seq: Int64
  let at: Timestamp
  let actor: String
  let action: String
  let object: String
  let detail: String

  /// SHA-256 of the previous hash, the two numbers as 8 bytes each, big-endian, and each text after
  /// its length in 4 bytes: no two entries have the same bytes.
  func hash(after previous: Data) -> Data {
    var hash = SHA256()
    hash.update(data: previous)
    for number in [seq, at.milliseconds] {
      withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
    }
    for text in [actor, action, object, detail] {
      let bytes = Array(text.utf8)
      withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: bytes)
    }
    return Data(hash.finalize())
  }
}

/// The result of reading a slice of the ledger.
enum LedgerSlice {
  case more(LedgerHead)
  case done(LedgerReport)
}

/// The result of reading the whole ledger (I13).
package struct LedgerReport: Equatable, Sendable {
  /// How many entries were read and found intact.
  package let entries: Int
  /// The sequence number of the first entry that is missing, changed or out of place.
  package let firstBroken: Int64?

  package init(entries: Int, firstBroken: Int64?) {
    self.entries = entries
    self.firstBroken = firstBroken
  }
}

/// How far a reading of the ledger has come.
package struct LedgerReading: Sendable {
  var head = LedgerHead.empty

  package init() {}

  /// How many entries were read.
  package var entries: Int { Int(head.seq) }
}

extension Transaction {
  /// Appends an entry in the transaction of the act that it describes.
  func note(_ action: String, _ object: String, _ detail: String = "", by actor: String) throws {
    let entry = LedgerEntry(
      seq: head.seq + 1,
      at: now,
      actor: actor,
      action: action,
      object: object,
      detail: detail
    )
    let hash = entry.hash(after: head.hash)
    try db.change(
      """
      INSERT INTO ledger (seq, at, actor, action, object, detail, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry.seq, now.milliseconds, actor, action, object, detail, head.hash, hash,
      ]
    )
    head = LedgerHead(seq: entry.seq, hash: hash)
  }
}

extension Database {
  /// The number of entries in a slice, which takes some milliseconds.
  private static var entriesPerSlice: Int { 5_000 }

  /// Reads on after an intact entry; the last slice compares with the sealed end.
  func verifyLedger(after start: LedgerHead, _ sealing: Sealing) throws -> LedgerSlice {
    var head = start
    var left = Self.entriesPerSlice
    let rows = try Row.fetchCursor(
      try cachedStatement(
        sql: """
          SELECT seq, at, actor, action, object, detail, previous, hash FROM ledger
          WHERE seq > ? ORDER BY seq LIMIT ?
          """
      ),
      arguments: [head.seq, left]
    )
    while let row = try rows.next() {
      let entry = LedgerEntry(
        seq: row[0],
        at: Timestamp(milliseconds: row[1]),
        actor: row[2],
        action: row[3],
        object: row[4],
        detail: row[5]
      )
      let hash = entry.hash(after: head.hash)
      guard entry.seq == head.seq + 1, row[6] == head.hash, row[7] == hash else {
        return .done(LedgerReport(entries: Int(head.seq), firstBroken: head.seq + 1))
      }
      head = LedgerHead(seq: entry.seq, hash: hash)
      left -= 1
    }
    guard left > 0 else { return .more(head) }
    let isWhole = try isEnd(head, sealing)
    return .done(LedgerReport(entries: Int(head.seq), firstBroken: isWhole ? nil : head.seq + 1))
  }

  /// The last entry, if it is the one that the vault sealed as its last.
  func ledgerHead(_ sealing: Sealing) throws -> LedgerHead? {
    let last = try first("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")
    let head = last.map { LedgerHead(seq: $0[0], hash: $0[1]) } ?? .empty
    return try isEnd(head, sealing) ? head : nil
  }

  private func isEnd(_ head: LedgerHead, _ sealing: Sealing) throws -> Bool {
    let meta = try first("SELECT ledgerSeq, ledgerSeal FROM meta")
    return meta?[0] == head.seq && meta?[1] == sealing.ledgerSeal(head)
  }
}
