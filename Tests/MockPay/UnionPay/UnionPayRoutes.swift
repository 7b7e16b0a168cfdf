import Hummingbird

/// The addresses of UnionPay's gateway.
struct UnionPayRoutes: Sendable {
  let mock: SharedState

  func add(to group: RouterGroup<BasicRequestContext>) {
    group.post("/gateway/api/frontTransReq.do") { request, _ in
      let message = try await read(request)
      let sale = try mock.update { mock throws(UnionPayRefusal) in
        try mock.keys.unionpay.check(message)
        return try mock.unionpayPurchase(message, at: WallClock.seconds)
      }
      return Response(seeOther: "/pay/\(sale.id)")
    }
    group.post("/gateway/api/queryTrans.do") { request, _ in
      try await answer(request) { mock, message throws(UnionPayRefusal) in
        try mock.unionpayQuery(message)
      }
    }
    group.post("/gateway/api/backTransReq.do") { request, _ in
      try await answer(request) { mock, message throws(UnionPayRefusal) in
        message["txnType"] == "01"
          ? try mock.unionpayCode(message, at: WallClock.seconds)
          : try mock.unionpayRefund(message, at: WallClock.seconds)
      }
    }
    // Files have a host of their own, and its root is the address.
    group.post("/") { request, _ in
      try await answer(request) { mock, message throws(UnionPayRefusal) in
        try mock.unionpayFile(message, at: WallClock.seconds)
      }
    }
  }

  private func read(_ request: Request) async throws -> ACPMessage {
    guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
    else { throw UnionPayRefusal.form("Content-Type") }
    return try ACPMessage(form: await request.bytes())
  }

  /// Answers in signed fields, a refusal as well, but to whom it does not believe.
  private func answer(
    _ request: Request,
    _ body: @Sendable (inout MockState, ACPMessage) throws(UnionPayRefusal) -> ACPMessage
  ) async throws -> Response {
    let message = try await read(request)
    let (answer, seal, isSigned) = mock.update { mock in
      let keys = mock.keys.unionpay
      let isFalse = mock.controls.falseAnswers.remove(.unionpay) != nil
      let seal = keys.seal(
        isFalse ? .stranger : nil,
        isExpired: mock.place.usesExpiredCertificate
      )
      do throws(UnionPayRefusal) {
        try keys.check(message)
        return (try body(&mock, message), seal, true)
      } catch {
        return (refusal(error, of: message), seal, mock.signsUnionPayAnswer(to: error))
      }
    }
    return Response(
      text: try isSigned ? seal.signed(answer).answerText : answer.answerText,
      type: "text/html",
      headers: [.cacheControl: "no-store"]
    )
  }

  private func refusal(_ refusal: UnionPayRefusal, of message: ACPMessage) -> ACPMessage {
    var answer = message
    for name in ["certId", "signature", "backUrl"] { answer[name] = "" }
    answer["respCode"] = refusal.code
    answer["respMsg"] = refusal.words
    return answer
  }
}
