package import Shop

extension AlipayAdapter {
  /// Asks for a trade, by Alipay's number or by ours.
  ///
  /// https://opendocs.alipay.com/open/bff76748_alipay.trade.query
  package func query(
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PaymentFinding {
    let content = AlipayTradeNameDocument(question)
    let outcome = try send(
      "alipay.trade.query",
      content,
      reading: AlipayTradeDocument.self,
      call
    )
    switch outcome {
    // There is no trade until the buyer has logged in or scanned.
    case .failure("ACQ.TRADE_NOT_EXIST", _): return .open
    case .failure(_, let words): throw .refused(words)
    case .success(let trade): return try finding(of: trade)
    }
  }

  private func finding(of trade: AlipayTradeDocument) throws(ProviderError) -> PaymentFinding {
    guard let yuan = Currency("CNY"), WebhookBody.isIdentifier(trade.tradeNo) else {
      throw .untrusted("Alipay's answer about a trade cannot be read")
    }
    let key = PaymentKey(paymentID: trade.tradeNo, reference: Reference(trade.outTradeNo))
    switch trade.tradeStatus {
    case "TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED":
      // Closed without a moment of payment: nobody paid in time. Otherwise all was given back.
      let isClosed = trade.tradeStatus == "TRADE_CLOSED"
      if isClosed, trade.sendPayDate == nil { return PaymentFinding(facts: [], isFinal: true) }
      guard let amount = StatementAmount.money(trade.totalAmount, yuan), amount.minorUnits >= 0
      else {
        throw .untrusted("Alipay's answer about a trade has no amount")
      }
      let payment = PaymentFact.paid(
        PaidFact(key: key, amount: amount, payer: trade.buyerUserID ?? trade.buyerOpenID)
      )
      let refund = PaymentFact.refunded(key, Refund(id: nil, amount: amount))
      return PaymentFinding(facts: isClosed ? [refund, payment] : [payment], isFinal: true)
    default: return .open
    }
  }
}

/// Which trade is meant.
struct AlipayTradeNameDocument: Encodable {
  let tradeNo: String?
  let outTradeNo: String?

  init(_ question: PaymentQuestion) {
    tradeNo = question.paymentID
    outTradeNo = question.reference?.text
  }

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
  }
}

/// A trade, in the answer to a query.
private struct AlipayTradeDocument: Decodable {
  let tradeNo: String
  let outTradeNo: String
  let tradeStatus: String
  let totalAmount: String
  /// When it was paid.
  let sendPayDate: String?
  let buyerUserID: String?
  let buyerOpenID: String?

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
    case tradeStatus = "trade_status"
    case totalAmount = "total_amount"
    case sendPayDate = "send_pay_date"
    case buyerUserID = "buyer_user_id"
    case buyerOpenID = "buyer_open_id"
  }
}
