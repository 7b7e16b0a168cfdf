import Logging
import Payments
import Shop
import Storage

/// Routes for buyers inside an app's own browser, and for links that are too old to follow.
extension PublicRoutes {
  /// Takes up a checkout that stands aside, once the buyer's browser shows how it can be paid: it
  /// enters the queue, or the app is asked who the buyer is.
  ///
  /// Also returns the state to show, when the browser alone decides it.
  func received(
    _ view: Checkout.BuyerView,
    _ incoming: IncomingRequest
  ) async -> (Checkout.BuyerView, CheckoutState?) {
    let checkout = view.checkout
    guard view.isPayable, now() < checkout.payUntil,
      let adapter = providerCalls.adapters[checkout.provider]
    else { return (view, nil) }
    let venue = adapter.venue(in: incoming.app, isPhone: incoming.isPhone)
    if let kept = view.step {
      // A step inside an app works only there, and any other step only outside.
      if case .bridge = kept {
        return (view, incoming.app == .wechat ? nil : .wrongBrowser(.app))
      }
      return (view, venue == .here ? nil : .wrongBrowser(.browser))
    }
    guard view.opening?.state == .aside else { return (view, nil) }
    switch venue {
    case .elsewhere: return (view, .wrongBrowser(.browser))
    case .here: return (await takenUp(view, incoming), nil)
    case .afterIdentification: return await identifying(view, by: adapter)
    }
  }

  private func takenUp(_ view: Checkout.BuyerView, _ incoming: IncomingRequest) async
    -> Checkout.BuyerView
  {
    let (reference, provider) = (view.checkout.reference, view.checkout.provider)
    do {
      try await store.takeUp(reference, by: incoming.checkoutBuyer(), at: now())
    } catch {
      logger.error("checkout \(reference): its buyer is here and not in line: \(error)")
      return view
    }
    await checkoutQueue.waitBriefly(for: reference, at: provider, now())
    guard case .success(let found?)? = await reading(reference) else { return view }
    return found
  }

  private func identifying(
    _ view: Checkout.BuyerView,
    by adapter: any PaymentAdapter
  ) async -> (Checkout.BuyerView, CheckoutState?) {
    let reference = view.checkout.reference
    do {
      let back = publicURL.text + Route.checkoutPayer(reference).path
      guard let state = try await store.askPayer(reference, at: now()),
        let url = adapter.identification(state: state, returnURL: back)
      else { return (view, nil) }
      return (view, .identifying(url: url))
    } catch {
      logger.error("checkout \(reference): who pays cannot be asked: \(error)")
      return (view, nil)
    }
  }

  /// Receives a buyer from the app that tells who they are, and stores the app's code.
  ///
  /// `OpeningService` exchanges the code, since calls are bounded there.
  func receivePayer(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    if let wait = wait(.paymentReturn, incoming, buyer: reference.text) {
      return putOff(reference, waiting: wait, in: frame(incoming))
    }
    let page = Route.checkoutPage(reference).path
    let fields = FormFields(parsing: Array(incoming.query.utf8))
    guard let code = fields?["code"], let token = fields?["state"],
      (1...Self.longestCode).contains(code.utf8.count),
      case .success(let view?)? = await reading(reference), view.opening?.state == .aside
    else { return .seeOther(page) }
    do {
      let isOurs = try await store.tellPayer(
        reference,
        code: code,
        token: token,
        by: incoming.checkoutBuyer(),
        at: now()
      )
      guard isOurs else { return .seeOther(page) }
    } catch {
      logger.error("checkout \(reference): who pays is not stored: \(error)")
      return later(incoming)
    }
    await checkoutQueue.waitBriefly(for: reference, at: view.checkout.provider, now())
    return .seeOther(page + "?go=1")
  }

  /// The longest code of an app that is accepted, in bytes; WeChat's have 32.
  private static let longestCode = 512

  /// Sends a buyer on to the provider by the kept step, or by a new one when that is too old.
  ///
  /// Sends them to the checkout's page when there is nothing to pay.
  func continueToProvider(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    await withView(of: reference, incoming) { await continueToProvider($0, incoming) }
  }

  private func continueToProvider(
    _ view: Checkout.BuyerView,
    _ incoming: IncomingRequest
  ) async -> Reply {
    let reference = view.checkout.reference
    let page = Route.checkoutPage(reference).path
    guard view.isPayable, now() < view.checkout.payUntil,
      !isShutOut(incoming, of: view.checkout.provider), let kept = view.step,
      let adapter = providerCalls.adapters[view.checkout.provider]
    else { return .seeOther(page) }
    var step = kept
    if let keptAt = view.stepAt, adapter.isStale(step, keptAt: keptAt, at: now()) {
      // A refusal may mean that it is paid already: the return route asks the provider.
      if let wait = wait(.paymentReturn, incoming, buyer: reference.text) {
        return putOff(reference, waiting: wait, in: frame(incoming))
      }
      guard let new = await ordered(reference, at: view.checkout.provider) else {
        return .seeOther(page + "/return")
      }
      step = new
    }
    if case .referredRedirect(let url) = step {
      return Reply(status: 303, extra: [Reply.Header("Location", url), Self.originOnly])
    }
    return await continueToProvider(step, view, incoming, by: adapter)
  }

  /// Sends a buyer on by a step that is made at each click; stores the moment if the provider finds
  /// payments by it.
  private func continueToProvider(
    _ step: PayStep,
    _ view: Checkout.BuyerView,
    _ incoming: IncomingRequest,
    by adapter: any PaymentAdapter
  ) async -> Reply {
    let reference = view.checkout.reference
    var moment = now()
    if type(of: adapter).facts.isFoundByMoment {
      do {
        moment = try await store.send(reference, at: moment)
      } catch {
        logger.error("checkout \(reference): when its buyer goes on is not stored: \(error)")
        return later(incoming)
      }
    }
    let new = renewed(step, view, by: adapter, at: moment)
    switch new {
    case .redirect(let url): return .seeOther(url)
    case .form: return form(new, of: view, incoming)
    case .referredRedirect, .scan, .bridge: return .seeOther(Route.checkoutPage(reference).path)
    }
  }

  /// Opens the same checkout at the provider again, which gives a new link, and keeps that link.
  private func ordered(_ reference: Reference, at provider: Provider) async -> PayStep? {
    let store = store
    let opening: Checkout.DueOpening
    switch await reading({ () throws(StoreError) in try store.reopening(reference) }) {
    case .success(let found?)?: opening = found
    case .success(nil)?, .failure?, nil: return nil
    }
    let payerID: String? = if case .known(let id)? = opening.payer { id } else { nil }
    let request = StartRequest(opening, payerID: payerID, providerCalls)
    let started = await providerCalls.calling(
      provider,
      sparing: ProviderCalls.callsBesideReturns,
      patience: ProviderCalls.patienceSeconds
    ) { (adapter, call) throws(ProviderError) in try adapter.start(request, call) }
    switch started {
    case .failure(let error):
      logger.warning("checkout \(reference): no new way to pay: \(error)")
      return nil
    case .success(let new):
      do {
        try await store.started(
          reference,
          sessionID: new.sessionID,
          step: new.step,
          at: now()
        )
      } catch {
        logger.error("checkout \(reference): its new way to pay is not stored: \(error)")
      }
      return new.step
    }
  }
}
