/// The program `gzip` of this machine, which makes the copies that a server sends compressed.
package struct GzipTool: Sendable {
  private let program: Program

  /// Looks for it in the folders of a `PATH`; nil where it is in none.
  package init?(searchPath: String?) {
    guard let program = Program("gzip", searchPath: searchPath) else { return nil }
    self.program = program
  }

  /// Files that one call of the program takes.
  private static let batch = 100
  /// A batch takes well under a second; a disk that hangs does not hang the build for ever.
  private static let timeoutSeconds = 120

  /// Writes `NAME.gz` beside each file, the same bytes for the same file; returns why it did not.
  ///
  /// The paths are absolute, so that none of them is an option.
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
