package import Logging
package import Payments
package import Shop
import Text
package import Transport
package import Worker

/// Everything in `worker.yaml`, checked: paths absolute, secrets read, addresses parsed.
package struct Settings: Sendable {
  /// The URL at which buyers and providers reach the worker.
  package let publicURL: WebAddress
  /// The address to listen at.
  package let listen: ListenAddress
  /// Further accepted host names.
  package let hosts: [String]
  /// The worker's files and folders.
  package let places: Places
  /// The adapters, one for each provider that has a section.
  package let adapters: [any PaymentAdapter]
  /// The providers whose section says `offer: false`.
  package let withdrawn: Set<Provider>
  /// How mail is sent.
  package let mail: MailSettings
  /// The level from which on lines are logged.
  package let logLevel: Logger.Level
  /// The settings about strangers: limits and trusted proxies.
  package let visitors: PublicRoutes.VisitorSettings
  /// How many connections, and how long they may take.
  package let serverLimits: ServerLimits
  /// How far a price may fall before a person is asked.
  package let priceAlarm: PriceAlarm
  /// How long the link to an order is valid.
  package let linkLifetime: LinkLifetime
  /// Every setting by name, as written in the file, which holds no secrets.
  package let written: [String: [String]]
  /// The place of each setting in the file, such as `worker.yaml:12:3: mail.port`.
  package let lines: [String: String]

  /// The paths of the worker's files.
  package struct Places: Equatable, Sendable {
    /// The folder of the database, the lock and the control socket; mode 0700.
    package let state: String
    /// The path of the vault's key: 64 hexadecimal digits, mode 0600, not backed up with the state.
    package let key: String
    /// The path of `catalog.json`.
    package let catalog: String

    /// The path of the running worker's control socket.
    package var controlSocket: String { state + "/control.sock" }
    /// The folder for reports of providers' statements.
    package var statements: String { state + "/statements" }
  }

  /// The address to bind.
  package struct ListenAddress: Equatable, Sendable {
    /// A host name or an IP address.
    package let host: String
    /// 0 lets the system choose.
    package let port: Int

    /// Reads `ADDRESS:PORT` with an IPv6 address in brackets, `:PORT` or `*:PORT` for every address
    /// of this machine, or a bare `PORT` on loopback; nil when it is none of them.
    package init?(_ text: String) {
      let colon = text.lastIndex(of: ":")
      let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
      let host = colon.map { String(text[..<$0]) }
      guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits) else {
        return nil
      }
      self.port = Int(port)
      switch host {
      case nil: self.host = "127.0.0.1"
      case "", "*": self.host = "0.0.0.0"
      case let host?:
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        guard isBracketed || !host.contains(":"), !host.contains("/") else { return nil }
        self.host = isBracketed ? String(host.dropFirst().dropLast()) : host
        guard !self.host.isEmpty else { return nil }
      }
    }
  }

  /// How mail is sent.
  package struct MailSettings: Sendable {
    /// The sender of letters.
    package let from: EmailAddress
    /// Who gets the shop's own letters, such as the daily report; nil for nobody.
    package let operatorAddress: EmailAddress?
    /// A mail server, or a folder.
    package let transport: MailTransport

    /// Where letters are written instead of sent; nil when they are sent.
    package var folder: String? {
      switch transport {
      case .folder(let path): path
      case .smtp: nil
      }
    }
  }

  /// The two ways to send mail.
  package enum MailTransport: Sendable {
    case folder(path: String)
    case smtp(SMTPServer)
  }
}

extension Settings {
  /// The providers that a new checkout may choose.
  package var offered: [Provider] {
    adapters.map { type(of: $0).provider }
      .filter { Provider.offered.contains($0) && !withdrawn.contains($0) }
  }

  /// Why mail must not be written into a folder, since buyers who pay real money would get none.
  ///
  /// Nil when mail is sent by a server, or no provider takes real money.
  package var folderMailFault: SettingsFault? {
    guard case .folder(let path) = mail.transport else { return nil }
    let live = adapters.filter(\.takesRealMoney).map { type(of: $0).provider.rawValue }
    guard !live.isEmpty else { return nil }
    return SettingsFault(
      "mail.transport",
      expected: "smtp, since \(live.listed()) \(live.count == 1 ? "takes" : "take") real money",
      found: "folder (\(path)), where no buyer gets it",
      remedy: "name a mail server, or run with --folder-mail-anyway"
    )
  }

  /// A warning about mail that is written into a folder; nil when there is none.
  package var folderMailWarning: String? {
    guard case .folder(let path) = mail.transport else { return nil }
    let providers = adapters.map { type(of: $0).provider }
    let isReal = folderMailFault != nil || providers.contains(.standard)
    return isReal
      ? "mail is written into \(path) and reaches nobody: its deliveries are called written" : nil
  }
}
