import Shop
import Storage

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
    var total: Int64 = 0
    /// Refunds that were told one by one.
    var parts: [String: Int64] = [:]
    var failed: Set<String> = []
    /// By their IDs; those without one have an empty one.
    var disputes: [String: Dispute] = [:]

    var dispute: Dispute? {
      if disputes.values.contains(.lost) { return .lost }
      return disputes.values.contains(.open) ? .open : disputes.values.first
    }

    var refunded: Int64 {
      max(total, parts.reduce(0) { failed.contains($1.key) ? $0 : $0 + $1.value })
    }

    mutating func merge(_ other: Facts) {
      total = max(total, other.total)
      parts.merge(other.parts) { max($0, $1) }
      failed.formUnion(other.failed)
      disputes.merge(other.disputes) { $0.merged(with: $1) }
    }
  }

  /// Money that is being given back.
  struct OpenRefund {
    let id: String
    let amount: Money
    var isHolding: Bool
  }

  struct Order {
    let seq: Int
    let checkout: Checkout
    var facts: Facts
    var hold: HoldReason?
    var openRefund: OpenRefund?
    var codes: [Int64] = []
    var isWaiting = false
    var isHandedOver = false
    var isRevoked = false

    var isDeliverable: Bool {
      facts.refunded == 0 && hold == nil && (facts.dispute == nil || facts.dispute == .won)
    }

    /// Whether nothing but its hold stands in its way.
    var isReleasable: Bool {
      hold != nil && facts.refunded == 0 && facts.dispute != .open && facts.dispute != .lost
        && !isRevoked
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
      return Standing(payment: payment, dispute: facts.dispute, risk: hold == nil ? .clear : .hold)
    }
  }

  var checkouts: [Reference: Checkout] = [:]
  var orders: [Reference: Order] = [:]
  var codes: [Code] = []
  /// Facts that came before an order: by the payment's ID, and by our reference alone.
  var early: [Reference: (byID: Facts, byReference: Facts)] = [:]
  var now: Timestamp

  /// Where no catalog says otherwise, a code is sold while it is good for a week.
  static let minValidity: Int64 = 7 * 86_400_000

  /// The codes that an order would get now; empty when they are too few.
  private func available(_ sku: SKU, _ quantity: Int) -> [Int64] {
    let free = codes.filter {
      $0.sku == sku && $0.isAvailable && $0.expiresAt - Self.minValidity > now.milliseconds
    }
    let sorted = free.sorted { ($0.expiresAt, $0.id) < ($1.expiresAt, $1.id) }
    return sorted.count < quantity ? [] : sorted.prefix(quantity).map(\.id)
  }

  /// `isOwn` says that it is the payment that makes the order, and not a second one.
  mutating func settlePaid(_ checkout: Checkout, isExact: Bool, isOwn: Bool) -> Settlement {
    let reference = checkout.reference
    if orders[reference] != nil { return isOwn ? .ignored : .held(.surplus) }
    guard isExact else { return .held(.amount) }
    guard now <= checkout.expiresAt.advanced(seconds: 86_400) else { return .held(.late) }
    var facts = early[reference]?.byID ?? Facts()
    facts.merge(early[reference]?.byReference ?? Facts())
    var order = Order(
      seq: orders.count,
      checkout: checkout,
      facts: facts,
      hold: facts.dispute != nil ? .dispute : facts.failed.isEmpty ? nil : .refund
    )
    guard order.isDeliverable else {
      orders[reference] = order
      guard let dispute = facts.dispute, facts.refunded == 0 else {
        guard facts.refunded > 0 else { return .refundFailed(reference) }
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

  /// What hearing something came to.
  enum News { case nothing, changed, contested }

  /// Takes down a refund, its failure, or a dispute.
  mutating func hear(_ new: Facts, of reference: Reference, byID: Bool) -> News {
    let both = early[reference] ?? (Facts(), Facts())
    let before = orders[reference]?.facts ?? (byID ? both.byID : both.byReference)
    var facts = before
    facts.merge(new)
    if orders[reference] != nil {
      orders[reference]?.facts = facts
    } else {
      early[reference] = byID ? (facts, both.byReference) : (both.byID, facts)
    }
    let failed = facts.failed.subtracting(before.failed)
    // A success after its failure: the two may have come in disorder.
    let isContested = new.parts.keys.contains {
      before.failed.contains($0) && before.parts[$0] == nil
    }
    let isNew =
      facts.refunded > before.refunded || facts.disputes != before.disputes || !failed.isEmpty
    guard isNew || isContested else { return .nothing }
    guard var order = orders[reference] else { return isContested ? .contested : .changed }
    if facts.disputes != before.disputes {
      order.hold = .dispute
      order.openRefund?.isHolding = false
    } else if isContested || !failed.isEmpty {
      order.hold = order.hold ?? .refund
      order.openRefund?.isHolding = false
    }
    orders[reference] = order
    block(reference)
    return isContested ? .contested : .changed
  }

  /// Takes an order that may not go out from the queue, and its codes when the money is gone.
  private mutating func block(_ reference: Reference) {
    guard var order = orders[reference], !order.isDeliverable else { return }
    let isGone = order.facts.refunded > 0 || order.facts.dispute == .lost
    if isGone, !order.codes.isEmpty { order.isRevoked = true }
    let wasWaiting = order.isWaiting
    order.isWaiting = false
    orders[reference] = order
    if wasWaiting { _ = serve(order.checkout.line.sku) }
  }

  /// Why an order may not be let go; nil when it goes on.
  mutating func release(_ reference: Reference) -> StoreError? {
    guard let order = orders[reference], order.hold != nil else { return .notHeld }
    if let dispute = order.facts.dispute, dispute != .won { return .disputed(dispute) }
    guard order.facts.refunded == 0 else { return .moneyWentBack }
    guard order.isReleasable else { return .codesRevoked }
    guard order.openRefund == nil else { return .refundOpen }
    letGo(reference)
    return nil
  }

  private mutating func letGo(_ reference: Reference) {
    guard var order = orders[reference] else { return }
    order.hold = nil
    order.isWaiting = order.codes.isEmpty
    orders[reference] = order
    if order.isWaiting { _ = serve(order.checkout.line.sku) }
  }

  /// Why a refund cannot begin; nil when it does, under an ID that is told by `opened`.
  mutating func beginRefund(of reference: Reference, amount: Money) -> StoreError? {
    guard let order = orders[reference] else { return .unknownPayment }
    guard order.openRefund == nil else { return .refundOpen }
    guard order.facts.dispute != .lost else { return .unknownPayment }
    let units = max(0, order.checkout.amount.minorUnits - order.facts.refunded)
    guard amount.minorUnits <= units, units > 0 else {
      return .refundTooLarge(left: Money(minorUnits: units, currency: amount.currency))
    }
    return nil
  }

  mutating func opened(_ refund: RefundOrder, of reference: Reference) {
    guard var order = orders[reference] else { return }
    order.openRefund = OpenRefund(
      id: refund.id,
      amount: refund.amount,
      isHolding: order.hold == nil
    )
    order.hold = order.hold ?? .refund
    orders[reference] = order
    block(reference)
  }

  /// The provider refused: the order stays held until a person lets it go.
  mutating func refused(_ reference: Reference) {
    orders[reference]?.openRefund = nil
  }

  /// The provider did it; what is settled of it.
  mutating func done(_ reference: Reference) -> Settlement {
    guard let refund = orders[reference]?.openRefund else { return .duplicate }
    orders[reference]?.openRefund = nil
    let facts = Facts(parts: ["rf_\(refund.id)": refund.amount.minorUnits])
    let news = hear(facts, of: reference, byID: true)
    let refunded = orders[reference]?.facts.refunded ?? 0
    if refund.isHolding, orders[reference]?.hold == .refund, refunded > 0 {
      orders[reference]?.hold = nil
    }
    let total = Money(minorUnits: refunded, currency: refund.amount.currency)
    return news == .nothing ? .ignored : .refunded(reference, total: total)
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
