import Logging
import Payments
import Shop
import Storage

extension Cashier {
  /// Asks the provider to give back what was ordered to be, and writes down what came of it.
  ///
  /// The order is durable before the provider is asked, and its ID is the provider's idempotency
  /// key: however often this is repeated, the money goes back once.
  func carryOut(_ order: RefundOrder) async throws(StoreError) -> RefundOutcome {
    let request = RefundRequest(
      id: order.id,
      question: order.question,
      amount: order.amount,
      paid: order.paid,
      reason: order.reason,
      notifyURL: notifyURL(order.provider)
    )
    let answer = await calling(order.provider) { (adapter, call) throws(ProviderError) in
      try adapter.refund(request, call)
    }
    let outcome = RefundOutcome(answer)
    report(outcome, of: order)
    try await store.recordRefund(order.id, outcome, at: now())
    bell.ring()
    return outcome
  }

  private func report(_ outcome: RefundOutcome, of order: RefundOrder) {
    let name = "refund \(order.id) of \(order.amount) at \(order.provider.rawValue)"
    switch outcome {
    case .done: logger.info("\(name): done")
    case .pending: logger.info("\(name): taken, and not done yet")
    case .refused(let words): logger.error("\(name): refused: \(words)")
    case .unknown(let words): logger.warning("\(name): not known, will be repeated: \(words)")
    }
  }
}

extension RefundOutcome {
  /// What an answer means for the order: only a clear refusal lets go of it.
  init(_ answer: Result<RefundAnswer, ProviderError>) {
    switch answer {
    case .success(.done(let fact)): self = .done(fact)
    case .success(.pending): self = .pending
    case .failure(.refused(let words)): self = .refused(words)
    case .failure(.unsupported): self = .refused("\(ProviderError.unsupported)")
    case .failure(.temporary(let words)), .failure(.untrusted(let words)): self = .unknown(words)
    }
  }
}
