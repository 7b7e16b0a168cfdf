import Logging
import Shop
import Storage

extension PublicRoutes {
  /// Shows where an order stands.
  ///
  /// It changes nothing and shows no code, since mail scanners and link previews open it too.
  func status(_ token: OrderToken, _ incoming: IncomingRequest) async -> Reply {
    let (store, moment) = (store, now())
    let view: Order.BuyerView?
    let found = await reading { () throws(StoreError) in
      try store.orderPage(token: token, at: moment)
    }
    switch found {
    case .success(let found)?: view = found
    case .failure(let error)?:
      logger.error("an order cannot be read: \(error)")
      return later(incoming)
    case nil: return later(incoming)
    }
    guard let view else { return .page(frame(incoming).noOrder, status: 404) }
    return .page(page(view, token: token, units: []))
  }

  /// Shows the codes on the page; the store decides whether they may be seen, and records that they
  /// were.
  func reveal(_ token: OrderToken, _ incoming: IncomingRequest) async -> Reply {
    if let wait = wait(.reveal, incoming, buyer: token.text) {
      return putOff(token, waiting: wait, in: frame(incoming))
    }
    do {
      guard let reveal = try await store.reveal(token: token, at: now()) else {
        return .page(frame(incoming).noOrder, status: 404)
      }
      logger.info("order \(reveal.order.reference): \(reveal.units.count) codes shown")
      return .page(page(reveal.order, token: token, units: reveal.units))
    } catch {
      logger.error("codes cannot be shown: \(error)")
      return later(incoming)
    }
  }

  private func page(_ view: Order.BuyerView, token: OrderToken, units: [Order.AllocatedUnit])
    -> String
  {
    let frame = PageFrame(catalog: currentCatalog.catalog, language: view.language)
    return OrderPage(view: view, token: token, units: units, frame: frame).html()
  }

  func later(_ incoming: IncomingRequest) -> Reply {
    let retry = Reply.Header("Retry-After", "10")
    return .page(frame(incoming).later, status: 503, extra: [retry])
  }

  /// The form that sends order links again.
  func lookupForm(_ incoming: IncomingRequest) -> Reply {
    .page(lookupPage(frame(incoming), email: "", fault: nil))
  }

  /// Mails an address the links to its orders; the answer does not tell whether there are any.
  func sendLinks(_ incoming: IncomingRequest) async -> Reply {
    guard incoming.isForm, let fields = FormFields(parsing: incoming.body) else {
      return .page(lookupPage(frame(incoming), email: "", fault: nil), status: 400)
    }
    let catalog = currentCatalog.catalog
    let language = fields["lang"].flatMap(Language.init(tag:))
    let frame = PageFrame(
      catalog: catalog,
      language: language ?? incoming.language(orElse: catalog.language)
    )
    let typed = TypedAddress(fields["email"] ?? "")
    guard let email = typed.address else {
      let html = lookupPage(frame, email: typed.text, fault: frame.words.faultEmail)
      return .page(html, status: 422)
    }
    if let wait = wait(.lookup, incoming, buyer: email.mailbox) {
      return putOff(lookupOf: email.text, waiting: wait, in: frame)
    }
    do {
      try await store.requestLinks(email: email, at: now())
      wakeUp.signal()
    } catch {
      logger.error("order links cannot be queued: \(error)")
      return .page(frame.later, status: 503, extra: [Reply.Header("Retry-After", "10")])
    }
    return .page(frame.notice(frame.words.lookupDoneTitle, frame.words.lookupDone))
  }

  private func lookupPage(_ frame: PageFrame, email: String, fault: String?) -> String {
    frame.render("lookup", title: frame.words.lookupTitle, ["email": email, "fault": fault])
  }
}
