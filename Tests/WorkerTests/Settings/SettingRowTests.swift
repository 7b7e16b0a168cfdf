import Foundation
import Payments
import Shop
import Testing
import cardstock_worker

/// Reader, reference and `init` agree with the table of settings.
@Suite(.timeLimit(.minutes(20))) struct SettingRowTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `each key is in the table once, with its words`() {
    let names = SettingRow.all.map(\.name)
    #expect(Set(names).count == names.count && names.count > 60)
    for row in SettingRow.all {
      #expect(!row.text.isEmpty && !row.type.isEmpty && !row.example.isEmpty, "\(row.name)")
    }
  }

  /// With `UPDATE_GOLDEN=1` it is written again.
  @Test func `the last section of docs/reference.md is what the worker prints`() throws {
    let url = Self.repository.appending(path: "docs/reference.md")
    let whole = try String(contentsOf: url, encoding: .utf8)
    let start = whole.range(of: "\n## worker.yaml\n")?.lowerBound ?? whole.endIndex
    let expected = whole[..<start] + "\n" + settingReference()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(expected.utf8).write(to: url)
    }
    let found = try String(contentsOf: url, encoding: .utf8)
    #expect(found == expected, "docs/reference.md is old: run this test with UPDATE_GOLDEN=1")
  }

  @Test func `what init writes names every key, and no other`() throws {
    let sample = SampleSettings.text.split(separator: "\n").map { line in
      line.drop { $0 == "#" || $0 == " " }
    }
    for row in SettingRow.all {
      #expect(sample.contains { $0.hasPrefix(row.key + ":") }, "\(row.name)")
    }
  }

  @Test(arguments: [
    ("wechatpay.h5", "true"), ("wechatpay.api_url", "https://api.mch.weixin.qq.com"),
    ("wechatpay.official_account_app_id", "that of `appid`"), ("epay.dialect", "v1"),
    ("epay.refund", "false"), ("epay.merchant_key_file", "required with v2"),
    ("alipay.product", "page"), ("alipay.offer", "true"),
    ("alipay.gateway_url", "https://openapi.alipay.com/gateway.do"),
    ("alipay.alipay_public_key_files", "`alipay_certificate_files`"),
    ("stripe.api_url", "https://api.stripe.com"), ("stripe.receipts", "false"),
    ("stripe.adaptive_pricing", "the Dashboard's setting"), ("unionpay.qr", "false"),
    (
      "unionpay.gateway_url",
      "`https://gateway.95516.com` with `live: true`, else `https://gateway.test.95516.com`"
    ),
    (
      "paypal.api_url",
      "`https://api-m.paypal.com` with `live: true`, else `https://api-m.sandbox.paypal.com`"
    ),
    ("paypal.authorities_files", "those of the system"),
    ("standard.event_paid", "payment.succeeded"),
    ("standard.secrets_env", "`secrets_file`; without either: `public_keys`"),
  ])
  func `what counts without a provider's key is said`(name: String, standard: String) throws {
    let row = try #require(SettingRow.all.first { $0.name == name })
    #expect(row.standard == standard)
  }

  @Test func `no key of a provider is said to have nothing in its place`() {
    for kind in AdapterTable.all {
      for setting in kind.settings {
        switch setting.without {
        case .required: break
        // The sample's header says that values in comments are the defaults.
        case .value(let value): #expect(setting.sample == value, "\(setting.name)")
        case .byMode(let live, let test):
          #expect(setting.sample == live && live != test, "\(setting.name)")
        case .otherwise(let words): #expect(words.count > 3, "\(setting.name)")
        }
      }
    }
    let rows = SettingRow.all.filter { row in
      AdapterTable.all.contains { $0.provider.rawValue == row.section }
    }
    #expect(rows.allSatisfy { !($0.standard ?? "").hasPrefix("none") })
  }

  /// Keys of the worker and its mail; providers' keys have their own tests.
  private static let plain = SettingRow.all.filter { row in
    [nil, "limits", "order_links", "mail"].contains(row.section)
      && !["public_url", "catalog", "mail.from", "mail.transport"].contains(row.name)
  }

  @Test(
    arguments: plain.flatMap { row in
      let isWritten = row.standard.map { $0.wholeMatch(of: /[^ ,`]+|\[.*\]/) != nil } ?? false
      let words = ["none", "nobody"]
      let isStandard = isWritten && !words.contains(row.standard ?? "")
      return [(row.name, row.example)] + (isStandard ? [(row.name, row.standard ?? "")] : [])
    }
  )
  func `an example and what counts without a key are read without a word`(
    name: String,
    value: String
  ) throws {
    let parts = name.split(separator: ".").map(String.init)
    let mail = parts[0] == "mail" && parts.count > 1 ? "  \(parts[1]): \(value)\n" : ""
    let own: String =
      if !mail.isEmpty {
        ""
      } else if parts.count > 1 {
        "\(parts[0]):\n  \(parts[1]): \(value)\n"
      } else {
        "\(name): \(value)\n"
      }
    let rest =
      parts.last == "transport" || mail.isEmpty || parts.last == "folder"
      ? "  transport: folder\n" : "  transport: smtp\n"
    let host = rest.contains("smtp") && parts.last != "host" ? "  host: smtp.example.com\n" : ""
    let user = ["password_env"].contains(parts.last ?? "") ? "  user: a\n" : ""
    let password = parts.last == "user" ? "  password_env: MAIL_PASSWORD\n" : ""
    let text = """
      public_url: https://pay.shop.example
      catalog: catalog.json
      \(own)stripe:
        live: false
        secret_key_env: CARDSTOCK_STRIPE_KEY
        webhook_secrets_env: CARDSTOCK_STRIPE_WEBHOOK_SECRETS
      mail:
        from: shop@shop.example
      \(rest)\(host)\(user)\(password)\(mail)
      """
    let path = FileManager.default.temporaryDirectory
      .appending(path: "setting-\(UInt64.random(in: 0 ... .max)).yaml").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlink(path) }
    guard case .faulty(let faults) = Settings.load(path, environment: SettingsTests.environment)
    else { return }
    Issue.record("\(name): \(value): \(faults.map { "\($0)" })\n\(text)")
  }
}
