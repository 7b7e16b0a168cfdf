import Logging
import Payments
import Shop
import Storage

extension ProviderCalls {
  /// Asks the provider for a refund and records the outcome.
  ///
  /// The refund is durable before the provider is asked, and its ID is the provider's idempotency
  /// key: however often this is repeated, the money goes back once.
  func requestRefund(_ refund: Refund) async throws(StoreError) -> RefundResult {
    let isByHand = !givesBack(refund.provider)
    let answer = isByHand ? .success(byHand(refund)) : await ask(for: refund)
    let result = RefundResult(answer, to: refund, byHand: isByHand)
    report(result, of: refund)
    // The provider may refuse because the money has gone back already: ask, and settle that.
    if case .refused = result.outcome { _ = await ask(refund.question, of: refund.provider) }
    try await store.recordRefund(refund.id, result.outcome, at: now())
    wakeUp.signal()
    return result
  }

  /// Whether a provider can be asked to give money back, with its present settings.
  func givesBack(_ provider: Provider) -> Bool {
    adapters[provider]?.givesBack ?? AdapterTable.facts(of: provider)?.givesBack ?? false
  }

  /// The answer for a refund that no provider is asked for: a person gives the money back, and the
  /// command says that they have.
  private func byHand(_ refund: Refund) -> RefundAnswer {
    let key = Payment.Key(
      paymentID: refund.question.paymentID,
      reference: refund.question.reference
    )
    return .done(.refunded(key, Refund.Confirmed(id: refund.id, amount: refund.amount)))
  }

  private func ask(for refund: Refund) async -> Result<RefundAnswer, ProviderError> {
    let request = RefundRequest(
      id: refund.id,
      question: refund.question,
      amount: refund.amount,
      paid: refund.paid,
      reason: refund.reason,
      notifyURL: notifyURL(refund.provider),
      requestedAt: refund.begunAt,
      shortages: refund.shortages
    )
    return await calling(refund.provider) { (adapter, call) throws(ProviderError) in
      try adapter.refund(request, call)
    }
  }

  private func report(_ result: RefundResult, of refund: Refund) {
    let name = "refund \(refund.id) of \(refund.amount) at \(refund.provider.rawValue)"
    let words = result.trouble ?? ""
    switch result.outcome {
    case .failed: logger.error("\(name): \(words)")
    case .done: logger.info("\(name): done")
    case .pending: logger.info("\(name): taken, and not done yet")
    case .refused: logger.error("\(name): refused: \(words)")
    case .short,
      .unknown where result.isShort:
      logger.error("\(name): not made yet: \(words)")
    case .unknown: logger.warning("\(name): not known, will be repeated: \(words)")
    }
  }
}

/// The outcome of asking for a refund, with the provider's words if it refuses.
struct RefundResult {
  let outcome: Refund.Outcome
  let trouble: String?
  /// Whether nothing went back because the shop's balance there is too small.
  var isShort = false

  /// What the operator is told of a refund that no provider is asked for.
  static let byHand = "nothing was sent anywhere: give the money back by hand"

  init(_ answer: Result<RefundAnswer, ProviderError>, to refund: Refund, byHand isByHand: Bool) {
    switch answer {
    case .success(.done(let fact)):
      (outcome, trouble) = (.done(fact), isByHand ? Self.byHand : nil)
    case .success(.failed(let fact, let words)): (outcome, trouble) = (.failed(fact, words), words)
    case .success(.pending): (outcome, trouble) = (.pending, nil)
    case .success(.short(let said, let usesUpID)):
      let words = "the balance there is too small for now: \(said)"
      outcome = usesUpID ? .short(words, after: refund.shortages) : .unknown(words)
      (trouble, isShort) = (words, true)
    case .failure(.refused(let words)): (outcome, trouble) = (.refused(words), words)
    case .failure(.unsupported):
      let words = "\(ProviderError.unsupported)"
      (outcome, trouble) = (.refused(words), words)
    case .failure(.temporary(let words, _)), .failure(.untrusted(let words)):
      (outcome, trouble) = (.unknown(words), words)
    }
  }
}
