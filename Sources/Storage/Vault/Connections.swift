import GRDB
import Synchronization

/// The connections to the file: one that writes and checkpoints, and some that only read.
///
/// SQLite 3.40 can corrupt a file when two connections checkpoint it. Readers are opened read-only
/// and closed first, so that only the writer ever does.
final class Connections: Sendable {
  let writer: DatabaseQueue
  private let readers: [DatabaseQueue]
  /// For reads of seconds, so that no other read waits for them.
  private let slowReader: DatabaseQueue
  private let turn = Atomic<Int>(0)

  private static let readerCount = 2

  /// Opens the writer, lets `prepare` bring the file up to date, then opens the readers.
  init(path: String, prepare: (Database) throws -> Void) throws {
    let writer = try DatabaseQueue(path: path, configuration: Self.configuration(.writer))
    try writer.writeWithoutTransaction { db in
      // GRDB sets NORMAL when it opens a file in WAL mode; that loses acknowledged rows.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try Pragma.check(Pragma.writer, on: db)
      try prepare(db)
    }
    let readers = try (0..<Self.readerCount).map { _ in
      try DatabaseQueue(path: path, configuration: Self.configuration(.reader))
    }
    let slowReader = try DatabaseQueue(path: path, configuration: Self.configuration(.reader))
    for reader in readers + [slowReader] {
      try reader.writeWithoutTransaction { try Pragma.check(Pragma.reader, on: $0) }
    }
    self.slowReader = slowReader
    self.writer = writer
    self.readers = readers
  }

  /// Reads from one of the readers, in one read transaction; blocks the calling thread.
  func read<Value>(_ work: (Database) throws -> Value) throws -> Value {
    let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue
    return try readers[index & (Self.readerCount - 1)].read(work)
  }

  /// Reads on the connection for long reads; keep each call short even so, since a checkpoint
  /// cannot pass a reader.
  func readSlowly<Value>(_ work: (Database) throws -> Value) throws -> Value {
    try slowReader.read(work)
  }

  /// Readers first: the last connection to close checkpoints.
  func close() throws {
    for reader in readers + [slowReader] { try reader.close() }
    try writer.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try writer.close()
  }

  private enum Role {
    case reader, writer
  }

  private static func configuration(_ role: Role) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = role == .reader
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.journalMode = role == .reader ? .default : .wal
    configuration.prepareDatabase { db in
      if role == .writer { try Pragma.expectOurs(db) }
      for pragma in role == .reader ? Pragma.reader : Pragma.writer {
        if let set = pragma.set { try db.execute(sql: set) }
      }
    }
    return configuration
  }
}
