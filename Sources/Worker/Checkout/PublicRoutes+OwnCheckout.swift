import Logging
import Shop
import Storage

/// What the browser that began a checkout asks on its page, and no other may.
extension PublicRoutes {
  /// What this browser sees of a checkout beside what everybody sees; nil when it began another, or
  /// none.
  func ownView(_ reference: Reference, _ incoming: IncomingRequest) async -> Checkout.OwnView? {
    let browser = BrowserCookie.tokens(of: incoming)
    guard !browser.isEmpty else { return nil }
    let (store, moment) = (store, now())
    let found = await reading { () throws(StoreError) in
      try store.ownView(of: reference, by: browser, at: moment)
    }
    switch found {
    case .success(let own)?: return own
    case .failure(let error)?:
      logger.error("checkout \(reference): its browser sees no more than others: \(error)")
      return nil
    case nil: return nil
    }
  }

  /// Corrects the address of a paid checkout, or forgets the browser.
  func changeOwn(_ reference: Reference, _ incoming: IncomingRequest) async -> Reply {
    await withView(of: reference, incoming) { await changeOwn($0.checkout, incoming) }
  }

  private func changeOwn(
    _ checkout: Checkout.BuyerView.Facts,
    _ incoming: IncomingRequest
  ) async -> Reply {
    let reference = checkout.reference
    let frame = PageFrame(catalog: currentCatalog.catalog, language: checkout.language)
    let page = Route.checkoutPage(reference).path
    guard isSent(incoming, by: [publicURL.text]), incoming.isForm,
      let fields = FormFields(parsing: incoming.body),
      let own = await ownView(reference, incoming)
    else { return notOwn(in: frame) }
    if fields["forget"] != nil { return .seeOther(page, extra: [BrowserCookie.forgetting]) }
    guard let typed = fields["email"] else { return .seeOther(page) }
    let form = CorrectionPage(
      checkout: checkout,
      own: own,
      typed: TypedAddress(typed),
      frame: frame
    )
    return await correct(form, kept: fields["kept"], incoming)
  }

  private func correct(
    _ form: CorrectionPage,
    kept: String?,
    _ incoming: IncomingRequest
  ) async -> Reply {
    let (reference, frame) = (form.checkout.reference, form.frame)
    let page = Route.checkoutPage(reference).path
    guard let email = form.typed.address else { return again(form, frame.words.faultEmail) }
    guard form.own.correction == .open else {
      return email.normalized == form.own.email.normalized
        ? .seeOther(page) : correctionRefused(reference, in: frame)
    }
    if kept != email.text, let meant = MistypedAddress.meant(by: form.typed) {
      return .page(form.question(meant).html(), status: 422, extra: [Self.ownForms])
    }
    if let wait = wait(.lookup, incoming, buyer: email.mailbox) {
      return putOff(correctionTo: email.text, of: reference, waiting: wait, in: frame)
    }
    if await mailDomains.refuses(email.domain, on: threads.calls, at: now()) {
      let fault = AddressWords.of(frame.language).noMail.replacing("%", with: email.domain)
      return again(form, fault)
    }
    do {
      let outcome = try await store.correctAddress(
        of: reference,
        to: email,
        by: BrowserCookie.tokens(of: incoming),
        from: incoming.buyer.map(IPNetwork.init(ofBuyer:)),
        at: now()
      )
      switch outcome {
      case .made:
        logger.info("order \(reference): its buyer corrected the address")
        wakeUp.signal()
        return .seeOther(page)
      case .unchanged: return .seeOther(page)
      case .refused: return correctionRefused(reference, in: frame)
      case .notOwn: return notOwn(in: frame)
      }
    } catch {
      logger.error("order \(reference): its address cannot be corrected: \(error)")
      return later(incoming)
    }
  }

  private func again(_ form: CorrectionPage, _ fault: String) -> Reply {
    let hint = AddressWords.of(form.frame.language).hint(for: form.typed)
    return .page(form.html(fault: fault + hint), status: 422, extra: [Self.ownForms])
  }

  /// The answer to every other browser, whatever it sent.
  private func notOwn(in frame: PageFrame) -> Reply {
    let words = OwnWords.of(frame.language)
    return .page(frame.notice(words.notOwnTitle, words.notOwnText), status: 403)
  }

  /// The same whatever the reason is, so that a blocked buyer learns nothing.
  private func correctionRefused(_ reference: Reference, in frame: PageFrame) -> Reply {
    let words = OwnWords.of(frame.language)
    let back = Link(url: Route.checkoutPage(reference).path, label: words.back, isQuiet: true)
    return .page(frame.notice(words.refusedTitle, words.refusedText, link: back), status: 409)
  }
}
