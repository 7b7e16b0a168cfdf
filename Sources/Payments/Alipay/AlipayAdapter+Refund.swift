import Shop

extension AlipayAdapter {
  /// Refunds money; the same number again changes nothing and returns the sum so far.
  ///
  /// https://opendocs.alipay.com/open/f60979b3_alipay.trade.refund
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    let outcome = try send(
      "alipay.trade.refund",
      AlipayNewRefundDocument(request),
      reading: AlipayRefundedDocument.self,
      call
    )
    switch outcome {
    case .failure("ACQ.SELLER_BALANCE_NOT_ENOUGH", let words): return .short(words)
    case .failure(_, let words): throw .refused(words)
    case .success(let document):
      // A successful call does not prove that money moved, and a repeat moves none. Without
      // `fund_change`, or with another value than the two documented ones, the refund itself is
      // queried.
      let hasMoved = document.fundChange == "Y"
      guard try hasMoved ? true : isDone(request, call) else { return .pending }
      guard let yuan = Currency("CNY"), WebhookBody.isIdentifier(document.tradeNo),
        let total = StatementAmount.money(document.refundFee.text, yuan),
        total.minorUnits > 0, total.minorUnits >= request.amount.minorUnits
      else { throw .untrusted("Alipay's answer about a refund cannot be read") }
      let reference = Reference(document.outTradeNo)
      let key = Payment.Key(paymentID: document.tradeNo, reference: reference)
      return .done(.refunded(key, Refund.Confirmed(id: nil, amount: total)))
    }
  }

  /// Whether that refund is done, by its state, number and amount.
  ///
  /// https://opendocs.alipay.com/open/357441a2_alipay.trade.fastpay.refund.query
  private func isDone(_ request: RefundRequest, _ call: Call) throws(ProviderError) -> Bool {
    let outcome = try send(
      "alipay.trade.fastpay.refund.query",
      AlipayRefundNameDocument(request),
      reading: AlipayRefundStateDocument.self,
      call
    )
    guard case .success(let document) = outcome, document.refundStatus == "REFUND_SUCCESS" else {
      return false
    }
    let amount = document.refundAmount.flatMap {
      StatementAmount.money($0.text, request.amount.currency)
    }
    guard document.outRequestNo ?? request.id == request.id,
      document.refundAmount == nil || amount == request.amount
    else { throw .untrusted("Alipay tells of another refund than it was asked about") }
    return true
  }
}

/// A refund that we ask for.
private struct AlipayNewRefundDocument: Encodable {
  let tradeNo: String?
  let outTradeNo: String?
  let refundAmount: String
  let refundReason: String
  let outRequestNo: String

  init(_ request: RefundRequest) {
    tradeNo = request.question.paymentID
    outTradeNo = request.question.reference?.text
    refundAmount = request.amount.decimal
    refundReason = request.reason.cut(toBytes: 256)
    outRequestNo = request.id
  }

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
    case refundAmount = "refund_amount"
    case refundReason = "refund_reason"
    case outRequestNo = "out_request_no"
  }
}

/// Names a refund.
private struct AlipayRefundNameDocument: Encodable {
  let tradeNo: String?
  let outTradeNo: String?
  let outRequestNo: String

  init(_ request: RefundRequest) {
    tradeNo = request.question.paymentID
    outTradeNo = request.question.reference?.text
    outRequestNo = request.id
  }

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
    case outRequestNo = "out_request_no"
  }
}

/// The answer to a refund.
private struct AlipayRefundedDocument: Decodable {
  let tradeNo: String
  let outTradeNo: String
  /// `Y` where money moved by this very call; missing from some answers.
  let fundChange: String?
  /// The sum of all refunds of the trade so far.
  let refundFee: AlipayAmountDocument

  enum CodingKeys: String, CodingKey {
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
    case fundChange = "fund_change"
    case refundFee = "refund_fee"
  }
}

private struct AlipayRefundStateDocument: Decodable {
  let refundStatus: String?
  let refundAmount: AlipayAmountDocument?
  let outRequestNo: String?

  enum CodingKeys: String, CodingKey {
    case refundAmount = "refund_amount"
    case outRequestNo = "out_request_no"
    case refundStatus = "refund_status"
  }
}
