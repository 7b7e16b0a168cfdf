import Logging
package import Payments
package import Shop
import Storage

extension PublicRoutes {
  /// Verifies a webhook, settles it, and returns the outcome once it is durable (I2, I14).
  package func receive(_ incoming: IncomingRequest, from provider: Provider) async -> WebhookOutcome
  {
    let outcome = await outcome(of: incoming, from: provider)
    if let number = incoming.header(PendingProbes.header) {
      probes.note(outcome, of: number)
    } else {
      probes.count(outcome, of: provider)
    }
    return outcome
  }

  private func outcome(of incoming: IncomingRequest, from provider: Provider) async
    -> WebhookOutcome
  {
    guard let adapter = providerCalls.adapters[provider] else { return .unknownProvider }
    let request = WebhookRequest(
      headers: incoming.headers,
      body: incoming.body,
      query: incoming.query,
      sender: incoming.buyer.map(IPNetwork.init(ofBuyer:))
    )
    let verified: VerifiedWebhook
    do {
      verified = try await providerCalls.verify(request, of: provider, with: adapter)
    } catch {
      let words = "webhook of \(provider.rawValue) refused: \(error.logged)"
      refusals.say(words, in: logger, now: now())
      return .refused(error)
    }
    switch verified {
    case .claim(let claim): return await providerCalls.confirm(claim)
    case .event(let event): return await settle([event], from: provider)
    case .events(let events): return await settle(events, from: provider)
    }
  }

  /// Settles events in turn; when one fails, the provider sends all again, and those that were
  /// settled count as duplicates.
  private func settle(
    _ events: [PaymentEvent],
    from provider: Provider
  ) async -> WebhookOutcome {
    var outcome = Settlement.ignored
    do {
      for (index, event) in events.enumerated() {
        let settlement = try await providerCalls.settle(event)
        let isNews = settlement != .duplicate && settlement != .ignored
        if index == 0 || isNews { outcome = settlement }
      }
      return .settled(outcome)
    } catch {
      logger.error("webhook of \(provider.rawValue) not stored: \(error)")
      return error == .busy ? .busy : .failed
    }
  }
}

extension WebhookRefusal {
  /// The refusal as a word; a key's name, which a stranger may have made up, is made printable.
  fileprivate var logged: String {
    switch self {
    case .authentication: "authentication"
    case .unknownKey(let name): "unknownKey \(name.logged)"
    case .stale: "stale"
    case .malformed: "malformed"
    }
  }
}

/// The outcome of one webhook, before it becomes an HTTP answer.
package enum WebhookOutcome: Equatable, Sendable {
  /// Verified, settled and durable, even if it is a duplicate, of no consequence, or held.
  case settled(Settlement)
  /// Not verified; nothing is stored.
  case refused(WebhookRefusal)
  /// This provider is not configured.
  case unknownProvider
  case tooLarge
  /// The provider must be asked and does not confirm it; it is to send the webhook again.
  case unconfirmed
  /// The commit queue is full; nothing is done.
  case busy
  /// The commit failed; nothing is known to be stored.
  case failed

  /// The answer that makes the provider either stop or send the webhook again.
  ///
  /// A success means that the event survives power loss (I2). A refusal says nothing of the reason,
  /// so that nobody learns how far a forgery came.
  package func reply(_ answers: WebhookAnswers) -> Reply {
    switch self {
    case .settled: Reply(answers.success)
    case .refused: Reply(answers.refusal)
    case .unknownProvider: .notFound
    case .tooLarge: .tooLarge
    case .unconfirmed: .unavailable(retryAfterSeconds: 60)
    case .busy: .unavailable(retryAfterSeconds: 5)
    case .failed: .unavailable(retryAfterSeconds: 60)
    }
  }
}

extension Reply {
  fileprivate init(_ answer: WebhookAnswer) {
    self.init(
      status: answer.status,
      type: answer.isJSON ? .json : .plain,
      body: Array(answer.text.utf8)
    )
  }
}
