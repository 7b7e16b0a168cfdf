/// What Alipay refuses, or leaves out, each with the page or program that says so.
extension Rule {
  // opendocs.alipay.com/open/59da99d0_alipay.trade.page.pay: subject is string(256) without / = &;
  // global.alipay.com/doc/global/createandpay: 128 Chinese characters at most. Counted here in
  // bytes of UTF-8, the strictest reading.
  static let alipaySubject = Rule(
    "alipay.subject",
    "a subject over 256 bytes, or with / = & in it"
  )
  // The same page: total_amount is 0.01 to 100000000 yuan with at most two decimals.
  static let alipayMinimum = Rule("alipay.minimum", "an amount below 0.01 yuan")
  // opendocs.alipay.com/open/f60979b3_alipay.trade.refund: refund_reason is string(256).
  static let alipayReason = Rule("alipay.reason", "a refund_reason over 256 bytes")
  // opendocs.alipay.com/common/02kf5q: timestamp is when the request was sent, of Beijing;
  // global.alipay.com/doc/global/precreate_transaction: a request expires after 30 minutes.
  // isv.invalid-timestamp, opendocs.alipay.com/common/02km9f.
  static let alipayTimestamp = Rule(
    "alipay.timestamp",
    "a request or a page link that was signed over 15 minutes ago or ahead"
  )
  // …/59da99d0_alipay.trade.page.pay: timeout_express is 1m to 15d, and time_expire a moment to
  // come; ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR.
  static let alipayExpiry = Rule(
    "alipay.expiry",
    "a time_expire that is past or over 15 days ahead"
  )
  // The same page: ACQ.CONTEXT_INCONSISTENT, the order's number came with other parameters before.
  static let alipayRepeats = Rule(
    "alipay.repeats",
    "an order number that is used again with other parameters"
  )
  // alipay-easysdk and opendocs.alipay.com/open/f60979b3_alipay.trade.refund: fund_change need not
  // be in an answer; then alipay.trade.fastpay.refund.query tells.
  static let alipayFundChange = Rule(
    "alipay.fund-change",
    "to say in the answer to a refund whether money moved"
  )
  // A gateway that was asked without keys (40002, isv.invalid-app-id) answers without `sign`, and
  // alipay-sdk-python 3.7 takes unsigned refusals for what they are: words, and no proof.
  static let alipayUnsignedErrors = Rule(
    "alipay.unsigned-errors",
    "to sign what the gateway itself refuses"
  )
  // opendocs.alipay.com/open/3c9f1bcf_alipay.data.dataservice.bill.downloadurl.query: `trade` is of
  // what was bought by contracts for it, `signcustomer` of the account's movements; that `trade`
  // has a website's payments is nowhere promised.
  static let alipayBillKinds = Rule(
    "alipay.bill-kinds",
    "to list a website's payments in the bill `trade`"
  )
  // The same page's sample: names stand in the bill as they were given, unquoted.
  static let alipayBillNames = Rule(
    "alipay.bill-names",
    "to take the commas out of the names in a bill"
  )
  // alipay-easysdk's tests of alipay.data.dataservice.bill.downloadurl.query expect an address that
  // begins with http://dwbillcenter.alipay.com/.
  static let alipayBillAddress = Rule(
    "alipay.bill-address",
    "to give the address of a bill with https"
  )
  // opendocs.alipay.com/common/057k53: in certificate mode each request names the app's certificate
  // and Alipay's roots; 40002 with isv.app-cert-not-exist (alipay-sdk-nodejs-all, issue 56),
  // isv.invalid-alipay-root-cert-sn (yansongda/pay, issue 491), isv.missing-app-cert-sn.
  static let alipayCertificates = Rule(
    "alipay.certificates",
    "a request that names another certificate than the app's, or other roots"
  )
  // WeChat's own browser opens no page of Alipay's: users of both see 如需浏览，请长按网址复制后使用
  // 浏览器访问; opendocs.alipay.com, mobile website payment, questions.
  static let alipayOutside = Rule(
    "alipay.outside",
    "a page of Alipay's inside WeChat's own browser"
  )

  static let alipay: [Rule] = [
    alipaySubject, alipayMinimum, alipayReason, alipayTimestamp, alipayExpiry, alipayRepeats,
    alipayFundChange, alipayUnsignedErrors, alipayBillKinds, alipayBillNames, alipayBillAddress,
    alipayCertificates, alipayOutside,
  ]
}

/// A refusal in Alipay's form: a common code and a precise one, each with words.
package struct AlipayError: Error, Equatable {
  let code: String
  let words: String
  let subCode: String
  let subWords: String

  private init(_ code: String, _ words: String, _ subCode: String, _ subWords: String) {
    self.code = code
    self.words = words
    self.subCode = subCode
    self.subWords = subWords
  }

  /// The request itself is malformed or not to be believed.
  static func invalid(_ subCode: String, _ words: String) -> AlipayError {
    AlipayError("40002", "Invalid Arguments", subCode, words)
  }

  static func missing(_ name: String) -> AlipayError {
    AlipayError("40001", "Missing Required Arguments", "isv.missing-\(name)", "缺少参数 \(name)")
  }

  /// The request was understood and cannot be done.
  static func failed(_ subCode: String, _ words: String) -> AlipayError {
    AlipayError("40004", "Business Failed", subCode, words)
  }

  static func parameter(_ words: String) -> AlipayError {
    failed("ACQ.INVALID_PARAMETER", "参数无效: \(words)")
  }

  static let noTrade = failed("ACQ.TRADE_NOT_EXIST", "交易不存在")
  static let unavailable = AlipayError(
    "20000",
    "Service Currently Unavailable",
    "isp.unknow-error",
    "系统繁忙"
  )

  /// Whether the gateway refuses it, before anything of the shop's is looked at.
  var isGateways: Bool { code != "40004" }

  var fields: [String: JsonDocument] {
    [
      "code": .text(code), "msg": .text(words), "sub_code": .text(subCode),
      "sub_msg": .text(subWords),
    ]
  }
}
