package import Hummingbird

/// What aggregators of the kind called EPay refuse; the sources are 彩虹易支付's own documents and the
/// code of its submit.php, which the others copied.
extension Rule {
  // submit.php: out_trade_no fits ^[a-zA-Z0-9._|-]{1,64}$.
  static let epayNumber = Rule("epay.number", "an order number of other characters")
  // Documents, name: what is over 127 bytes is cut by some and refused by others.
  static let epayName = Rule("epay.name", "a name over 127 bytes")
  // submit.php: money is digits with at most two decimals, above zero.
  static let epayMoney = Rule("epay.money", "an amount of no yuan, or of more than two decimals")
  // Documents, out_trade_no: unique within the merchant; the same order may be placed again unpaid.
  static let epayRepeats = Rule(
    "epay.repeats",
    "an order number that is used again with another amount"
  )
  // Documents of the second interface, timestamp: ten digits, at most 300 seconds off.
  static let epayTime = Rule("epay.time", "a request of the second interface over 300 s old")

  static let epay: [Rule] = [epayNumber, epayName, epayMoney, epayRepeats, epayTime]
}

/// Why EPay does not do what it is asked: a code below zero and words, never signed.
package struct EPayRefusal: Error, Equatable {
  /// In the aggregator's own language; nobody reads them but people.
  package let words: String

  static func field(_ name: String) -> EPayRefusal { EPayRefusal(words: "\(name)参数错误") }
  static let pid = EPayRefusal(words: "商户不存在")
  static let signature = EPayRefusal(words: "签名校验失败")
  static let time = EPayRefusal(words: "时间戳已过期")
  static let key = EPayRefusal(words: "商户密钥错误")
  static let paid = EPayRefusal(words: "该订单号已支付")
  /// The number is there, with another amount.
  package static let changed = EPayRefusal(words: "订单号已存在，金额不一致")
  static let unknown = EPayRefusal(words: "订单不存在")
  static let money = EPayRefusal(words: "退款金额不正确")
}

extension EPayRefusal: HTTPResponseError {
  /// A refusal is an answer like any other: 200.
  package var status: HTTPResponse.Status { .ok }

  /// The refusal as JSON, as every other answer with status 200.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    Response(json: ["code": "-1", "msg": words])
  }
}
