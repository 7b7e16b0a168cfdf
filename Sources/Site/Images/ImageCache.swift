#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The copies of images that earlier builds made: `SHOP/.cardstock/images/HASH-WIDTH.webp`.
struct ImageCache: Sendable {
  private let folder: String

  /// Makes the folder where it is missing; never one that a link leads to.
  init(shop: String) throws(DiskError) {
    let own = Disk.absolutePath(shop) + "/.cardstock"
    folder = own + "/images"
    for path in [own, folder] {
      guard let status = Disk.status(of: path) else { continue }
      guard status.kind == .folder else {
        throw DiskError(operation: "use", path: path, reason: "not a folder")
      }
    }
    try Disk.makeFolder(folder)
  }

  /// Whether a copy is there and whole.
  func has(_ name: String, width: Int) -> Bool {
    ImageHead(ofFile: folder + "/" + name)?.width == width
  }

  func read(_ name: String) throws(DiskError) -> [UInt8] { try Disk.read(folder + "/" + name) }

  /// Has the tool make a copy; returns why it did not.
  ///
  /// It is made beside and renamed: a build that is stopped leaves no half of one.
  func make(
    _ name: String,
    of source: String,
    width: Int,
    by tool: ImageTool
  ) throws(DiskError) -> String? {
    let beside = "\(name).\(getpid()).new"
    if let reason = tool.copy(source, width: width, to: folder + "/" + beside) {
      try Disk.removeFile(folder + "/" + beside)
      return reason
    }
    guard has(beside, width: width) else {
      try Disk.removeFile(folder + "/" + beside)
      return "a copy that is no image"
    }
    guard rename(folder + "/" + beside, folder + "/" + name) == 0 else {
      throw Disk.failure("replace", folder + "/" + name)
    }
    return nil
  }

  /// Removes the copies of images that are gone; what cannot be removed does no harm.
  func removeAll(but kept: Set<String>) {
    do throws(DiskError) {
      for case let name? in try Disk.names(in: folder) where !kept.contains(name) {
        guard name.hasSuffix(".webp") || name.hasSuffix(".new") else { continue }
        try Disk.removeFile(folder + "/" + name)
      }
    } catch {
      return
    }
  }
}
