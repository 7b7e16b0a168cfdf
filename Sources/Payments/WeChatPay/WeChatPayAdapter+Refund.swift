import Shop
import Transport

extension WeChatPayAdapter {
  /// Gives money back under a number of ours; the same number again tells where it stands.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791883
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    let body = try json(WeChatPayNewRefundDocument(request))
    let outcome = try send(.post, "/v3/refund/domestic/refunds", body, call)
    let document = try read(WeChatPayRefundDocument.self, from: outcome)
    switch document.refundStatus {
    case "PROCESSING": return .pending
    case "SUCCESS":
      do {
        return .done(try document.fact())
      } catch {
        throw .untrusted("WeChat Pay's answer about a refund cannot be read")
      }
    // Not final: the money may still be given back by hand, so that nobody lets go of the order.
    case "ABNORMAL", "CLOSED":
      guard WebhookBody.isIdentifier(document.refundID),
        WebhookBody.isIdentifier(document.transactionID)
      else { throw .untrusted("WeChat Pay's answer about a refund cannot be read") }
      return .done(.refundFailed(document.key, refundID: document.refundID))
    default: throw .untrusted("WeChat Pay's answer about a refund has a state that is not known")
    }
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
