import Foundation
import Payments
import Shop

extension SettingsReader {
  /// The setting that every provider's section may have.
  static let offer = Setting(
    "offer",
    .flag,
    without: .value("true"),
    help: "false leads no new buyer here, while webhooks, questions, refunds and statements go on."
  )

  /// Whether new checkouts may choose that provider: unless its section says `offer: false`.
  mutating func isOffered(_ provider: Provider) -> Bool {
    flag("\(provider.rawValue).\(Self.offer.name)") ?? (Self.offer.without == .value("true"))
  }

  /// The adapter of a provider's section; nil when there is no section, or it has a fault.
  mutating func adapter(_ kind: any PaymentAdapter.Type) -> (any PaymentAdapter)? {
    let section = kind.provider.rawValue
    guard has(section) else { return nil }
    var values: [String: [String]] = [:]
    var secrets: [String: [Secret]] = [:]
    var files: [String: [String]] = [:]
    let faultsBefore = faults.count
    for setting in kind.settings {
      let name = "\(section).\(setting.name)"
      guard setting.keys.contains(where: { has("\(section).\($0)") }) else {
        if setting.isRequired { missing(setting, in: section) }
        continue
      }
      switch setting.kind {
      case .text, .address: values[setting.name] = text(name).map { [$0] }
      case .texts: values[setting.name] = list(name)
      case .flag: values[setting.name] = flag(name).map { [String($0)] }
      case .secrets: secrets[setting.name] = self.secrets(name)
      case .privateKey: secrets[setting.name] = privateKey(name + "_file").map { [$0] }
      case .publicKeys: files[setting.name] = publicKeys(name + "_files")
      }
    }
    guard faults.count == faultsBefore else { return nil }
    do throws(SettingFault) {
      return try kind.init(SettingsSection(values: values, secrets: secrets, files: files))
    } catch {
      fault(
        "\(section).\(error.name)",
        expected: error.expected,
        found: error.found,
        remedy: error.remedy
      )
      return nil
    }
  }

  private mutating func missing(_ setting: Setting, in section: String) {
    fault(
      "\(section).\(setting.keys[0])",
      expected: setting.kind == .flag ? "true or false" : "a value",
      found: "nothing",
      remedy: "write for example `\(setting.keys[0]): \(setting.sample)`"
    )
  }

  private mutating func privateKey(_ name: String) -> Secret? {
    guard let file = text(name), let pem = secretFile(name, path: secretPath(file)) else {
      return nil
    }
    guard let key = Secret(pem: pem) else {
      fault(
        name,
        expected: "a private key in PEM",
        found: "something else",
        remedy: "`openssl pkey -in FILE -out FILE.pem` writes one"
      )
      return nil
    }
    return key
  }

  /// The largest file of public keys that is read.
  private static var largestKeyFile: Int { 1 << 20 }

  private mutating func publicKeys(_ name: String) -> [String] {
    list(name).compactMap { file in
      let path = path(file)
      do {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        if data.count <= Self.largestKeyFile, let text = String(data: data, encoding: .utf8) {
          return text
        }
      } catch {
        fault(
          name,
          expected: "a readable file at \(path)",
          found: "none",
          remedy: "copy it there, or correct the name"
        )
        return nil
      }
      fault(name, expected: "PEM text at \(path)", found: "something else", remedy: "convert it")
      return nil
    }
  }
}
