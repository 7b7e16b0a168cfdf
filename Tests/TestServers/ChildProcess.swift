import CProcess
package import Foundation

/// A program that the tests talk to; what it writes about errors goes where the tests' own does.
package final class ChildProcess: Sendable {
  /// What it reads; it reads its end where nobody holds this any more.
  package let input: FileHandle
  /// What it writes.
  package let output: FileHandle
  private let process: pid_t

  /// Why no program runs.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Starts the program at the absolute path `arguments[0]`.
  package init(_ arguments: [String]) throws {
    let (input, output) = (Pipe(), Pipe())
    let words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process: pid_t = 0
    let fault = cprocess_start(
      words,
      input.fileHandleForReading.fileDescriptor,
      output.fileHandleForWriting.fileDescriptor,
      STDERR_FILENO,
      &process
    )
    guard fault == 0 else {
      throw Failure(description: "\(arguments[0]): \(String(cString: strerror(fault)))")
    }
    self.process = process
    self.input = input.fileHandleForWriting
    self.output = output.fileHandleForReading
    try input.fileHandleForReading.close()
    try output.fileHandleForWriting.close()
  }

  /// Waits for its end and returns its status, or 128 and the signal that ended it.
  ///
  /// To be asked once.
  package func status() -> Int {
    Int(cprocess_status(process))
  }
}
