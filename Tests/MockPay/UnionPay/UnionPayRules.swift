package import Hummingbird

/// What UnionPay's gateway refuses, each with its source.
extension Rule {
  // The official sample code's note on orderId (acp SDK, 6.2): 8 to 40 letters and digits, no - or
  // _; the field tables of open.unionpay.com for the others: code 10.
  static let unionpayForms = Rule(
    "unionpay.forms",
    "a field of other characters or length than the interface's tables allow, or one too many"
  )
  // The same note on txnTime: it must be the present, or txnTime is invalid: code 39.
  static let unionpayTime = Rule("unionpay.time", "a txnTime that is not the present")
  // open.unionpay.com, payTimeout: a moment that is to come.
  static let unionpayTimeout = Rule("unionpay.timeout", "a payTimeout that is over")
  // open.unionpay.com, answer code 12: an order number that was used for another amount, or paid.
  static let unionpayRepeats = Rule(
    "unionpay.repeats",
    "an order number that is used again with another amount"
  )
  // open.unionpay.com, 消费撤销: on the same day, and the whole amount: codes 35 and 36.
  static let unionpayVoidDay = Rule("unionpay.void-day", "to undo a purchase of another day")
  static let unionpayVoidWhole = Rule("unionpay.void-whole", "to undo a part of a purchase")
  // The official sample's demos (acp SDK, queryTrans, backTransReq) have a branch for an answer
  // whose signature does not fit: to whom it does not believe, the gateway owes none.
  static let unionpayUnsignedErrors = Rule(
    "unionpay.unsigned-errors",
    "to sign an answer to a message that it does not believe"
  )

  static let unionpay: [Rule] = [
    unionpayForms, unionpayTime, unionpayTimeout, unionpayRepeats, unionpayVoidDay,
    unionpayVoidWhole, unionpayUnsignedErrors,
  ]
}

/// Why UnionPay does not do what a message asks: a code of two characters and its words.
///
/// Source: UnionPay's interface specification, part 5, answer codes.
package struct UnionPayRefusal: Error, Equatable {
  /// The `respCode`.
  package let code: String
  /// The `respMsg`.
  package let words: String

  /// A field that is wrong, by its name.
  static func form(_ name: String) -> UnionPayRefusal {
    UnionPayRefusal(code: "10", words: "报文格式错误[9100001]: \(name)")
  }

  static func missing(_ name: String) -> UnionPayRefusal {
    UnionPayRefusal(code: "13", words: "报文交易要素缺失[9100002]: \(name)")
  }

  /// The signature or the certificate does not fit.
  package static let signature = UnionPayRefusal(code: "11", words: "验证签名失败[9100004]")
  /// This number at this time was there before.
  package static let repeated = UnionPayRefusal(code: "12", words: "重复交易[9100006]")
  static let refused = UnionPayRefusal(code: "30", words: "交易未通过，请更换其他银联卡[1000030]")
  static let merchant = UnionPayRefusal(code: "31", words: "商户状态不正确[6100030]")
  /// More than there is.
  package static let amount = UnionPayRefusal(code: "33", words: "交易金额超限[6130045]")
  /// The merchant's money does not suffice; UnionPay publishes no code for it.
  static let balance = UnionPayRefusal(code: "33", words: "商户可退余额不足[6130033]")
  /// No such transaction.
  package static let unknown = UnionPayRefusal(code: "34", words: "查无此交易[2600000]")
  static let original = UnionPayRefusal(code: "35", words: "原交易不存在或状态不正确[2010002]")
  /// It says something else than the transaction it names.
  package static let mismatch = UnionPayRefusal(code: "36", words: "与原交易信息不符[2010005]")
  static let time = UnionPayRefusal(code: "39", words: "交易不在受理时间范围内[6100039]")
  static let noFile = UnionPayRefusal(code: "98", words: "文件不存在[9800001]")
}

extension UnionPayRefusal: HTTPResponseError {
  /// 400 where a browser brings the form.
  package var status: HTTPResponse.Status { .badRequest }

  /// What the buyer's browser shows.
  package func response(from request: Request, context: some RequestContext) throws -> Response {
    Response(status: status, text: "respCode=\(code)&respMsg=\(words)\n")
  }
}

extension MockState {
  /// Whether an answer that says this carries a signature.
  package func signsUnionPayAnswer(to refusal: UnionPayRefusal) -> Bool {
    refusal != .signature || !controls.follows(.unionpayUnsignedErrors)
  }
}
