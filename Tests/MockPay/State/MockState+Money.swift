/// What happens to money, the same for all providers.
extension MockState {
  /// How long a refund takes that the shop asked for, in seconds before scaling.
  private static let refundSeconds: Int64 = 60

  /// The buyer pays; a second call plays one who pays twice.
  package mutating func pay(_ id: String, at now: Int64) throws(SaleError) {
    let sale = try sale(id)
    guard sale.state != .ended else { throw .notOpen(id) }
    try sale.provider.behavior.pay(id, at: now, in: &self)
  }

  /// The buyer pays and the shop hears of it only after the checkout's time; an ended sale takes
  /// the money too.
  package mutating func payLate(_ id: String, at now: Int64) throws(SaleError) {
    let sale = try sale(id)
    try delayed(by: sale.expiresAt - now + 60) { (mock: inout MockState) throws(SaleError) in
      try sale.provider.behavior.pay(id, at: now, in: &mock)
    }
  }

  /// Takes the whole sum and tells the shop.
  @discardableResult
  package mutating func collect(_ id: String, at now: Int64) throws(SaleError) -> Payment {
    let sale = try sale(id)
    var payment = sale.provider.behavior.payment(for: sale, at: now, in: &self)
    payment.isUnfinished = sale.isUnfinished
    let made = payment
    try change(id) { sale in
      sale.state = .paid
      sale.payments.append(made)
    }
    try tell(.paid(made), of: id, at: now)
    return made
  }

  /// The buyer pays, and the provider keeps the money for now: PayPal until the shop accepts it,
  /// Stripe until a bank has moved it, UnionPay until its result is known.
  package mutating func payUnfinished(_ id: String, at now: Int64) throws(SaleError) {
    guard Self.mayKeep.contains(try sale(id).provider) else { throw .noAction("unfinished") }
    try change(id) { $0.isUnfinished = true }
    try pay(id, at: now)
  }

  /// Who may keep money for a while.
  package static let mayKeep: Set<Provider> = [.paypal, .stripe, .unionpay]

  /// The provider gives the shop what it kept.
  package mutating func finishPayment(_ payment: String, at now: Int64) throws(SaleError) {
    try change(payment: payment) { $0.isUnfinished = false }
    let (sale, changed) = try find(payment: payment)
    try change(sale.id) { $0.isUnfinished = false }
    try tell(.paid(changed), of: sale.id, at: now)
  }

  /// Plays a payment that was refused; the sale stays open.
  package mutating func fail(_ id: String, at now: Int64) throws(SaleError) {
    let sale = try sale(id)
    guard sale.state == .open else { throw .notOpen(id) }
    let payment = sale.provider.behavior.payment(for: sale, at: now, in: &self)
    try tell(.failed(payment), of: id, at: now)
  }

  /// Ends an open sale without money.
  package mutating func end(_ id: String, at now: Int64) throws(SaleError) {
    let sale = try sale(id)
    guard sale.state == .open || sale.state == .approved else { throw .notOpen(id) }
    try change(id) { $0.state = .ended }
    try tell(.ended, of: id, at: now)
  }

  /// Ends what nobody paid in time and finishes refunds whose moment came.
  package mutating func tick(at milliseconds: Int64) throws(SaleError) {
    let now = milliseconds / 1000
    for sale in sales.values where sale.state == .open && sale.expiresAt <= now {
      try end(sale.id, at: now)
    }
    for sale in sales.values {
      for payment in sale.payments {
        for refund in payment.refunds
        where refund.state == .processing && refund.doneAt <= milliseconds {
          try finish(refund.id, of: payment.id, at: now)
        }
      }
    }
  }

  /// Gives back a part of a payment, in minor units; nil for all that is left.
  ///
  /// `number` is the shop's own. A refund that is not immediate stays in processing for a while.
  @discardableResult
  package mutating func refund(
    _ payment: String,
    id: String,
    number: String? = nil,
    amount: Int64?,
    reason: String? = nil,
    notifyURL: String? = nil,
    isImmediate: Bool = true,
    at now: Int64
  ) throws(SaleError) -> Refund {
    let (sale, found) = try find(payment: payment)
    let part = amount ?? found.left
    guard part >= 1, part <= found.left else {
      throw .refundTooLarge(part, left: found.left)
    }
    guard !controls.shortBalances.contains(sale.provider) else { throw .balanceTooSmall }
    let wait = isImmediate ? 0 : Self.refundSeconds * 1000 / place.timeScale
    var refund = Refund(
      id: id,
      number: number ?? id,
      amount: part,
      createdAt: now,
      doneAt: now * 1000 + wait
    )
    refund.reason = reason
    refund.notifyURL = notifyURL
    try change(payment: payment) { $0.refunds.append(refund) }
    if isImmediate { try finish(id, of: payment, at: now) }
    return try self.refund(id, of: payment)
  }

  /// Lets a refund come to nothing, even one that was done: the money is the shop's again.
  package mutating func failRefund(
    _ id: String,
    of payment: String,
    at now: Int64
  ) throws(SaleError) {
    try set(.failed, refund: id, of: payment)
    let sale = try find(payment: payment)
    try tell(.refundFailed(sale.1, refund(id, of: payment)), of: sale.0.id, at: now)
  }

  /// Puts a refund that came to nothing under way again, under its own number.
  mutating func repeatRefund(
    _ id: String,
    of payment: String,
    at now: Int64
  ) throws(SaleError) -> Refund {
    let wait = Self.refundSeconds * 1000 / place.timeScale
    try change(payment: payment) { (payment: inout Payment) throws(SaleError) in
      guard let index = payment.refunds.firstIndex(where: { $0.id == id }) else {
        throw .noRefund(id)
      }
      payment.refunds[index].state = .processing
      payment.refunds[index].doneAt = now * 1000 + wait
    }
    return try refund(id, of: payment)
  }

  /// Opens a dispute or closes the open one.
  package mutating func dispute(
    _ payment: String,
    _ dispute: Payment.Dispute,
    at now: Int64
  ) throws(SaleError) {
    try change(payment: payment) { (payment: inout Payment) throws(SaleError) in
      let isFirst = dispute == .open || (dispute == .prevented && payment.dispute == nil)
      guard payment.dispute == (isFirst ? nil : .open) else {
        throw .disputeCannotBecome(dispute.rawValue)
      }
      payment.dispute = dispute
    }
    let (sale, changed) = try find(payment: payment)
    try tell(.disputed(changed), of: sale.id, at: now)
  }

  private mutating func finish(_ id: String, of payment: String, at now: Int64) throws(SaleError) {
    let provider = try find(payment: payment).0.provider
    if controls.failingRefunds.remove(provider) != nil {
      return try failRefund(id, of: payment, at: now)
    }
    try set(.done, refund: id, of: payment)
    let (sale, changed) = try find(payment: payment)
    try tell(.refunded(changed, refund(id, of: payment)), of: sale.id, at: now)
  }

  private mutating func set(
    _ state: Refund.State,
    refund id: String,
    of payment: String
  ) throws(SaleError) {
    try change(payment: payment) { (payment: inout Payment) throws(SaleError) in
      guard let index = payment.refunds.firstIndex(where: { $0.id == id }) else {
        throw .noRefund(id)
      }
      payment.refunds[index].state = state
    }
  }

  private func refund(_ id: String, of payment: String) throws(SaleError) -> Refund {
    let found = try find(payment: payment).1.refunds.first { $0.id == id }
    guard let found else { throw .noRefund(id) }
    return found
  }

  private mutating func tell(_ news: News, of id: String, at now: Int64) throws(SaleError) {
    let sale = try sale(id)
    sale.provider.behavior.tell(news, of: sale, at: now, in: &self)
  }
}
