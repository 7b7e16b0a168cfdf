import Hummingbird

/// The pages on which a person decides what becomes of a sale.
struct PayRoutes: Sendable {
  let mock: SharedState

  func add(to router: Router<BasicRequestContext>) {
    router.get("/") { _, _ in
      let mock = mock.update { $0 }
      let sales = mock.saleIDs.reversed().compactMap { mock.sales[$0] }
      return page(ListPage(sales: sales).html)
    }
    router.get("/assets/pay.css") { _, _ in Response(text: payStyle, type: "text/css") }
    router.get("/pay/:id") { request, context in
      try show(context.parameters.require("id"), request)
    }
    router.post("/pay/:id/:action") { request, context in
      let id = try context.parameters.require("id")
      let action = try context.parameters.require("action")
      let fields = try await Form(String(decoding: request.bytes(), as: UTF8.self))
      return try act(action, on: id, fields)
    }
  }

  private func show(_ id: String, _ request: Request) throws -> Response {
    try keepReturn(from: request, of: id)
    let visit = Visit(
      referer: request.header("referer") ?? "",
      userAgent: request.header("user-agent") ?? "",
      prepayID: try Form(request.uri.query ?? "").values["prepay_id"],
      // Without a proxy a browser comes from this machine, the only one that is listened to.
      address: request.header("x-forwarded-for")?.split(separator: ",").last.map {
        $0.filter { $0 != " " }
      } ?? "127.0.0.1"
    )
    let (sale, departure, refusal) = try mock.update { mock throws(SaleError) in
      let (sale, now) = (try mock.sale(id), WallClock.seconds)
      let behavior = sale.provider.behavior
      let refusal = behavior.refusal(of: visit, to: sale, at: now, in: mock)
      return (sale, behavior.departure(from: sale, at: now, in: mock), refusal)
    }
    if let refusal { return Response(status: .forbidden, text: refusal + "\n") }
    let isRefused = request.uri.queryParameters["refused"] != nil
    let page = PayPage(sale: sale, departure: departure, isRefused: isRefused)
    return self.page(page.html, formAction: target(of: departure))
  }

  /// Keeps the address that the shop added to a link of its own, as WeChat Pay's H5 pages take it.
  private func keepReturn(from request: Request, of id: String) throws {
    let address = try Form(request.uri.query ?? "")["redirect_url"]
    guard address.hasPrefix("http://") || address.hasPrefix("https://") else { return }
    try mock.update { mock throws(SaleError) in
      try mock.change(id) { $0.returnURL = address }
    }
  }

  private func act(_ action: String, on id: String, _ fields: Form) throws -> Response {
    let payment = fields["payment"]
    let now = WallClock.seconds
    let (sale, departure) = try mock.update { mock throws(SaleError) in
      switch action {
      case "pay": try mock.pay(id, at: now)
      case "late": try mock.payLate(id, at: now)
      case "twice":
        try mock.pay(id, at: now)
        try mock.pay(id, at: now)
      case "fail": try mock.fail(id, at: now)
      case "unfinished": try mock.payUnfinished(id, at: now)
      case "finish": try mock.finishPayment(payment, at: now)
      case "declined": try mock.paypalApproveDeclined(id, at: now)
      case "refund":
        let refundID = try mock.sale(id).provider.behavior.refundID(in: &mock)
        let amount = Int64(fields["amount"])
        let number = mock.nextCapitals(20)
        try mock.refund(payment, id: refundID, number: number, amount: amount, at: now)
      case "refund-failed": try mock.failRefund(fields["refund"], of: payment, at: now)
      case "dispute": try mock.dispute(payment, .open, at: now)
      case "won": try mock.dispute(payment, .won, at: now)
      case "lost": try mock.dispute(payment, .lost, at: now)
      case "prevented": try mock.dispute(payment, .prevented, at: now)
      default: throw .noAction(action)
      }
      let sale = try mock.sale(id)
      return (sale, sale.provider.behavior.departure(from: sale, at: now, in: mock))
    }
    switch (action, departure) {
    case ("pay", .redirect(let address)), ("twice", .redirect(let address)),
      ("late", .redirect(let address)), ("declined", .redirect(let address)),
      ("unfinished", .redirect(let address)):
      return Response(seeOther: address)
    case ("fail", _): return Response(seeOther: "/pay/\(sale.id)?refused=1")
    default: return Response(seeOther: "/pay/\(sale.id)")
    }
  }

  private func target(of departure: Departure) -> String? {
    switch departure {
    case .stay: nil
    case .redirect(let address), .form(let address, _): origin(of: address)
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
}

extension FormError: HTTPResponseError {
  var status: HTTPResponse.Status { .badRequest }

  func response(from request: Request, context: some RequestContext) throws -> Response {
    switch self {
    case .notFormEncoded: Response(status: status, text: "expected form-encoded UTF-8\n")
    case .twice(let name): Response(status: status, text: "\(name): found twice\n")
    }
  }
}
