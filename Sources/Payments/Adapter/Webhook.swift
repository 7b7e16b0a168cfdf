package import Shop

/// A webhook as it came over the wire; nothing in it is believed yet.
package struct WebhookRequest: Sendable {
  /// In wire order, duplicates kept: two of an authentication header are refused.
  package let headers: [(name: String, value: String)]
  /// The raw bytes, exactly as they came: signatures cover these.
  package let body: [UInt8]
  /// What follows the `?` of the address; no part of any signature but EPay's.
  package let query: String
  /// The network that it came from; nil when it is not known.
  ///
  /// It proves nothing, and shares out what strangers can cause.
  package let sender: IPNetwork?

  package init(
    headers: [(name: String, value: String)],
    body: [UInt8],
    query: String = "",
    sender: IPNetwork? = nil
  ) {
    self.headers = headers
    self.body = body
    self.query = query
    self.sender = sender
  }

  /// The header of that name if there is exactly one, whatever its case; refused otherwise, since
  /// of two nobody knows which one a proxy or the signer meant.
  func soleHeader(_ name: String) throws(WebhookRefusal) -> String {
    let found = headers.filter { $0.name.lowercased() == name }
    guard found.count == 1, let header = found.first else { throw .authentication }
    return header.value
  }
}

/// Why a webhook is not believed; the answer to the sender says no more than that.
package enum WebhookRefusal: Error, Equatable, Sendable {
  /// No signature, more than one header of it, or none that matches: 401.
  case authentication
  /// Signed with a key that is not known here: `learnKey` may find it.
  case unknownKey(String)
  /// Signed more than 300 s ago or ahead: 400.
  case stale
  /// Signed, but not an event that can be read: 400.
  case malformed
}

/// What an authentic webhook comes to.
package enum VerifiedWebhook: Equatable, Sendable {
  /// Proven: settle it.
  case event(PaymentEvent)
  /// Proven, and about several payments: settle each; they have names of their own.
  case events([PaymentEvent])
  /// Ask the provider, then settle what it says.
  case claim(PaymentClaim)
}

/// What the webhooks of a provider are answered with, in the provider's own words.
package struct WebhookAnswers: Equatable, Sendable {
  /// Settled: never send it again.
  package let success: WebhookAnswer
  /// Not believed.
  package let refusal: WebhookAnswer

  package init(success: WebhookAnswer, refusal: WebhookAnswer) {
    self.success = success
    self.refusal = refusal
  }

  /// For those who look at the status alone.
  package static let plain = WebhookAnswers(
    success: WebhookAnswer(status: 200, text: "received\n"),
    refusal: WebhookAnswer(status: 400, text: "the request could not be verified\n")
  )
}

/// One answer.
package struct WebhookAnswer: Equatable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The whole body of the answer.
  package let text: String
  /// Whether the text is JSON.
  package let isJSON: Bool

  package init(status: Int, text: String, isJSON: Bool = false) {
    self.status = status
    self.text = text
    self.isJSON = isJSON
  }
}

/// A webhook that asks for nothing, as a provider would send it.
package struct WebhookProbe: Equatable, Sendable {
  /// In wire order.
  package let headers: [Header]
  /// The bytes as text; empty where it is a GET.
  package let body: String
  /// What it says in its address, where the provider sends no body: then it is a GET.
  package let query: String?
  /// Whether it is signed with our own copy of the provider's secret.
  ///
  /// Where only the provider has the key it is not, and must be refused.
  package let isSigned: Bool

  /// One request header.
  package struct Header: Equatable, Sendable {
    /// In any case of letters.
    package let name: String
    /// As it goes over the wire.
    package let value: String
  }

  init(headers: [Header], body: String, isSigned: Bool) {
    self.headers = headers
    self.body = body
    query = nil
    self.isSigned = isSigned
  }

  /// A signed one that says all in its address.
  init(query: String) {
    headers = []
    body = ""
    self.query = query
    isSigned = true
  }

  static let unsigned = WebhookProbe(
    headers: [Header(name: "Content-Type", value: "application/json")],
    body: "{}",
    isSigned: false
  )
}

/// How old, or how far ahead, a signed request may be.
enum Freshness {
  /// The senders' own figure; inclusive, and for clocks that run ahead as well.
  static let toleranceSeconds: Int64 = 300

  /// Reads the seconds of a signature header: up to 12 digits and nothing else.
  ///
  /// Milliseconds have 13, so they are refused and not taken for a far future.
  static func seconds(_ text: some StringProtocol) throws(WebhookRefusal) -> Int64 {
    guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let seconds = Int64(text)
    else { throw .authentication }
    return seconds
  }

  /// Refuses what was signed too long ago or too far ahead.
  static func check(_ signedSeconds: Int64, at now: Timestamp) throws(WebhookRefusal) {
    guard abs(now.seconds - signedSeconds) <= toleranceSeconds else { throw .stale }
  }
}
