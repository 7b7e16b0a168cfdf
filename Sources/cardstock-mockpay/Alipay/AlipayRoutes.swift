import HTTPTypes
import Hummingbird

/// Alipay's gateway, for the shop's calls and for browsers that come to pay; and its bills.
struct AlipayRoutes: Sendable {
  let desk: SharedDesk

  private static let pages = ["alipay.trade.page.pay", "alipay.trade.wap.pay"]

  func add(to router: RouterGroup<BasicRequestContext>) {
    for method in [HTTPRequest.Method.get, .post] {
      router.on("/gateway.do", method: method) { request, _ in try await answer(request) }
    }
    router.get("/alipay/bills/:file") { request, context in
      let name = try context.parameters.require("file")
      let form = try Form(request.uri.query ?? "")
      return file(name, form)
    }
  }

  private func answer(_ request: Request) async throws -> Response {
    let now = WallClock.seconds
    let keys = desk.update { $0.keys.alipay }
    var method = ""
    do throws(AlipayError) {
      let body: [UInt8]
      do {
        body = try await request.bytes()
      } catch {
        throw AlipayError.unavailable
      }
      let fields = try AlipayRequest.fields(
        query: request.uri.query ?? "",
        body: String(decoding: body, as: UTF8.self)
      )
      method = fields["method"] ?? ""
      let call = try AlipayRequest(fields, keys: keys, at: now)
      if Self.pages.contains(method) {
        let id = try desk.update { desk throws(AlipayError) in
          try desk.openAlipay(call, at: now)
        }
        return Response(seeOther: "/pay/\(id)")
      }
      var answer = try desk.update { desk throws(AlipayError) in
        try desk.callAlipay(call, at: now)
      }
      answer["code"] = "10000"
      answer["msg"] = "Success"
      return self.answer(answer, to: method, keys: keys)
    } catch {
      guard !Self.pages.contains(method) else { return page(error) }
      return answer(error.fields, to: method, keys: keys)
    }
  }

  /// Signs the very bytes of the inner object.
  private func answer(
    _ fields: [String: JsonDocument],
    to method: String,
    keys: AlipayKeys
  ) -> Response {
    let name = method.isEmpty ? "error" : method.replacing(".", with: "_")
    let inner = JsonDocument.object(fields).bytes
    let isFalse = desk.update { $0.controls.falseAnswers.remove(.alipay) != nil }
    do {
      let signature = try Signing.sign(inner, with: isFalse ? keys.stranger : keys.signer)
      let bytes =
        Array("{\"\(name)_response\":".utf8) + inner + Array(",\"sign\":\"\(signature)\"}".utf8)
      return Response(bytes: bytes, type: "text/html;charset=utf-8")
    } catch {
      preconditionFailure("a key that was read can sign")
    }
  }

  /// What a browser sees of a refused request.
  private func page(_ error: AlipayError) -> Response {
    let text = "\(error.code) \(error.words)\n\(error.subCode)\n\(error.subWords)\n"
    return Response(status: .badRequest, text: text)
  }

  private func file(_ name: String, _ form: Form) -> Response {
    let (day, deadline) = (form["bizDates"], Int64(form["deadline"]) ?? 0)
    guard WallClock.seconds <= deadline else {
      return Response(status: .forbidden, text: "下载链接已失效\n")
    }
    let bytes = desk.update { AlipayBill(day: day, desk: $0).archive }
    return Response(bytes: bytes, type: "application/octet-stream;charset=GBK")
  }
}
