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
    /// Refunds that failed; each would have given back `failedMinor`, unless it was told.
    var failed: Set<String> = []
    /// By their IDs; those without one have an empty one.
    var disputes: [String: Dispute] = [:]

    var dispute: Dispute? {
      if disputes.values.contains(.lost) { return .lost }
      return disputes.values.contains(.open) ? .open : disputes.values.first
    }

    static let failedMinor: Int64 = 900

    var refunded: Int64 {
      let gone = failed.map { parts[$0] ?? Self.failedMinor }.filter { $0 <= total }
      let back = parts.reduce(0) { failed.contains($1.key) ? $0 : $0 + $1.value }
      return max(total - gone.reduce(0, +), back)
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
    /// Which of the order's parts it is for.
    var part: Int?
  }

  /// What a part of an order's money went back for, or was to.
  struct Part {
    enum State { case active, refused, void }

    var amount: Int64
    /// Of the units that are out for it; none for goodwill.
    let numbers: [Int]
    var state = State.active
  }

  struct Order {
    let seq: Int
    let checkout: Checkout
    var facts: Facts
    var hold: HoldReason?
    var openRefund: OpenRefund?
    /// The numbers of the units that it has, in order, and the codes of those that have one.
    var units: [Int]
    var codeOf: [Int: Int64] = [:]
    /// The numbers of the units that were given another code.
    var replaced: Set<Int> = []
    /// Whether it ever had codes: then it stands in the queue for whole orders no more.
    var hadCodes = false
    var parts: [Part] = []
    var isWaiting = false
    var isCancelled = false
    var isHandedOver = false
    var isRevoked = false

    var codes: [Int64] { units.compactMap { codeOf[$0] } }

    /// The units that wait alone, as long as the order is one that goes out.
    var waitingUnits: [Int] { hadCodes ? units.filter { codeOf[$0] == nil } : [] }

    /// The parts that say what went back, without the one that is being asked for.
    var saidAndBack: Int64 {
      parts.enumerated().reduce(0) { sum, part in
        part.element.state == .active && part.offset != openRefund?.part
          ? sum + part.element.amount : sum
      }
    }

    var said: Int64 { parts.reduce(0) { $1.state == .active ? $0 + $1.amount : $0 } }
    var unitsOut: [Int] { parts.indices.filter { parts[$0].state == .refused } }
    var left: Int64 { max(0, checkout.amount.minorUnits - facts.refunded) }

    var isRefundExplained: Bool {
      facts.refunded > 0 && left > 0 && (facts.refunded <= saidAndBack || facts.refunded == said)
    }

    var isPaid: Bool { facts.refunded == 0 || isRefundExplained }

    var isDeliverable: Bool {
      isPaid && hold == nil && (facts.dispute == nil || facts.dispute == .won)
    }

    /// Whether a person is to give its money back, since its buyer cancelled it.
    var awaitsRefund: Bool {
      isCancelled && hold == nil && left > 0 && openRefund == nil
        && (facts.dispute == nil || facts.dispute == .won)
    }

    /// Why its codes may not be sent again; nil when they may.
    var undeliverable: StoreError? {
      if let dispute = facts.dispute, dispute != .won { return .disputed(dispute) }
      if left == 0 { return .notDeliverable }
      if isRevoked { return .codesRevoked }
      if isCancelled { return .cancelled }
      guard isPaid else { return left > 0 ? .refundUnexplained : .notDeliverable }
      guard hold == nil else { return .onHold }
      return hadCodes ? nil : .waitsForStock
    }

    var fulfilment: Shop.Order.Fulfilment {
      if isRevoked { return .revoked }
      if isCancelled { return .cancelled }
      if !isDeliverable { return .blocked }
      if isWaiting { return .backorder }
      return isHandedOver ? .delivered : .allocated
    }

    var standing: Shop.Order.Standing {
      let isAll = facts.refunded >= checkout.amount.minorUnits
      let payment: Payment.State =
        facts.refunded == 0 ? .paid : isAll ? .refunded : .partRefunded
      return Shop.Order.Standing(
        payment: payment,
        dispute: facts.dispute,
        risk: hold == nil ? .clear : .hold,
        isRefundExplained: isRefundExplained
      )
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
  func available(_ sku: SKU, _ quantity: Int) -> [Int64] {
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
      hold: facts.dispute != nil ? .dispute : facts.failed.isEmpty ? nil : .refund,
      units: Array(1...checkout.line.quantity)
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
    if firstWaiting(sku) == nil { give(available(sku, order.units.count), to: &order) }
    order.isWaiting = !order.hadCodes
    orders[reference] = order
    return order.isWaiting ? .backorder(reference) : .allocated(reference)
  }

  /// What hearing something came to.
  enum News { case nothing, changed, contested }

  /// Takes down a refund, its failure, or a dispute; `ended` is the refund of ours that it answers.
  mutating func hear(
    _ new: Facts,
    of reference: Reference,
    byID: Bool,
    ended: OpenRefund? = nil
  ) -> News {
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
    let isLess = facts.refunded < before.refunded
    let news: News = isContested ? .contested : isNew ? .changed : .nothing
    guard news != .nothing || isLess else { return .nothing }
    guard var order = orders[reference] else { return news }
    if !failed.isEmpty || isLess { order.reopenUnpaidParts() }
    if facts.disputes != before.disputes {
      order.hold = .dispute
      order.openRefund?.isHolding = false
    } else if isContested || !failed.isEmpty {
      order.hold = order.hold ?? .refund
      order.openRefund?.isHolding = false
    }
    var old = order
    old.facts = before
    old.openRefund = ended ?? order.openRefund
    if order.isDeliverable, !old.isDeliverable, !order.isRevoked, !order.isCancelled {
      order.hold = .refund
      order.openRefund?.isHolding = false
    }
    orders[reference] = order
    block(reference)
    return news
  }

  /// Takes an order that may not go out from the queue, and its codes when the money is gone.
  mutating func block(_ reference: Reference) {
    guard var order = orders[reference], !order.isDeliverable else { return }
    let isGone = order.left == 0 || order.facts.dispute == .lost
    if isGone, order.hadCodes { order.isRevoked = true }
    let wasWaiting = order.isWaiting || !order.waitingUnits.isEmpty
    order.isWaiting = false
    orders[reference] = order
    if wasWaiting { _ = serve(order.checkout.line.sku) }
  }

  /// Why an order may not be let go; nil when it goes on.
  mutating func release(_ reference: Reference) -> StoreError? {
    guard let order = orders[reference] else { return .unknownOrder }
    guard !order.isCancelled else { return .cancelled }
    guard order.hold != nil else {
      return order.left > 0 && !order.isPaid ? .moneyWentBack : .notHeld
    }
    if let dispute = order.facts.dispute, dispute != .won { return .disputed(dispute) }
    guard order.isPaid else { return order.left > 0 ? .moneyWentBack : .notDeliverable }
    guard !order.isRevoked else { return .codesRevoked }
    guard order.openRefund == nil else { return .refundOpen }
    letGo(reference)
    return nil
  }

  /// The buyer cancels an order that waits; false for any other.
  mutating func cancel(_ reference: Reference) -> Bool {
    guard let order = orders[reference], order.isWaiting else { return false }
    orders[reference]?.isWaiting = false
    orders[reference]?.isCancelled = true
    _ = serve(order.checkout.line.sku)
    return true
  }

  /// Lets an order go on, with its units that were to be refunded and were not: in the queue with
  /// the others, or each by itself where the others have their codes.
  mutating func letGo(_ reference: Reference) {
    guard var order = orders[reference] else { return }
    let back = order.unitsOut.flatMap { order.parts[$0].numbers }
    order.units = (order.units + back).sorted()
    for part in order.unitsOut { order.parts[part].state = .void }
    order.hold = nil
    order.isWaiting = !order.hadCodes
    orders[reference] = order
    if order.isWaiting || !order.waitingUnits.isEmpty { _ = serve(order.checkout.line.sku) }
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

  mutating func opened(_ refund: Refund, of reference: Reference) {
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

  /// The provider refused: the order is held until a person lets it go.
  mutating func refused(_ reference: Reference) {
    guard var order = orders[reference], let refund = order.openRefund else { return }
    order.openRefund = nil
    if let part = refund.part {
      if order.facts.refunded < order.said { order.markUnpaid(part) }
      order.hold = order.hold ?? .refund
    }
    orders[reference] = order
    block(reference)
  }

  /// The provider did it; what is settled of it.
  mutating func done(_ reference: Reference) -> Settlement {
    guard let refund = orders[reference]?.openRefund else { return .duplicate }
    orders[reference]?.openRefund = nil
    let facts = Facts(parts: ["rf_\(refund.id)": refund.amount.minorUnits])
    let news = hear(facts, of: reference, byID: true, ended: refund)
    let refunded = orders[reference]?.facts.refunded ?? 0
    if refund.isHolding, orders[reference]?.hold == .refund, refunded > 0 {
      orders[reference]?.hold = nil
      if let order = orders[reference], order.isDeliverable, !order.isCancelled { letGo(reference) }
    }
    let total = Money(minorUnits: refunded, currency: refund.amount.currency)
    return news == .nothing ? .ignored : .refunded(reference, total: total)
  }

  /// Who paid first of those who wait for a SKU, with a whole order or for one unit of it, which is
  /// named then.
  private func firstWaiting(_ sku: SKU) -> (order: Order, unit: Int?)? {
    let waiting = orders.values.filter {
      $0.checkout.line.sku == sku && $0.isDeliverable
        && ($0.isWaiting || !$0.waitingUnits.isEmpty)
    }
    return waiting.min { $0.seq < $1.seq }.map { ($0, $0.waitingUnits.first) }
  }

  /// Serves those who wait, first paid first, until the first who cannot be.
  mutating func serve(_ sku: SKU) -> [Reference] {
    var served: [Reference] = []
    while let (first, unit) = firstWaiting(sku) {
      var order = first
      let reference = order.checkout.reference
      let codes = available(sku, unit == nil ? order.units.count : 1)
      guard !codes.isEmpty else { break }
      if let unit {
        order.codeOf[unit] = codes[0]
        take(codes)
      } else {
        give(codes, to: &order)
        order.isWaiting = false
      }
      orders[reference] = order
      if !served.contains(reference) { served.append(reference) }
    }
    return served
  }

  /// All of its codes, or none.
  private mutating func give(_ codes: [Int64], to order: inout Order) {
    guard !codes.isEmpty else { return }
    order.codeOf = Dictionary(uniqueKeysWithValues: zip(order.units, codes))
    order.hadCodes = true
    take(codes)
  }

  mutating func take(_ ids: [Int64]) {
    for id in ids { codes[Int(id) - 1].isAvailable = false }
  }
}
