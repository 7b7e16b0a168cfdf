package import Shop

/// One provider's section of `worker.yaml`, with its secrets and files read.
package struct SettingsSection: Sendable {
  private let values: [String: [String]]
  private let secrets: [String: [Secret]]
  private let files: [String: [String]]

  /// Takes the values by setting, the secrets by setting without `_env`, the texts of files
  /// without `_files`.
  package init(
    values: [String: [String]] = [:],
    secrets: [String: [Secret]] = [:],
    files: [String: [String]] = [:]
  ) {
    self.values = values
    self.secrets = secrets
    self.files = files
  }

  func text(_ name: String) -> String? { values[name]?.first }

  func texts(_ name: String) -> [String] { values[name] ?? [] }

  func required(_ name: String) throws(SettingFault) -> String {
    guard let text = text(name) else {
      throw SettingFault(
        name,
        expected: "a value",
        found: "nothing",
        remedy: "copy it from the provider"
      )
    }
    return text
  }

  /// `true` or `false`; nil when it is missing.
  func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }

  func secrets(_ name: String) -> [Secret] { secrets[name] ?? [] }

  /// The first of a setting's secrets, or its private key.
  func secret(_ name: String) throws(SettingFault) -> Secret {
    guard let secret = secrets[name]?.first else {
      throw SettingFault(
        name,
        expected: "a secret",
        found: "nothing",
        remedy: "say where it is; it is never written here"
      )
    }
    return secret
  }

  /// The texts of the files of public keys or certificates.
  func files(_ name: String) -> [String] { files[name] ?? [] }

  func address(_ name: String, default fallback: String) throws(SettingFault) -> ProviderAddress {
    let text = text(name) ?? fallback
    guard let address = ProviderAddress(text) else {
      throw SettingFault(
        name,
        expected: "https://HOST…, or http:// and this machine",
        found: "`\(text)`",
        remedy: "leave it out, except for the mock provider"
      )
    }
    return address
  }
}
