import HTTPTypes
import Hummingbird

/// The addresses of an aggregator of the kind called EPay, in both of its interfaces.
struct EPayRoutes: Sendable {
  let mock: SharedState

  func add(to group: RouterGroup<BasicRequestContext>) {
    for (path, isSecond) in [("/submit.php", false), ("/api/pay/submit", true)] {
      for method in [HTTPRequest.Method.get, .post] {
        group.on(RouterPath(path), method: method) { request, _ in
          let fields = try await fields(of: request)
          let id = try mock.update { mock throws(EPayRefusal) in
            try mock.openEPay(fields, isSecond: isSecond, at: WallClock.seconds)
          }
          return Response(seeOther: "/pay/\(id)")
        }
      }
    }
    group.get("/api.php") { request, _ in
      let fields = try await fields(of: request)
      guard fields["act"] == "order" else { throw EPayRefusal.field("act") }
      let order = try mock.update { mock throws(EPayRefusal) in
        try mock.checkEPay(fields, isSecond: false, at: WallClock.seconds)
        return try mock.epayOrder(fields["out_trade_no"] ?? "")
      }
      return Response(json: order.merging(["code": "1", "msg": "succ"]) { $1 })
    }
    addSecond("/api/pay/query", to: group) { mock, fields, _ throws(EPayRefusal) in
      try mock.epayOrder(fields["out_trade_no"] ?? "")
    }
    addSecond("/api/pay/refund", to: group) { mock, fields, now throws(EPayRefusal) in
      try mock.refundEPay(fields, at: now)
    }
    addSecond("/api/pay/refundquery", to: group) { mock, fields, _ throws(EPayRefusal) in
      try mock.epayRefund(fields["out_refund_no"] ?? "")
    }
  }

  /// A call of the second interface: signed both ways, but for a refusal.
  private func addSecond(
    _ path: String,
    to group: RouterGroup<BasicRequestContext>,
    _ body:
      @escaping @Sendable (inout MockState, [String: String], Int64) throws(EPayRefusal)
      -> [String: String]
  ) {
    group.post(RouterPath(path)) { request, _ in
      let fields = try await fields(of: request)
      let now = WallClock.seconds
      let (answer, keys) = try mock.update { mock throws(EPayRefusal) in
        try mock.checkEPay(fields, isSecond: true, at: now)
        return (try body(&mock, fields, now), mock.keys.epay)
      }
      let whole = answer.merging(["code": "0", "msg": "succ", "timestamp": String(now)]) { $1 }
      return Response(json: try keys.signed(whole, isSecond: true))
    }
  }

  private func fields(of request: Request) async throws -> [String: String] {
    let query = request.uri.query ?? ""
    let body = String(decoding: try await request.bytes(), as: UTF8.self)
    return try Form(query.isEmpty ? body : query).values.filter { !$0.value.isEmpty }
  }
}
