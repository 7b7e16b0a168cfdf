import CProcess
import Dispatch
import Foundation

/// A program of this machine that works on files and has no output.
struct Program: Sendable {
  /// The absolute path.
  let path: String

  /// Looks for the program in the folders of a `PATH`; nil when it is in none.
  init?(_ name: String, searchPath: String?) {
    let folders = (searchPath ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    let path = folders.map { "\($0)/\(name)" }.first { path in
      !Disk.isFolder(path) && FileManager.default.isExecutableFile(atPath: path)
    }
    guard let path else { return nil }
    self.path = path
  }

  /// Runs the program to its end; returns why it failed, or nil.
  ///
  /// It is killed after the timeout.
  func run(_ arguments: [String], timeoutSeconds: Int) -> String? {
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let fault = cprocess_start(words, -1, -1, -1, &process)
    guard fault == 0 else { return "\(path) does not start: \(String(cString: strerror(fault)))" }
    let ended = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [process] in
      _ = cprocess_await_end(process)
      ended.signal()
    }
    let isInTime = ended.wait(timeout: .now() + .seconds(timeoutSeconds)) == .success
    if !isInTime {
      kill(process, SIGKILL)
      ended.wait()
    }
    let status = cprocess_status(process)
    guard isInTime else { return "\(path) took more than \(timeoutSeconds) s" }
    return status == 0 ? nil : "\(path) ended with status \(status)"
  }
}
