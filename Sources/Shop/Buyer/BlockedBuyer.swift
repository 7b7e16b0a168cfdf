/// A buyer whom the shop does not sell to: a mailbox, a network, or an account at a provider.
package enum BlockedBuyer: Hashable, Sendable {
  /// All spellings of `EmailAddress.mailbox`.
  case email(EmailAddress)
  /// An IPv4 /24 or an IPv6 /48, whichever of its addresses the operator gave.
  case network(IPNetwork)
  /// The provider's ID of the payer; at Stripe, the payer's address.
  case payer(Provider, String)

  /// Reads what an operator writes: `a@b.example`, `203.0.113.7`, `203.0.113.0/24`,
  /// `2001:db8:7::/48`, or `alipay:2088102122458832`.
  ///
  /// Nil for anything else: ranges wider than one buyer's network, a `*` for many mailboxes, this
  /// machine's own addresses, which every buyer has behind a proxy that is not trusted, and payers
  /// at a provider that names none.
  package init?(_ text: String) {
    if let email = EmailAddress(text) {
      guard !text.contains("*") else { return nil }
      self = .email(email)
    } else if let network = IPNetwork(text) {
      let own = IPNetwork(ofBuyer: network.first)
      guard network.prefix >= own.prefix, !own.isOfNobody else { return nil }
      self = .network(own)
    } else {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, let provider = Provider(rawValue: String(parts[0])),
        provider.namesPayer(String(parts[1])), (1...200).contains(parts[1].utf8.count),
        parts[1].utf8.allSatisfy({ (33...126).contains($0) })
      else { return nil }
      self = .payer(provider, String(parts[1]))
    }
  }

  /// Which of the three it is.
  package var kind: Kind {
    switch self {
    case .email: .email
    case .network: .network
    case .payer: .payer
    }
  }

  /// Unique among the blocked buyers of its kind.
  package var key: String {
    switch self {
    case .email(let email): email.mailbox
    case .network(let network): "\(network)"
    case .payer(let provider, let id):
      "\(provider.rawValue):\(provider == .stripe ? EmailAddress(id)?.mailbox ?? id : id)"
    }
  }

  /// What a list may show of it: enough to recognize it, and no whole address.
  package var masked: String {
    switch self {
    case .email(let email): "\(email)"
    case .network(let network): "\(network)"
    case .payer(let provider, let id):
      "\(provider.rawValue):\(id.prefix(4))…\(id.count > 8 ? String(id.suffix(2)) : "")"
    }
  }

  /// The three kinds, as the database names them.
  package enum Kind: String, CaseIterable, Sendable {
    case email, network, payer
  }

  /// A block as it is listed.
  package struct Row: Equatable, Sendable {
    /// Whether a mailbox, a network or an account is blocked.
    package let kind: Kind
    /// See `masked`.
    package let masked: String
    /// In the operator's words, on one line.
    package let reason: String
    /// When it was blocked.
    package let madeAt: Timestamp

    package init(kind: Kind, masked: String, reason: String, madeAt: Timestamp) {
      self.kind = kind
      self.masked = masked
      self.reason = reason
      self.madeAt = madeAt
    }
  }
}

extension Provider {
  /// Whether the provider may name a payer so when it reports a payment.
  fileprivate func namesPayer(_ id: String) -> Bool {
    switch self {
    case .wechatpay, .alipay, .paypal: true
    case .stripe: EmailAddress(id) != nil
    case .unionpay, .standard, .epay, .manual: false
    }
  }
}
