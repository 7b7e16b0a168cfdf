package import Shop

extension EPayAdapter {
  /// Checks the signature over the address's query, or over the form of a `POST`, then makes a
  /// claim of what it says.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    // With both a query and a body it is unclear which is signed.
    guard request.query.isEmpty || request.body.isEmpty else { throw .authentication }
    let text = request.query.isEmpty ? request.body : Array(request.query.utf8)
    let form = try SignedForm(text)
    guard dialect.isSigned(form) else { throw .authentication }
    guard let tradeNumber = form.text("trade_no"), let status = form.text("trade_status"),
      [tradeNumber, status].allSatisfy(WebhookBody.isIdentifier)
    else { throw .malformed }
    let isOurs = form.text("pid") == pid
    let paymentKey = Payment.Key(
      paymentID: tradeNumber,
      reference: form.text("out_trade_no").flatMap(Reference.init)
    )
    let event = { (fact: PaymentFact) in
      PaymentEvent(
        provider: .epay,
        id: "\(tradeNumber)-\(status)",
        kind: status,
        fact: fact,
        body: text
      )
    }
    guard status == "TRADE_SUCCESS" else { return .event(event(.irrelevant)) }
    guard let amount = form.text("money").flatMap(Self.yuan) else { throw .malformed }
    let fact = PaymentFact.paid(
      PaidFact(key: paymentKey, amount: amount, mismatch: isOurs ? nil : .account)
    )
    guard isOurs else { return .event(event(fact)) }
    return .claim(
      PaymentClaim(
        provider: .epay,
        id: event(fact).id,
        kind: status,
        question: Payment.Question(reference: paymentKey.reference, paymentID: tradeNumber),
        claimed: fact,
        body: text
      )
    )
  }
}
