/// The folder that a build writes, with the manifest of what it wrote.
///
/// It is never wiped: only files that an earlier build wrote and this one does not are deleted.
/// The next build repairs one that was interrupted, because (1) before the first change the
/// manifest lists all files that are or may be there, (2) files are compared by their bytes and
/// not by the manifest, (3) the manifest of the new state alone is written last.
package struct OutputFolder: Sendable {
  /// The absolute path, without symbolic links.
  package let path: String
  private let memory: String
  private let manifestPath: String

  /// Refuses a folder that contains, or is inside, anything but output.
  ///
  /// `home` is the user's own folder.
  package init(_ output: String, shop: String, home: String?) throws(OutputRefusal) {
    guard let shop = Disk.realPath(shop) else { throw .noShop(shop) }
    path = resolvedPath(output)
    if let reason = unsafety(of: path, shop: shop, home: home.flatMap(Disk.realPath)) {
      throw .unsafeFolder(path, reason: reason)
    }
    memory = shop + "/.cardstock"
    manifestPath = "\(memory)/manifest-\(sha256(path.utf8).prefix(12)).txt"
  }

  /// Makes the folder hold exactly these files, besides those that no build wrote.
  ///
  /// `files` have paths inside the folder; `onFile` is called with the number of files that are
  /// done. Refuses to delete a large part of the last build's pages, not counting `mayVanish`,
  /// unless that is allowed. With `gzip`, texts have compressed copies, which belong to the build.
  package func write(
    _ files: [OutputFile],
    allowsVanishing: Bool = false,
    mayVanish: Set<String> = [],
    gzip: GzipTool? = nil,
    onFile: (Int) -> Void = { _ in }
  ) throws(OutputRefusal) -> OutputChanges {
    let lock = try onDisk { () throws(DiskError) in
      try Disk.makeFolder(memory)
      try Disk.makeFolder(path)
      return try Disk.lock(memory + "/lock")
    }
    guard let lock else { throw .busy(path) }
    defer { Disk.unlock(lock) }
    let old = readManifest()
    let compressible = gzip == nil ? [] : Self.compressible(files)
    let new = Manifest(entries(of: files, compressible: compressible))
    if !allowsVanishing { try refuseVanishing(from: old, to: new, besides: mayVanish) }
    try remember(old.merged(with: new))
    var changes = OutputChanges()
    var folders = CheckedFolders(root: path, old: old)
    for (number, file) in files.enumerated() {
      try folders.prepare(for: file.path)
      if try update(file) {
        changes.writtenPaths.append(file.path)
      } else {
        changes.unchanged += 1
      }
      onFile(number + 1)
    }
    if let gzip { changes.writtenPaths += try compress(compressible, with: gzip) }
    let kept = Dictionary(files.map { ($0.path.lowercased(), $0.path) }) { first, _ in first }
    for gone in old.paths(goneFrom: new) where !isSame(gone, as: kept[gone.lowercased()]) {
      guard try delete(gone) else { continue }
      changes.deletedPaths.append(gone)
    }
    try remember(new)
    return changes
  }

  /// What `write` would do, without changing anything.
  package func plan(
    _ files: [OutputFile],
    allowsVanishing: Bool = false,
    mayVanish: Set<String> = [],
    gzip: GzipTool? = nil
  ) throws(OutputRefusal) -> OutputChanges {
    let old = readManifest()
    let compressible = gzip == nil ? [] : Self.compressible(files)
    let new = Manifest(entries(of: files, compressible: compressible))
    if !allowsVanishing { try refuseVanishing(from: old, to: new, besides: mayVanish) }
    var changes = OutputChanges()
    for file in files {
      if try isThere(file) {
        changes.unchanged += 1
      } else {
        changes.writtenPaths.append(file.path)
      }
    }
    let written = Set(changes.writtenPaths)
    let stale = compressible.filter { written.contains($0) || !isCompressed($0) }
    changes.writtenPaths += stale.map { $0 + ".gz" }
    changes.deletedPaths = old.paths(goneFrom: new).filter(isDeletable)
    return changes
  }

  /// The pages of the last build, from the output's folder, in byte order.
  package var lastPages: [String] {
    readManifest().paths.filter { $0.hasSuffix(".html") }
  }

  /// The fingerprint of the manifest, and of the files that it names if asked for.
  func fingerprint(ofFiles isOfFiles: Bool) -> String {
    var fingerprint = FileFingerprint(moment: .max)
    do throws(DiskError) {
      let manifest = try Disk.read(manifestPath)
      fingerprint.add(sha256(manifest))
      if isOfFiles { fingerprint.add(paths: Manifest.paths(in: manifest), in: path) }
    } catch {
      fingerprint.add(error.reason)
    }
    return fingerprint.text
  }

  /// Refuses to delete so many pages that it is probably a mistake, as with no content at all.
  private func refuseVanishing(
    from old: Manifest,
    to new: Manifest,
    besides mayVanish: Set<String>
  ) throws(OutputRefusal) {
    let pages = old.paths.filter { $0.hasSuffix(".html") && !mayVanish.contains($0) }
    let gone = pages.count { new[$0] == nil }
    guard pages.count >= 20, gone * 10 > pages.count * 3 else { return }
    throw .vanishing(gone, of: pages.count)
  }

  /// The manifest's entries; a compressed copy has the hash of its file.
  private func entries(
    of files: [OutputFile],
    compressible: [String]
  ) -> [(String, Manifest.Entry)] {
    let found = files.concurrentMap { ($0.path, Manifest.Entry(of: $0.bytes)) }
    let plain = Manifest(found)
    return found + compressible.compactMap { file in plain[file].map { (file + ".gz", $0) } }
  }

  /// The manifest; empty when it is missing or damaged, so that nothing is deleted.
  private func readManifest() -> Manifest {
    guard Disk.status(of: manifestPath)?.kind == .file else { return Manifest() }
    do throws(DiskError) {
      return Manifest(try Disk.read(manifestPath)) ?? Manifest()
    } catch {
      return Manifest()
    }
  }

  private func remember(_ manifest: Manifest) throws(OutputRefusal) {
    try onDisk { () throws(DiskError) in try Disk.replace(manifestPath, with: manifest.bytes) }
  }

  /// Writes a file unless it has the same bytes; returns whether it did.
  private func update(_ file: OutputFile) throws(OutputRefusal) -> Bool {
    if try isThere(file) { return false }
    let path = path + "/" + file.path
    try onDisk { () throws(DiskError) in try Disk.write(file.bytes, to: path) }
    return true
  }

  /// Whether the file exists with the same bytes; refuses a link or folder in its place.
  private func isThere(_ file: OutputFile) throws(OutputRefusal) -> Bool {
    let path = path + "/" + file.path
    let status = Disk.status(of: path)
    switch status?.kind {
    case .file where status?.sizeBytes == file.bytes.count:
      return try onDisk { () throws(DiskError) in try Disk.read(path) == file.bytes }
    case .file, nil: return false
    case .folder, .link, .other: throw .blocked(path)
    }
  }

  /// Whether two names are one file on this disk, which may ignore case or Unicode's forms.
  private func isSame(_ gone: String, as kept: String?) -> Bool {
    guard let kept else { return false }
    return Disk.isSameFile(path + "/" + gone, path + "/" + kept)
  }

  /// Whether a file of an earlier build exists, and no folder of its path is a link.
  private func isDeletable(_ file: String) -> Bool {
    var folder = path
    for part in file.split(separator: "/").dropLast() {
      folder += "/" + part
      guard Disk.status(of: folder)?.kind == .folder else { return false }
    }
    return Disk.status(of: path + "/" + file)?.kind == .file
  }

  /// Deletes a file of an earlier build and folders that become empty, without following links.
  private func delete(_ file: String) throws(OutputRefusal) -> Bool {
    guard isDeletable(file) else { return false }
    var parts = file.split(separator: "/")
    try onDisk { () throws(DiskError) in try Disk.removeFile(path + "/" + file) }
    while parts.count > 1 {
      parts.removeLast()
      guard Disk.removeFolderIfEmpty(path + "/" + parts.joined(separator: "/")) else { break }
    }
    return true
  }
}

/// The folders of the output that are known not to be links.
private struct CheckedFolders {
  let root: String
  let old: Manifest
  private var checked = Set<Substring>()

  init(root: String, old: Manifest) {
    self.root = root
    self.old = old
  }

  /// Makes the folders above a file; an old page with a folder's path is removed.
  mutating func prepare(for file: String) throws(OutputRefusal) {
    guard let slash = file.lastIndex(of: "/") else { return }
    let folder = file[..<slash]
    guard !checked.contains(folder) else { return }
    try prepare(for: String(folder))
    let path = root + "/" + folder
    switch Disk.status(of: path)?.kind {
    case .folder: break
    case .file where old[String(folder)] != nil:
      try onDisk { () throws(DiskError) in
        try Disk.removeFile(path)
        try Disk.makeFolder(path)
      }
    case nil: try onDisk { () throws(DiskError) in try Disk.makeFolder(path) }
    case .file, .link, .other: throw .blocked(path)
    }
    checked.insert(folder)
  }
}

/// Runs `body` and turns a disk's error into a refusal.
func onDisk<Result>(
  _ body: () throws(DiskError) -> Result
) throws(OutputRefusal) -> Result {
  do throws(DiskError) {
    return try body()
  } catch {
    throw .disk(error)
  }
}

/// What writing the output changes.
package struct OutputChanges: Equatable, Sendable {
  /// The paths of new and changed files from the output's folder, in the order of writing.
  package var writtenPaths: [String]
  /// How many files were unchanged.
  package var unchanged: Int
  /// The paths of deleted files, in byte order.
  package var deletedPaths: [String]

  package init(writtenPaths: [String] = [], unchanged: Int = 0, deletedPaths: [String] = []) {
    self.writtenPaths = writtenPaths
    self.unchanged = unchanged
    self.deletedPaths = deletedPaths
  }

  /// How many files were written.
  package var written: Int { writtenPaths.count }
  /// How many files were deleted.
  package var deleted: Int { deletedPaths.count }

  /// A line `write PATH` or `delete PATH` for each change, deletions last, for deployment tools.
  package var lines: String {
    let lines = writtenPaths.map { "write \($0)\n" } + deletedPaths.map { "delete \($0)\n" }
    return lines.joined()
  }
}
