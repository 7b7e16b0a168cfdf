import Shop

extension PayPalAdapter {
  private var reading: PayPalReading { PayPalReading(merchantID: merchantID) }

  /// What an order with its captures and refunds comes to.
  func finding(of order: PayPalOrderDocument) throws(ProviderError) -> Payment.Finding {
    var facts: [PaymentFact] = []
    for unit in order.purchaseUnits ?? [] {
      let captures = unit.payments?.captures ?? []
      for capture in captures {
        let refunds = (unit.payments?.refunds ?? []).filter { refund in
          refund.captureID.map { $0 == capture.id } ?? (captures.count == 1)
        }
        facts += try self.facts(
          of: capture,
          in: unit,
          payer: order.payer?.payerID,
          refunds: refunds
        )
      }
    }
    let isPaid = facts.contains(where: \.isPaid)
    return Payment.Finding(facts: facts, isFinal: isPaid || order.status == "VOIDED")
  }

  /// What a capture comes to; refunds are listed with its order alone.
  func finding(
    of capture: PayPalCaptureDocument,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    if let id = capture.orderID, let order = try order(id, call) {
      let finding = try finding(of: order)
      if finding.facts.contains(where: \.isPaid) { return finding }
    }
    let facts = try facts(of: capture, in: nil, refunds: [])
    return Payment.Finding(facts: facts, isFinal: facts.contains(where: \.isPaid))
  }

  private func facts(
    of capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument?,
    payer: String? = nil,
    refunds: [PayPalRefundDocument]
  ) throws(ProviderError) -> [PaymentFact] {
    let key = reading.key(capture, in: unit)
    switch capture.status {
    case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED": break
    case "DECLINED", "FAILED": return [.failed(key)]
    default: return []
    }
    guard PayPalID.isPlain(capture.id), let paid = reading.paid(capture, in: unit, payer: payer)
    else {
      throw .untrusted("PayPal answered with a capture that has no amount")
    }
    var facts = [paid]
    // One that is under way may still fail, and stops the order all the same.
    for refund in refunds where refund.status != nil {
      let isOver = ["FAILED", "CANCELLED"].contains(refund.status)
      let told =
        isOver ? .refundFailed(key, refundID: refund.id) : reading.refunded(refund, of: key)
      guard PayPalID.isPlain(refund.id), let told else {
        throw .untrusted("PayPal answered with a refund that has no amount")
      }
      facts.append(told)
    }
    guard refunds.isEmpty, capture.status != "COMPLETED" else { return facts }
    // Given back, and not one refund listed: all of it can be told as a total, a part of it cannot.
    guard capture.status == "REFUNDED", let amount = capture.amount?.money else {
      throw .temporary("PayPal says that a capture was refunded in part and lists no refund")
    }
    return facts + [.refunded(key, Refund.Confirmed(id: nil, amount: amount))]
  }
}
