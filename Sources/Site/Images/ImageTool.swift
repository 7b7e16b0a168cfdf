/// The program `cwebp` of this machine, which makes smaller copies of images.
package struct ImageTool: Sendable {
  /// Part of the copies' names: another quality makes other files.
  static let settings = "cwebp -q 80 -m 6 -metadata icc"

  private let program: Program
  private let timeoutSeconds: Int

  /// Looks for it in the folders of a `PATH`; nil where it is in none.
  package init?(searchPath: String?, timeoutSeconds: Int = 30) {
    guard let program = Program("cwebp", searchPath: searchPath) else { return nil }
    self.program = program
    self.timeoutSeconds = timeoutSeconds
  }

  /// Writes a copy of that width in WebP; returns why it did not.
  ///
  /// Both paths are absolute, so that none of them is an option. A program that hangs is killed.
  func copy(_ source: String, width: Int, to output: String) -> String? {
    let arguments = Self.settings.split(separator: " ").dropFirst().map(String.init)
    return program.run(
      arguments + ["-quiet", "-resize", "\(width)", "0", source, "-o", output],
      timeoutSeconds: timeoutSeconds
    )
  }
}
