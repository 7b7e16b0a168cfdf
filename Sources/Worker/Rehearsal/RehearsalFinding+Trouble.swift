package import Payments

/// Why a provider does not do what it is asked, as far as its words tell.
package enum ProviderTrouble: Equatable, Sendable {
  /// It does not answer, or says that it cannot at present.
  case down
  /// It does not know the shop's account, or the shop's signature does not fit.
  case key
  /// It knows the shop, and neither the contract nor the app's features include what it is asked.
  case right
  /// The time in the shop's signature is too old for it, or in the future.
  case clock
  /// Its answer is not validly signed, or cannot be read.
  case answer
  /// It refuses this request.
  case request

  package init(_ error: ProviderError) {
    let words = error.description.lowercased()
    guard !Self.isAboutClocks(words) else {
      self = .clock
      return
    }
    guard Self.isAboutKeys(words) || !Self.isAboutRights(words) else {
      self = .right
      return
    }
    switch error {
    case .unsupported: self = .request
    case .untrusted: self = Self.isAboutKeys(words) ? .key : .answer
    case .refused: self = Self.isAboutKeys(words) ? .key : .request
    case .temporary:
      let isUnread = words.contains("nothing that can be read")
      self = Self.isAboutKeys(words) ? .key : isUnread ? .answer : .down
    }
  }

  /// The words by which providers refuse a signature for its time.
  private static func isAboutClocks(_ words: String) -> Bool {
    ["sign_error, timestamp", "invalid-timestamp", "timestamp: expected"]
      .contains(where: words.contains)
  }

  /// The statuses and words by which providers refuse an unknown account or signature.
  private static func isAboutKeys(_ words: String) -> Bool {
    [
      "answered 401", "sign_error", "invalid-signature", "missing-signature",
      "invalid-app-id", "invalid-app_id", "invalid_client", "authentication",
      "respcode 11,", "respcode 20,",
    ].contains(where: words.contains)
  }

  /// The statuses and words by which providers refuse what a shop has no right to: PayPal's
  /// NOT_AUTHORIZED, WeChat Pay's NO_AUTH, Alipay's ACQ.ACCESS_FORBIDDEN and missing permissions,
  /// UnionPay's 31 (the merchant is not active) and 32 (not with this merchant).
  private static func isAboutRights(_ words: String) -> Bool {
    [
      "answered 403", "no_auth", "not_authorized", "access_forbidden", "-permissions",
      "respcode 31,", "respcode 32,",
    ].contains(where: words.contains)
  }
}

extension RehearsalFinding {
  /// The finding of a step that the provider did not do.
  package init(_ step: Step, _ error: ProviderError, of name: String) {
    let trouble = ProviderTrouble(error)
    let mend =
      switch trouble {
      case .down:
        "\(name) is down, or this machine does not reach it: see its status page, DNS and the "
          + "firewall, then run it again"
      case .key:
        "the key is not the one that \(name) has: compare key, serial number and merchant with its "
          + "console, and that sandbox and live are not mixed"
      case .right:
        "the contract, the app's features or the key's rights at \(name) do not include it: add "
          + "them in its console, wait until they take effect, then run it again"
      case .clock:
        "what was signed here is not of \(name)'s time: set this machine's clock by NTP "
          + "(`timedatectl set-ntp true`), then run it again"
      case .answer where step == .statement:
        "the statement cannot be read: keep it, report it, and compare with \(name)'s own pages"
      case .answer:
        "the answer is not \(name)'s by its signature or form: see its public key or certificate "
          + "in the settings, and what stands between here and it"
      case .request where step == .statement:
        "\(name) gives no statement: see that the contract includes it, and the day"
      case .request: "\(name) does not want it: its words say why; see the contract and the limits"
      }
    // These stay as they are, though the worker would try again: drop `temporary`.
    let lead = "temporary: "
    let (text, isLasting) = ("\(error)", [.key, .right, .clock].contains(trouble))
    let said = isLasting && text.hasPrefix(lead) ? String(text.dropFirst(lead.count)) : text
    self.init(step, .failed, said, mend: mend)
  }
}
