import Logging
import Payments
import Shop
import Storage

extension PublicRoutes {
  /// Takes a buyer from the product's page to the checkout's page.
  ///
  /// The checkout is durable before anybody can pay for it.
  func checkout(_ incoming: IncomingRequest) async -> Reply {
    let frame = frame(incoming)
    guard isSent(incoming, by: [frame.catalog.document.shop.baseURL.origin, publicURL.text]) else {
      return .page(frame.notice(frame.words.wrongFormTitle, frame.words.wrongFormText), status: 403)
    }
    guard incoming.isForm, let fields = FormFields(parsing: incoming.body) else {
      return .page(frame.notice(frame.words.wrongFormTitle, frame.words.wrongFormText), status: 400)
    }
    let catalog = frame.catalog
    let form = CheckoutForm(fields, orElse: frame.language)
    let own = PageFrame(catalog: catalog, language: form.language)
    let offered = providerCalls.current.offered
    let ways = form.ways(in: catalog, through: offered)
    switch form.read(in: catalog, ways: ways) {
    case .gone:
      return .page(own.notice(own.words.goneTitle, own.words.goneText), status: 404)
    case .faulty where ways.isEmpty:
      // No corrected field helps except, if a provider is offered, another quantity.
      let words = own.words
      let page =
        offered.isEmpty
        ? own.notice(words.pausedTitle, words.pausedText)
        : own.notice(
          words.noWayTitle,
          words.noWayText,
          link: SKU(form.sku).map {
            Link(url: own.productURL($0), label: PayWords.of(own.language).againButton)
          }
        )
      return .page(page, status: 503)
    case .faulty(let faults): return correct(form, faults, ways, in: own)
    case .valid(let request):
      if let page = await shortage(request, incoming, in: own) { return page }
      if let meant = form.questioned {
        let html = AddressQuestion(request: request, meant: meant, frame: own).html()
        return .page(html, status: 422, extra: [Self.ownForms])
      }
      if readiness.isDiskLow { return closed(request, ways, in: own) }
      if let wait = wait(.checkout, incoming, buyer: request.email.mailbox) {
        return putOff(request, waiting: wait, in: own)
      }
      let domain = request.email.domain
      if await mailDomains.refuses(domain, on: threads.calls, at: now()) {
        return correct(form, [.domain(domain)], ways, in: own)
      }
      return await start(request, among: ways, for: incoming, in: own)
    }
  }

  /// The form again, with what is to be corrected.
  private func correct(
    _ form: CheckoutForm,
    _ faults: [CheckoutForm.Fault],
    _ ways: [Payment.Way],
    in frame: PageFrame
  ) -> Reply {
    let page = CheckoutPage(
      form: form,
      occasion: .faulty(faults),
      ways: ways,
      choices: form.choices(in: frame.catalog, through: providerCalls.current.offered),
      frame: frame
    )
    return .page(page.html(), status: 422, extra: [Self.ownForms])
  }

  /// The page for a buyer who asks for more than there is; nil where there is enough, or the buyer
  /// knows that it waits.
  private func shortage(
    _ request: CheckoutRequest,
    _ incoming: IncomingRequest,
    in frame: PageFrame
  ) async -> Reply? {
    guard !request.waits else { return nil }
    let (store, line, moment) = (store, request.line, now())
    let found = await reading { () throws(StoreError) in
      try store.available(line.sku, upTo: line.quantity, at: moment)
    }
    switch found {
    case .success(let left)?:
      guard left < line.quantity, let product = frame.catalog.product(line.sku) else { return nil }
      let page = ShortagePage(
        request: request,
        left: left,
        whenOut: product.whenOut,
        frame: frame
      )
      return .page(page.html(), status: 422, extra: [Self.ownForms])
    case .failure(let error)?:
      logger.error("stock cannot be counted: \(error)")
      return later(incoming)
    case nil: return later(incoming)
    }
  }

  /// Under `no-referrer` a browser would send `Origin: null` with this page's own forms.
  static let ownForms = Reply.Header("Referrer-Policy", "same-origin")

  /// Whether the form is on the shop's or the worker's pages, by the browser's `Origin` header: a
  /// form that another site sends is not the buyer's wish.
  func isSent(_ incoming: IncomingRequest, by origins: [String]) -> Bool {
    guard let origin = incoming.header("origin") else {
      return incoming.headers.allSatisfy { $0.name.lowercased() != "origin" }
    }
    return origins.contains(origin)
  }

  /// Stores the checkout in its provider's queue and redirects to its page; waits briefly for the
  /// provider's answer if a call is free.
  private func start(
    _ request: CheckoutRequest,
    among ways: [Payment.Way],
    for incoming: IncomingRequest,
    in frame: PageFrame
  ) async -> Reply {
    var random = SystemRandomNumberGenerator()
    let moment = now()
    let new = Reference(using: &random)
    guard let checkout = request.checkout(reference: new, at: moment) else {
      return closed(request, ways, in: frame)
    }
    let venue = providerCalls.adapters[request.provider]?.venue(
      in: incoming.app,
      isPhone: incoming.isPhone
    )
    let standsAside = venue != .here
    let browser = BrowserToken(using: &random)
    let buyer = incoming.checkoutBuyer(standsAside: standsAside, browser: browser)
    let reference: Reference
    do {
      reference = try await store.enter(checkout, by: buyer)
    } catch .refusedBuyer {
      let words = "checkout \(new) refused: its buyer is blocked"
      refusals.say(words, at: .notice, in: logger, now: now())
      return refuse(in: frame)
    } catch .tooManyOpen {
      let words = "checkout \(new) put off: too many are open"
      refusals.say(words, at: .notice, in: logger, now: now())
      return putOff(request, waiting: 300, in: frame)
    } catch {
      logger.error("checkout \(new) not opened: \(error)")
      return closed(request, ways, in: frame)
    }
    if !standsAside {
      await checkoutQueue.waitBriefly(for: reference, at: request.provider, moment)
    }
    // The same form again: the browser has the token of that checkout.
    let cookie = reference == new ? [BrowserCookie.keeping(browser, before: buyer.known)] : []
    return .seeOther(Route.checkoutPage(reference).path + "?go=1", extra: cookie)
  }

  private func closed(
    _ request: CheckoutRequest,
    _ ways: [Payment.Way],
    in frame: PageFrame
  ) -> Reply {
    let others = ways.filter { $0.provider != request.provider }
    let html = ClosedPage(request: request, others: others, frame: frame).html()
    return .page(html, status: 503, extra: [Reply.Header("Retry-After", "60"), Self.ownForms])
  }
}

extension String {
  /// Scheme, host and port of an address with a path.
  var origin: String {
    let parts = split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.prefix(3).joined(separator: "/")
  }
}
