import Foundation
import Storage

extension VaultKey {
  /// Reads the key file that `init` makes: 64 hexadecimal digits, for the worker's eyes alone.
  static func read(
    _ path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> VaultKey {
    let text: String
    do throws(SecretFile.Refusal) {
      text = try SecretFile(environment: environment).read(path)
    } catch {
      let isMissing = error.found == "no file"
      throw SettingsFault(
        path,
        expected: isMissing ? "the key file" : error.expected,
        found: error.found,
        remedy: isMissing
          ? "run `cardstock-worker init`, or bring the key back from its copy" : error.remedy
      )
    }
    guard let key = VaultKey(hex: text) else {
      throw SettingsFault(
        path,
        expected: "64 hexadecimal digits",
        found: "something else",
        remedy: "bring the key back from its copy"
      )
    }
    return key
  }
}
