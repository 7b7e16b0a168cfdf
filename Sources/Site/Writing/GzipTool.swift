import Foundation

/// The program `gzip` of this machine, which makes the copies that a server sends compressed.
package struct GzipTool: Sendable {
  private let program: String

  /// Looks for it in the folders of a `PATH`; nil where it is in none.
  package init?(searchPath: String?) {
    let folders = (searchPath ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let program = folders.map { "\($0)/gzip" }.first { path in
      !Disk.isFolder(path) && FileManager.default.isExecutableFile(atPath: path)
    }
    guard let program else { return nil }
    self.program = program
  }

  /// Files that one call of the program takes.
  private static let batch = 100

  /// Writes `NAME.gz` beside each file, the same bytes for the same file; returns why it did not.
  ///
  /// The paths are absolute, so that none of them is an option.
  func compress(_ files: [String]) -> String? {
    let batches = stride(from: 0, to: files.count, by: Self.batch).map { start in
      Array(files[start..<min(start + Self.batch, files.count)])
    }
    return batches.concurrentMap { run($0) }.compactMap { $0 }.first
  }

  private func run(_ files: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-9", "-n", "-k", "-f", "--"] + files
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return "\(program) does not start: \(error)"
    }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      return "\(program) ended with status \(process.terminationStatus)"
    }
    return nil
  }
}
