package import Shop

/// Writes a small shop that builds as it is; returns the files written, from `folder`.
///
/// `now` dates its products.
package func writeNewShop(
  in folder: String,
  now: Timestamp
) throws(ScaffoldRefusal) -> [String] {
  if let status = Disk.status(of: folder) {
    let names = try onScaffoldDisk { () throws(DiskError) in
      status.kind == .file ? [nil] : try Disk.names(in: folder)
    }
    guard names.isEmpty else { throw .notEmpty(folder) }
  }
  let files = newShopFiles(date: now.iso8601)
  for (path, text) in files {
    try onScaffoldDisk { () throws(DiskError) in
      let path = folder + "/" + path
      try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try Disk.write(Array(text.utf8), to: path)
    }
  }
  return files.map(\.path)
}

func onScaffoldDisk<Result>(
  _ body: () throws(DiskError) -> Result
) throws(ScaffoldRefusal) -> Result {
  do throws(DiskError) {
    return try body()
  } catch {
    throw .disk(error)
  }
}
