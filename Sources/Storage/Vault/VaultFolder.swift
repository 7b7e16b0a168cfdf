import Foundation

/// The state folder and the files in it, closed to every user but the worker's own.
struct VaultFolder: Sendable {
  let path: String

  var database: String { path + "/vault.sqlite" }
  /// The file that a store locks while it is open.
  var lock: String { path + "/lock" }

  /// Makes the folder (0700) and an empty database file (0600) where they are missing; refuses what
  /// other users can reach, and links instead of files.
  init(_ path: String) throws(StoreError) {
    self.path = path
    if mkdir(path, 0o700) != 0, errno != EEXIST { throw Self.unreadable(path) }
    try Self.expectPrivate(path, isFolder: true)
  }

  /// Makes the database file where it is missing; returns whether it did.
  ///
  /// Call under the folder's lock. A folder that was locked before had a vault: a new, empty one
  /// would claim that nothing was ever sold.
  func prepareFiles(wasUsed: Bool) throws(StoreError) -> Bool {
    guard !wasUsed || access(database, F_OK) == 0 else { throw .lost(path: database) }
    let made = open(database, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    // Closed before SQLite opens it, since closing a file drops SQLite's locks on it.
    if made >= 0 { _ = close(made) } else if errno != EEXIST { throw Self.unreadable(database) }
    for suffix in ["", "-wal", "-shm"] {
      let file = database + suffix
      if access(file, F_OK) == 0 { try Self.expectPrivate(file, isFolder: false) }
    }
    return made >= 0
  }

  /// Removes the lock file where no database was made: the folder was never used.
  func forgetLock() {
    if access(database, F_OK) != 0 { unlink(lock) }
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

/// The folder held by this store alone, with an exclusive `flock` on its file `lock`.
///
/// A second store is refused, in another process and in this one: the lock belongs to the open
/// file, not to the process.
struct FolderLock: Sendable {
  private let descriptor: Int32
  /// Whether the folder was locked before, by any store.
  let wasUsed: Bool

  init(_ folder: VaultFolder) throws(StoreError) {
    let path = folder.lock
    wasUsed = access(path, F_OK) == 0
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
    // Closing the file releases the lock; the file itself stays for the next store.
    _ = Foundation.close(descriptor)
  }

  /// Writes our process ID for a store that is refused; the lock holds without it.
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

/// The identities of the opened files, to notice when their names lead to other files, or to none.
///
/// When a folder is moved or removed under a running worker, or replaced by a backup, the
/// connections keep files that nobody will open again: they accept every sale, and the sales are
/// lost.
struct OpenedFiles: Sendable {
  private struct Identity: Equatable, Sendable {
    let device: dev_t
    let number: ino_t

    init?(_ path: String) {
      var status = stat()
      guard lstat(path, &status) == 0 else { return nil }
      (device, number) = (status.st_dev, status.st_ino)
    }
  }

  private let identities: [(path: String, identity: Identity)]

  /// Call when every connection is open: from then on SQLite keeps its files open until it closes.
  init(of folder: VaultFolder) {
    let database = folder.database
    identities = [database, database + "-wal", database + "-shm", folder.lock]
      .compactMap { path in Identity(path).map { (path, $0) } }
  }

  /// What happened to the first file that is not where it was; nil while all are.
  var fault: String? {
    for (path, identity) in identities {
      guard let found = Identity(path) else { return "\(path) was removed under it" }
      if found != identity { return "\(path) was replaced by another file under it" }
    }
    return nil
  }
}
