import Logging
import Shop

extension Reply {
  /// The answer to one page request too many: a sentence, since a page would cost as much as the
  /// page that is refused.
  static func tooMany(_ wait: Int, in language: Language) -> Reply {
    let words = LimitWords.of(language)
    let retry = Header("Retry-After", String(max(1, wait)))
    return .sentence(words.filled(words.lookText, waiting: wait), status: 429, extra: [retry])
  }
}

extension PublicRoutes {
  /// Counts a request of that kind; returns the seconds to wait when it is one too many, else nil.
  ///
  /// `buyer` is an email address, a reference or an order's token, with a limit apart from the
  /// network's: one stops a script on many networks, the other a script with many addresses.
  func wait(_ kind: RequestLimits.Kind, _ incoming: IncomingRequest, buyer: String?) -> Int? {
    let wait = limits.refusal(of: kind, from: incoming.buyer, buyer: buyer, at: now())
    if wait != nil {
      let words = "too many requests: one more \(kind) was put off"
      refusals.say(words, at: .notice, in: logger, now: now())
    }
    return wait
  }

  /// Counts a page request; returns the seconds to wait when it is one too many, else nil.
  ///
  /// Decided before any other work. Webhooks and questions whether the worker is alive or ready are
  /// never refused.
  func tooManyPages(_ verdict: RequestGate.Verdict, from client: IPAddress?) -> Int? {
    switch verdict {
    case .follow(.webhook), .follow(.alive), .follow(.ready): return nil
    case .answer, .follow: break
    }
    let wait = limits.refusal(of: .page, from: client, buyer: nil, at: now())
    if wait != nil {
      let words = "too many requests: a network was put off for a while"
      refusals.say(words, at: .notice, in: logger, now: now())
    }
    return wait
  }

  /// The answer to one checkout too many: the form as it was filled in, and one button.
  func putOff(_ request: CheckoutRequest, waiting wait: Int, in frame: PageFrame) -> Reply {
    let words = LimitWords.of(frame.language)
    let own = frame.words
    let html = frame.render(
      "limited",
      title: words.title,
      [
        "text": words.filled(words.checkoutText, waiting: wait),
        "action": Route.checkout.path,
        "fields": request.fields(),
        "facts": [
          FactRow(own.product, request.line.title),
          FactRow(own.quantity, String(request.line.quantity)),
          FactRow(own.email, request.email.text),
          FactRow(PayWords.of(frame.language).provider, own.name(of: request.provider)),
        ],
        "button": words.again,
      ]
    )
    return Self.tooMany(html, wait, [Self.ownForms])
  }

  /// The answer to one request too many for order links: the form, filled in.
  func putOff(lookupOf email: String, waiting wait: Int, in frame: PageFrame) -> Reply {
    let text = LimitWords.of(frame.language).lookupText
    return putOff(text, to: Route.lookup.path, email: email, waiting: wait, in: frame, [])
  }

  /// The same for a buyer who corrects the address of an order.
  func putOff(
    correctionTo email: String,
    of reference: Reference,
    waiting wait: Int,
    in frame: PageFrame
  ) -> Reply {
    let (text, path) = (OwnWords.of(frame.language).putOff, Route.checkoutPage(reference).path)
    return putOff(text, to: path, email: email, waiting: wait, in: frame, [Self.ownForms])
  }

  private func putOff(
    _ text: String,
    to path: String,
    email: String,
    waiting wait: Int,
    in frame: PageFrame,
    _ extra: [Reply.Header]
  ) -> Reply {
    let words = LimitWords.of(frame.language)
    let html = frame.render(
      "limited",
      title: words.title,
      [
        "text": words.filled(text, waiting: wait),
        "action": path,
        "fields": [
          ["name": "lang", "value": frame.language.tag], ["name": "email", "value": email],
          ["name": "kept", "value": email],
        ],
        "facts": [FactRow(frame.words.email, email)],
        "button": words.again,
      ]
    )
    return Self.tooMany(html, wait, extra)
  }

  /// The answer to one request too many for an order's codes: a link back to the order.
  func putOff(_ token: OrderToken, waiting wait: Int, in frame: PageFrame) -> Reply {
    let words = LimitWords.of(frame.language)
    let link = Link(url: Route.order(token).path, label: words.toOrder)
    let text = words.filled(words.revealText, waiting: wait)
    return Self.tooMany(frame.notice(words.title, text, link: link), wait, [])
  }

  /// The answer to one return too many from a provider: a page that goes on to the checkout's.
  func putOff(_ reference: Reference, waiting wait: Int, in frame: PageFrame) -> Reply {
    let words = LimitWords.of(frame.language)
    let url = Route.checkoutPage(reference).path
    let html = frame.notice(
      words.title,
      words.returnText,
      link: Link(url: url, label: words.toCheckout)
    )
    return Self.tooMany(html, wait, [Reply.Header("Refresh", "5;url=\(url)")])
  }

  /// The answer to a blocked buyer; it gives no reason, so that nobody learns what to change.
  func refuse(in frame: PageFrame) -> Reply {
    let words = LimitWords.of(frame.language)
    return .page(frame.notice(words.refusedTitle, words.refusedText), status: 403)
  }

  private static func tooMany(_ html: String, _ wait: Int, _ extra: [Reply.Header]) -> Reply {
    .page(html, status: 429, extra: [Reply.Header("Retry-After", String(max(1, wait)))] + extra)
  }
}
