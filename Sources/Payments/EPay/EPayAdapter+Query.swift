import Foundation
package import Shop
import Transport

extension EPayAdapter {
  /// Asks for an order by our number.
  ///
  /// Answers of the first interface are proven only by TLS, those of the second are signed. Most
  /// installations require the key itself in the address; no error repeats it.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    guard let reference = question.reference else {
      throw .refused("EPay finds an order by our number alone")
    }
    let order: EPayOrderDocument?
    switch dialect {
    case .v1(let key, let asksBySignature):
      let fields = [
        FormField("act", "order"), FormField("pid", pid),
      ]
      let number = FormField("out_trade_no", reference.text)
      let all =
        asksBySignature
        ? try dialect.signed(fields + [number], at: call.now)
        : fields + [FormField("key", key.text), number]
      order = try ask(.get, "api.php", all, "about \(reference)")
    case .v2:
      let fields = [FormField("pid", pid), FormField("out_trade_no", reference.text)]
      let signed = try dialect.signed(fields, at: call.now)
      order = try ask(.post, "api/pay/query", signed, "about \(reference)")
    }
    return try order.map { order throws(ProviderError) in try finding(of: reference, in: order) }
      ?? .open
  }

  private func finding(
    of reference: Reference,
    in order: EPayOrderDocument
  ) throws(ProviderError) -> Payment.Finding {
    guard order["out_trade_no"] == reference.text, order["pid"].map({ $0 == pid }) ?? true else {
      throw .untrusted("EPay answered about another order than \(reference)")
    }
    // 0 is not paid, 3 is frozen by the aggregator: neither is money of ours.
    guard let status = order["status"], status == "1" || status == "2" else { return .open }
    guard let number = order["trade_no"], WebhookBody.isIdentifier(number),
      let amount = order["money"].flatMap(Self.yuan)
    else { throw .untrusted("EPay's answer about \(reference) has no number or amount") }
    let key = Payment.Key(paymentID: number, reference: reference)
    var facts: [PaymentFact] = [.paid(PaidFact(key: key, amount: amount))]
    // The amount that went back, or all of it where the answer only says that it did.
    let back = order["refundmoney"].flatMap(Self.yuan) ?? (status == "2" ? amount : nil)
    if let back { facts.append(.refunded(key, Refund.Confirmed(id: nil, amount: back))) }
    return Payment.Finding(facts: facts, isFinal: true)
  }
}
