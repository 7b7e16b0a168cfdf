import Foundation
import Logging
import NIOCore
import NIOPosix
import Shop
import Storage
import Synchronization

/// Whether the worker can work, found out by a trial: a row is written through the commit thread,
/// and the disks' free space is read.
///
/// The result is kept for some seconds, so that frequent questions do not cost a commit each.
package final class Readiness: Sendable {
  /// The folders that are written to, and how much space must be free on their disks.
  package struct Disk: Equatable, Sendable {
    /// The folders, each on a disk that must have room.
    package var folders: [String]
    /// In MiB, but never more than a tenth of the disk; 0 turns the check off.
    package var reserveMebibytes: Int

    package init(folders: [String] = [], reserveMebibytes: Int = 64) {
      self.folders = folders
      self.reserveMebibytes = reserveMebibytes
    }

    /// How many bytes should be free on a disk of that size; nil when so many are free.
    func shortage(free: UInt64, of size: UInt64) -> UInt64? {
      let wanted = min(UInt64(max(0, reserveMebibytes)) << 20, size / 10)
      return free < wanted ? wanted : nil
    }
  }

  private static let keptFor = Duration.seconds(2)
  /// How long the trial may take: a disk that hangs is as bad as a full one.
  private static let patienceSeconds: Int64 = 5
  /// The fewest free inodes: SQLite and mail in folders make new files.
  private static let fewestInodes = 16

  private struct Finding {
    var fault: String?
    var at: ContinuousClock.Instant
  }

  private let store: Store
  private let disk: Disk
  private let now: @Sendable () -> Timestamp
  private let logger: Logger
  private let last = Mutex<Finding?>(nil)
  private let lastDisk = Mutex<Finding?>(nil)

  init(
    store: Store,
    disk: Disk,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.disk = disk
    self.now = now
    self.logger = logger
  }

  /// Why the worker cannot work, in one line for the log; nil when it can.
  func fault() async -> String? {
    if let fault = store.fault { return note("the store stopped after \(fault)") }
    let moment = ContinuousClock().now
    let kept = last.withLock { last -> Finding? in
      guard let known = last, known.at + Self.keptFor > moment else {
        // Questions during the trial get the earlier result.
        last?.at = moment
        return nil
      }
      return known
    }
    if let kept { return kept.fault }
    let found = await probe()
    last.withLock { $0 = Finding(fault: found, at: ContinuousClock().now) }
    return found.flatMap(note)
  }

  /// Whether a disk is nearly full: then new checkouts are refused first, so that payments still
  /// have room.
  var isDiskLow: Bool {
    let moment = ContinuousClock().now
    return lastDisk.withLock { last in
      if let known = last, known.at + Self.keptFor > moment { return known.fault != nil }
      let fault = diskFault()
      last = Finding(fault: fault, at: moment)
      if let fault { _ = note(fault) }
      return fault != nil
    }
  }

  private func note(_ fault: String) -> String {
    logger.error("not ready: \(fault)")
    return fault
  }

  private func probe() async -> String? {
    if let fault = diskFault() { return fault }
    let (answers, answer) = AsyncStream.makeStream(of: String?.self)
    store.probeWrite(at: now()) { error in
      answer.yield(error.map { "a row cannot be written: \($0.sentence)" })
      answer.finish()
    }
    let patience = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
      in: .seconds(Self.patienceSeconds)
    ) {
      answer.yield("a row is not written within \(Self.patienceSeconds) s")
      answer.finish()
    }
    defer { patience.cancel() }
    for await fault in answers { return fault }
    return "the worker is stopping"
  }

  private func diskFault() -> String? {
    disk.folders.lazy.compactMap { self.fault(of: $0) }.first
  }

  /// Why a folder cannot be used; one that does not exist yet is judged by its nearest parent.
  private func fault(of folder: String) -> String? {
    var path = folder
    while access(path, F_OK) != 0, path.count > 1 {
      path = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return "\(folder): \(path) is not a folder" }
    var room = statvfs()
    guard statvfs(path, &room) == 0 else {
      return "\(folder): \(String(cString: strerror(errno)))"
    }
    let block = UInt64(room.f_frsize)
    let free = UInt64(room.f_bavail) * block
    if let wanted = disk.shortage(free: free, of: UInt64(room.f_blocks) * block) {
      return "\(folder): its disk is nearly full: \(free >> 10) KiB free, \(wanted >> 10) wanted"
    }
    guard room.f_files == 0 || Int(room.f_favail) >= Self.fewestInodes else {
      return "\(folder): its disk has no room for more files"
    }
    guard access(path, W_OK) == 0 else { return "\(folder): it cannot be written to" }
    return nil
  }
}
