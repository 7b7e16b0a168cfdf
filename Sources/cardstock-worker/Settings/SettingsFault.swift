/// One thing wrong with the settings, the keys or the machine: where, what, and what to do.
package struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// `worker-config/worker.yaml:12:3: mail.port`.
  package let place: String
  /// What would be right.
  package let expected: String
  /// What is there; never a secret.
  package let found: String
  /// What a person does about it.
  package let remedy: String

  package init(_ place: String, expected: String, found: String, remedy: String) {
    self.place = place
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }

  /// One line.
  package var description: String {
    "\(place): expected \(expected), found \(found); \(remedy)"
  }
}
