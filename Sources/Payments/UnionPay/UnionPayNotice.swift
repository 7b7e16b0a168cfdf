import Shop

/// Tells what a verified notification means to the shop.
struct UnionPayNotice {
  let message: UnionPayMessage
  let merchantID: String

  /// Behind the number of a refund of ours where the purchase is undone instead.
  static let voidMark = "V"

  /// A purchase, a refund, a purchase undone on its own day; anything else is no sale of ours.
  func meaning(body: [UInt8]) throws(WebhookRefusal) -> VerifiedWebhook {
    guard let queryID = message.queryID, let type = message["txnType"],
      let code = message["respCode"], [type, code].allSatisfy(WebhookBody.isIdentifier),
      let outcome = message.outcome
    else { throw .malformed }
    // There is no ID of the event: the code is part of ours, so that a success that follows on
    // "not known yet" is not taken for its repeat.
    let event = { (fact: PaymentFact) in
      PaymentEvent(
        provider: .unionpay,
        id: "\(queryID)-\(type)-\(code)",
        kind: "\(type):\(code)",
        fact: fact,
        body: body
      )
    }
    switch type {
    case "01":
      let fact = try purchase(queryID, outcome)
      guard outcome == .flawedSuccess, isOurs else { return .event(event(fact)) }
      let question = Payment.Question(
        reference: message.reference,
        paymentID: queryID,
        openedAt: message.sentAt
      )
      return .claim(event(fact).claim(about: question))
    case "04", "31": return .event(event(isOurs ? try refund(outcome) : .irrelevant))
    default: return .event(event(.irrelevant))
    }
  }

  private var isOurs: Bool { message["merId"] == merchantID }

  private func purchase(
    _ queryID: String,
    _ outcome: UnionPayOutcome
  ) throws(WebhookRefusal) -> PaymentFact {
    let key = Payment.Key(paymentID: queryID, reference: message.reference)
    switch outcome {
    case .success, .flawedSuccess:
      guard let amount = message.amount else { throw .malformed }
      return .paid(PaidFact(key: key, amount: amount, mismatch: isOurs ? nil : .account))
    case .underway: return .irrelevant
    default: return isOurs ? .failed(key) : .irrelevant
    }
  }

  /// Here `orderId` is the refund's own number, and `origQryId` names the purchase.
  private func refund(_ outcome: UnionPayOutcome) throws(WebhookRefusal) -> PaymentFact {
    guard let paymentID = message["origQryId"], let number = message["orderId"],
      [paymentID, number].allSatisfy(WebhookBody.isIdentifier)
    else { throw .malformed }
    let isVoid = message["txnType"] == "31" && number.hasSuffix(Self.voidMark)
    // A refund of ours under one ID, whichever way it went.
    let id = isVoid ? String(number.dropLast()) : number
    // That it cannot be undone any more is no end of it: a refund is asked for then.
    if isVoid, outcome == .failure { return .irrelevant }
    let key = Payment.Key(paymentID: paymentID, reference: nil)
    switch outcome {
    case .success, .flawedSuccess:
      guard let amount = message.amount else { throw .malformed }
      return .refunded(key, Refund.Confirmed(id: id, amount: amount))
    case .underway: return .irrelevant
    default: return .refundFailed(key, refundID: id)
    }
  }
}

extension PaymentEvent {
  /// The same, to be asked about before anything is settled.
  fileprivate func claim(about question: Payment.Question) -> PaymentClaim {
    PaymentClaim(
      provider: provider,
      id: id,
      kind: kind,
      question: question,
      claimed: fact,
      body: body
    )
  }
}
