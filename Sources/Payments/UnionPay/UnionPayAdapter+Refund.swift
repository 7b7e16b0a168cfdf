import Shop

extension UnionPayAdapter {
  /// Refunds money; the same request again returns the state of the refund.
  ///
  /// UnionPay knows a refund by its number and the time of the request, and accepts that pair once.
  /// So the pair is queried before it is sent: a known one is not sent again, and of two that are
  /// sent at once UnionPay refuses one as a repeat. A request whose answer was lost may come again
  /// much later; if UnionPay then refuses its time, it has not accepted it before either, and the
  /// refusal is true.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    guard let paymentID = request.question.paymentID, let requestedAt = request.requestedAt else {
      throw .refused("UnionPay refunds a payment by its queryId, at a time that is written down")
    }
    if let answer = try settled(request.id, request, requestedAt, call) { return answer }
    if request.amount == request.paid {
      if let answer = try undone(request, paymentID, requestedAt, call) { return answer }
    }
    try send(request, .refund, of: paymentID, at: requestedAt, call)
    return .pending
  }

  /// The answer to an earlier request of that number; nil where UnionPay knows none.
  private func settled(
    _ number: String,
    _ request: RefundRequest,
    _ requestedAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer? {
    switch try asked(number, requestedAt, call) {
    case .unknown: return nil
    case .known(let message, .success), .known(let message, .flawedSuccess):
      guard message.amount == request.amount else {
        throw .untrusted("UnionPay's refund \(request.id) is of another amount than was asked")
      }
      let key = Payment.Key(
        paymentID: request.question.paymentID,
        reference: request.question.reference
      )
      return .done(.refunded(key, Refund.Confirmed(id: request.id, amount: request.amount)))
    case .known(_, .underWay), .known(_, .trouble), .known(_, .outOfTime), .known(_, .repeated):
      return .pending
    case .known(let message, _):
      throw .refused(
        ProviderError.line(
          "UnionPay's refund \(request.id) ended with \(message["origRespCode"] ?? "no code"), "
            + (message["origRespMsg"] ?? "no words")
        )
      )
    }
  }

  /// Voids the whole purchase on its settlement day (消费撤销), which costs no fee; nil where it is too
  /// late or not allowed, so that a refund is requested instead.
  ///
  /// It has a number of its own, since a refused request uses up its number. A refusal is certain:
  /// UnionPay has not voided the purchase. Once it has voided it, it takes no refund.
  private func undone(
    _ request: RefundRequest,
    _ paymentID: String,
    _ requestedAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer? {
    let number = request.id + UnionPayNotice.voidMark
    do {
      if let answer = try settled(number, request, requestedAt, call) { return answer }
    } catch .refused {
      return nil
    } catch {
      throw error
    }
    let purchase: Transaction
    do {
      purchase = try transaction(queryID: paymentID, call)
    } catch .refused {
      return nil
    } catch {
      throw error
    }
    guard case .known(let message, .success) = purchase, message["txnType"] == "01",
      message["settleDate"] == call.now.settleDate
    else { return nil }
    do {
      try send(request, .void, of: paymentID, at: requestedAt, call)
    } catch .refused {
      return nil
    } catch {
      throw error
    }
    return .pending
  }

  /// The state of the refund; a refused question says nothing about it.
  private func asked(
    _ id: String,
    _ requestedAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) -> Transaction {
    do {
      return try transaction(id, sentAt: requestedAt, call)
    } catch .refused(let words) {
      throw .temporary(words)
    } catch {
      throw error
    }
  }

  /// The two requests that return money, by `txnType`.
  private enum WayBack: String {
    case refund = "04"
    case void = "31"
  }

  /// The `bizType` of the request: that of codes where the payment was made by a code.
  private func product(of paymentID: String, _ call: Call) throws(ProviderError) -> String {
    guard showsCode, case .known(let message, _) = try transaction(queryID: paymentID, call),
      message["txnSubType"] == "07"
    else { return "000201" }
    return "000000"
  }

  /// Sends the request; that it is accepted does not mean that it is done, which a notification or
  /// a question says.
  private func send(
    _ request: RefundRequest,
    _ way: WayBack,
    of paymentID: String,
    at requestedAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) {
    let answer = try ask(
      "\(gateway)/gateway/api/backTransReq.do",
      [
        FormField("txnType", way.rawValue),
        FormField("txnSubType", "00"),
        FormField("bizType", try product(of: paymentID, call)),
        FormField("channelType", "07"),
        FormField("orderId", request.id + (way == .void ? UnionPayNotice.voidMark : "")),
        FormField("origQryId", paymentID),
        FormField("txnTime", requestedAt.txnTime),
        FormField("txnAmt", String(request.amount.minorUnits)),
        FormField("backUrl", request.notifyURL),
      ],
      call,
      isRepeatable: false
    )
    switch answer.outcome {
    case .success, .flawedSuccess, .underWay, .repeated: return
    case .trouble: throw .temporary(answer.complaint)
    case .unknownOrder, .belated, .noFile, .outOfTime, .failure, nil:
      throw .refused(Self.isShort(answer) ? Self.short(answer) : answer.complaint)
    }
  }

  /// Whether the shop's balance is too small, for which UnionPay has words but no code.
  private static func isShort(_ answer: UnionPayMessage) -> Bool {
    ["余额不足", "资金不足", "额度不足"].contains { answer["respMsg"]?.contains($0) ?? false }
  }

  /// The words for it: a refused number stays refused, so UnionPay, unlike others, needs a new
  /// refund.
  private static func short(_ answer: UnionPayMessage) -> String {
    answer.complaint + "; the balance there is too small for now: once it is enough, give the "
      + "order's refund again"
  }
}
