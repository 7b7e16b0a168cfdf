import Logging
import Payments
import Shop
import Storage

extension PublicRoutes {
  /// Shows where a checkout stands; looking at the page keeps its place in the queue.
  func checkoutPage(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    await withView(of: reference, incoming) { found in
      let own = await ownView(reference, incoming)
      let asked = FormFields(parsing: Array(incoming.query.utf8))
      if let own, own.correction == .open, asked?["address"] == "1" {
        return correctionForm(found.checkout, own)
      }
      let (view, state) = await received(found, incoming)
      return page(view, own, incoming, state == nil ? await queuePosition(of: view) : nil, state)
    }
  }

  /// A page of its own, which does not load itself again while the buyer types.
  private func correctionForm(
    _ checkout: Checkout.BuyerView.Facts,
    _ own: Checkout.OwnView
  ) -> Reply {
    let form = CorrectionPage(
      checkout: checkout,
      own: own,
      typed: TypedAddress(own.email.text),
      frame: PageFrame(catalog: currentCatalog.catalog, language: checkout.language)
    )
    return .page(form.html(), extra: [Self.ownForms])
  }

  /// `state` is the one to show when the buyer's browser alone decides it.
  private func page(
    _ view: Checkout.BuyerView,
    _ own: Checkout.OwnView?,
    _ incoming: IncomingRequest,
    _ position: QueuePosition?,
    _ state: CheckoutState?
  ) -> Reply {
    let asked = FormFields(parsing: Array(incoming.query.utf8))
    let isAgain = asked?["again"] == "1" || asked?["go"] == "1"
    let moment = now()
    let reference = view.checkout.reference
    let page = CheckoutStatusPage(
      checkout: view.checkout,
      own: own,
      state: state
        ?? CheckoutState(
          view,
          step: step(of: view),
          isShutOut: isShutOut(incoming, of: view.checkout.provider),
          isConfirming: !isAgain
            && returns.isConfirming(reference, declinedAt: view.declinedAt, at: moment),
          position: position,
          at: moment
        ),
      frame: PageFrame(catalog: currentCatalog.catalog, language: view.checkout.language),
      goesOn: asked?["go"] == "1",
      address: publicURL.text + Route.checkoutPage(reference).path,
      isPhone: incoming.isPhone,
      now: moment
    )
    let refresh = page.refresh(at: moment).map { [Reply.Header("Refresh", $0)] } ?? []
    let referrer = page.sendsOrigin ? [Self.originOnly] : own == nil ? [] : [Self.ownForms]
    return .page(page.html(), extra: refresh + referrer)
  }

  /// Sends scheme and host as referrer, never the checkout's address, to a provider that requires a
  /// referrer.
  static let originOnly = Reply.Header("Referrer-Policy", "origin")

  /// Whether the buyer is inside a browser of WeChat's, and the provider's pages do not open there.
  func isShutOut(_ incoming: IncomingRequest, of provider: Provider) -> Bool {
    switch incoming.app {
    case .wechat, .webView:
      providerCalls.adapters[provider].map { type(of: $0).facts.isShutOutOfWeChat } ?? false
    case .alipay, nil: false
    }
  }

  /// The step that the page offers; one that must hold the moment of the click is made anew.
  private func step(of view: Checkout.BuyerView) -> PayStep? {
    guard let kept = view.step else { return nil }
    guard let adapter = providerCalls.adapters[view.checkout.provider],
      type(of: adapter).facts.renewsSteps
    else { return kept }
    let address = Route.checkoutPay(view.checkout.reference).path
    switch kept {
    case .redirect: return .redirect(url: address)
    // On a page of its own, so that a moment is stored only when the buyer goes on.
    case .form where type(of: adapter).facts.isFoundByMoment:
      return .redirect(url: address + "?go=1")
    case .form, .referredRedirect, .scan, .bridge:
      return renewed(kept, view, by: adapter, at: now())
    }
  }

  /// Makes the step anew for this moment; returns the kept step when that fails.
  func renewed(
    _ step: PayStep,
    _ view: Checkout.BuyerView,
    by adapter: any PaymentAdapter,
    at moment: Timestamp
  ) -> PayStep {
    do {
      return try adapter.renewed(step, Call(now: moment, nonce: ProviderCalls.nonce))
    } catch {
      logger.error("checkout \(view.checkout.reference): its way to pay is not new: \(error)")
      return step
    }
  }

  /// The page with the form for the provider; with `go=1` its script sends the form at once.
  func form(_ step: PayStep, of view: Checkout.BuyerView, _ incoming: IncomingRequest) -> Reply {
    let asked = FormFields(parsing: Array(incoming.query.utf8))
    let page = CheckoutStatusPage(
      checkout: view.checkout,
      own: nil,
      state: .waiting(step),
      frame: PageFrame(catalog: currentCatalog.catalog, language: view.checkout.language),
      goesOn: asked?["go"] == "1",
      address: publicURL.text + Route.checkoutPage(view.checkout.reference).path,
      isPhone: incoming.isPhone,
      now: now()
    )
    let refresh = page.refresh(at: now()).map { [Reply.Header("Refresh", $0)] } ?? []
    return .page(page.html(), extra: refresh)
  }

  /// What a buyer in the queue is told; nil for a checkout that is in no queue.
  ///
  /// Records that the buyer looks.
  private func queuePosition(of view: Checkout.BuyerView) async -> QueuePosition? {
    let (reference, provider) = (view.checkout.reference, view.checkout.provider)
    let moment = now()
    guard let opening = view.opening, view.step == nil, !view.isPaid,
      moment < OpeningSchedule.end(enteredAt: opening.enteredAt)
    else { return nil }
    switch opening.state {
    case .opened, .refused, .late, .aside: return nil
    case .waiting: checkoutQueue.recordView(reference, at: moment)
    case .away:
      checkoutQueue.recordView(reference, at: moment)
      do {
        try await store.returnToQueue(reference, at: moment)
      } catch {
        logger.error("checkout \(reference): its buyer is back and not in line: \(error)")
      }
      checkoutQueue.signal(provider)
    }
    return checkoutQueue.position(
      of: reference,
      at: provider,
      place: await place(of: reference),
      opening: opening,
      moment
    )
  }

  private func place(of reference: Reference) async -> Int? {
    let store = store
    switch await reading({ () throws(StoreError) in try store.placeInQueue(reference) }) {
    case .success(let place)?: return place
    case .failure(let error)?:
      logger.error("a place in line cannot be counted: \(error)")
      return nil
    case nil: return nil
    }
  }

  /// Answers with what a checkout's buyer may see of it, or that there is none, or that it cannot
  /// be read now.
  func withView(
    of reference: Reference,
    _ incoming: IncomingRequest,
    answer: (Checkout.BuyerView) async -> Reply
  ) async -> Reply {
    switch await reading(reference) {
    case .failure(let error)?:
      logger.error("a checkout cannot be read: \(error)")
      return later(incoming)
    case nil: return later(incoming)
    case .success(nil)?: return .page(frame(incoming).noOrder, status: 404)
    case .success(let view?)?: return await answer(view)
    }
  }

  func reading(_ reference: Reference) async -> Result<Checkout.BuyerView?, StoreError>? {
    let store = store
    return await reading { () throws(StoreError) in try store.checkout(reference) }
  }
}
