import Hummingbird

/// The part of Stripe's API that a shop calls.
struct StripeRoutes: Sendable {
  let mock: SharedState

  func add(to router: RouterGroup<BasicRequestContext>) {
    router.post("/v1/checkout/sessions") { request, _ in try await open(request) }
    router.get("/v1/checkout/sessions") { request, _ in try list(request) }
    router.get("/v1/checkout/sessions/:id") { request, context in
      try authorize(request)
      return try show(context.parameters.require("id"), expands(request))
    }
    router.post("/v1/checkout/sessions/:id/expire") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      try mock.update { mock throws(StripeError) in
        try mock.expireSession(id, at: WallClock.seconds)
      }
      return try show(id, [])
    }
    router.post("/v1/refunds") { request, _ in try await refund(request) }
    router.get("/v1/refunds") { request, _ in try listRefunds(request) }
    router.get("/v1/disputes") { request, _ in try listDisputes(request) }
    router.get("/v1/refunds/:id") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      return try showRefund(id, expands(request))
    }
    router.get("/v1/balance_transactions") { request, _ in try balance(request) }
    router.post("/v1/webhook_endpoints") { request, _ in
      let (fields, _) = try await write(request)
      return try mock.update { mock throws(StripeError) in
        Response(json: try mock.makeEndpoint(fields))
      }
    }
    router.post("/v1/webhook_endpoints/:id") { request, context in
      let (fields, _) = try await write(request)
      let id = try context.parameters.require("id")
      return try mock.update { mock throws(StripeError) in
        Response(json: try mock.changeEndpoint(id, fields))
      }
    }
    router.get("/v1/webhook_endpoints") { request, _ in
      try authorize(request)
      let range = try ListRange(request)
      return try mock.update { mock throws(StripeError) in
        let endpoints = mock.stripe.endpoints.reversed().map {
          WebhookEndpointDocument($0, isLive: mock.place.isLive)
        }
        return Response(json: try range.page(endpoints, url: "/v1/webhook_endpoints") { $0.id })
      }
    }
    router.get("/v1/events") { request, _ in try events(request) }
  }

  private func open(_ request: Request) async throws -> Response {
    let (fields, key) = try await write(request)
    let sale = try mock.update { mock throws(StripeError) in
      try mock.openSession(fields, key: key, at: WallClock.seconds)
    }
    return try show(sale.id, [])
  }

  private func list(_ request: Request) throws -> Response {
    try authorize(request)
    guard let payment = request.uri.queryParameters["payment_intent"] else {
      throw StripeError.missing("payment_intent")
    }
    return try mock.update { mock throws(StripeError) in
      let found = mock.sales(of: .stripe).first { sale in
        sale.payments.contains { $0.id == payment }
      }
      let documents = try found.map { sale throws(StripeError) in
        [try mock.sessionDocument(sale.id, expanding: [])]
      }
      return Response(json: SessionListDocument(data: documents ?? []))
    }
  }

  private func show(_ id: String, _ expanded: Set<String>) throws -> Response {
    try mock.update { mock throws(StripeError) in
      Response(json: try mock.sessionDocument(id, expanding: expanded))
    }
  }

  private func refund(_ request: Request) async throws -> Response {
    let (fields, key) = try await write(request)
    let (id, expanded) = try mock.update { mock throws(StripeError) in
      try mock.refundPayment(fields, key: key, at: WallClock.seconds)
    }
    return try showRefund(id, expanded)
  }

  private func showRefund(_ id: String, _ expanded: Set<String>) throws -> Response {
    try mock.update { mock throws(StripeError) in
      Response(json: try mock.refundDocument(id, expanding: expanded))
    }
  }

  private func listRefunds(_ request: Request) throws -> Response {
    try authorize(request)
    let payment = try payment(in: request)
    let expanded = Set(try expands(request).map { $0.replacing("data.", with: "") })
    let range = try ListRange(request)
    return try mock.update { mock throws(StripeError) in
      let refunds = try mock.refundDocuments(of: payment, expanding: expanded)
      return Response(json: try range.page(refunds, url: "/v1/refunds") { $0.id })
    }
  }

  private func listDisputes(_ request: Request) throws -> Response {
    try authorize(request)
    let payment = try payment(in: request)
    let range = try ListRange(request)
    return try mock.update { mock throws(StripeError) in
      let disputes = mock.disputeDocuments(of: payment)
      return Response(json: try range.page(disputes, url: "/v1/disputes") { $0.id })
    }
  }

  private func payment(in request: Request) throws -> String {
    guard let payment = request.uri.queryParameters["payment_intent"] else {
      throw StripeError.missing("payment_intent")
    }
    return String(payment)
  }

  private func balance(_ request: Request) throws -> Response {
    try authorize(request)
    let range = try ListRange(request)
    let withSource = try expands(request).contains("data.source")
    return try mock.update { mock throws(StripeError) in
      var documents: [BalanceEntryDocument] = []
      for entry in mock.stripe.balance.reversed() where range.contains(entry.createdAt) {
        documents.append(try mock.balanceDocument(entry, withSource: withSource))
      }
      return Response(
        json: try range.page(documents, url: "/v1/balance_transactions") { $0.id }
      )
    }
  }

  private func events(_ request: Request) throws -> Response {
    try authorize(request)
    let range = try ListRange(request)
    let kind = request.uri.queryParameters["type"].map(String.init)
    let notices = mock.update { $0.outbox.notices }
    let events = notices.filter { notice in
      notice.provider == .stripe && kind ?? notice.kind == notice.kind
    }
    return Response(
      bytes: try range.page(raw: events.reversed()),
      type: "application/json"
    )
  }

  private func write(_ request: Request) async throws -> (FormFields, key: String?) {
    try authorize(request)
    try checkVersion(request)
    let fields = try await FormFields(form: String(decoding: request.bytes(), as: UTF8.self))
    let key = request.header("idempotency-key")
    if let key, !(1...255).contains(key.count) {
      throw StripeError.invalid("Idempotency-Key: expected 1 to 255 characters")
    }
    return (fields, key)
  }

  private func authorize(_ request: Request) throws {
    let key = mock.update { $0.keys.stripe.apiKey }
    guard request.headers[.authorization] == "Bearer \(key)" else {
      throw StripeError.unauthorized
    }
  }

  private func expands(_ request: Request) throws -> Set<String> {
    let query = try FormFields(form: request.uri.query ?? "")
    return Set(query.values.filter { $0.key.hasPrefix("expand[") }.map(\.value))
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
