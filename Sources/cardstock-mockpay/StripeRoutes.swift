import Hummingbird

/// The part of Stripe's API that a shop calls.
struct StripeRoutes: Sendable {
  let desk: SharedDesk
  let settings: Settings

  func add(to router: Router<BasicRequestContext>) {
    router.post("/v1/checkout/sessions") { request, _ in try await open(request) }
    router.get("/v1/checkout/sessions") { request, _ in try list(request) }
    router.get("/v1/checkout/sessions/:id") { request, context in
      try authorize(request)
      return try show(context.parameters.require("id"))
    }
    router.post("/v1/checkout/sessions/:id/expire") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      try desk.update { desk throws(StripeError) in try desk.expire(id, at: WallClock.seconds) }
      return try show(id)
    }
  }

  private func open(_ request: Request) async throws -> Response {
    try authorize(request)
    try checkVersion(request)
    let fields = try await request.formFields()
    let key = request.header("idempotency-key")
    if let key, !(1...255).contains(key.count) {
      throw StripeError.invalid("Idempotency-Key: expected 1 to 255 characters")
    }
    let session = try desk.update { desk throws(StripeError) in
      try desk.open(fields, key: key, at: WallClock.seconds)
    }
    return Response(json: document(session))
  }

  private func list(_ request: Request) throws -> Response {
    try authorize(request)
    guard let payment = request.uri.queryParameters["payment_intent"] else {
      throw StripeError.missing("payment_intent")
    }
    let found = desk.update { $0.sessions(payment: String(payment)) }
    return Response(json: SessionListDocument(data: found.map(document)))
  }

  private func show(_ id: String) throws -> Response {
    let session = try desk.update { desk throws(StripeError) in try desk.session(id) }
    return Response(json: document(session))
  }

  private func document(_ session: CheckoutSession) -> SessionDocument {
    SessionDocument(
      session,
      isLive: settings.isLive,
      url: "\(settings.origin)/pay/\(session.id)"
    )
  }

  private func authorize(_ request: Request) throws {
    guard request.headers[.authorization] == "Bearer \(settings.apiKey)" else {
      throw StripeError.unauthorized
    }
  }

  /// Refuses a client that leaves the version to the account's setting.
  private func checkVersion(_ request: Request) throws {
    let version = request.header("stripe-version") ?? ""
    let isDated = version.prefix(10).wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
    guard isDated, version.count == 10 || version.dropFirst(10).first == "." else {
      throw StripeError.invalid("Stripe-Version: expected a date such as \(stripeVersion)")
    }
  }
}
