extension OutputFolder {
  /// The paths of files that get a compressed copy: texts of at least 1 KiB.
  static func compressible(_ files: [OutputFile]) -> [String] {
    let paths = Set(files.map(\.path))
    return files.filter { file in
      let ending = file.path.split(separator: ".").last.map(String.init) ?? ""
      return file.bytes.count >= 1024 && endings.contains(ending)
        && !paths.contains(file.path + ".gz")
    }.map(\.path)
  }

  private static let endings: Set<String> = ["html", "css", "js", "json", "xml", "txt", "svg"]

  /// Makes the copies that are missing or older than their files; returns their paths.
  ///
  /// Outdated copies are removed first, so that a server never sends an old text if `gzip` fails.
  func compress(_ files: [String], with tool: GzipTool) throws(OutputRefusal) -> [String] {
    let stale = files.filter { !isCompressed($0) }
    for file in stale {
      let copy = path + "/" + file + ".gz"
      switch Disk.status(of: copy)?.kind {
      case nil: break
      case .file: try onDisk { () throws(DiskError) in try Disk.removeFile(copy) }
      case .folder, .link, .other: throw .blocked(copy)
      }
    }
    if let reason = tool.compress(stale.map { path + "/" + $0 }) { throw .uncompressed(reason) }
    return stale.map { $0 + ".gz" }
  }

  /// Whether there is a copy that is not older than its file.
  func isCompressed(_ file: String) -> Bool {
    guard let source = Disk.status(of: path + "/" + file),
      let copy = Disk.status(of: path + "/" + file + ".gz")
    else { return false }
    return copy.kind == .file && copy.modified >= source.modified
  }
}

/// The program `gzip`, which makes compressed copies.
package struct GzipTool: Sendable {
  private let program: Program

  /// Looks for `gzip` in the folders of a `PATH`; nil when it is in none.
  package init?(searchPath: String?) {
    guard let program = Program("gzip", searchPath: searchPath) else { return nil }
    self.program = program
  }

  /// How many files one call of the program compresses.
  private static let batch = 100
  /// A batch takes well under a second; the limit is for a disk that hangs.
  private static let timeoutSeconds = 120

  /// Writes `NAME.gz` beside each file, reproducibly; returns why it failed, or nil.
  ///
  /// The paths are absolute, so that none is read as an option.
  func compress(_ files: [String]) -> String? {
    let batches = stride(from: 0, to: files.count, by: Self.batch).map { start in
      Array(files[start..<min(start + Self.batch, files.count)])
    }
    let faults = batches.concurrentMap { batch in
      program.run(["-9", "-n", "-k", "-f", "--"] + batch, timeoutSeconds: Self.timeoutSeconds)
    }
    return faults.compactMap { $0 }.first
  }
}
