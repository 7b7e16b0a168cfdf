import Logging
import Payments
import Shop
import Storage

/// The outcome of asking a provider about a payment.
enum QuestionOutcome {
  /// Every fact of its answer is settled, in the answer's order; empty when nobody has paid, or
  /// when what was paid is under way.
  case settled([Settlement], Payment.Finding)
  /// It cannot be asked now, or its answer is not trusted.
  case unanswered(ProviderError)
  /// It answered, and the store cannot store the answer.
  case unstored(StoreError)
}

extension ProviderCalls {
  /// Asks the provider about a payment and settles the whole answer.
  ///
  /// `spare` calls are left for more important ones.
  func ask(
    _ question: Payment.Question,
    of provider: Provider,
    sparing spare: Int = 0
  ) async -> QuestionOutcome {
    switch await find(question, of: provider, sparing: spare) {
    case .failure(let error): return .unanswered(error)
    case .success(let finding):
      do {
        let settlements = try await settle(finding.facts[...], of: provider)
        return .settled(settlements, finding)
      } catch {
        logger.error("what \(provider.rawValue) answered is not stored: \(error)")
        return .unstored(error)
      }
    }
  }

  /// Asks about a claim's payment and settles the answer under the claim's own ID.
  ///
  /// A claim that the provider does not confirm changes nothing. Since its books may lag, it is
  /// told to send the claim again, unless no money can come any more.
  func confirm(_ claim: PaymentClaim) async -> WebhookOutcome {
    if let approvedAt = claim.approvedAt, let reference = claim.question.reference {
      await noteApproval(of: reference, at: claim.provider, since: approvedAt)
    }
    let finding: Payment.Finding
    switch await find(claim.question, of: claim.provider, patience: Self.patienceSeconds) {
    case .success(let found): finding = found
    case .failure(let error):
      logger.warning(
        "\(claim.provider.rawValue) event \(claim.id.logged): it cannot be asked: \(error)"
      )
      return .unconfirmed
    }
    do {
      guard claim.isConfirmed(by: finding) else { return try await doubt(claim, finding) }
      let first = finding.facts.first ?? .irrelevant
      let settlement = try await settle(claim.event(saying: first))
      // A claim that came before its money was known has used up its ID; facts have their own.
      let isLate = settlement == .duplicate
      let rest = isLate ? finding.facts[...] : finding.facts.dropFirst()
      let others = try await settle(rest, of: claim.provider)
      let news = isLate ? others.first { $0 != .duplicate && $0 != .ignored } : nil
      return .settled(news ?? settlement)
    } catch {
      logger.error("webhook of \(claim.provider.rawValue) not stored: \(error)")
      return error == .busy ? .busy : .failed
    }
  }

  /// Records that the buyer approved anew, before the provider is asked to take the money.
  func noteApproval(
    of reference: Reference,
    at provider: Provider,
    since approvedAt: Timestamp
  ) async {
    do {
      guard try store.declines(of: reference, at: provider).awaitsApproval else { return }
      try await store.recordApproval(of: reference, at: provider, since: approvedAt, at: now())
    } catch {
      logger.error("checkout \(reference): that its buyer approved anew is not stored: \(error)")
    }
  }

  /// Settles what the provider does answer, and lets the claim be sent again while that may change.
  private func doubt(
    _ claim: PaymentClaim,
    _ finding: Payment.Finding
  ) async throws(StoreError) -> WebhookOutcome {
    logger.error(
      """
      \(claim.provider.rawValue) event \(claim.id.logged) (\(claim.kind.logged)): the provider \
      does not confirm it when asked: it is not taken
      """
    )
    _ = try await settle(finding.facts[...], of: claim.provider)
    guard finding.isFinal, finding.facts.isEmpty else { return .unconfirmed }
    return .settled(try await settle(claim.event(saying: .irrelevant)))
  }

  private func find(
    _ question: Payment.Question,
    of provider: Provider,
    sparing spare: Int = 0,
    patience seconds: Int64 = 0
  ) async -> Result<Payment.Finding, ProviderError> {
    let store = store
    let found = await calling(provider, sparing: spare, patience: seconds) {
      (adapter, call) throws(ProviderError) in
      let counted = try Self.counted(question, of: provider, in: store)
      let isFoundByMoment = type(of: adapter).facts.isFoundByMoment
      return try adapter.query(
        isFoundByMoment ? Self.timed(counted, of: provider, in: store) : counted,
        call
      )
    }
    guard case .success(let finding) = found else { return found }
    if let underWay = finding.underWay { await record(underWay, question, of: provider) }
    guard let decline = finding.decline else { return found }
    return await recordDecline(decline, finding, question, of: provider)
  }

  /// The question with the number of stored declines, by which the next request gets its ID.
  private static func counted(
    _ question: Payment.Question,
    of provider: Provider,
    in store: Store
  ) throws(ProviderError) -> Payment.Question {
    guard let reference = question.reference else { return question }
    do {
      let declines = try store.declines(of: reference, at: provider)
      return question.after(
        declines: declines.count,
        awaitsApproval: declines.awaitsApproval
      )
    } catch {
      throw .temporary("what the provider declined before cannot be read")
    }
  }

  /// The question with every stored moment at which the order was sent to the provider.
  private static func timed(
    _ question: Payment.Question,
    of provider: Provider,
    in store: Store
  ) throws(ProviderError) -> Payment.Question {
    guard let reference = question.reference else { return question }
    do {
      return question.sent(at: try store.departures(of: reference, at: provider))
    } catch {
      throw .temporary("when the order was sent cannot be read")
    }
  }

  /// Stores that the provider has the buyer's money and has not finished; tells the operator once.
  private func record(
    _ underWay: Payment.UnderWay,
    _ question: Payment.Question,
    of provider: Provider
  ) async {
    guard let reference = question.reference else { return }
    do {
      let isNews = try await store.recordUnderWay(underWay, of: reference, at: provider, now())
      guard isNews else { return }
      logger.warning(
        """
        checkout \(reference): \(provider.rawValue) has the payment and has not finished it: \
        \(underWay.reason)\(underWay.remedy.map { "; \($0)" } ?? ""); it is asked on for \
        \(underWay.mostDays) days
        """
      )
    } catch {
      logger.error("checkout \(reference): that its payment is under way is not stored: \(error)")
    }
  }

  /// Stores a decline before anything else is asked; one that only the shop can mend is a refusal.
  private func recordDecline(
    _ decline: Payment.Decline,
    _ finding: Payment.Finding,
    _ question: Payment.Question,
    of provider: Provider
  ) async -> Result<Payment.Finding, ProviderError> {
    guard let reference = question.reference else { return .success(finding) }
    let name = "checkout \(reference), attempt \(decline.attempt + 1)"
    logger.notice("\(name): \(provider.rawValue) did not take the money: \(decline.words)")
    do {
      try await store.recordDecline(decline, of: reference, at: provider, at: now())
    } catch {
      // The same request is repeated later, with the same answer.
      return .failure(.temporary("what \(provider.rawValue) declined is not stored: \(error)"))
    }
    return decline.isBuyers ? .success(finding) : .failure(.refused(decline.words))
  }

  private func settle(
    _ facts: ArraySlice<PaymentFact>,
    of provider: Provider
  ) async throws(StoreError) -> [Settlement] {
    var settlements: [Settlement] = []
    for fact in facts {
      settlements.append(try await settle(PaymentEvent(found: fact, by: provider)))
    }
    return settlements
  }

  /// Verifies a webhook; fetches an unknown key from the provider once.
  func verify(
    _ request: WebhookRequest,
    of provider: Provider,
    with adapter: any PaymentAdapter
  ) async throws(WebhookRefusal) -> VerifiedWebhook {
    do {
      return try verify(request, with: adapter)
    } catch {
      guard case .unknownKey(let name) = error,
        adapter.mayLearnKey(name, from: request.sender, at: now()),
        await learns(name, of: provider)
      else { throw error }
    }
    return try verify(request, with: adapter)
  }

  private func verify(
    _ request: WebhookRequest,
    with adapter: any PaymentAdapter
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    do {
      return try adapter.verify(request, at: now())
    } catch .stale where wall != nil {
      // When the clock is in doubt, either of the two times may be right.
      return try adapter.verify(request, at: wall?() ?? now())
    }
  }

  private func learns(_ name: String, of provider: Provider) async -> Bool {
    let learned = await calling(
      provider,
      sparing: Self.callsBesideKeys,
      patience: Self.patienceSeconds
    ) { (adapter, call) throws(ProviderError) in try adapter.learnKey(name, call) }
    switch learned {
    case .success(let isLearned): return isLearned
    case .failure(let error):
      logger.error("\(provider.rawValue): an unknown key cannot be asked for: \(error)")
      return false
    }
  }
}
