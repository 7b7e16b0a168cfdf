import Payments
import Shop
import Text

/// One key of `worker.yaml`: its values, its default, and what it is for.
///
/// The reader, `cardstock-worker settings` and the reference all use this table.
package struct SettingRow: Sendable {
  /// The name with its section, such as `mail.from`.
  package let name: String
  /// What a value looks like, in words.
  package let type: String
  /// The default, as it may be written or in words; nil when the key is required.
  package let standard: String?
  /// An example of a value, as written after the colon.
  package let example: String
  /// What it is for, in one or two sentences.
  package let text: String

  /// The section's name; nil for a key outside of any section.
  package var section: String? {
    let parts = name.split(separator: ".")
    return parts.count > 1 ? String(parts[0]) : nil
  }

  /// The name within its section.
  package var key: String { name.split(separator: ".").last.map(String.init) ?? name }

  private init(
    _ name: String,
    _ type: String,
    _ standard: String?,
    _ example: String,
    _ text: String
  ) {
    self.name = name
    self.type = type
    self.standard = standard
    self.example = example
    self.text = text
  }

  /// All rows, in the order of the sample.
  package static let all: [SettingRow] = worker + limits + providers + mail

  private static let worker = [
    SettingRow(
      "public_url",
      "address without a path",
      nil,
      "https://pay.shop.example",
      "Where buyers and payment providers reach the worker."
    ),
    SettingRow(
      "listen",
      "ADDRESS:PORT, :PORT or PORT",
      "127.0.0.1:8090",
      "127.0.0.1:8090",
      "The address to listen on; a proxy in front faces the internet."
    ),
    SettingRow(
      "hosts",
      "list of host names",
      "none",
      "[pay.internal.example]",
      "Further names that requests may carry beside that of `public_url`."
    ),
    SettingRow(
      "trusted_proxies",
      "list of addresses and ranges",
      "[127.0.0.0/8, \"::1\"]",
      "[10.0.0.0/8]",
      "The proxies that may say whose request they pass on; nobody else."
    ),
    SettingRow(
      "state",
      "path",
      "state",
      "state",
      "The folder of the database, its lock and the control socket, mode 0700."
    ),
    SettingRow(
      "key_file",
      "path, mode 0600",
      "vault.key",
      "vault.key",
      "The key that seals every code; keep a copy elsewhere."
    ),
    SettingRow(
      "catalog",
      "path",
      nil,
      "../public/catalog.json",
      "What the shop sells, written by `cardstock build`."
    ),
    SettingRow(
      "keep_unpaid",
      "days, 2d to 3650d",
      "30d",
      "30d",
      "How long checkouts that nobody paid are kept after their end."
    ),
    SettingRow(
      "price_alarm",
      "1% to 99%, or off",
      "50%",
      "30%",
      "A price that falls by more is not sold until somebody accepts it."
    ),
    SettingRow(
      "check_mail_domains",
      "true or false",
      "true",
      "false",
      "Whether the name servers are asked if a buyer's address can receive mail."
    ),
    SettingRow(
      "order_links.expire",
      "days, 7d to 3650d, or never",
      "365d",
      "180d",
      "How long the link to an order works, from when it was made."
    ),
    SettingRow(
      "refund_cancelled",
      "true or false",
      "false",
      "true",
      "Whether an order that its buyer cancels while it waits for stock is refunded without a "
        + "person."
    ),
    SettingRow(
      "log_level",
      "`critical`, `error`, `warning`, `notice`, `info`, `debug`, `trace`",
      "info",
      "notice",
      "What is logged."
    ),
  ]

  private static let limits: [SettingRow] =
    [
      rate("checkouts_per_network", 300, "Checkouts from one network"),
      rate("checkouts_per_email", 30, "Checkouts for one email address"),
      rate("checkouts", 12_000, "Checkouts in all"),
      rate("lookups_per_network", 60, "Requests for order links from one network"),
      rate("lookups_per_email", 6, "Requests for order links for one email address"),
      rate("lookups", 3_000, "Requests for order links in all"),
      rate("reveals_per_network", 300, "Views of codes from one network"),
      rate("reveals_per_order", 30, "Views of the codes of one order"),
      rate("reveals", 12_000, "Views of codes in all"),
      rate("returns_per_network", 600, "Returns from a provider's page, from one network"),
      rate("returns_per_checkout", 60, "Returns to one checkout"),
      rate("returns", 12_000, "Returns in all"),
      rate("pages_per_network", 12_000, "Pages, files and stock that one network looks at"),
      rate(
        "pages",
        600_000,
        "Pages, files and stock that all look at",
        in: SettingsReader.pageRange
      ),
      SettingRow(
        "limits.connections",
        "whole number, 8 to 60000",
        "1024",
        "2048",
        "Open connections."
      ),
      SettingRow(
        "limits.connections_per_client",
        "whole number, 1 to 60000",
        "256",
        "128",
        "Open connections of one client that is no trusted proxy."
      ),
      SettingRow(
        "limits.new_connections_per_network",
        "whole number, 10 to 1000000",
        "600",
        "1200",
        "New connections of one network without a trusted proxy, at once and then in ten seconds."
      ),
      SettingRow(
        "limits.disk_reserve",
        "MiB, 0 to 1048576",
        "64",
        "256",
        "What is to be left on the disks, at most a tenth of each: with less no checkout is begun."
      ),
    ]

  private static func rate(
    _ name: String,
    _ standard: Int,
    _ what: String,
    in range: ClosedRange<Int> = SettingsReader.rateRange
  ) -> SettingRow {
    SettingRow(
      "limits.\(name)",
      "whole number, \(range.lowerBound) to \(range.upperBound)",
      "\(standard)",
      "\(standard * 2)",
      what + ", in ten minutes."
    )
  }

  private static let providers = AdapterTable.all.flatMap { kind in
    (kind.settings + [SettingsReader.offer]).flatMap { setting in
      rows(of: setting, in: kind.provider.rawValue)
    }
  }

  private static func rows(of setting: Setting, in section: String) -> [SettingRow] {
    setting.keys.enumerated().map { index, key in
      let other = setting.keys.first { $0 != key }
      let standard: String? =
        if let other {
          "`\(other)`" + (words(setting.without).map { "; without either: \($0)" } ?? "")
        } else {
          words(setting.without)
        }
      return SettingRow(
        "\(section).\(key)",
        type(of: setting, at: index),
        standard,
        index == 0 ? setting.sample : "\(section)-\(setting.name).key",
        index == 0 ? setting.help : "The same, from a file."
      )
    }
  }

  /// A default in words; nil when the setting is required in its section.
  private static func words(_ without: Setting.Without) -> String? {
    switch without {
    case .required: nil
    case .value(let text), .otherwise(let text): text
    case .byMode(let live, let test): "`\(live)` with `live: true`, else `\(test)`"
    }
  }

  private static func type(of setting: Setting, at index: Int) -> String {
    switch setting.kind {
    case .text: "text"
    case .texts: "text, or list of texts"
    case .flag: "`true` or `false`"
    case .address: "address"
    case .secrets: index == 0 ? "name of a variable of the environment" : "path, mode 0600"
    case .privateKey: "path of a private key in PEM, mode 0600"
    case .publicKeys: "list of paths of keys or certificates in PEM"
    }
  }

  private static let mail = [
    SettingRow("mail.from", "email address", nil, "shop@shop.example", "The sender of letters."),
    SettingRow(
      "mail.operator",
      "email address",
      "nobody",
      "owner@shop.example",
      "Who gets the daily report and word of what fails."
    ),
    SettingRow(
      "mail.transport",
      "`smtp` or `folder`",
      nil,
      "folder",
      "Sends letters, or writes each as a file while trying things out."
    ),
    SettingRow(
      "mail.folder",
      "path",
      "mail",
      "mail",
      "With `transport: folder`: where they are written."
    ),
    SettingRow(
      "mail.host",
      "host name",
      "required with `transport: smtp`",
      "smtp.example.com",
      "The mail server."
    ),
    SettingRow(
      "mail.port",
      "whole number, 1 to 65535",
      "587, or 465 with `tls: implicit`",
      "587",
      "Its port."
    ),
    SettingRow(
      "mail.tls",
      "`starttls`, `implicit` or `none`",
      "starttls",
      "implicit",
      "How the way there is sealed; `none` on this machine alone."
    ),
    SettingRow(
      "mail.user",
      "text",
      "no login",
      "shop@shop.example",
      "The name for the login."
    ),
    SettingRow(
      "mail.password_env",
      "name of a variable of the environment",
      "`password_file`",
      "MAIL_PASSWORD",
      "The password for the login."
    ),
    SettingRow(
      "mail.password_file",
      "path, mode 0600",
      "`password_env`",
      "mail.key",
      "The same, from a file."
    ),
    SettingRow(
      "mail.ehlo",
      "full domain name, or an address in brackets",
      "the host of `public_url`",
      "pay.shop.example",
      "What the mail server is greeted with."
    ),
    SettingRow(
      "mail.authorities",
      "path of certificates in PEM",
      "those of the system",
      "relay-ca.pem",
      "For a relay with a certificate of its own."
    ),
  ]
}

/// Every key of `worker.yaml` in Markdown: the last section of docs/reference.md.
package func settingReference() -> String {
  var lines = [
    "## worker.yaml",
    "",
    "The worker's settings, which `cardstock-worker init` writes with a comment at each: made by "
      + "`cardstock-worker settings --format markdown` from the table that the worker knows its "
      + "keys by, and compared with it by a test. Secrets never stand in it.",
    "",
    "| Key | Type | Without it | Example | |", "|---|---|---|---|---|",
  ]
  for row in SettingRow.all {
    let without = row.standard.map { $0.contains("`") ? $0 : tableCell($0) } ?? "required"
    lines.append(
      "| `\(row.name)` | \(tableCell(row.type)) | \(without) | `\(row.key): \(row.example)` "
        + "| \(tableCell(row.text)) |"
    )
  }
  return lines.joined(separator: "\n") + "\n"
}
