import Foundation

/// Where a file of this machine really is, for checks of who can change it.
package enum FilePath {
  /// The path with all symbolic links resolved; the path itself where nothing is there.
  package static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  /// The folder that a path is in, by its text alone.
  package static func folder(of path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    return folder.isEmpty ? "/" : folder
  }
}
