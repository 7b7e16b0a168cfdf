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
