package import Shop

extension WeChatPayAdapter {
  /// Checks the signature over the raw bytes, decrypts the resource, then reads it.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    try WeChatPaySignature(request).check(request.body, keys: keys, at: now)
    let event = try WebhookBody.decode(WeChatPayEventDocument.self, from: request.body)
    guard WebhookBody.isIdentifier(event.id), WebhookBody.isIdentifier(event.eventType) else {
      throw .malformed
    }
    return .event(
      PaymentEvent(
        provider: .wechatpay,
        id: event.id,
        kind: event.eventType,
        fact: try fact(of: event),
        body: request.body
      )
    )
  }

  private func fact(of event: WeChatPayEventDocument) throws(WebhookRefusal) -> PaymentFact {
    let isPayment = event.eventType.hasPrefix("TRANSACTION.")
    guard isPayment || event.eventType.hasPrefix("REFUND.") else { return .irrelevant }
    guard let sealed = event.resource else { throw .malformed }
    let opened = try seal.open(sealed)
    guard isPayment else {
      return try refund(WebhookBody.decode(WeChatPayRefundDocument.self, from: opened))
    }
    let trade = try WebhookBody.decode(WeChatPayTradeDocument.self, from: opened)
    guard event.eventType == "TRANSACTION.SUCCESS", trade.tradeState == "SUCCESS" else {
      return .irrelevant
    }
    return try paid(trade)
  }

  /// A successful trade, by its total; coupons that reduce what the buyer pays are WeChat Pay's
  /// affair.
  func paid(_ trade: WeChatPayTradeDocument) throws(WebhookRefusal) -> PaymentFact {
    guard let id = trade.transactionID, WebhookBody.isIdentifier(id), let amount = trade.amount,
      amount.total >= 0, let currency = Currency(amount.currency ?? "CNY")
    else { throw .malformed }
    let apps = [merchant.appid, official?.appid]
    let isOurs = trade.mchid == merchant.mchid && apps.contains(trade.appid)
    return .paid(
      PaidFact(
        key: Payment.Key(paymentID: id, reference: Reference(trade.outTradeNo)),
        amount: Money(minorUnits: amount.total, currency: currency),
        mismatch: isOurs ? nil : .account,
        payer: trade.payer?.openid
      )
    )
  }

  private func refund(_ document: WeChatPayRefundDocument) throws(WebhookRefusal) -> PaymentFact {
    // A refund names no app; another merchant's must not touch an order of ours.
    guard document.mchid == merchant.mchid else { throw .authentication }
    switch document.refundStatus {
    case "SUCCESS": return try document.fact()
    case "ABNORMAL", "CLOSED":
      return .refundFailed(document.key, refundID: document.refundID)
    default: return .irrelevant
    }
  }
}

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
