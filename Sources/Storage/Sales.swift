import GRDB
import Shop

/// The result of comparing a verified success with the shop's quote (I4).
enum Verdict {
  /// Everything equals the quote.
  case sale(Sale)
  case hold(HoldReason)
}

/// A checkout that is paid as quoted.
struct Sale {
  let checkoutID: Int64
  let reference: Reference
  let sku: SKU
  let quantity: Int
  /// The provider's ID of the payer.
  var payer: (provider: Provider, id: String)?
}

extension Transaction {
  /// How long a quote outlives its checkout, and a build of the catalog its successor: an editor
  /// may change a price while a buyer is paying, and slow payment methods take hours.
  static var graceSeconds: Int64 { 24 * 3600 }

  /// Settles a verified success.
  func settleSale(_ fact: PaidFact, of event: PaymentEvent) throws -> Settled {
    var payment = try paidPayment(fact, of: event)
    if try order(paidBy: payment) != nil { return (.ignored, payment.id) }
    let verdict = try judge(fact, by: event.provider, payment)
    payment.merge(paid: fact.amount)
    switch verdict {
    case .hold(let reason):
      payment.mismatch = payment.mismatch ?? reason
      try save(&payment)
      try stopOrder(backedBy: payment)
      return (.held(reason), payment.id)
    case .sale(var sale):
      sale.payer = fact.payer.map { (event.provider, $0) }
      payment.reference = payment.reference ?? sale.reference
      payment.amount = fact.amount
      payment.mismatch = nil
      let earlier = try earlierFacts(of: payment)
      for facts in earlier { payment.merge(facts) }
      try save(&payment)
      try adoptRefunds(of: earlier, in: &payment)
      if !earlier.isEmpty { try adoptDisputes(of: earlier, in: &payment) }
      return (try sell(sale, paidBy: payment), payment.id)
    }
  }

  /// Stops an order that was marked paid, perhaps for this money, when a refund of the money was
  /// reported before the money itself.
  private func stopOrder(backedBy payment: PaymentRecord) throws {
    let isUnsettled = try isRefundUnsettled(payment)
    guard payment.refundedMinor > 0 || payment.dispute != nil || isUnsettled,
      let order = try order(backedBy: payment)
    else { return }
    try holdForPerson(order, payment.dispute != nil ? .dispute : .refund)
    try stopHandOver(order)
  }

  /// The payment of a success; one that the event names by nothing has the event's ID for its name.
  private func paidPayment(_ fact: PaidFact, of event: PaymentEvent) throws -> PaymentRecord {
    guard fact.key.paymentID != nil || fact.key.reference == nil else {
      return try payment(event.provider, fact.key)
    }
    let key = fact.key.paymentID ?? "event:\(event.id)"
    let named = Payment.Key(paymentID: key, reference: nil)
    var payment = try payment(event.provider, named)
    payment.reference = payment.reference ?? fact.key.reference
    return payment
  }

  private func judge(
    _ fact: PaidFact,
    by provider: Provider,
    _ payment: PaymentRecord
  ) throws -> Verdict {
    if let mismatch = fact.mismatch { return .hold(mismatch) }
    guard let reference = fact.key.reference else { return try judgeHostedLink(fact, provider) }
    let found = try db.first(
      """
      SELECT \(Quote.columns),
        EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id) AS isPaid
      FROM checkout c JOIN line l ON l.checkoutID = c.id
      WHERE c.reference = ?
      """,
      [reference.text]
    )
    guard let found else { return .hold(.unknownCheckout) }
    guard sealing.isAsWritten(found) else {
      try raise(.alteredCheckout(reference), about: "checkout \(reference)")
      return .hold(.altered)
    }
    if found["isPaid"] { return .hold(.surplus) }
    // A person may see the money at any provider, at any time; the shop's own system at any
    // provider.
    let isManual = provider == .manual
    guard isManual || provider == .standard || found["provider"] == provider.rawValue else {
      return .hold(.provider)
    }
    guard found["currency"] == fact.amount.currency.code else { return .hold(.currency) }
    guard found["amountMinor"] == fact.amount.minorUnits else { return .hold(.amount) }
    let lastMoment = found.timestamp("expiresAt").advanced(seconds: Self.graceSeconds)
    guard isManual || now <= lastMoment else { return .hold(.late) }
    if let reason = try rehearsalHold(found["checkoutID"], paidBy: payment) {
      return .hold(reason)
    }
    return .sale(
      Sale(
        checkoutID: found["checkoutID"],
        reference: reference,
        sku: try found.parsed("sku", as: SKU.init),
        quantity: found["quantity"]
      )
    )
  }

  /// Judges a hosted payment link, which has no checkout, by the builds of the catalog.
  private func judgeHostedLink(_ fact: PaidFact, _ provider: Provider) throws -> Verdict {
    guard let sku = fact.sku else { return .hold(.unknownCheckout) }
    let alarmsBefore = alarms.count
    guard let (line, language) = try quotedLine(sku, fact) else {
      return .hold(alarms.count > alarmsBefore ? .altered : .unknownPrice)
    }
    guard let email = fact.email else { return .hold(.address) }
    let checkout = Checkout(
      reference: randomness.reference(),
      provider: provider,
      line: line,
      email: email,
      language: language,
      amount: fact.amount,
      createdAt: now,
      expiresAt: now
    )
    return .sale(
      Sale(
        checkoutID: try open(checkout),
        reference: checkout.reference,
        sku: sku,
        quantity: line.quantity
      )
    )
  }

  /// The line that the newest build in its grace window sells for exactly this money; nil without
  /// one.
  private func quotedLine(_ sku: SKU, _ fact: PaidFact) throws -> (Checkout.Line, Language)? {
    let since = now.advanced(seconds: -Self.graceSeconds)
    let items = try db.all(
      """
      SELECT i.*, b.hash, b.language
      FROM catalogItem i JOIN catalogBuild b ON b.id = i.buildID
      WHERE i.sku = ? AND (b.replacedAt IS NULL OR b.replacedAt >= ?)
      ORDER BY b.replacedAt IS NULL DESC, b.replacedAt DESC, b.id DESC
      """,
      [sku.text, since.milliseconds]
    )
    for item in items {
      let further = try db.all(
        "SELECT currency, priceMinor FROM catalogPrice WHERE itemID = ?",
        [item["id"] as Int64]
      ).map { try $0.money("priceMinor", "currency") }
      let prices = [try item.money("priceMinor", "currency")] + further
      guard (1...(item["mostPerCheckout"] as Int)).contains(fact.quantity),
        let price = prices.first(where: { $0.times(fact.quantity) == fact.amount })
      else { continue }
      let texts = try db.all(
        "SELECT language, title, redeemHTML, redeemText FROM catalogText WHERE itemID = ?",
        [item["id"] as Int64]
      )
      let facts = RecordedPrice(item, further: further, texts: texts).facts
      guard sealing.isBound(facts, by: item["binding"], as: .price) else {
        try raise(.alteredPrice(sku), about: "price of \(sku)")
        continue
      }
      let shopLanguage: String = item["language"]
      let language = fact.language ?? Language(tag: shopLanguage) ?? .english
      let text =
        texts.first { $0["language"] == language.tag }
        ?? texts.first { $0["language"] == shopLanguage } ?? texts.first
      guard let text else { continue }
      let line = Checkout.Line(
        sku: sku,
        quantity: fact.quantity,
        unitPrice: price,
        title: text["title"],
        faceValue: item["faceValue"],
        kind: try item.parsed("kind", as: DeliveryKind.init),
        redeem: RedeemInstructions(html: text["redeemHTML"], text: text["redeemText"])
      )
      return (line, language)
    }
    return nil
  }

  /// Makes the order of a sale; allocates codes at once unless an order that was paid earlier
  /// waits.
  func sell(_ sale: Sale, paidBy payment: PaymentRecord) throws -> Settlement {
    // After a dispute, or a refund that was begun, whatever its result, a person decides.
    let hold: HoldReason? =
      if payment.dispute != nil {
        .dispute
      } else if try isRefundUnsettled(payment) {
        .refund
      } else if try payment.provider != .manual && isFromBlockedBuyer(sale) {
        .blocked
      } else {
        nil
      }
    let risk: Order.Risk = hold == nil ? .clear : .hold
    let standing = Order.Standing(payment: payment.state, dispute: payment.dispute, risk: risk)
    let codes = standing.isDeliverable ? try codesForNewOrder(sale) : []
    let fulfilment: Order.Fulfilment =
      standing.isDeliverable ? (codes.isEmpty ? .backorder : .allocated) : .blocked
    let token = randomness.token()
    try db.change(
      """
      INSERT INTO paidOrder (checkoutID, paymentID, tokenHash, tokenSealed, risk, holdReason,
        fulfilment, paidAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        sale.checkoutID, payment.id, sealing.hash(token),
        try sealing.seal(token.text.utf8, as: .token, of: sale.reference.text), risk.rawValue,
        hold?.rawValue, fulfilment.rawValue, now.milliseconds,
      ]
    )
    let orderID = db.lastInsertedRowID
    try endQuestion(sale.checkoutID)
    for number in 1...sale.quantity {
      try db.change("INSERT INTO unit (orderID, number) VALUES (?, ?)", [orderID, number])
    }
    switch fulfilment {
    case .allocated:
      try bind(codes, to: orderID)
      return .allocated(sale.reference)
    case .backorder:
      try wait(orderID, sale.sku)
      try oweWaitingLetter(orderID)
      return .backorder(sale.reference)
    case .blocked, .delivered, .revoked, .cancelled:
      if hold == .blocked, payment.refundedMinor == 0 { return .held(.blocked) }
      guard payment.refundedMinor == 0, let dispute = payment.dispute else {
        guard payment.refundedMinor > 0 else { return .refundFailed(sale.reference) }
        let total = Money(minorUnits: payment.refundedMinor, currency: try currency(of: payment))
        try tellRefund(total, of: total, orderID)
        return .refunded(sale.reference, total: total)
      }
      return .disputed(sale.reference, dispute)
    }
  }

  private func currency(of payment: PaymentRecord) throws -> Currency {
    guard let currency = payment.amount?.currency else {
      throw StoreError.failed("a payment that was paid has no amount")
    }
    return currency
  }
}
