import Shop

/// The envelope of a webhook.
struct WeChatPayEventDocument: Decodable {
  let id: String
  let eventType: String
  let resource: WeChatPaySealedDocument?

  enum CodingKeys: String, CodingKey {
    case id, resource
    case eventType = "event_type"
  }
}

/// A trade, in webhooks and in answers to a query.
struct WeChatPayTradeDocument: Decodable {
  let mchid: String
  let appid: String
  let outTradeNo: String
  /// Missing until somebody has paid.
  let transactionID: String?
  let tradeState: String
  let amount: AmountDocument?
  let payer: PayerDocument?

  /// Who paid, as this app knows them.
  struct PayerDocument: Decodable {
    let openid: String?
  }

  /// In fen.
  struct AmountDocument: Decodable {
    let total: Int64
    let currency: String?
  }

  enum CodingKeys: String, CodingKey {
    case mchid, appid, amount, payer
    case outTradeNo = "out_trade_no"
    case transactionID = "transaction_id"
    case tradeState = "trade_state"
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

  /// That this refund is done.
  func fact() throws(WebhookRefusal) -> PaymentFact {
    guard let yuan = Currency("CNY"), amount.refund > 0, WebhookBody.isIdentifier(refundID),
      WebhookBody.isIdentifier(transactionID)
    else { throw .malformed }
    let money = Money(minorUnits: amount.refund, currency: yuan)
    // An abnormal refund may still be given: to another account, or by hand.
    return .refunded(key, Refund.Confirmed(id: refundID, amount: money, isLastWord: true))
  }
}

/// WeChat Pay's form of an error.
struct WeChatPayErrorDocument: Decodable {
  let code: String
  let message: String?
}
