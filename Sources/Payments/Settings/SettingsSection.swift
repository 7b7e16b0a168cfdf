package import Shop

/// One provider's section of `worker.yaml`, with its secrets and files read.
package struct SettingsSection: Sendable {
  private var values: [String: [String]]
  private let secrets: [String: [Secret]]
  private let files: [String: [String]]

  /// Takes the values by setting, the secrets by setting without `_env`, and the texts of files by
  /// setting without `_files`.
  package init(
    values: [String: [String]] = [:],
    secrets: [String: [Secret]] = [:],
    files: [String: [String]] = [:]
  ) {
    self.values = values
    self.secrets = secrets
    self.files = files
  }

  /// The section, completed with what applies for each missing setting.
  func completed(by settings: [Setting]) -> SettingsSection {
    var section = self
    let isLive = text("live") == "true"
    for setting in settings where values[setting.name] == nil {
      section.values[setting.name] = setting.without.value(isLive: isLive).map { [$0] }
    }
    return section
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

  /// `true` or `false`; nil when it is missing and has no default.
  func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }

  /// Whether a flag that has a default, or is required, is true.
  func isOn(_ name: String) -> Bool { text(name) == "true" }

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

  func address(_ name: String) throws(SettingFault) -> ProviderAddress {
    let text = try required(name)
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
