/// What keeps a folder from being written into, or nil: paths are absolute and without links.
func unsafety(of output: String, shop: String, home: String?) -> String? {
  let holds = { (outer: String, inner: String) in
    inner == outer || inner.hasPrefix(outer == "/" ? "/" : outer + "/")
  }
  if output == "/" { return "the root of the disk" }
  if output == shop { return "the shop's own folder" }
  if holds(output, shop) { return "a folder that the shop is in" }
  if let home, holds(output, home) { return "your home folder or one above it" }
  for name in ["content", "site", "worker-config", ".cardstock", ".git"]
  where holds(shop + "/" + name, output) {
    return "the shop's folder \(name)"
  }
  return nil
}

/// The absolute path without links and dots, of a folder that need not be there yet.
func resolvedPath(_ path: String) -> String {
  var existing = Disk.absolutePath(path)
  while existing.count > 1, existing.hasSuffix("/") { existing.removeLast() }
  var missing: [Substring] = []
  while true {
    if let real = Disk.realPath(existing) {
      return missing.reversed().reduce(real) { path, part in
        switch part {
        case ".", "": path
        case "..":
          path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "/"
        default: path == "/" ? "/" + part : path + "/" + part
        }
      }
    }
    guard let slash = existing.lastIndex(of: "/") else { return existing }
    missing.append(Substring(String(existing[existing.index(after: slash)...])))
    existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
  }
}
