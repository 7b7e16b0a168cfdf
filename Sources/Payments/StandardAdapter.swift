package import Shop

/// Any sender that signs by the Standard Webhooks specification.
package struct StandardAdapter: Sendable {
  /// What the sender calls the events that we act on.
  package struct EventNames: Equatable, Sendable {
    package let paid: String
    package let refunded: String

    package init(paid: String = "payment.succeeded", refunded: String = "payment.refunded") {
      self.paid = paid
      self.refunded = refunded
    }
  }

  /// Why the keys cannot be used.
  package enum KeyFault: Error, Equatable {
    /// Not base64 of 24 to 64 bytes, with or without `whsec_`; counted from 0.
    case secret(index: Int)
    /// Not base64 of 32 bytes, with or without `whpk_`; counted from 0.
    case publicKey(index: Int)
    case none
  }

  /// Takes HMAC secrets (`whsec_…`) and Ed25519 public keys (`whpk_…`), at least one of either.
  package init(
    secrets: [Secret],
    publicKeys: [String] = [],
    eventNames: EventNames = EventNames()
  ) throws(KeyFault) {
    throw .none
  }

  /// Checks signature and freshness over the raw bytes, then reads the event.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> PaymentEvent {
    throw .authentication
  }
}
