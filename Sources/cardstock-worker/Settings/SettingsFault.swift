/// A fault of the settings, the keys or the machine: where, what, and what to do.
package struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// Where the fault is, such as `worker-config/worker.yaml:12:3: mail.port`.
  package let place: String
  /// What was expected.
  package let expected: String
  /// What was found; never a secret.
  package let found: String
  /// What to do about it.
  package let remedy: String

  package init(_ place: String, expected: String, found: String, remedy: String) {
    self.place = place
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }

  /// The fault as one line.
  package var description: String {
    "\(place): expected \(expected), found \(found); \(remedy)"
  }
}
