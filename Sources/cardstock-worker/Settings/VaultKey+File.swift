import Foundation
import Storage

extension VaultKey {
  /// Reads the key file that `init` makes: 64 hexadecimal digits, mode 0600.
  static func read(_ path: String) throws -> VaultKey {
    let mode: Int?
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
    } catch {
      throw SettingsFault(
        path,
        expected: "the key file",
        found: "none",
        remedy: "run `cardstock-worker init`, or bring the key back from its copy"
      )
    }
    guard let mode, mode & 0o077 == 0 else {
      throw SettingsFault(
        path,
        expected: "mode 0600",
        found: "one that lets others read it",
        remedy: "run `chmod 600 \(path)`, and think about who could have read it"
      )
    }
    guard let key = VaultKey(hex: try String(contentsOfFile: path, encoding: .utf8)) else {
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
