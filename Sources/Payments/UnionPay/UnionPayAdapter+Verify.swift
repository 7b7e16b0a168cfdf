package import Shop

extension UnionPayAdapter {
  /// Checks certificate and signature over the decoded fields, then reads the result.
  ///
  /// Freshness is not checked, since a notification says the same whenever it comes. One key signs
  /// for all merchants, so a "paid" with another merchant's number is authentic but not ours.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let message = UnionPayMessage(form: try SignedForm(request.body))
    try trust.check(message, at: now)
    let notice = UnionPayNotice(message: message, merchantID: merchant.id)
    return try notice.meaning(body: request.body)
  }
}

/// Decides which messages are UnionPay's, by their certificates.
struct UnionPayTrust: Sendable {
  private let chain: CertificateChain
  let roots: [PublicCertificate]
  let middles: [PublicCertificate]
  let isLive: Bool

  /// Takes UnionPay's root and the intermediates below it.
  ///
  /// The test environment has used certificates that are signed with SHA-1 or issued to another
  /// name; these are refused for real money.
  init(roots: [PublicCertificate], middles: [PublicCertificate], isLive: Bool) {
    chain = CertificateChain(roots: roots, intermediates: middles, allowsSHA1: !isLive)
    self.roots = roots
    self.middles = middles
    self.isLive = isLive
  }

  /// Refuses a message that is not signed with a certificate of UnionPay's own.
  ///
  /// Version and method are fixed: a message may not choose SHA-1 or a shared key.
  func check(_ message: UnionPayMessage, at now: Timestamp) throws(WebhookRefusal) {
    guard message["version"] == "5.1.0", message["signMethod"] == "01",
      let text = message["signPubKeyCert"], let certificate = PublicCertificate(pem: text),
      let signature = message["signature"].flatMap({ PEMText.bytes(base64: $0) }),
      isUnionPays(certificate), chain.trusts(certificate, at: now),
      let key = RSAPublicKey(certificate),
      key.verifies(signature, over: message.signedBytes)
    else { throw .authentication }
  }

  /// Whether the certificate is issued to UnionPay, by the third part of
  /// `041@8310000000083040@中国银联股份有限公司@00016495`.
  ///
  /// The same authority issues the merchants' certificates, so the chain alone proves nothing.
  private func isUnionPays(_ certificate: PublicCertificate) -> Bool {
    guard let name = certificate.commonName else { return false }
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    let owner = parts.count > 2 ? parts[2] : parts[0]
    return (parts.count > 2 && owner == "中国银联股份有限公司")
      || (!isLive && owner == "00040000:SIGN")
  }
}

/// Reads what a verified notification means to the shop.
struct UnionPayNotice {
  let message: UnionPayMessage
  let merchantID: String

  /// Follows the number of a refund of ours where the purchase is voided instead.
  static let voidMark = "V"

  /// A purchase, a refund, or a void on the purchase's own day; anything else is no sale of ours.
  func meaning(body: [UInt8]) throws(WebhookRefusal) -> VerifiedWebhook {
    guard let queryID = message.queryID, let type = message["txnType"],
      let code = message["respCode"], [type, code].allSatisfy(WebhookBody.isIdentifier),
      let outcome = message.outcome
    else { throw .malformed }
    // The event has no ID: ours includes the code, so that a success that follows "not known yet"
    // is not taken for its repeat.
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
    case .underWay, .belated: return .irrelevant
    case .unknownOrder, .repeated, .noFile, .outOfTime, .trouble, .failure:
      return isOurs ? .failed(key) : .irrelevant
    }
  }

  /// Here `orderId` is the refund's own number, and `origQryId` names the purchase.
  private func refund(_ outcome: UnionPayOutcome) throws(WebhookRefusal) -> PaymentFact {
    guard let paymentID = message["origQryId"], let number = message["orderId"],
      [paymentID, number].allSatisfy(WebhookBody.isIdentifier)
    else { throw .malformed }
    let isVoid = message["txnType"] == "31" && number.hasSuffix(Self.voidMark)
    // Refund and void of one request share its ID.
    let id = isVoid ? String(number.dropLast()) : number
    // A failed void is not the end: a refund is requested then.
    if isVoid, outcome == .failure { return .irrelevant }
    let key = Payment.Key(paymentID: paymentID, reference: nil)
    switch outcome {
    case .success, .flawedSuccess:
      guard let amount = message.amount else { throw .malformed }
      return .refunded(key, Refund.Confirmed(id: id, amount: amount))
    case .underWay: return .irrelevant
    case .belated, .unknownOrder, .repeated, .noFile, .outOfTime, .trouble, .failure:
      return .refundFailed(key, refundID: id)
    }
  }
}

extension PaymentEvent {
  /// The event as a claim, so that UnionPay is asked before anything is settled.
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
