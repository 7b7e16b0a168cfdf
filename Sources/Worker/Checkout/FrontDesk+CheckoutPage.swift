import Logging
import Payments
import Shop
import Storage

extension FrontDesk {
  /// Shows where a checkout stands; looking changes nothing.
  func checkoutPage(_ reference: Reference, _ arrival: Arrival) async -> Reply {
    switch await reading(reference) {
    case .failure(let error)?:
      logger.error("a checkout cannot be read: \(error)")
      return later(arrival)
    case nil: return later(arrival)
    case .success(nil)?: return .page(frame(arrival).noOrder, status: 404)
    case .success(let view?)?: return page(view, arrival)
    }
  }

  private func page(_ view: CheckoutView, _ arrival: Arrival) -> Reply {
    let asked = FormFields(parsing: Array(arrival.query.utf8))
    let isAgain = asked?["again"] == "1" || asked?["go"] == "1"
    let moment = now()
    let reference = view.checkout.reference
    let page = CheckoutStatusPage(
      checkout: view.checkout,
      state: CheckoutState(
        view,
        isConfirming: !isAgain && returns.isConfirming(reference, at: moment),
        at: moment
      ),
      frame: PageFrame(catalog: shelf.catalog, language: view.checkout.language),
      goesOn: asked?["go"] == "1"
    )
    let refresh = page.refresh(at: moment).map { [Reply.Header("Refresh", $0)] } ?? []
    return .page(page.html(), extra: refresh)
  }

  /// Takes a buyer back from the provider: asks it once, then shows where the checkout stands.
  ///
  /// Whatever the buyer brings along proves nothing and is not looked at.
  func comeBack(_ reference: Reference, _ arrival: Arrival) async -> Reply {
    if let wait = wait(.comeBack, arrival, buyer: reference.text) {
      return putOff(reference, waiting: wait, in: frame(arrival))
    }
    let view: CheckoutView
    switch await reading(reference) {
    case .failure(let error)?:
      logger.error("a checkout cannot be read: \(error)")
      return later(arrival)
    case nil: return later(arrival)
    case .success(nil)?: return .page(frame(arrival).noOrder, status: 404)
    case .success(let found?)?: view = found
    }
    if !view.isPaid, returns.admits(reference, at: now()) {
      let inquiry = await cashier.ask(view.question, of: view.checkout.provider)
      if case .unanswered(let error) = inquiry {
        logger.warning("checkout \(reference): its buyer is back, and nobody to ask: \(error)")
      }
    }
    return .seeOther("/checkouts/\(reference)")
  }

  private func reading(_ reference: Reference) async -> Result<CheckoutView?, StoreError>? {
    let store = store
    return await reading { () throws(StoreError) in try store.checkout(reference) }
  }
}
