package import Shop
import Transport

extension WeChatPayAdapter {
  /// Asks for a trade, by WeChat Pay's number or by ours.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791880
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    let path: String
    if let id = question.paymentID, WebhookBody.isIdentifier(id) {
      path = "id/\(id.queryEncoded)"
    } else if let reference = question.reference {
      path = "out-trade-no/\(reference)"
    } else {
      throw .refused("a question to WeChat Pay names neither payment nor order")
    }
    let target = "/v3/pay/transactions/\(path)?mchid=\(merchant.mchid)"
    let outcome = try send(.get, target, [], call)
    // The order was never made there, or nobody has opened it.
    if case .failure(404, _, _) = outcome { return .open }
    let trade = try read(WeChatPayTradeDocument.self, from: outcome)
    let isOver = question.expiresAt.map { $0 <= call.now } ?? false
    guard isOver, trade.tradeState == "NOTPAY" else { return try finding(of: trade) }
    guard try close(trade.outTradeNo, call) else {
      // A buyer paid at that very moment.
      return try finding(of: read(WeChatPayTradeDocument.self, from: send(.get, target, [], call)))
    }
    return Payment.Finding(facts: [], isFinal: true)
  }

  /// Closes an order that ended unpaid, so that nobody can pay it; false when it is paid.
  ///
  /// WeChat Pay itself treats the end of an order as the last moment to pay, and leaves it open.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791881
  private func close(_ number: String, _ call: Call) throws(ProviderError) -> Bool {
    let target = "/v3/pay/transactions/out-trade-no/\(number.queryEncoded)/close"
    let body = try json(["mchid": merchant.mchid])
    switch try send(.post, target, body, call) {
    case .success: return true
    case .failure(_, "ORDERPAID", _), .failure(_, "ORDER_PAID", _): return false
    // Closed already, or never known.
    case .failure(_, "ORDER_CLOSED", _), .failure(404, _, _): return true
    case .failure(_, _, let words): throw .refused(words)
    }
  }

  private func finding(
    of trade: WeChatPayTradeDocument
  ) throws(ProviderError) -> Payment.Finding {
    do {
      switch trade.tradeState {
      case "SUCCESS": return Payment.Finding(facts: [try paid(trade)], isFinal: true)
      case "REFUND": return Payment.Finding(facts: try refunded(trade), isFinal: true)
      case "CLOSED", "REVOKED", "PAYERROR": return Payment.Finding(facts: [], isFinal: true)
      default: return .open
      }
    } catch {
      throw .untrusted("WeChat Pay's answer about a trade cannot be read")
    }
  }

  /// The facts of a refunded trade, whose state says that money went back but not how much: at
  /// least one fen.
  ///
  /// That blocks hand-over; webhooks, refunds of ours and the statement give the sum.
  private func refunded(_ trade: WeChatPayTradeDocument) throws(WebhookRefusal) -> [PaymentFact] {
    let payment = try paid(trade)
    guard case .paid(let fact) = payment, fact.mismatch == nil else { return [payment] }
    let least = Money(minorUnits: 1, currency: fact.amount.currency)
    // The refund first, so that nothing is handed over between the two.
    return [.refunded(fact.key, Refund.Confirmed(id: nil, amount: least)), payment]
  }
}

/// A trade, in webhooks and in answers to a query.
struct WeChatPayTradeDocument: Decodable {
  let mchid: String
  let appid: String
  let outTradeNo: String
  /// Missing until the order is paid.
  let transactionID: String?
  let tradeState: String
  let amount: AmountDocument?
  let payer: PayerDocument?

  /// The payer, by this app's ID.
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
