import Shop

/// What the shop should be, in the simplest words: no SQL, no retries, no crashes.
///
/// The real store is compared with it, down to which code each order has.
struct Model {
  struct Code {
    let id: Int64
    let sku: SKU
    let expiresAt: Int64
    var isAvailable = true
  }

  /// What was heard of a payment, under one of its two names.
  struct Facts {
    var refunded: Int64 = 0
    var dispute: Dispute?

    mutating func merge(_ other: Facts) {
      refunded = max(refunded, other.refunded)
      if let new = other.dispute { dispute = dispute?.merged(with: new) ?? new }
    }
  }

  struct Order {
    let seq: Int
    let checkout: Checkout
    var facts: Facts
    var isHeld: Bool
    var codes: [Int64] = []
    var isWaiting = false
    var isHandedOver = false
    var isRevoked = false

    var isDeliverable: Bool {
      facts.refunded == 0 && !isHeld && (facts.dispute == nil || facts.dispute == .won)
    }

    var fulfilment: Fulfilment {
      if isRevoked { return .revoked }
      if !isDeliverable { return .blocked }
      if isWaiting { return .backorder }
      return isHandedOver ? .delivered : .allocated
    }

    var standing: Standing {
      let isAll = facts.refunded >= checkout.amount.minorUnits
      let payment: PaymentState =
        facts.refunded == 0 ? .paid : isAll ? .refunded : .partRefunded
      return Standing(payment: payment, dispute: facts.dispute, risk: isHeld ? .hold : .clear)
    }
  }

  var checkouts: [Reference: Checkout] = [:]
  var orders: [Reference: Order] = [:]
  var codes: [Code] = []
  /// Facts that came before an order: by the payment's ID, and by our reference alone.
  var early: [Reference: (byID: Facts, byReference: Facts)] = [:]
  var now: Timestamp

  /// The codes that an order would get now; empty when they are too few.
  private func available(_ sku: SKU, _ quantity: Int) -> [Int64] {
    let free = codes.filter {
      $0.sku == sku && $0.isAvailable && $0.expiresAt > now.milliseconds
    }
    let sorted = free.sorted { ($0.expiresAt, $0.id) < ($1.expiresAt, $1.id) }
    return sorted.count < quantity ? [] : sorted.prefix(quantity).map(\.id)
  }

  mutating func settlePaid(_ checkout: Checkout, isExact: Bool) -> Settlement {
    let reference = checkout.reference
    if orders[reference] != nil { return .ignored }
    guard isExact else { return .held(.amount) }
    guard now <= checkout.expiresAt.advanced(seconds: 86_400) else { return .held(.late) }
    var facts = early[reference]?.byID ?? Facts()
    facts.merge(early[reference]?.byReference ?? Facts())
    var order = Order(
      seq: orders.count,
      checkout: checkout,
      facts: facts,
      isHeld: facts.dispute != nil
    )
    guard order.isDeliverable else {
      orders[reference] = order
      guard let dispute = facts.dispute, facts.refunded == 0 else {
        let currency = checkout.amount.currency
        return .refunded(reference, total: Money(minorUnits: facts.refunded, currency: currency))
      }
      return .disputed(reference, dispute)
    }
    let sku = checkout.line.sku
    if !orders.values.contains(where: { $0.isWaiting && $0.checkout.line.sku == sku }) {
      order.codes = available(sku, checkout.line.quantity)
      take(order.codes)
    }
    order.isWaiting = order.codes.isEmpty
    orders[reference] = order
    return order.isWaiting ? .backorder(reference) : .allocated(reference)
  }

  /// Takes down a refund or dispute; returns whether it said anything new.
  mutating func hear(_ new: Facts, of reference: Reference, byID: Bool) -> Bool {
    var facts: Facts
    if let order = orders[reference] {
      facts = order.facts
    } else {
      let both = early[reference] ?? (Facts(), Facts())
      facts = byID ? both.byID : both.byReference
    }
    let before = facts
    facts.merge(new)
    guard facts.refunded > before.refunded || facts.dispute != before.dispute else { return false }
    guard var order = orders[reference] else {
      var both = early[reference] ?? (Facts(), Facts())
      if byID { both.byID = facts } else { both.byReference = facts }
      early[reference] = both
      return true
    }
    order.facts = facts
    if facts.dispute != before.dispute { order.isHeld = true }
    let isGone = facts.refunded > 0 || facts.dispute == .lost
    if isGone, !order.codes.isEmpty { order.isRevoked = true }
    let wasWaiting = order.isWaiting
    order.isWaiting = false
    orders[reference] = order
    if wasWaiting { _ = serve(order.checkout.line.sku) }
    return true
  }

  /// Lets a held order go on; false when it may not.
  mutating func release(_ reference: Reference) -> Bool {
    guard var order = orders[reference], order.isHeld, order.facts.refunded == 0,
      order.facts.dispute != .open, order.facts.dispute != .lost
    else { return false }
    order.isHeld = false
    order.isWaiting = order.codes.isEmpty
    orders[reference] = order
    if order.isWaiting { _ = serve(order.checkout.line.sku) }
    return true
  }

  /// Serves those who wait, first paid first, until the first who cannot be.
  mutating func serve(_ sku: SKU) -> [Reference] {
    var served: [Reference] = []
    let waiting = orders.values.filter { $0.isWaiting && $0.checkout.line.sku == sku }
    for order in waiting.sorted(by: { $0.seq < $1.seq }) {
      let codes = available(sku, order.checkout.line.quantity)
      guard !codes.isEmpty else { break }
      take(codes)
      orders[order.checkout.reference]?.codes = codes
      orders[order.checkout.reference]?.isWaiting = false
      served.append(order.checkout.reference)
    }
    return served
  }

  mutating func take(_ ids: [Int64]) {
    for id in ids { codes[Int(id) - 1].isAvailable = false }
  }
}
