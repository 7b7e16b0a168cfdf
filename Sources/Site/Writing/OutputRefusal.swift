import Text

/// Why no output is written, for other reasons than the shop's content.
package enum OutputRefusal: Error, Equatable, CustomStringConvertible {
  /// The shop's folder is missing.
  case noShop(String)
  /// The output would be among the shop's own files, or replace a folder such as the home folder.
  case unsafeFolder(String, reason: String)
  /// Another build of the same output is running.
  case busy(String)
  /// A page's path is a link or a folder.
  case blocked(String)
  /// The build would delete so many pages that it is probably a mistake.
  case vanishing(Int, of: Int)
  /// The file with stock levels cannot be read.
  case noStock(String, found: String)
  /// The pages are written, but not all of their compressed copies.
  case uncompressed(String)
  case disk(DiskError)

  /// What was expected, what was found, and what to do.
  package var description: String {
    switch self {
    case .noShop(let path):
      "\(path): expected a shop's folder with site/site.yaml, found none; "
        + "give one with --shop, or make one with `cardstock new shop \(path)`"
    case .unsafeFolder(let path, let reason):
      "\(path): expected a folder for the output alone, found \(reason); "
        + "choose another with --output"
    case .busy(let path):
      "\(path): expected no other build, found one running; wait for it to end"
    case .blocked(let path):
      "\(path): expected nothing or what an earlier build wrote, found a link or a folder; "
        + "remove it"
    case .vanishing(let gone, let pages):
      "expected most of the last build's pages again, "
        + "found that \(gone) of \(pages) would be deleted; "
        + "look at what is missing with --dry-run --allow-vanishing, "
        + "or build with --allow-vanishing"
    case .noStock(let path, let found):
      "\(path): expected stock levels such as {\"version\": 1, \"stock\": {\"SKU\": \"low\"}} "
        + "with in, low or out, found \(found); fetch /stock.json from the worker again"
    case .uncompressed(let reason):
      "expected compressed copies beside the pages, found: \(reason); "
        + "the pages are written; build again, or without precompress"
    case .disk(let error):
      error.description
    }
  }
}

/// Why a folder must not be written into; nil when it may.
///
/// All paths are absolute and without links.
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

/// The absolute path, without links and dots, of a folder that need not exist.
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
