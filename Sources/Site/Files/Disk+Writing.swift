#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Disk {
  /// Writes a file in place, making no folder and following no link at its end.
  ///
  /// Not durable and not atomic: a page is cheap to write again, and the next build does.
  package static func write(_ bytes: [UInt8], to path: String) throws(DiskError) {
    try write(bytes, to: path, isDurable: false)
  }

  /// Writes a file beside, makes it durable and renames it over the old one: all or nothing.
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

  /// Removes a file or a link; nothing there is as good.
  package static func removeFile(_ path: String) throws(DiskError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove", path) }
  }

  /// Removes a folder if it is empty; says whether it was.
  package static func removeFolderIfEmpty(_ path: String) -> Bool { rmdir(path) == 0 }

  /// Takes a lock file for as long as the process lives; nil when another process has it.
  package static func lock(_ path: String) throws(DiskError) -> Int32? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw failure("lock", path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Gives a lock back.
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
