#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The generator's only access to the disk: plain calls without caching; writing does not follow a
/// link at the end of a path.
package enum Disk {
  /// What is at a path; links are not followed.
  package struct Status: Equatable, Sendable {
    /// The kinds of files.
    package enum Kind: Sendable { case file, folder, link, other }

    /// The kind of file.
    package let kind: Kind
    /// The size of a file; for other kinds what the system tells.
    package let sizeBytes: Int
    /// When it was modified, in nanoseconds since 1970.
    package let modified: Int64
  }

  /// What is at a path; nil for nothing.
  package static func status(of path: String) -> Status? {
    var info = stat()
    guard lstat(path, &info) == 0 else { return nil }
    let kind: Status.Kind =
      switch info.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    #if canImport(Glibc)
    let time = info.st_mtim
    #else
    let time = info.st_mtimespec
    #endif
    return Status(
      kind: kind,
      sizeBytes: Int(info.st_size),
      modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    )
  }

  /// Whether two paths lead to one file.
  package static func isSameFile(_ left: String, _ right: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard lstat(left, &first) == 0, lstat(right, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Whether a path leads to a folder, links followed.
  package static func isFolder(_ path: String) -> Bool {
    realPath(path).flatMap { status(of: $0) }?.kind == .folder
  }

  /// The path with all links resolved; nil when nothing is there.
  package static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The path from the root of the disk, whether or not anything is there.
  package static func absolutePath(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return String(cString: current) + "/" + path
  }

  /// The names in a folder in byte order, without `.` and `..`; nil when a name is not UTF-8.
  package static func names(in folder: String) throws(DiskError) -> [String?] {
    guard let stream = opendir(folder) else { throw failure("list", folder) }
    defer { closedir(stream) }
    var names: [String?] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { left, right in
      (left ?? "").utf8.lexicographicallyPrecedes((right ?? "").utf8)
    }
  }

  /// The bytes of a file from `offset` on, at most `limit` of them.
  package static func read(
    _ path: String,
    from offset: Int = 0,
    limit: Int = .max
  ) throws(DiskError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("read", path) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0, offset == 0 || lseek(descriptor, offset, SEEK_SET) >= 0
    else { throw failure("read", path) }
    var failed = false
    let rest = max(Int(info.st_size) - offset, 0)
    let bytes = [UInt8](unsafeUninitializedCapacity: min(rest, limit)) {
      buffer,
      count in
      while count < buffer.count {
        let got = readBytes(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        failed = got < 0
        guard got > 0 else { return }
        count += got
      }
    }
    guard !failed else { throw failure("read", path) }
    return bytes
  }

  static func failure(_ operation: String, _ path: String) -> DiskError {
    DiskError(operation: operation, path: path, reason: String(cString: strerror(errno)))
  }
}

/// The system's `read`, which `Disk.read` would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int)
  -> Int
{
  read(descriptor, buffer, count)
}

extension Disk {
  /// Writes a file in place, making no folder and following no link at its end.
  ///
  /// Neither durable nor atomic: the next build writes a lost page again.
  package static func write(_ bytes: [UInt8], to path: String) throws(DiskError) {
    try write(bytes, to: path, isDurable: false)
  }

  /// Replaces a file as a whole: writes a new one beside it, makes it durable and renames it.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(DiskError) {
    let beside = path + ".new"
    try write(bytes, to: beside, isDurable: true)
    guard rename(beside, path) == 0 else { throw failure("replace", path) }
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(DiskError) {
    if mkdir(path, 0o755) == 0 { return }
    if errno == EEXIST, isFolder(path) { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw failure("make the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
  }

  /// Removes a file or a link, if it exists.
  package static func removeFile(_ path: String) throws(DiskError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  /// Removes a folder if it is empty; returns whether it was.
  package static func removeFolderIfEmpty(_ path: String) -> Bool { rmdir(path) == 0 }

  /// Locks a file as long as the process lives; nil when another process has locked it.
  package static func lock(_ path: String) throws(DiskError) -> Int32? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw failure("lock", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Releases a lock.
  package static func unlock(_ descriptor: Int32) {
    close(descriptor)
  }

  private static func write(
    _ bytes: [UInt8],
    to path: String,
    isDurable: Bool
  ) throws(DiskError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(path, flags, 0o644)
    guard descriptor >= 0 else { throw failure("write", path) }
    var written = 0
    let isComplete = bytes.withUnsafeBytes { buffer in
      while written < buffer.count {
        let count = writeBytes(
          descriptor,
          buffer.baseAddress.map { $0 + written },
          buffer.count - written
        )
        guard count > 0 else { return false }
        written += count
      }
      return true
    }
    let isKept = isComplete && (!isDurable || fsync(descriptor) == 0)
    let error = failure("write", path)
    // A full disk may only show when the file is closed.
    guard close(descriptor) == 0, isKept else { throw error }
  }
}

/// The system's `write`, which `Disk.write` would hide.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// Why a file or folder cannot be read or written.
package struct DiskError: Error, Equatable, CustomStringConvertible {
  /// What was tried, as a verb such as `read` or `write`.
  package let operation: String
  /// The whole path.
  package let path: String
  /// The reason in the system's words.
  package let reason: String

  /// The path, what was to be done, the reason, and what to do.
  package var description: String {
    "\(path): expected to \(operation) it, found: \(reason); check the path and its permissions"
  }
}
