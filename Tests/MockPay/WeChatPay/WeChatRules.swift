/// What WeChat Pay refuses, each with the page or program that says so.
extension Rule {
  // pay.weixin.qq.com/doc/v3/merchant/4012791845 (H5, questions): an empty referer is answered with
  // 商家参数格式有误; wechatpay-apiv3/wechatpay-skills, basic payment, common questions §3.
  static let wechatReferer = Rule(
    "wechatpay.referer",
    "an H5 payment that the browser comes to without a referer"
  )
  // The same page: 商家存在未配置的参数 when the referer's host is not the registered H5 domain, which
  // is compared letter by letter (…/4013287193).
  static let wechatDomain = Rule(
    "wechatpay.domain",
    "an H5 payment from another domain than the registered one"
  )
  // The same page: 支付请求已失效, five minutes after the order was placed or placed again.
  static let wechatLinkLifetime = Rule(
    "wechatpay.link-lifetime",
    "an H5 link that is older than five minutes"
  )
  // The same page: 请在微信外打开订单; inside WeChat's own browser JSAPI alone pays.
  static let wechatOutside = Rule(
    "wechatpay.outside",
    "an H5 payment inside WeChat's own browser"
  )
  // …/4012791877 and …/4012791834: description is string(127); counted here in bytes of UTF-8, the
  // stricter of the two readings. attach is string(128), notify_url string(255).
  static let wechatLengths = Rule(
    "wechatpay.lengths",
    "a description over 127 bytes, an attach over 128, a notify_url over 255"
  )
  // The same pages: out_trade_no is 6 to 32 of digits, letters and _-|*.
  static let wechatNumbers = Rule(
    "wechatpay.numbers",
    "an order number of other characters than 0-9A-Za-z_-|*, or not 6 to 32 of them"
  )
  // …/4012075420 (notes on webhooks): https, and no parameters.
  static let wechatNotifyURL = Rule(
    "wechatpay.notify-url",
    "a notify_url that is not https or carries a query"
  )
  // …/4012791877: time_expire is RFC 3339 with a zone; what is past cannot be paid any more.
  static let wechatExpiry = Rule(
    "wechatpay.expiry",
    "a time_expire that is past, or not of the form 2026-01-02T03:04:05+08:00"
  )
  // The same page: a repeat may renew the link with the same parameters; trying to change
  // time_expire, or anything else, under a used number is an error.
  static let wechatRepeats = Rule(
    "wechatpay.repeats",
    "an order number that is used again with other parameters"
  )
  // …/4012791834: amount.total is a whole number of fen above 0.
  static let wechatMinimum = Rule("wechatpay.minimum", "an amount below 1 fen")
  // wechatpay-go core/client.go, wechatpay-java AbstractHttpClient and wechatpay-apache-httpclient
  // SignatureExec verify answers of success alone, so that nothing promises a signed refusal.
  static let wechatUnsignedErrors = Rule(
    "wechatpay.unsigned-errors",
    "to sign an answer that refuses something"
  )
  // developers.weixin.qq.com, OA web page authorisation: a code is good once and for five minutes
  // (40163, 40029), and leads back to the registered domain alone (10003).
  static let wechatCodes = Rule(
    "wechatpay.codes",
    "an authorisation code that was used, is older than five minutes or was never given"
  )
  static let wechatAuthorisationDomain = Rule(
    "wechatpay.authorisation-domain",
    "an authorisation that leads back to another domain than the registered one"
  )
  // …/4012791856 (JSAPI order): payer.openid is the buyer's under this very appid.
  static let wechatOpenID = Rule(
    "wechatpay.openid",
    "a JSAPI order for a buyer whom this app does not know"
  )
  // …/4012791857 (JSAPI call): RSA over appId, timeStamp, nonceStr and package, a line each; the
  // prepay_id is good for two hours.
  static let wechatPaySign = Rule(
    "wechatpay.pay-sign",
    "a call of the bridge whose paySign does not fit, or whose prepay_id is over two hours old"
  )
  // …/4012791905 (abnormal refunds): for a refund whose state is ABNORMAL; to a buyer's card with
  // bank_type, bank_account and real_name, to the merchant's own account without.
  static let wechatAbnormal = Rule(
    "wechatpay.abnormal",
    "to end a refund by hand that is not abnormal, or to a buyer's card without saying whose"
  )

  // …/4012551764 (list of certificates); a merchant who has a public key alone is answered 404,
  // RESOURCE_NOT_EXISTS, 无可用的平台证书.
  static let wechatCertificates = Rule(
    "wechatpay.certificates",
    "the list of certificates to a merchant who has a public key alone"
  )
  // …/4012791845 (H5, questions), the first of five: 网络环境未能通过安全验证 where payer_client_ip
  // is not the address from which the buyer comes.
  static let wechatAddress = Rule(
    "wechatpay.h5-ip",
    "an H5 payment from another address than the order's payer_client_ip"
  )

  static let wechat: [Rule] = [
    wechatReferer, wechatDomain, wechatLinkLifetime, wechatOutside, wechatLengths, wechatNumbers,
    wechatNotifyURL, wechatExpiry, wechatRepeats, wechatMinimum, wechatUnsignedErrors, wechatCodes,
    wechatAuthorisationDomain, wechatOpenID, wechatPaySign, wechatAbnormal,
    wechatCertificates, wechatAddress,
  ]
}

/// A refusal in WeChat Pay's form: a status, a code for programs, words for people.
package struct WeChatError: Error, Equatable {
  /// The HTTP status.
  package let status: Int
  /// `PARAM_ERROR` and its like.
  package let code: String
  /// For people.
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
  static let noCertificates = WeChatError(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书")
  static let paid = WeChatError(400, "ORDERPAID", "该订单已支付")
  static let closed = WeChatError(400, "ORDER_CLOSED", "该订单已关闭")
  static let usedNumber = WeChatError(403, "OUT_TRADE_NO_USED", "商户订单号重复")

  var bytes: [UInt8] {
    JsonDocument.object(["code": .text(code), "message": .text(message)]).bytes
  }
}
