package import Shop

extension AlipayAdapter {
  /// Checks the signature over the decoded fields, then reads the notification.
  ///
  /// https://opendocs.alipay.com/open/270/105902
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let form = try SignedForm(request.body)
    // `RSA` means SHA-1, which Alipay does not use with us.
    guard form.text("sign_type") == "RSA2", let signature = form.text("sign") else {
      throw .authentication
    }
    guard isSigned(form, signature, at: now) else {
      // In certificate mode the message may name a successor of the known certificate.
      if let name = form.text("alipay_cert_sn"), !certificates.knows(name) {
        throw .unknownKey(name)
      }
      throw .authentication
    }
    guard let id = form.text("notify_id"), WebhookBody.isIdentifier(id),
      let kind = form.text("notify_type"), WebhookBody.isIdentifier(kind)
    else { throw .malformed }
    let status = form.text("trade_status")
    return .event(
      PaymentEvent(
        provider: .alipay,
        id: id,
        kind: status.map { WebhookBody.isIdentifier($0) ? "\(kind).\($0)" : kind } ?? kind,
        fact: kind == "trade_status_sync" ? try fact(of: form) : .irrelevant,
        body: request.body
      )
    )
  }

  /// Accepts every form that Alipay's own libraries sign: with or without empty values, with or
  /// without the certificate's name.
  private func isSigned(_ form: SignedForm, _ signature: String, at now: Timestamp) -> Bool {
    let names: Set = ["sign", "sign_type"]
    let ways = form["alipay_cert_sn"] == nil ? [names] : [names, names.union(["alipay_cert_sn"])]
    return ways.contains { leavingOut in
      [false, true].contains { isDropping in
        let bytes = form.signedBytes(leavingOut: leavingOut, droppingEmpty: isDropping)
        return isSigned(bytes, signature, at: now)
      }
    }
  }

  private func fact(of form: SignedForm) throws(WebhookRefusal) -> PaymentFact {
    guard let yuan = Currency("CNY"), let trade = form.text("trade_no"),
      WebhookBody.isIdentifier(trade), let status = form.text("trade_status")
    else { throw .malformed }
    let key = Payment.Key(
      paymentID: trade,
      reference: form.text("out_trade_no").flatMap { Reference($0) }
    )
    let isOurs = form.text("app_id") == appID && form.text("seller_id") == sellerID
    // `refund_fee` is the sum so far. With it, `TRADE_SUCCESS` reports a refund, not a payment.
    if let text = form.text("refund_fee") {
      guard let total = StatementAmount.money(text, yuan) else { throw .malformed }
      if total.minorUnits > 0 {
        guard isOurs else { throw .authentication }
        return .refunded(key, Refund.Confirmed(id: nil, amount: total))
      }
    }
    switch status {
    case "TRADE_SUCCESS", "TRADE_FINISHED":
      guard let text = form.text("total_amount"), let amount = StatementAmount.money(text, yuan),
        amount.minorUnits >= 0
      else { throw .malformed }
      return .paid(
        PaidFact(
          key: key,
          amount: amount,
          mismatch: isOurs ? nil : .account,
          payer: form.text("buyer_id") ?? form.text("buyer_open_id")
        )
      )
    case "TRADE_CLOSED": return isOurs ? .failed(key) : .irrelevant
    default: return .irrelevant
    }
  }
}
