package import Shop

/// A webhook as it arrived; nothing in it is trusted yet.
package struct WebhookRequest: Sendable {
  /// In wire order, duplicates kept: two of an authentication header are refused.
  package let headers: [(name: String, value: String)]
  /// The raw bytes, exactly as they arrived: signatures cover these.
  package let body: [UInt8]
  /// The part of the address after `?`; only EPay signs it.
  package let query: String
  /// The network that it came from; nil when unknown.
  ///
  /// It proves nothing; it only limits what one network can cause.
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

  /// The value of a header by its name in lower case, if there is exactly one; refused otherwise,
  /// since a proxy and the signer may each mean another.
  func soleHeader(_ name: String) throws(WebhookRefusal) -> String {
    let found = headers.filter { $0.name.lowercased() == name }
    guard found.count == 1, let header = found.first else { throw .authentication }
    return header.value
  }
}

/// Why a webhook is not trusted; the answer to its sender says no more than this.
package enum WebhookRefusal: Error, Equatable, Sendable {
  /// No signature, more than one header of it, or none that matches: 401.
  case authentication
  /// Signed with an unknown key: `learnKey` may find it.
  case unknownKey(String)
  /// Signed too long ago or too far ahead, by the provider's own rule: 400.
  case stale
  /// Signed, but not an event that can be read: 400.
  case malformed
}

/// What follows from an authentic webhook.
package enum VerifiedWebhook: Equatable, Sendable {
  /// Proven: settle it.
  case event(PaymentEvent)
  /// Proven, and about several payments: settle each; they have IDs of their own.
  case events([PaymentEvent])
  /// Not proven: ask the provider, then settle its answer.
  case claim(PaymentClaim)
}

/// The answers to a provider's webhooks, in the provider's own words.
package struct WebhookAnswers: Equatable, Sendable {
  /// Settled: never send it again.
  package let success: WebhookAnswer
  /// Not trusted.
  package let refusal: WebhookAnswer

  package init(success: WebhookAnswer, refusal: WebhookAnswer) {
    self.success = success
    self.refusal = refusal
  }

  /// For providers that read only the status.
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

/// A webhook without consequence, as a provider would send it.
package struct WebhookProbe: Equatable, Sendable {
  /// In wire order.
  package let headers: [Header]
  /// The body as text; empty for a GET.
  package let body: String
  /// The query of a GET, where the provider sends no body; nil for a POST.
  package let query: String?
  /// Whether it is signed with our own copy of the provider's secret.
  ///
  /// Where only the provider has the key it is unsigned, and must be refused.
  package let isSigned: Bool

  /// One request header.
  package struct Header: Equatable, Sendable {
    /// The name, in any case.
    package let name: String
    /// The value as it is sent.
    package let value: String
  }

  init(headers: [Header], body: String, isSigned: Bool) {
    self.headers = headers
    self.body = body
    query = nil
    self.isSigned = isSigned
  }

  /// A signed GET whose query says everything.
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

/// How far from now a request may have been signed.
enum Freshness {
  /// The figure that the senders themselves recommend; inclusive, in both directions.
  static let toleranceSeconds: Int64 = 300

  /// Reads the seconds of a signature header: up to 12 digits and nothing else.
  ///
  /// Milliseconds have 13 digits, so they are refused instead of read as a distant future.
  static func seconds(_ text: some StringProtocol) throws(WebhookRefusal) -> Int64 {
    guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      let seconds = Int64(text)
    else { throw .authentication }
    return seconds
  }

  /// Refuses a message that was signed too long ago or too far ahead.
  static func check(_ signedSeconds: Int64, at now: Timestamp) throws(WebhookRefusal) {
    guard abs(now.seconds - signedSeconds) <= toleranceSeconds else { throw .stale }
  }
}
