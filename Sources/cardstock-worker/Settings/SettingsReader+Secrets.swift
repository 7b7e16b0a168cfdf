import Foundation
import Shop

extension SettingsReader {
  /// The secrets that `NAME_env` or `NAME_file` names, each checked for its strength.
  ///
  /// A file holds one a line; a variable holds them with spaces between. Nothing of a secret is
  /// ever part of a fault.
  mutating func secrets(_ name: String) -> [Secret]? {
    let (variable, file) = (text(name + "_env"), text(name + "_file"))
    let words: [Substring]?
    let source: String
    switch (variable, file) {
    case (nil, nil):
      fault(
        name + "_env",
        expected: "the name of an environment variable, or `\(name)_file`",
        found: "neither",
        remedy: "say where the secret is; it is never written here"
      )
      return nil
    case (.some, .some):
      fault(name + "_env", expected: "one source", found: "two", remedy: "remove one of them")
      return nil
    case (let variable?, nil):
      source = name + "_env"
      words = environment[variable]?.split { $0.isWhitespace || $0 == "," }
      if words == nil {
        fault(
          source,
          expected: "a secret in $\(variable)",
          found: "no such variable",
          remedy: "export it before starting the worker"
        )
      }
    case (nil, let file?):
      source = name + "_file"
      words = secretFile(source, path: secretPath(file))?.split(whereSeparator: \.isNewline)
    }
    guard let words else { return nil }
    return checked(words.map(String.init), source: source)
  }

  private mutating func checked(_ words: [String], source: String) -> [Secret]? {
    let secrets = words.compactMap { Secret($0) }
    guard !secrets.isEmpty, secrets.count == words.count else {
      fault(source, expected: "a secret", found: "nothing usable", remedy: "write it there")
      return nil
    }
    for secret in secrets {
      guard let weakness = SecretStrength.weakness(of: secret) else { continue }
      fault(
        source,
        expected: "a secret that nobody can guess",
        found: weakness,
        remedy: "copy the real one from the provider, or make one with `openssl rand -hex 32`"
      )
      return nil
    }
    return secrets
  }

  /// The text of a file that nobody else may read.
  mutating func secretFile(_ name: String, path: String) -> String? {
    do throws(SecretFile.Refusal) {
      return try SecretFile(environment: environment).read(path)
    } catch {
      fault(name, expected: error.expected, found: error.found, remedy: error.remedy)
      return nil
    }
  }

  /// The path of a secret: that of a file, or of a systemd credential by its name.
  func secretPath(_ text: String) -> String {
    SecretFile(environment: environment).path(text, in: folder)
  }
}

/// Tells a secret from a placeholder.
enum SecretStrength {
  /// The fewest bytes of a secret, without its prefix, that cannot be guessed.
  static let fewestBytes = 16

  /// What is wrong with a secret, without repeating it; nil when nothing is.
  static func weakness(of secret: Secret) -> String? {
    let text = secret.text.lowercased()
    let core = prefixes.first { text.hasPrefix($0) }.map { text.dropFirst($0.count) } ?? text[...]
    if placeholders.contains(where: { core.contains($0) }) { return "a placeholder" }
    if core.utf8.count < fewestBytes { return "fewer than \(fewestBytes) bytes" }
    return Set(core).count < 6 ? "the same few characters again and again" : nil
  }

  private static let prefixes = ["sk_test_", "sk_live_", "rk_test_", "rk_live_", "whsec_", "whpk_"]
  private static let placeholders = [
    "changeme", "change-me", "change_me", "placeholder", "example", "yourkey", "your-", "your_",
    "xxxx", "secret", "password", "todo", "replace", "dummy", "insert",
  ]
}
