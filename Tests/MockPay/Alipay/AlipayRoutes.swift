import HTTPTypes
import Hummingbird

/// Alipay's gateway, for the shop's calls and for browsers that come to pay; and its bills.
struct AlipayRoutes: Sendable {
  let mock: SharedState

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
    let answer: AlipayAnswer
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
      answer = mock.update { $0.answerAlipay(fields, at: now) }
    } catch {
      answer = mock.update { $0.refuseAlipay("", error) }
    }
    switch answer {
    case .page(let id): return Response(seeOther: "/pay/\(id)")
    case .refusedPage(let error): return page(error)
    case .body(let bytes): return Response(bytes: bytes, type: "text/html;charset=utf-8")
    }
  }

  /// What a browser sees of a refused request.
  private func page(_ error: AlipayError) -> Response {
    let text = "\(error.code) \(error.words)\n\(error.subCode)\n\(error.subWords)\n"
    return Response(status: .badRequest, text: text)
  }

  private func file(_ name: String, _ form: Form) -> Response {
    let (day, deadline) = (form["bizDates"], Int64(form["deadline"]) ?? 0)
    let kind = AlipayBill.Kind(rawValue: form["bizType"]) ?? .trade
    guard WallClock.seconds <= deadline else {
      return Response(status: .forbidden, text: "下载链接已失效\n")
    }
    let bytes = mock.update { AlipayBill(kind, day: day, mock: $0).archive }
    return Response(bytes: bytes, type: "application/octet-stream;charset=GBK")
  }
}

/// What the gateway answers.
package enum AlipayAnswer: Equatable, Sendable {
  /// A browser may pay for the sale of that ID.
  case page(String)
  /// A browser is shown why not.
  case refusedPage(AlipayError)
  /// A shop gets these bytes.
  case body([UInt8])
}

/// Alipay's gateway without the HTTP around it.
extension MockState {
  private static let pages = ["alipay.trade.page.pay", "alipay.trade.wap.pay"]

  /// Answers what was sent to the gateway; what the gateway refuses itself names no certificate.
  package mutating func answerAlipay(_ fields: [String: String], at now: Int64) -> AlipayAnswer {
    let method = fields["method"] ?? ""
    do {
      let call = try AlipayRequest(fields, keys: keys.alipay, controls: controls, at: now)
      if Self.pages.contains(method) { return .page(try openAlipay(call, at: now)) }
      var answer = try callAlipay(call, at: now)
      answer["code"] = "10000"
      answer["msg"] = "Success"
      return .body(body(answer, of: method, isSigned: true, isCertified: call.isCertified))
    } catch {
      return refuseAlipay(method, error)
    }
  }

  /// Refuses a call; what the gateway refuses itself goes unsigned.
  mutating func refuseAlipay(_ method: String, _ error: AlipayError) -> AlipayAnswer {
    guard !Self.pages.contains(method) else { return .refusedPage(error) }
    let isUnsigned = error.isGateways && controls.follows(.alipayUnsignedErrors)
    return .body(body(error.fields, of: method, isSigned: !isUnsigned))
  }

  /// The signature is over the very bytes of the inner object.
  private mutating func body(
    _ fields: [String: JsonDocument],
    of method: String,
    isSigned: Bool,
    isCertified: Bool = false
  ) -> [UInt8] {
    let name = method.isEmpty ? "error" : method.replacing(".", with: "_")
    let inner = JsonDocument.object(fields).bytes
    let opening = Array("{\"\(name)_response\":".utf8) + inner
    guard isSigned else { return opening + Array("}".utf8) }
    let isFalse = controls.falseAnswers.remove(.alipay) != nil
    do {
      let key = isFalse ? keys.alipay.stranger : keys.alipay.signer
      let signer = isCertified ? ",\"alipay_cert_sn\":\"\(keys.alipay.names.own)\"" : ""
      let sign = try Signing.sign(inner, with: key)
      return opening + Array("\(signer),\"sign\":\"\(sign)\"}".utf8)
    } catch {
      preconditionFailure("a key that was read can sign")
    }
  }
}
