import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The program `cwebp` of this machine, which makes smaller copies of images.
package struct ImageTool: Sendable {
  /// Part of the copies' names: another quality makes other files.
  static let settings = "cwebp -q 80 -m 6 -metadata icc"

  private let program: String
  private let timeoutSeconds: Int

  /// Looks for it in the folders of a `PATH`; nil where it is in none.
  package init?(searchPath: String?, timeoutSeconds: Int = 30) {
    let folders = (searchPath ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let program = folders.map { "\($0)/cwebp" }.first { path in
      !Disk.isFolder(path) && FileManager.default.isExecutableFile(atPath: path)
    }
    guard let program else { return nil }
    self.program = program
    self.timeoutSeconds = timeoutSeconds
  }

  /// Writes a copy of that width in WebP; returns why it did not.
  ///
  /// Both paths are absolute, so that none of them is an option. A program that hangs is killed.
  func copy(_ source: String, width: Int, to output: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments =
      Self.settings.split(separator: " ").dropFirst().map(String.init)
      + ["-quiet", "-resize", "\(width)", "0", source, "-o", output]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    do {
      try process.run()
    } catch {
      return "\(program) does not start: \(error)"
    }
    guard ended.wait(timeout: .now() + .seconds(timeoutSeconds)) == .success else {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      return "\(program) took more than \(timeoutSeconds) s"
    }
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      return "\(program) ended with status \(process.terminationStatus)"
    }
    return nil
  }
}
