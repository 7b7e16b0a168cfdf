package import Shop

/// Aggregators of the kind called EPay (易支付): the first interface signs with MD5 over a key that
/// both sides hold, the second with RSA.
///
/// The first's signature is weak and its answers are not signed at all, and they hold the shop's
/// money until they pass it on. So the section must say that a person understood this, and no
/// notification is believed: the aggregator is asked over TLS first.
package struct EPayAdapter: PaymentAdapter {
  package static let provider = Provider.epay
  /// An address of the second interface holds the moment of the click.
  package static let renewsSteps = true
  /// There is no sandbox.
  package var takesRealMoney: Bool { !gateway.isMock }
  /// The shop's number there.
  let pid: String
  let dialect: EPayDialect
  /// `alipay`, `wxpay`, …: where buyers go without choosing; nil leaves it to the aggregator.
  let type: String?
  /// Whether the aggregator lets the shop give money back by itself.
  package let givesBack: Bool
  let gateway: ProviderAddress

  /// Anything but these seven letters brings the notification again.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "success"),
      refusal: WebhookAnswer(status: 400, text: "failure")
    )
  }

  /// Checks the signature over the address's query, or over the form where it comes by `POST`, then
  /// makes a claim of what it says.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    // Of two nobody knows which one was meant.
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

  static func yuan(_ text: String) -> Money? {
    guard let currency = Currency("CNY") else { return nil }
    do {
      return try Money(parsing: text, currency: currency)
    } catch {
      return nil
    }
  }

  /// There are none.
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? { throw .unsupported }
}
