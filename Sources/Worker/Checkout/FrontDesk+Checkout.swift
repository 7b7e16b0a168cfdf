import Logging
import Payments
import Shop
import Storage

extension FrontDesk {
  /// Takes a buyer from the product page to the provider's: the checkout is durable before anybody
  /// can pay for it.
  func checkout(_ arrival: Arrival) async -> Reply {
    let frame = frame(arrival)
    guard isFromShop(arrival) else {
      return .page(frame.notice(frame.words.wrongFormTitle, frame.words.wrongFormText), status: 403)
    }
    guard arrival.isForm, let fields = FormFields(parsing: arrival.body) else {
      return .page(frame.notice(frame.words.wrongFormTitle, frame.words.wrongFormText), status: 400)
    }
    let catalog = frame.catalog
    let form = CheckoutForm(fields, orElse: frame.language)
    let own = PageFrame(catalog: catalog, language: form.language)
    switch form.read(in: catalog, providers: Set(adapters.keys)) {
    case .gone:
      return .page(own.notice(own.words.goneTitle, own.words.goneText), status: 404)
    case .faulty(let faults):
      // Under `no-referrer` a browser would send `Origin: null` with this page's own form.
      let policy = Reply.Header("Referrer-Policy", "same-origin")
      let html = CheckoutPage(form: form, faults: faults, frame: own).html()
      return .page(html, status: 422, extra: [policy])
    case .valid(let request): return await start(request, in: own)
    }
  }

  /// Browsers say which site a form is on; one that another site sends is not the buyer's wish.
  private func isFromShop(_ arrival: Arrival) -> Bool {
    guard let origin = arrival.header("origin") else {
      return arrival.headers.allSatisfy { $0.name.lowercased() != "origin" }
    }
    return origin == shelf.catalog.document.shop.baseURL.origin || origin == publicURL.text
  }

  /// Buyers who wait for the provider at once; more are told to come back, rather than wait for
  /// those before them.
  private static let mostCalls = 64

  private func start(_ request: CheckoutRequest, in frame: PageFrame) async -> Reply {
    var random = SystemRandomNumberGenerator()
    let reference = Reference(using: &random)
    guard let adapter = adapters[request.provider],
      let checkout = request.checkout(reference: reference, at: now())
    else {
      return closed(frame)
    }
    do {
      try await store.open(checkout)
    } catch {
      logger.error("checkout \(reference) not opened: \(error)")
      return closed(frame)
    }
    let call = Call(now: now(), nonce: Self.nonce)
    let success = "\(publicURL)/thanks?checkout=\(reference)&lang=\(request.language.tag)"
    let cancel = cancelURL(of: request, in: frame)
    let start = StartRequest(
      checkout: checkout,
      isPhone: false,
      buyerAddress: "",
      notifyURL: "\(publicURL)/webhooks/\(request.provider.rawValue)",
      returnURL: success,
      cancelURL: cancel
    )
    guard calls.begins(below: Self.mostCalls) else { return closed(frame) }
    defer { calls.end() }
    let started = await onThread(of: threads.calls) {
      () -> Result<StartedCheckout, ProviderError> in
      do throws(ProviderError) {
        return .success(
          try adapter.start(start, call)
        )
      } catch {
        return .failure(error)
      }
    }
    switch started {
    case .success(let session):
      logger.info("checkout \(reference): \(checkout.amount), \(checkout.line.sku)")
      guard case .redirect(let url) = session.step else { return closed(frame) }
      return .seeOther(url)
    case .failure(let error):
      logger.error("checkout \(reference) not started at the provider: \(error)")
      return closed(frame)
    case nil: return closed(frame)
    }
  }

  /// 32 random letters and digits.
  @Sendable
  private static func nonce() -> String {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    return String(decoding: (0..<32).map { _ in alphabet[Int(random.next() & 31)] }, as: UTF8.self)
  }

  private func closed(_ frame: PageFrame) -> Reply {
    .page(
      frame.notice(frame.words.closedTitle, frame.words.closedText),
      status: 503,
      extra: [Reply.Header("Retry-After", "60")]
    )
  }

  private func cancelURL(of request: CheckoutRequest, in frame: PageFrame) -> String {
    let paths = frame.catalog.product(request.line.sku)?.path ?? [:]
    let path = paths[request.language.tag] ?? paths[frame.catalog.document.shop.language] ?? "/"
    return frame.catalog.document.shop.baseURL + path
  }

  /// Where the provider sends the buyer back to.
  ///
  /// It shows neither codes nor token: the provider knows this address, and the order may not even
  /// exist yet.
  func thanks(_ arrival: Arrival) -> Reply {
    let frame = frame(arrival)
    return .page(
      frame.notice(
        frame.words.thanksTitle,
        frame.words.thanksText,
        more: frame.words.thanksSlow,
        link: Link(toLookup: frame)
      )
    )
  }
}

extension Arrival {
  /// Whether the body is what a plain HTML form sends.
  var isForm: Bool {
    let type = header("content-type")?.lowercased().prefix { $0 != ";" }
    return type == "application/x-www-form-urlencoded"
  }
}

extension String {
  /// Scheme, host and port of an address with a path.
  var origin: String {
    let parts = split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return parts.prefix(3).joined(separator: "/")
  }
}
