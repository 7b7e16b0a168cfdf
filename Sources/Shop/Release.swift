/// The release of both programs.
package enum Release {
  /// Also the version that CHANGELOG.md names.
  package static let version = "0.1.0"
}
