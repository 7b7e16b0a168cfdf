import Foundation
import HTTPTypes
import Hummingbird

/// The part of WeChat Pay's API that a shop calls.
struct WeChatRoutes: Sendable {
  let mock: SharedState

  /// A request whose signature was believed.
  private struct Call {
    let form: Form
    let body: [UInt8]
    let now: Int64
  }

  /// What is answered; nil bytes mean 204.
  private typealias Work =
    @Sendable (inout MockState, Call, [String]) throws(WeChatError) -> JsonDocument?

  func add(to router: RouterGroup<BasicRequestContext>) {
    let orders = "/v3/pay/transactions"
    on(.post, "\(orders)/native", router) { mock, call, _ throws(WeChatError) in
      let id = try mock.openWeChat(call.body, way: .native, at: call.now)
      return ["code_url": .text("weixin://wxpay/bizpayurl?pr=\(id)")]
    }
    on(.post, "\(orders)/h5", router) { mock, call, _ throws(WeChatError) in
      let id = try mock.openWeChat(call.body, way: .h5, at: call.now)
      let prepay = MockState.prepayID(of: id, at: call.now)
      return ["h5_url": .text("\(mock.place.origin)/pay/\(id)?prepay_id=\(prepay)")]
    }
    on(.post, "\(orders)/jsapi", router) { mock, call, _ throws(WeChatError) in
      let id = try mock.openWeChat(call.body, way: .jsapi, at: call.now)
      return ["prepay_id": .text(MockState.prepayID(of: id, at: call.now))]
    }
    on(.get, "\(orders)/out-trade-no/:a", router) { mock, call, names throws(WeChatError) in
      try mock.queryWeChat(call.form) { $0.orderNumber == names[0] }
    }
    on(.get, "\(orders)/id/:a", router) { mock, call, names throws(WeChatError) in
      try mock.queryWeChat(call.form) { $0.payments.contains { $0.id == names[0] } }
    }
    on(.post, "\(orders)/out-trade-no/:a/close", router) { mock, call, names throws(WeChatError) in
      try mock.closeWeChat(names[0], call.body, at: call.now)
      return nil
    }
    on(.post, "/v3/refund/domestic/refunds", router) { mock, call, _ throws(WeChatError) in
      try mock.refundWeChat(call.body, at: call.now)
    }
    on(.get, "/v3/refund/domestic/refunds/:a", router) { mock, _, names throws(WeChatError) in
      guard let found = mock.find(refundOf: .wechatpay, where: { $0.number == names[0] }) else {
        throw .noRefund
      }
      return WeChatDocuments.refund(found.2, of: found.1, found.0)
    }
    let abnormal = "/v3/refund/domestic/refunds/:a/apply-abnormal-refund"
    on(.post, abnormal, router) { mock, call, names throws(WeChatError) in
      try mock.endAbnormalWeChat(names[0], call.body, at: call.now)
    }
    on(.get, "/v3/certificates", router) { mock, _, _ throws(WeChatError) in
      try mock.weChatCertificates()
    }
    on(.get, "/v3/bill/tradebill", router) { mock, call, _ throws(WeChatError) in
      try mock.weChatBill(call.form, at: call.now)
    }
    addApp(to: router)
    router.get("/v3/billdownload/file") { request, _ in
      await answer(request, isSigned: false) { mock, call throws(WeChatError) in
        try mock.weChatBillFile(call.form["token"])
      }
    }
  }

  /// What is asked of WeChat itself: who a buyer is, and to pay.
  ///
  /// `/_mock/bridge` is what a script
  /// that plays the bridge of WeChat's browser calls.
  private func addApp(to router: RouterGroup<BasicRequestContext>) {
    router.get("/connect/oauth2/authorize") { request, _ in
      let fields = try Form(request.uri.query ?? "").values
      do throws(WeChatError) {
        let back = try mock.update { mock throws(WeChatError) in
          try mock.authorise(fields, at: WallClock.seconds)
        }
        return Response(status: .found, headers: [.location: back])
      } catch {
        return Response(status: .init(code: error.status), text: error.message + "\n")
      }
    }
    router.get("/sns/oauth2/access_token") { request, _ in
      let fields = try Form(request.uri.query ?? "").values
      let answer = mock.update { $0.payer(fields, at: WallClock.seconds) }
      return Response(bytes: answer.bytes, type: "text/plain; charset=utf-8")
    }
    router.post("/_mock/bridge") { request, _ in
      let action = try Form(request.uri.query ?? "")["action"]
      let fields = try Form(String(decoding: await request.bytes(), as: UTF8.self)).values
      let words = try mock.update { mock throws(SaleError) in
        try mock.callBridge(fields, action: action, at: WallClock.seconds)
      }
      return Response(text: words + "\n")
    }
  }

  private func on(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ router: RouterGroup<BasicRequestContext>,
    _ work: @escaping Work
  ) {
    router.on(RouterPath(path), method: method) { request, context in
      let names = context.parameters.get("a").map { [$0.removingPercentEncoding ?? $0] } ?? []
      return await answer(request, isSigned: true) { mock, call throws(WeChatError) in
        try work(&mock, call, names)?.bytes ?? []
      }
    }
  }

  /// Believes a request or not, does its work, signs the answer.
  private func answer(
    _ request: Request,
    isSigned: Bool,
    _ work: (inout MockState, Call) throws(WeChatError) -> [UInt8]
  ) async -> Response {
    let now = WallClock.seconds
    let keys = mock.update { $0.keys.wechat }
    var (status, body, isFile) = (200, [UInt8](), false)
    do throws(WeChatError) {
      let call = try await believe(request, keys: keys, at: now)
      body = try mock.update { mock throws(WeChatError) in try work(&mock, call) }
      if body.isEmpty { status = 204 }
      isFile = !isSigned
    } catch {
      (status, body) = (error.status, error.bytes)
    }
    var fields = HTTPFields()
    let isSigned = mock.update { $0.signsWeChatAnswer(status: status) }
    if !isFile, isSigned {
      sign(&fields, body, request, keys: keys, at: now)
    }
    return Response(
      status: .init(code: status),
      bytes: body,
      type: isFile ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
      headers: fields
    )
  }

  private func believe(
    _ request: Request,
    keys: WeChatKeys,
    at now: Int64
  ) async throws(WeChatError) -> Call {
    let (body, form): ([UInt8], Form)
    do {
      body = try await request.bytes()
      form = try Form(request.uri.query ?? "")
    } catch {
      throw .parameter("the request cannot be read")
    }
    if let fault = WeChatSignature.fault(
      in: request.headers[.authorization],
      method: request.method.rawValue,
      target: request.target,
      body: body,
      mchid: keys.mchid,
      serial: keys.merchantSerial,
      key: keys.merchantKey,
      at: now
    ) {
      throw .signature(fault)
    }
    guard request.header("accept")?.contains("json") == true || request.header("accept") == "*/*",
      request.header("user-agent") != nil
    else { throw .parameter("Http头缺少Accept或User-Agent") }
    if !body.isEmpty, request.headers[.contentType]?.hasPrefix("application/json") != true {
      throw .parameter("Content-Type: expected application/json")
    }
    let serial = request.header("wechatpay-serial")
    let known = [nil, keys.publicKeyID, keys.platform.serial]
    guard known.contains(serial) else {
      throw .parameter("Wechatpay-Serial: expected \(keys.publicKeyID)")
    }
    return Call(form: form, body: body, now: now)
  }

  private func sign(
    _ fields: inout HTTPFields,
    _ body: [UInt8],
    _ request: Request,
    keys: WeChatKeys,
    at now: Int64
  ) {
    let byPublicKey = request.header("wechatpay-serial") == keys.publicKeyID
    let isFalse = mock.update { $0.controls.falseAnswers.remove(.wechatpay) != nil }
    let signer = WeChatSigner.provider(keys, byPublicKey: byPublicKey)
    do {
      let headers = try (isFalse ? signer.forged(keys) : signer).headers(body: body, at: now)
      for (name, value) in headers {
        if let name = HTTPField.Name(name) { fields[name] = value }
      }
    } catch {
      preconditionFailure("a key that was read can sign")
    }
  }
}
