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

/// The folder held by this store alone: an exclusive `flock` on its file `lock`.
///
/// A second store is refused, in another process and in this one: the lock belongs to the open
/// file, not to the process.
struct FolderLock: Sendable {
  private let descriptor: Int32

  init(folder: String) throws(StoreError) {
    let path = folder + "/lock"
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else {
      throw .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(opened)
      _ = Foundation.close(opened)
      throw .locked(by: holder)
    }
    descriptor = opened
    sign()
  }

  func release() {
    // Closing the file is what releases the lock; the file itself stays for the next store.
    _ = Foundation.close(descriptor)
  }

  /// Leaves our process ID for whoever is refused; the lock holds without it.
  private func sign() {
    let name = Array("process \(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0 else { return }
    _ = pwrite(descriptor, name, name.count, 0)
  }

  private static func holder(_ descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).first.map(String.init)
  }
}
