/// What a test made go wrong.
package struct Controls: Sendable {
  /// Unix milliseconds until which the API of a provider answers 503.
  package var downUntil: [Provider: Int64] = [:]
  /// Unix milliseconds until which the API of a provider answers 429, with `Retry-After`.
  package var busyUntil: [Provider: Int64] = [:]
  /// Milliseconds that the API of a provider takes for each call.
  package var delays: [Provider: Int64] = [:]
  /// What is false about the next notice of a provider; used up by it.
  package var tampering: [Provider: Tampering] = [:]
  /// Whether the next refund of a provider comes to nothing; used up by it.
  package var failingRefunds: Set<Provider> = []

  /// Whose merchant's balance is too short for any refund.
  package var shortBalances: Set<Provider> = []

  /// Whether WeChat Pay's merchant has a public key alone, and no certificates any more.
  package var hasWeChatMoved = false

  /// Whether EPay's notices come by `POST`, as some aggregators send them, and not by `GET`.
  package var postsEPayNotices = false

  /// Whether the next signed answer of a provider's API is falsely signed; used up by it.
  package var falseAnswers: Set<Provider> = []

  /// Rules that this run does not follow.
  package var lenient: Set<Rule> = []

  package init() {}

  /// Whether a rule is followed.
  package func follows(_ rule: Rule) -> Bool { !lenient.contains(rule) }
}

/// What may be false about a notice that is otherwise in order.
package enum Tampering: String, CaseIterable, Sendable {
  /// The signature does not fit.
  case signature
  /// Something was added to the body after it was signed.
  case body
  /// One smallest unit too little, truly signed.
  case amount
  /// Another currency, truly signed.
  case currency
  /// Another merchant, truly signed.
  case account
  /// Another order number, truly signed.
  case order
  /// Signed by a certificate of another authority.
  case stranger
  /// Signed by a certificate whose time is over.
  case expired
  /// Signed ten minutes ago.
  case stale
  /// PayPal alone: another body with the same CRC-32 as the signed one.
  case crc
  /// UnionPay alone: a payment that is a "success with a defect" (A6).
  case defective
  /// WeChat Pay alone: the deliberately wrong signature that the provider sends as a probe.
  case probe
}

/// Something that a real provider refuses, so that the pretend one refuses it too.
///
/// Each provider's rules stand in its own folder, each with its source in a comment. A run follows
/// all of them but those that `--lenient NAME` or `POST /_mock/lenient` names: a test of the rule
/// then fails, which shows that the test sees it.
package struct Rule: Hashable, Sendable {
  /// As `--lenient` takes it: `wechatpay.referer`.
  package let name: String
  /// What is refused, in a sentence.
  package let text: String

  init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  /// Every rule of every provider: a list of one's own is a line here.
  package static let all: [Rule] = wechat + alipay + paypal + stripe + unionpay + epay

  /// The rule of that name; nil when there is none.
  package init?(named name: String) {
    guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
