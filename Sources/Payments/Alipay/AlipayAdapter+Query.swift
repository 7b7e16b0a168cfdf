package import Shop

extension AlipayAdapter {
  /// Asks for a trade, by Alipay's number or by ours; closes an expired one that nobody paid.
  ///
  /// https://opendocs.alipay.com/open/bff76748_alipay.trade.query
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    guard let trade = try trade(question, call) else { return .open }
    let found = try finding(of: trade)
    let isOver = question.expiresAt.map { $0 <= call.now } ?? false
    guard isOver, !found.isFinal, trade.tradeStatus == "WAIT_BUYER_PAY" else { return found }
    return try closed(question, call)
  }

  /// Nil while there is no trade, which begins when the buyer logs in or scans.
  private func trade(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> AlipayTradeDocument? {
    let outcome = try send(
      "alipay.trade.query",
      AlipayTradeNameDocument(question),
      reading: AlipayTradeDocument.self,
      call
    )
    switch outcome {
    case .failure("ACQ.TRADE_NOT_EXIST", _): return nil
    case .failure(_, let words): throw .refused(words)
    case .success(let trade): return trade
    }
  }

  /// Closes a trade that waits for its buyer; a payment at that very moment still counts.
  ///
  /// https://opendocs.alipay.com/open/ce0b4954_alipay.trade.close
  private func closed(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    let outcome = try send(
      "alipay.trade.close",
      AlipayTradeNameDocument(question),
      reading: AlipayClosedDocument.self,
      call
    )
    switch outcome {
    case .success: return Payment.Finding(facts: [], isFinal: true)
    // It is paid or closed: only the trade itself says which.
    case .failure(let code, _) where Self.isNoLongerWaiting(code):
      guard let trade = try trade(question, call) else { return .open }
      return try finding(of: trade)
    case .failure("ACQ.TRADE_NOT_EXIST", _): return .open
    case .failure(_, let words): throw .refused(words)
    }
  }

  private static func isNoLongerWaiting(_ code: String) -> Bool {
    [
      "ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_HAS_FINISHED", "ACQ.TRADE_HAS_CLOSE",
      "ACQ.TRADE_STATUS_ERROR", "ACQ.REASON_TRADE_STATUS_INVALID", "ACQ.REASON_ILLEGAL_STATUS",
    ].contains(code)
  }

  private func finding(of trade: AlipayTradeDocument) throws(ProviderError) -> Payment.Finding {
    guard let yuan = Currency("CNY"), WebhookBody.isIdentifier(trade.tradeNo) else {
      throw .untrusted("Alipay's answer about a trade cannot be read")
    }
    let key = Payment.Key(paymentID: trade.tradeNo, reference: Reference(trade.outTradeNo))
    switch trade.tradeStatus {
    case "TRADE_SUCCESS", "TRADE_FINISHED", "TRADE_CLOSED":
      // Closed without a moment of payment means unpaid; otherwise everything was refunded.
      let isClosed = trade.tradeStatus == "TRADE_CLOSED"
      if isClosed, trade.sendPayDate == nil { return Payment.Finding(facts: [], isFinal: true) }
      guard let amount = StatementAmount.money(trade.totalAmount.text, yuan),
        amount.minorUnits >= 0
      else {
        throw .untrusted("Alipay's answer about a trade has no amount")
      }
      let payment = PaymentFact.paid(
        PaidFact(key: key, amount: amount, payer: trade.buyerUserID ?? trade.buyerOpenID)
      )
      let refund = PaymentFact.refunded(key, Refund.Confirmed(id: nil, amount: amount))
      return Payment.Finding(facts: isClosed ? [refund, payment] : [payment], isFinal: true)
    default: return .open
    }
  }
}

/// Names a trade.
struct AlipayTradeNameDocument: Encodable {
  let tradeNo: String?
  let outTradeNo: String?

  init(_ question: Payment.Question) {
    tradeNo = question.paymentID
    outTradeNo = question.reference?.text
  }

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
  }
}

/// A trade, as a query answers it.
private struct AlipayTradeDocument: Decodable {
  let tradeNo: String
  let outTradeNo: String
  let tradeStatus: String
  let totalAmount: AlipayAmountDocument
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

/// The answer to closing a trade; none of its numbers is needed.
private struct AlipayClosedDocument: Decodable {}
