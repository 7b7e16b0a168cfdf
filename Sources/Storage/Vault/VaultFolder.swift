import Foundation

/// The state folder and the files in it, closed to everyone but the worker's own user.
struct VaultFolder: Sendable {
  let path: String

  var database: String { path + "/vault.sqlite" }

  /// Makes the folder (0700) and an empty database file (0600) where they lack; refuses what
  /// others can reach, and links in place of files.
  init(_ path: String) throws(StoreError) {
    self.path = path
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw Self.unreadable(path) }
    try Self.expectPrivate(path, isFolder: true)
  }

  /// Call under the folder's lock.
  func prepareFiles() throws(StoreError) {
    let made = open(database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // Closed before SQLite opens it: closing a file drops the locks that SQLite has on it.
    if made >= 0 { _ = close(made) } else if errno != EEXIST { throw Self.unreadable(database) }
    for suffix in ["", "-wal", "-shm"] {
      let file = database + suffix
      if access(file, F_OK) == 0 { try Self.expectPrivate(file, isFolder: false) }
    }
  }

  private static func expectPrivate(_ path: String, isFolder: Bool) throws(StoreError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT == (isFolder ? S_IFDIR : S_IFREG) else {
      throw .unreadable(path: path, reason: isFolder ? "not a folder" : "not a plain file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .exposed(path: path, mode: String(status.st_mode & 0o777, radix: 8))
    }
  }

  private static func unreadable(_ path: String) -> StoreError {
    .unreadable(path: path, reason: String(cString: strerror(errno)))
  }
}
