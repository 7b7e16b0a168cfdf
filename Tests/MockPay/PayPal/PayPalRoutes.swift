import Foundation
import Hummingbird

/// The part of PayPal's API that a shop calls.
struct PayPalRoutes: Sendable {
  let mock: SharedState

  func add(to group: RouterGroup<BasicRequestContext>) {
    group.post("/v1/oauth2/token") { request, _ in try await token(request) }
    addOrders(to: group)
    addPayments(to: group)
    group.get("/v1/reporting/transactions") { request, _ in
      try authorize(request)
      let query = try Form(request.uri.query ?? "")
      let page = try mock.update { mock throws(PayPalError) in
        try mock.paypalTransactions(query, at: WallClock.seconds)
      }
      return Response(json: page)
    }
    group.get("/v1/notifications/webhooks/:id") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      let document = try mock.update { mock throws(PayPalError) in try mock.paypalWebhook(id) }
      return Response(json: document)
    }
    group.get("/v1/notifications/certs/:name") { _, context in
      let name = try context.parameters.require("name")
      let keys = mock.update { $0.keys.paypal }
      guard let chain = keys.chains.first(where: { certificateName($0) == name }) else {
        throw PayPalError.notFound
      }
      return Response(bytes: Array(chain.utf8), type: "application/x-pem-file")
    }
  }

  private func addOrders(to group: RouterGroup<BasicRequestContext>) {
    group.post("/v2/checkout/orders") { request, _ in
      try authorize(request)
      let body = try await json(request)
      let order = try decodeBody(OrderRequestDocument.self, body)
      let requestID = request.header("paypal-request-id")
      let document = try mock.update { mock throws(PayPalError) in
        try mock.paypalTake(body, for: "orders", requestID: requestID)
        let sale = try mock.paypalOpen(order, requestID: requestID, at: WallClock.seconds)
        return OrderDocument(sale, mock)
      }
      return Response(json: document)
    }
    group.get("/v2/checkout/orders/:id") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      let document = try mock.update { mock throws(PayPalError) in
        OrderDocument(try mock.paypalOrder(id), mock)
      }
      return Response(json: document)
    }
    group.post("/v2/checkout/orders/:id/capture") { request, context in
      try authorize(request)
      let body = try await json(request)
      let id = try context.parameters.require("id")
      let requestID = request.header("paypal-request-id")
      let document = try mock.update { mock throws(PayPalError) in
        try mock.paypalTake(body, for: "capture \(id)", requestID: requestID)
        let sale = try mock.paypalCapture(id, requestID: requestID, at: WallClock.seconds)
        return OrderDocument(sale, mock)
      }
      return Response(status: .created, json: document)
    }
  }

  private func addPayments(to group: RouterGroup<BasicRequestContext>) {
    group.get("/v2/payments/captures/:id") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      let document = try mock.update { mock throws(PayPalError) in
        let (sale, payment) = try mock.paypalCaptured(id)
        return CaptureDocument(payment, of: sale, mock)
      }
      return Response(json: document)
    }
    group.post("/v2/payments/captures/:id/refund") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      let body = try await json(request)
      let wanted = body.isEmpty ? nil : try decodeBody(RefundRequestDocument.self, body)
      let requestID = request.header("paypal-request-id")
      let document = try mock.update { mock throws(PayPalError) in
        try mock.paypalTake(body, for: "refund \(id)", requestID: requestID)
        let refund = try mock.paypalRefund(
          of: id,
          wanted,
          requestID: requestID,
          at: WallClock.seconds
        )
        let (sale, payment) = try mock.paypalCaptured(id)
        return PayPalRefundDocument(refund, of: payment, sale, mock)
      }
      return Response(status: .created, json: document)
    }
    group.get("/v2/payments/refunds/:id") { request, context in
      try authorize(request)
      let id = try context.parameters.require("id")
      let document = try mock.update { mock throws(PayPalError) in
        guard let found = mock.find(refundOf: .paypal, where: { $0.id == id }) else {
          throw .notFound
        }
        return PayPalRefundDocument(found.2, of: found.1, found.0, mock)
      }
      return Response(json: document)
    }
  }

  private func authorize(_ request: Request) throws {
    let header = request.headers[.authorization]
    try mock.update { mock throws(PayPalError) in
      try mock.paypalAuthorize(header, at: WallClock.seconds)
    }
  }

  /// The body, which must say that it is JSON.
  private func json(_ request: Request) async throws -> [UInt8] {
    guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
      throw PayPalError.invalid("Content-Type", "UNSUPPORTED_MEDIA_TYPE")
    }
    return try await request.bytes()
  }

  private func token(_ request: Request) async throws -> Response {
    let keys = mock.update { $0.keys.paypal }
    let pair = Data("\(keys.clientID):\(keys.clientSecret)".utf8).base64EncodedString()
    guard request.headers[.authorization] == "Basic \(pair)" else {
      return refuse(.unauthorized, "invalid_client", "Client Authentication failed")
    }
    let form = try Form(String(decoding: await request.bytes(), as: UTF8.self))
    guard form["grant_type"] == "client_credentials" else {
      return refuse(.badRequest, "unsupported_grant_type", "Grant type is not supported")
    }
    let token = mock.update { $0.paypalToken(at: WallClock.seconds) }
    let document = AccessTokenDocument(
      access_token: token.text,
      app_id: "APP-80W284485P519543T",
      expires_in: token.seconds,
      nonce: universalMoment(WallClock.seconds) + Chance.text(43)
    )
    return Response(json: document)
  }

  private func refuse(_ status: HTTPResponse.Status, _ error: String, _ words: String) -> Response {
    Response(status: status, json: OAuthErrorDocument(error: error, error_description: words))
  }
}
