import Logging
import Payments
import Shop
import Storage

extension ProviderCalls {
  /// Asks the provider for a refund and records the outcome.
  ///
  /// The refund is durable before the provider is asked, and its ID is the provider's idempotency
  /// key: however often this is repeated, the money goes back once.
  func requestRefund(_ order: Refund) async throws(StoreError) -> RefundResult {
    let isByHand = !givesBack(order.provider)
    let answer = isByHand ? .success(byHand(order)) : await ask(for: order)
    let result = RefundResult(answer, to: order, byHand: isByHand)
    report(result, of: order)
    // The provider may refuse because the money has gone back already: ask, and settle that.
    if case .refused = result.outcome { _ = await ask(order.question, of: order.provider) }
    try await store.recordRefund(order.id, result.outcome, at: now())
    wakeUp.signal()
    return result
  }

  /// Whether a provider can be asked to give money back, with its present settings.
  func givesBack(_ provider: Provider) -> Bool {
    adapters[provider]?.givesBack ?? AdapterTable.facts(of: provider)?.givesBack ?? false
  }

  /// The answer for a refund that no provider is asked for: a person gives the money back, and the
  /// command says that they have.
  private func byHand(_ order: Refund) -> RefundAnswer {
    let key = Payment.Key(
      paymentID: order.question.paymentID,
      reference: order.question.reference
    )
    return .done(.refunded(key, Refund.Confirmed(id: order.id, amount: order.amount)))
  }

  private func ask(for order: Refund) async -> Result<RefundAnswer, ProviderError> {
    let request = RefundRequest(
      id: order.id,
      question: order.question,
      amount: order.amount,
      paid: order.paid,
      reason: order.reason,
      notifyURL: notifyURL(order.provider),
      requestedAt: order.begunAt,
      shortages: order.shortages
    )
    return await calling(order.provider) { (adapter, call) throws(ProviderError) in
      try adapter.refund(request, call)
    }
  }

  private func report(_ result: RefundResult, of order: Refund) {
    let name = "refund \(order.id) of \(order.amount) at \(order.provider.rawValue)"
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

  init(_ answer: Result<RefundAnswer, ProviderError>, to order: Refund, byHand isByHand: Bool) {
    switch answer {
    case .success(.done(let fact)):
      (outcome, trouble) = (.done(fact), isByHand ? Self.byHand : nil)
    case .success(.failed(let fact, let words)): (outcome, trouble) = (.failed(fact, words), words)
    case .success(.pending): (outcome, trouble) = (.pending, nil)
    case .success(.short(let said, let usesUpID)):
      let words = "the balance there is too small for now: \(said)"
      outcome = usesUpID ? .short(words, after: order.shortages) : .unknown(words)
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
