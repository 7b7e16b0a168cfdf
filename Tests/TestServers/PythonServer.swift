package import Foundation

/// A Python script beside this file that plays servers on loopback for the tests.
///
/// It prints one line of JSON when it listens, and ends when its standard input does: with this
/// process, however that ends.
package final class PythonServer: Sendable {
  /// The port of each part that the script plays.
  package let ports: [String: Int]
  /// The folder that it was given to write to, new and empty.
  package let folder: URL
  private let process: ChildProcess

  /// Why no server runs.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Starts `script` with a folder of its own and waits until it listens.
  ///
  /// `CARDSTOCK_PYTHON` names the interpreter; it needs aiosmtpd and cryptography from PyPI.
  package init(script: String) throws {
    let python = ProcessInfo.processInfo.environment["CARDSTOCK_PYTHON"] ?? "python3"
    folder = FileManager.default.temporaryDirectory
      .appending(path: "cardstock-tests-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: script)
    process = try ChildProcess(["/usr/bin/env", python, path.path(), folder.path()])
    var line = Data()
    while !line.contains(10) {
      let piece = process.output.availableData
      guard !piece.isEmpty else {
        throw Failure(
          description: "\(script) did not start; does \(python) have aiosmtpd and cryptography?"
        )
      }
      line += piece
    }
    ports = try JSONDecoder().decode([String: Int].self, from: line)
  }

  /// What the script wrote under that name, if anything.
  package func written(_ name: String) throws -> Data? {
    let file = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path()) else { return nil }
    return try Data(contentsOf: file)
  }
}
