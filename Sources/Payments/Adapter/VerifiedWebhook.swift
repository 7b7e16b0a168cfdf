package import Shop

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
  package let status: Int
  package let text: String
  /// Whether the text is JSON.
  package let isJSON: Bool

  package init(status: Int, text: String, isJSON: Bool = false) {
    self.status = status
    self.text = text
    self.isJSON = isJSON
  }
}
