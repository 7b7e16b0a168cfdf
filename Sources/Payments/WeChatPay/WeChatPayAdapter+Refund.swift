import Shop
import Transport

extension WeChatPayAdapter {
  /// Refunds money under a number of ours; the same number again returns the state of the refund.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791883
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    let body = try json(WeChatPayNewRefundDocument(request))
    let outcome = try send(.post, "/v3/refund/domestic/refunds", body, call)
    // No refund was made; the same one may be requested once the balance suffices (wechatpay-go,
    // refunddomestic).
    if case .failure(_, "NOT_ENOUGH", let words) = outcome { return .short(words) }
    let document = try read(WeChatPayRefundDocument.self, from: outcome)
    switch document.refundStatus {
    case "PROCESSING": return .pending
    case "SUCCESS":
      do {
        return .done(try document.fact())
      } catch {
        throw .untrusted("WeChat Pay's answer about a refund cannot be read")
      }
    // Not final: the money may still go back by hand, so the order is not released.
    case "ABNORMAL": return try failed(document, Self.abnormal(document.refundID))
    case "CLOSED":
      return try failed(document, "WeChat Pay closed it without giving back; ask for it once more")
    default: throw .untrusted("WeChat Pay's answer about a refund has a state that is not known")
    }
  }

  private func failed(
    _ document: WeChatPayRefundDocument,
    _ words: String
  ) throws(ProviderError) -> RefundAnswer {
    guard WebhookBody.isIdentifier(document.refundID),
      WebhookBody.isIdentifier(document.transactionID)
    else { throw .untrusted("WeChat Pay's answer about a refund cannot be read") }
    return .failed(.refundFailed(document.key, refundID: document.refundID), words)
  }

  /// How a person ends an abnormal refund: by saying where else the money goes.
  ///
  /// `REFUND.SUCCESS` of the same number then reports it. The worker cannot do this: a buyer's bank
  /// card needs their name and account number, which a shop of codes does not have, and the
  /// merchant's own account gives the buyer nothing.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791905
  private static func abnormal(_ refundID: String) -> String {
    """
    ABNORMAL: the card or account that paid takes nothing back; say where else refund \(refundID) \
    goes in WeChat Pay's console (商户平台, 交易中心), or by POST \
    /v3/refund/domestic/refunds/\(refundID)/apply-abnormal-refund; its message ends it here
    """
  }
}

/// A refund that we ask for.
private struct WeChatPayNewRefundDocument: Encodable {
  let transactionID: String?
  let outTradeNo: String?
  let outRefundNo: String
  let reason: String
  let notifyURL: String
  let amount: AmountDocument

  init(_ request: RefundRequest) {
    transactionID = request.question.paymentID
    outTradeNo = transactionID == nil ? request.question.reference?.text : nil
    outRefundNo = request.id
    reason = request.reason.cut(toBytes: 80)
    notifyURL = request.notifyURL
    amount = AmountDocument(
      refund: request.amount.minorUnits,
      total: request.paid.minorUnits,
      currency: request.paid.currency.code
    )
  }

  struct AmountDocument: Encodable {
    let refund: Int64
    let total: Int64
    let currency: String
  }

  enum CodingKeys: String, CodingKey {
    case reason, amount
    case transactionID = "transaction_id"
    case outTradeNo = "out_trade_no"
    case outRefundNo = "out_refund_no"
    case notifyURL = "notify_url"
  }
}

/// A refund, in webhooks (`refund_status`) and in answers (`status`).
struct WeChatPayRefundDocument: Decodable {
  let mchid: String?
  let outTradeNo: String
  let transactionID: String
  let refundID: String
  let refundStatus: String
  let amount: AmountDocument

  /// In fen; always CNY.
  struct AmountDocument: Decodable {
    let refund: Int64
  }

  private enum CodingKeys: String, CodingKey {
    case mchid, amount, status
    case outTradeNo = "out_trade_no"
    case transactionID = "transaction_id"
    case refundID = "refund_id"
    case refundStatus = "refund_status"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    mchid = try values.decodeIfPresent(String.self, forKey: .mchid)
    outTradeNo = try values.decode(String.self, forKey: .outTradeNo)
    transactionID = try values.decode(String.self, forKey: .transactionID)
    refundID = try values.decode(String.self, forKey: .refundID)
    refundStatus =
      try values.decodeIfPresent(String.self, forKey: .refundStatus)
      ?? values.decode(String.self, forKey: .status)
    amount = try values.decode(AmountDocument.self, forKey: .amount)
  }

  var key: Payment.Key {
    Payment.Key(paymentID: transactionID, reference: Reference(outTradeNo))
  }

  /// The fact that this refund is done.
  func fact() throws(WebhookRefusal) -> PaymentFact {
    guard let yuan = Currency("CNY"), amount.refund > 0, WebhookBody.isIdentifier(refundID),
      WebhookBody.isIdentifier(transactionID)
    else { throw .malformed }
    let money = Money(minorUnits: amount.refund, currency: yuan)
    // An abnormal refund may still succeed: to another account, or by hand.
    return .refunded(key, Refund.Confirmed(id: refundID, amount: money, isLastWord: true))
  }
}
