import GRDB

extension StoreError {
  /// Keeps our own errors, and SQLite's words for its own; values of the statement are left out.
  init(_ error: any Error, path: String? = nil) {
    switch error {
    case let error as StoreError:
      if case .notAVault = error, let path { self = .notAVault(path: path) } else { self = error }
    case let error as DatabaseError:
      let words = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "")"
      if error.resultCode == .SQLITE_NOTADB, let path {
        self = .notAVault(path: path)
      } else if let path {
        self = .unreadable(path: path, reason: words)
      } else {
        self = .failed(words)
      }
    default: self = .failed("\(type(of: error))")
    }
  }

  /// Whether what was read shows that the file or the disk under it is damaged.
  static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return switch error.resultCode {
    case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB: true
    default: false
    }
  }

  /// Whether the file or the disk under it can no longer be trusted.
  ///
  /// After a failed fsync the kernel may have dropped what it could not write: going on would
  /// acknowledge rows that are nowhere.
  static func isFatal(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return switch error.resultCode {
    case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN: true
    default: false
    }
  }
}
