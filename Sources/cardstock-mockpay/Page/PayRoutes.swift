import Hummingbird

/// The pages on which a person decides what becomes of a session.
struct PayRoutes: Sendable {
  let desk: SharedDesk
  let settings: Settings

  func add(to router: Router<BasicRequestContext>) {
    router.get("/") { request, _ in
      let desk = desk.update { $0 }
      let sessions = desk.sessionIDs.reversed().compactMap { desk.sessions[$0] }
      return page(ListPage(sessions: sessions, words: words(request, nil)).html)
    }
    router.get("/assets/pay.css") { _, _ in Response(text: payStyle, type: "text/css") }
    router.get("/pay/:id") { request, context in
      try show(context.parameters.require("id"), request)
    }
    router.post("/pay/:id/:action") { request, context in
      let id = try context.parameters.require("id")
      let action = try context.parameters.require("action")
      return try await act(action, on: id, request.formFields())
    }
  }

  private func show(_ id: String, _ request: Request) throws -> Response {
    let session = try desk.update { desk throws(StripeError) in try desk.session(id) }
    let words = words(request, session.request.locale)
    let isRefused = request.uri.queryParameters["refused"] != nil
    let html = PayPage(session: session, words: words, isRefused: isRefused).html
    return page(html, formAction: origin(of: session.request.successURL))
  }

  private func act(
    _ action: String,
    on id: String,
    _ fields: FormFields
  ) async throws -> Response {
    var fields = fields
    let payment = fields.take("payment") ?? ""
    let amount = fields.take("amount").flatMap { Int64($0) }
    let now = WallClock.seconds
    let session = try desk.update { desk throws(StripeError) in
      switch action {
      case "pay": try desk.pay(id, at: now)
      case "twice":
        try desk.pay(id, at: now)
        try desk.pay(id, at: now)
      case "fail": try desk.fail(id, at: now)
      case "refund": try desk.refund(payment, amount: amount, at: now)
      case "dispute": try desk.dispute(payment, .open, at: now)
      case "won": try desk.dispute(payment, .won, at: now)
      case "lost": try desk.dispute(payment, .lost, at: now)
      default: throw .noSuch("action", action)
      }
      return try desk.session(id)
    }
    switch action {
    case "pay", "twice": return Response(seeOther: session.returnURL)
    case "fail": return Response(seeOther: "/pay/\(id)?refused=1")
    default: return Response(seeOther: "/pay/\(id)")
    }
  }

  /// The form of a page may lead back to the shop: browsers check redirects against the policy too.
  private func page(_ html: String, formAction: String? = nil) -> Response {
    let targets = ["'self'", formAction].compactMap { $0 }.joined(separator: " ")
    let policy = """
      default-src 'none'; style-src 'self'; img-src data:; form-action \(targets); \
      base-uri 'none'; frame-ancestors 'none'
      """
    return Response(
      text: html,
      type: "text/html",
      headers: [.contentSecurityPolicy: policy]
    )
  }

  private func words(_ request: Request, _ locale: String?) -> PayWords {
    let accepted = request.headers[.acceptLanguage] ?? ""
    return (locale ?? accepted).hasPrefix("zh") ? .chinese : .english
  }
}

extension CheckoutSession {
  /// Where the buyer goes after paying.
  var returnURL: String {
    request.successURL.replacing("{CHECKOUT_SESSION_ID}", with: id)
  }
}
