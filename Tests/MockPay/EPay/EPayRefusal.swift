package import Hummingbird

/// Why EPay does not do what it is asked: a code below zero and words, never signed.
package struct EPayRefusal: Error, Equatable {
  package let words: String

  static func field(_ name: String) -> EPayRefusal { EPayRefusal(words: "\(name)参数错误") }
  static let pid = EPayRefusal(words: "商户不存在")
  static let signature = EPayRefusal(words: "签名校验失败")
  static let time = EPayRefusal(words: "时间戳已过期")
  static let key = EPayRefusal(words: "商户密钥错误")
  static let paid = EPayRefusal(words: "该订单号已支付")
  package static let changed = EPayRefusal(words: "订单号已存在，金额不一致")
  static let unknown = EPayRefusal(words: "订单不存在")
  static let money = EPayRefusal(words: "退款金额不正确")
}

extension EPayRefusal: HTTPResponseError {
  package var status: HTTPResponse.Status { .ok }

  /// The refusal as JSON, as every other answer with status 200.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    Response(json: ["code": "-1", "msg": words])
  }
}
