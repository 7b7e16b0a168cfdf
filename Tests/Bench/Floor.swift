import GRDB

/// The rows that settling a paid event must leave behind, written by prepared statements and
/// nothing else: what one writer can commit on this disk.
enum Floor {
  /// Orders per second.
  static func measure(orders: Int, perCommit: Int, path: String) throws -> Double {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.foreignKeysEnabled = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    return try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: schema)
      try db.execute(
        sql: """
          INSERT INTO code (sku, sealed, fingerprint)
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
          SELECT 'GAME-50', randomblob(60), randomblob(32) FROM n
          """,
        arguments: [orders]
      )
      let rows = try Rows(db)
      let elapsed = try ContinuousClock().measure {
        for start in stride(from: 0, to: orders, by: perCommit) {
          try db.execute(sql: "BEGIN IMMEDIATE")
          for number in start..<min(start + perCommit, orders) { try rows.write(number, db) }
          try db.execute(sql: "COMMIT")
        }
      }
      return Double(orders) / elapsed.inSeconds
    }
  }

  private struct Rows {
    let event: GRDB.Statement
    let purchase: GRDB.Statement
    let line: GRDB.Statement
    let code: GRDB.Statement
    let delivery: GRDB.Statement

    init(_ db: Database) throws {
      event = try db.makeStatement(
        sql: """
          INSERT INTO event (provider, eventID, body, receivedAt)
          VALUES ('stripe', ?, randomblob(1500), 1)
          """
      )
      purchase = try db.makeStatement(
        sql: """
          INSERT INTO purchase (reference, email, amount, state, paidAt)
          VALUES (?, randomblob(60), 5000, 'allocated', 1)
          """
      )
      line = try db.makeStatement(
        sql: "INSERT INTO line (purchaseID, sku, quantity) VALUES (?, 'GAME-50', 1)"
      )
      code = try db.makeStatement(
        sql: """
          UPDATE code SET lineID = ? WHERE id = (
            SELECT id FROM code WHERE sku = 'GAME-50' AND lineID IS NULL ORDER BY id LIMIT 1)
          """
      )
      delivery = try db.makeStatement(
        sql: "INSERT INTO delivery (purchaseID, attempt, dueAt) VALUES (?, 0, 1)"
      )
    }

    func write(_ number: Int, _ db: Database) throws {
      let id = "evt_\(1_000_000_000 + number)"
      try event.execute(arguments: [id])
      try purchase.execute(arguments: [id])
      let purchaseID = db.lastInsertedRowID
      try line.execute(arguments: [purchaseID])
      try code.execute(arguments: [db.lastInsertedRowID])
      try delivery.execute(arguments: [purchaseID])
    }
  }

  private static let schema = """
    CREATE TABLE event (id INTEGER PRIMARY KEY, provider TEXT NOT NULL, eventID TEXT NOT NULL,
      body BLOB NOT NULL, receivedAt INTEGER NOT NULL, UNIQUE (provider, eventID)) STRICT;
    CREATE TABLE purchase (id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE,
      email BLOB NOT NULL, amount INTEGER NOT NULL, state TEXT NOT NULL, paidAt INTEGER NOT NULL)
      STRICT;
    CREATE TABLE line (id INTEGER PRIMARY KEY, purchaseID INTEGER NOT NULL REFERENCES purchase,
      sku TEXT NOT NULL, quantity INTEGER NOT NULL) STRICT;
    CREATE TABLE code (id INTEGER PRIMARY KEY, sku TEXT NOT NULL, sealed BLOB NOT NULL,
      fingerprint BLOB NOT NULL UNIQUE, lineID INTEGER REFERENCES line) STRICT;
    CREATE INDEX freeCode ON code (sku, id) WHERE lineID IS NULL;
    CREATE TABLE delivery (id INTEGER PRIMARY KEY,
      purchaseID INTEGER NOT NULL UNIQUE REFERENCES purchase, attempt INTEGER NOT NULL,
      dueAt INTEGER) STRICT;
    CREATE INDEX dueDelivery ON delivery (dueAt) WHERE dueAt IS NOT NULL;
    """
}
