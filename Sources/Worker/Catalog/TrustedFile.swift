// The compiler takes `stat` for the one module's or the other's, as it reads files together.
import CoreFoundation
import Foundation

/// A file that decides what things cost: read only when nobody but root and the worker's own user
/// can have written it.
enum TrustedFile {
  /// Why a file is not believed: what was found, and what mends it.
  struct Refusal: Error, Equatable {
    let found: String
    let remedy: String
  }

  /// Checks the file behind every link, and the folders that say which file that is.
  static func check(_ path: String) throws(Refusal) {
    let target = resolved(path)
    try check(target, isFolder: false)
    for folder in Set([Self.folder(of: path), Self.folder(of: target)]) {
      try check(folder, isFolder: true)
    }
  }

  private static func check(_ path: String, isFolder: Bool) throws(Refusal) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw Refusal(found: String(cString: strerror(errno)), remedy: "check \(path)")
    }
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw Refusal(
        found: "\(path) of uid \(status.st_uid), who can change it",
        remedy: "run `chown \(geteuid()) \(path)`, or build the shop as root or uid \(geteuid())"
      )
    }
    // In a sticky folder nobody can replace the file of another.
    let isSticky = isFolder && status.st_mode & S_ISVTX != 0
    guard status.st_mode & 0o022 == 0 || isSticky else {
      throw Refusal(
        found:
          "\(path) of mode 0\(String(status.st_mode & 0o7777, radix: 8)), which others can write",
        remedy: "run `chmod go-w \(path)`"
      )
    }
  }

  /// The path of what lies behind every link.
  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  private static func folder(of path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return folder.isEmpty ? "/" : folder
  }
}
