import Shop
import Transport

extension EPayAdapter {
  /// Refunds where the second interface allows it; the first takes no refund number of ours, so
  /// that a repeat would refund twice.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    guard case .v2 = dialect, givesBack else { throw .unsupported }
    guard let number = request.question.paymentID else {
      throw .refused("EPay gives back a payment by its own number alone")
    }
    let key = Payment.Key(paymentID: number, reference: request.question.reference)
    // Our number finds an earlier request; only an unknown one is sent.
    if let answer = try state(of: request, key, call) { return answer }
    let fields = [
      FormField("pid", pid), FormField("trade_no", number),
      FormField("money", request.amount.decimal), FormField("out_refund_no", request.id),
    ]
    let signed = try dialect.signed(fields, at: call.now)
    guard
      try ask(.post, "api/pay/refund", signed, "to a refund", isRepeatable: false) != nil
    else { throw .temporary("EPay has not taken the refund; switch refunds on at the aggregator") }
    return try state(of: request, key, call) ?? .pending
  }

  /// The state of a refund; nil where the aggregator does not know its number.
  private func state(
    of request: RefundRequest,
    _ key: Payment.Key,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer? {
    let fields = [FormField("pid", pid), FormField("out_refund_no", request.id)]
    let signed = try dialect.signed(fields, at: call.now)
    guard let answer = try ask(.post, "api/pay/refundquery", signed, "about a refund") else {
      return nil
    }
    guard answer["out_refund_no"].map({ $0 == request.id }) ?? true,
      answer["money"].flatMap(Self.yuan).map({ $0 == request.amount }) ?? true
    else { throw .untrusted("EPay answered about another refund than \(request.id)") }
    guard answer["status"] == "1" else { return .pending }
    return .done(.refunded(key, Refund.Confirmed(id: request.id, amount: request.amount)))
  }
}
