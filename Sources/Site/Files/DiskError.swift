/// A file or folder that could not be read or written.
package struct DiskError: Error, Equatable, CustomStringConvertible {
  /// What was being done, as a verb: `read`, `write`.
  package let operation: String
  /// The whole path.
  package let path: String
  /// The system's own words.
  package let reason: String

  package var description: String {
    "\(path): expected to \(operation) it, found: \(reason); check the path and its permissions"
  }
}
