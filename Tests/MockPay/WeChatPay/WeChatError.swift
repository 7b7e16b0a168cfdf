/// A refusal in WeChat Pay's form: a status, a code for programs, words for people.
package struct WeChatError: Error, Equatable {
  package let status: Int
  package let code: String
  package let message: String

  init(_ status: Int, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  /// A field that is missing or malformed.
  static func parameter(_ message: String) -> WeChatError {
    WeChatError(400, "PARAM_ERROR", message)
  }

  static func signature(_ message: String) -> WeChatError {
    WeChatError(401, "SIGN_ERROR", "错误的签名，验签失败: \(message)")
  }

  static let noOrder = WeChatError(404, "ORDER_NOT_EXIST", "订单不存在")
  static let noRefund = WeChatError(404, "RESOURCE_NOT_EXISTS", "退款单不存在")
  static let paid = WeChatError(400, "ORDERPAID", "该订单已支付")
  static let closed = WeChatError(400, "ORDER_CLOSED", "该订单已关闭")
  static let usedNumber = WeChatError(403, "OUT_TRADE_NO_USED", "商户订单号重复")

  var bytes: [UInt8] {
    JsonDocument.object(["code": .text(code), "message": .text(message)]).bytes
  }
}
