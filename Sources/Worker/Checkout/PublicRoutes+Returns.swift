import Logging
import Payments
import Shop
import Storage

/// Buyers whom a provider sends back. Parameters in the URL prove nothing and are not read.
extension PublicRoutes {
  /// Receives a buyer who has paid, as far as they know, and redirects to the checkout's page.
  func returnFromProvider(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    await receiveBack(reference, incoming, among: returns, hasApproved: true) { _ in
      .seeOther(Route.checkoutPage(reference).path)
    }
  }

  /// Receives a buyer who turned back, and shows their form again.
  ///
  /// That nothing was charged is said only if the provider says so now. A buyer who has paid all
  /// the same is redirected to the checkout's page.
  func cancelled(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    await receiveBack(reference, incoming, among: cancellations, hasApproved: false) { isUnpaid in
      await withView(of: reference, incoming) { view in
        await formAgain(of: view, incoming, isUnpaid: isUnpaid)
          ?? .seeOther(Route.checkoutPage(reference).path)
      }
    }
  }

  /// Asks the provider about the payment, then answers.
  ///
  /// `answer` takes whether the provider says now that nobody has paid. After a decline only a
  /// buyer who has approved anew is tried again.
  ///
  /// It asks at most once in `RecentReturns.restSeconds`, and never after the checkout's end.
  private func receiveBack(
    _ reference: Reference,
    _ incoming: IncomingRequest,
    among recent: RecentReturns,
    hasApproved: Bool,
    answer: (_ isUnpaid: Bool) async -> Reply
  ) async -> Reply {
    if let wait = wait(.paymentReturn, incoming, buyer: reference.text) {
      return putOff(reference, waiting: wait, in: frame(incoming))
    }
    return await withView(of: reference, incoming) { view in
      let moment = now()
      let canHavePaid =
        view.step != nil && !view.isPaid && !view.isExpired
        && moment < view.checkout.expiresAt
      if canHavePaid, hasApproved, view.declinedAt != nil {
        let provider = view.checkout.provider
        await providerCalls.noteApproval(of: reference, at: provider, since: moment)
      }
      guard canHavePaid, recent.admits(reference, at: moment) else { return await answer(false) }
      let outcome = await providerCalls.ask(
        view.question,
        of: view.checkout.provider,
        sparing: ProviderCalls.callsBesideReturns
      )
      switch outcome {
      case .unanswered(let error):
        logger.warning("checkout \(reference): its buyer is back, and nobody to ask: \(error)")
        return await answer(false)
      case .settled(let found, let finding):
        // No money can come any more: the checkout ends now, not when the next question is due.
        if finding.isFinal, found.allSatisfy({ $0 == .ignored || $0 == .duplicate }) {
          await end(reference)
        }
        let isUnpaid = found.isEmpty && finding.underWay == nil
        if isUnpaid { recent.noteUnpaid(reference) }
        return await answer(isUnpaid)
      case .unstored: return await answer(false)
      }
    }
  }

  private func end(_ reference: Reference) async {
    do {
      try await store.recordQuery(reference, isFinal: true, at: now())
    } catch {
      logger.error("checkout \(reference): that it is over is not stored: \(error)")
    }
  }

  /// The form that a checkout was made of; nil when it is paid, or nobody can buy the same now.
  ///
  /// Only the browser that began the checkout finds its address there.
  private func formAgain(
    of view: Checkout.BuyerView,
    _ incoming: IncomingRequest,
    isUnpaid: Bool
  ) async -> Reply? {
    guard !view.isPaid, !view.isHeld, view.underWay == nil else { return nil }
    let checkout = view.checkout
    let own = await ownView(checkout.reference, incoming)
    let frame = PageFrame(catalog: currentCatalog.catalog, language: checkout.language)
    let form = CheckoutForm(checkout, email: own?.email)
    let offered = providerCalls.current.offered
    let ways = form.ways(in: frame.catalog, through: offered)
    guard !ways.isEmpty else { return nil }
    let page = CheckoutPage(
      form: form,
      occasion: .cancelled(checkout.reference, isUnpaid: isUnpaid),
      ways: ways,
      choices: form.choices(in: frame.catalog, through: offered),
      frame: frame
    )
    return .page(page.html(), extra: [Self.ownForms])
  }
}
