import Crypto
import Foundation
package import Shop

/// Any sender that signs by the Standard Webhooks specification.
///
/// The body's form is ours: `{"type", "data": {"order_id", "payment_id", "amount_minor",
/// "currency"}}`; in a refund, `amount_minor` is the total given back so far. `order_id` is a
/// checkout's reference; without one, `sku`, `quantity` and `email` say what was sold, and to whom.
package struct StandardAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.standard
  /// The specification covers only webhooks, so there is nothing to ask.
  package static let facts = ProviderFacts(
    givesBack: false,
    statementReadySeconds: nil,
    unproven: ["everything that the sender does but sign: it is the shop's own system"]
  )
  /// False: it has no mode, and the shop's own system may be anything.
  package var takesRealMoney: Bool { false }
  let keys: StandardKeys
  let eventNames: EventNames

  /// The sender's names of the events that we act on.
  package struct EventNames: Equatable, Sendable {
    /// The type of an event that says "paid".
    package let paid: String
    /// The type of an event that says how much was given back.
    package let refunded: String

    package init(paid: String = "payment.succeeded", refunded: String = "payment.refunded") {
      self.paid = paid
      self.refunded = refunded
    }
  }

  /// Why the keys cannot be used.
  package enum KeyFault: Error, Equatable {
    /// Not base-64 of 24 to 64 bytes, with or without `whsec_`; counted from 0.
    case secret(index: Int)
    /// Not base-64 of 32 bytes, with or without `whpk_`; counted from 0.
    case publicKey(index: Int)
    /// No key of either kind.
    case none
  }

  /// Takes HMAC secrets (`whsec_…`) and Ed25519 public keys (`whpk_…`), at least one of either.
  package init(
    secrets: [Secret],
    publicKeys: [String] = [],
    eventNames: EventNames = EventNames()
  ) throws(KeyFault) {
    keys = try StandardKeys(secrets: secrets, publicKeys: publicKeys)
    self.eventNames = eventNames
  }
}

extension StandardAdapter {
  /// An event of a type that is ours alone, signed with the first of the secrets; unsigned when
  /// there are only public keys.
  package func probe(_ call: Call) -> WebhookProbe {
    guard let secret = keys.secrets.first else { return .unsigned }
    let id = "msg_probe_\(call.nonce())"
    let body = #"{"type":"cardstock.probe"}"#
    let seconds = call.now.seconds
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(seconds).\(body)".utf8),
      using: secret
    )
    let text = Data(code).base64EncodedString()
    return WebhookProbe(
      headers: [
        WebhookProbe.Header(name: "Content-Type", value: "application/json"),
        WebhookProbe.Header(name: "webhook-id", value: id),
        WebhookProbe.Header(name: "webhook-timestamp", value: String(seconds)),
        WebhookProbe.Header(name: "webhook-signature", value: "v1,\(text)"),
      ],
      body: body,
      isSigned: true
    )
  }
}
