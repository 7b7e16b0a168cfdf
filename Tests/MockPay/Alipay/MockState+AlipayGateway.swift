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

  /// Answers what was sent to the gateway.
  package mutating func answerAlipay(_ fields: [String: String], at now: Int64) -> AlipayAnswer {
    let method = fields["method"] ?? ""
    do {
      let call = try AlipayRequest(fields, keys: keys.alipay, controls: controls, at: now)
      if Self.pages.contains(method) { return .page(try openAlipay(call, at: now)) }
      var answer = try callAlipay(call, at: now)
      answer["code"] = "10000"
      answer["msg"] = "Success"
      return .body(body(answer, of: method, isSigned: true))
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
    isSigned: Bool
  ) -> [UInt8] {
    let name = method.isEmpty ? "error" : method.replacing(".", with: "_")
    let inner = JsonDocument.object(fields).bytes
    let opening = Array("{\"\(name)_response\":".utf8) + inner
    guard isSigned else { return opening + Array("}".utf8) }
    let isFalse = controls.falseAnswers.remove(.alipay) != nil
    do {
      let key = isFalse ? keys.alipay.stranger : keys.alipay.signer
      return opening + Array(",\"sign\":\"\(try Signing.sign(inner, with: key))\"}".utf8)
    } catch {
      preconditionFailure("a key that was read can sign")
    }
  }
}
