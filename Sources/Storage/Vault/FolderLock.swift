import Foundation

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
