import Foundation
import Payments
import Shop
import Worker

/// The settings for making a webhook endpoint, before its secret exists.
struct EndpointSettings {
  let publicURL: WebAddress
  let adapter: StripeAdapter
  /// The path to which the secret is written.
  let secretFile: String
}

/// All faults of the settings that are read.
struct SettingsFaults: Error {
  let faults: [SettingsFault]
}

extension Settings {
  /// Reads only these settings, while the file of webhook secrets may be missing.
  static func endpointSettings(
    _ path: String,
    environment: [String: String]
  ) -> Result<EndpointSettings, SettingsFaults> {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      let fault = SettingsFault(
        path,
        expected: "a settings file",
        found: "none that can be read",
        remedy: "run `cardstock-worker init`, or name the file with --config"
      )
      return .failure(SettingsFaults(faults: [fault]))
    }
    var reader = SettingsReader(
      tree: SettingsTree(text, file: path),
      folder: folder,
      environment: environment
    )
    let url = reader.required("public_url", example: "https://pay.shop.example")
      .flatMap { reader.address("public_url", $0) }
    let file = reader.required("stripe.webhook_secrets_file", example: "stripe-webhook.key")
    let section = reader.endpointSection()
    guard reader.faults.isEmpty, let url, let file, let section else {
      return .failure(SettingsFaults(faults: reader.faults))
    }
    do throws(SettingFault) {
      let adapter = try StripeAdapter(section)
      return .success(
        EndpointSettings(publicURL: url, adapter: adapter, secretFile: reader.secretPath(file))
      )
    } catch {
      let fault = SettingsFault(
        "stripe.\(error.name)",
        expected: error.expected,
        found: error.found,
        remedy: error.remedy
      )
      return .failure(SettingsFaults(faults: [fault]))
    }
  }
}

extension SettingsReader {
  /// Stripe's section without the secrets of webhooks.
  fileprivate mutating func endpointSection() -> SettingsSection? {
    guard let key = secrets("stripe.secret_key") else { return nil }
    var values: [String: [String]] = [:]
    for name in ["live", "account", "api_url"] {
      values[name] = text("stripe.\(name)").map { [$0] }
    }
    return SettingsSection(values: values, secrets: ["secret_key": key])
  }
}
