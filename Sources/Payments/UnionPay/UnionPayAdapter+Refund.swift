import Shop

extension UnionPayAdapter {
  /// Gives money back, and says where it stands when asked for the same again.
  ///
  /// UnionPay knows a refund by its number and the time of the request, and takes that pair once.
  /// So the pair is asked for before it is sent: what is known is not sent again, and what two
  /// senders sent at once is refused to one of them as a repeat. A request whose answer was lost
  /// may come again much later; if UnionPay then no longer takes its time, it has not taken it
  /// before either, and the refusal is true.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    guard let paymentID = request.question.paymentID, let requestedAt = request.requestedAt else {
      throw .refused("UnionPay refunds a payment by its queryId, at a time that is written down")
    }
    switch try asked(request.id, requestedAt, call) {
    case .unknown:
      try send(request, of: paymentID, at: requestedAt, call)
      return .pending
    case .known(let message, .success), .known(let message, .flawedSuccess):
      guard message.amount == request.amount else {
        throw .untrusted("UnionPay's refund \(request.id) is of another amount than was asked")
      }
      let key = PaymentKey(paymentID: paymentID, reference: request.question.reference)
      return .done(.refunded(key, Refund(id: request.id, amount: request.amount)))
    case .known(_, .underway), .known(_, .trouble), .known(_, .outOfTime), .known(_, .repeated):
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

  /// What became of the refund; that the question is refused says nothing of it.
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

  /// That it was taken does not say that it was done: a notification or a question does.
  private func send(
    _ request: RefundRequest,
    of paymentID: String,
    at requestedAt: Timestamp,
    _ call: Call
  ) throws(ProviderError) {
    let answer = try ask(
      "\(gateway)/gateway/api/backTransReq.do",
      [
        FormField("txnType", "04"),
        FormField("txnSubType", "00"),
        FormField("bizType", "000201"),
        FormField("channelType", "07"),
        FormField("orderId", request.id),
        FormField("origQryId", paymentID),
        FormField("txnTime", requestedAt.txnTime),
        FormField("txnAmt", String(request.amount.minorUnits)),
        FormField("backUrl", request.notifyURL),
      ],
      call,
      isRepeatable: false
    )
    switch answer.outcome {
    case .success, .flawedSuccess, .underway, .repeated: return
    case .trouble: throw .temporary(answer.complaint)
    default: throw .refused(answer.complaint)
    }
  }
}
