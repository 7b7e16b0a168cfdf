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
