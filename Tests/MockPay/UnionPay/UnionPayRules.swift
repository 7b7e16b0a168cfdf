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
