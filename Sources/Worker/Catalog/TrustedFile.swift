import Foundation

/// The check of a file that decides what things cost: only root and the worker's own user may be
/// able to write it.
enum TrustedFile {
  /// Why a file is not trusted: what was found, and what mends it.
  struct Refusal: Error, Equatable {
    let found: String
    let remedy: String
  }

  /// Checks the file, behind any symbolic link, and the folders of the link and of the file.
  static func check(_ path: String) throws(Refusal) {
    let target = FilePath.resolved(path)
    try check(target, isFolder: false)
    for folder in Set([FilePath.folder(of: path), FilePath.folder(of: target)]) {
      try check(folder, isFolder: true)
    }
  }

  private static func check(_ path: String, isFolder: Bool) throws(Refusal) {
    let (owner, mode) = try status(of: path)
    guard owner == 0 || owner == UInt(geteuid()) else {
      throw Refusal(
        found: "\(path) of uid \(owner), who can change it",
        remedy: "run `chown \(geteuid()) \(path)`, or build the shop as root or uid \(geteuid())"
      )
    }
    // In a sticky folder nobody can replace another user's file.
    let isSticky = isFolder && mode & 0o1000 != 0
    guard mode & 0o022 == 0 || isSticky else {
      throw Refusal(
        found: "\(path) of mode 0\(String(mode & 0o7777, radix: 8)), which others can write",
        remedy: "run `chmod go-w \(path)`"
      )
    }
  }

  /// The owner and the mode of what a path leads to.
  private static func status(of path: String) throws(Refusal) -> (owner: UInt, mode: UInt) {
    let found: [FileAttributeKey: Any]
    do {
      found = try FileManager.default.attributesOfItem(atPath: FilePath.resolved(path))
    } catch {
      throw Refusal(found: error.localizedDescription, remedy: "check \(path)")
    }
    let number = { (key: FileAttributeKey) -> UInt? in
      (found[key] as? NSNumber)?.uintValue ?? found[key] as? UInt
    }
    guard let owner = number(.ownerAccountID), let mode = number(.posixPermissions) else {
      throw Refusal(found: "neither owner nor mode", remedy: "check \(path)")
    }
    return (owner, mode)
  }
}
