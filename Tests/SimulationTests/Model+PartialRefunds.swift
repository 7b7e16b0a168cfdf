import Shop
import Storage

extension Model.Order {
  mutating func markUnpaid(_ part: Int) {
    parts[part].state = parts[part].numbers.isEmpty ? .void : .refused
  }

  /// Money that had gone back came back.
  mutating func reopenUnpaidParts() {
    var excess = saidAndBack - facts.refunded
    for part in parts.indices.reversed()
    where parts[part].state == .active && part != openRefund?.part && parts[part].amount <= excess {
      excess -= parts[part].amount
      markUnpaid(part)
    }
  }

  /// Why such units cannot be taken out.
  func refusal(of partial: Refund.Part) -> StoreError? {
    guard case .units(let count, let number) = partial else { return nil }
    if let out = unitsOut.first.map({ parts[$0].numbers }) {
      return Refund.Scope.units(out).isMeant(by: partial) ? nil : .unitsOut(out)
    }
    guard count < units.count else { return .tooFewUnits(units.count) }
    guard let number, !units.contains(number) else { return nil }
    return .notOfOrder(unit: number)
  }

  /// Says what so much went back for, or is to; the row that says it.
  mutating func explain(_ numbers: [Int], _ amount: Int64) -> Int {
    if let again = unitsOut.first, !numbers.isEmpty {
      parts[again].state = .active
      parts[again].amount = amount
      return again
    }
    units.removeAll { numbers.contains($0) }
    for number in numbers { codeOf[number] = nil }
    parts.append(Model.Part(amount: amount, numbers: numbers))
    return parts.count - 1
  }

  /// The units that are meant.
  func numbers(of partial: Refund.Part) -> [Int] {
    guard case .units(let count, let number) = partial else { return [] }
    if let out = unitsOut.first { return parts[out].numbers }
    return number.map { [$0] } ?? Array(units.suffix(count))
  }
}

extension Model {
  /// Why a part cannot go back; nil when it does.
  func beginPart(
    of reference: Reference,
    _ partial: Refund.Part,
    amount: Int64?,
    currency: Currency
  ) -> StoreError? {
    guard let order = orders[reference] else { return .unknownPayment }
    guard order.openRefund == nil else { return .refundOpen }
    guard order.facts.dispute != .lost else { return .unknownPayment }
    let money = { Money(minorUnits: $0, currency: currency) }
    if case .units(order.units.count, _) = partial, order.unitsOut.isEmpty {
      let isCovered = 4850 * Int64(order.units.count) >= order.left
      guard amount.map({ $0 == order.left }) ?? isCovered else { return .nothingLeft }
      return order.left > 0 ? nil : .refundTooLarge(left: money(0))
    }
    if order.isRevoked { return .codesRevoked }
    if order.isCancelled { return .cancelled }
    if order.facts.refunded > 0, order.left > 0, !order.isPaid { return .refundUnexplained }
    if let refusal = order.refusal(of: partial) { return refusal }
    var most = order.left
    var price: Int64?
    if case .units(let count, _) = partial {
      price = 4850 * Int64(count)
      most = min(most, 4850 * Int64(count))
    }
    guard let amount = amount ?? price, amount <= most else {
      return .refundTooLarge(left: money(most))
    }
    let isSome = amount < order.left && order.said + amount < order.checkout.amount.minorUnits
    return isSome ? nil : .nothingLeft
  }

  /// Takes over what the store began.
  mutating func openedPart(_ refund: Refund, of reference: Reference) {
    guard var order = orders[reference] else { return }
    let numbers: [Int]
    switch refund.scope {
    case .order: return opened(refund, of: reference)
    case .goodwill: numbers = []
    case .units(let out): numbers = out
    }
    let refused = numbers.isEmpty ? nil : order.unitsOut.first.map { order.parts[$0].amount }
    let part = order.explain(numbers, refund.amount.minorUnits)
    let facts = order.facts
    let isSettled = facts.failed.allSatisfy { failed in
      refused.map { facts.parts[failed] ?? $0 == $0 } ?? false
    }
    let isHolding = order.hold == .refund && isSettled && order.unitsOut.isEmpty
    order.openRefund = OpenRefund(
      id: refund.id,
      amount: refund.amount,
      isHolding: isHolding,
      part: part
    )
    orders[reference] = order
    if order.isWaiting { _ = serve(order.checkout.line.sku) }
  }

  /// Why what the provider gave back by itself cannot be explained so; nil when the order goes on.
  mutating func explainRefund(_ reference: Reference, as partial: Refund.Part) -> StoreError? {
    guard var order = orders[reference] else { return .unknownOrder }
    if order.isRevoked { return .codesRevoked }
    if order.isCancelled { return .cancelled }
    if let dispute = order.facts.dispute, dispute != .won { return .disputed(dispute) }
    guard order.facts.refunded > 0, order.left > 0, !order.isPaid else { return .nothingToExplain }
    guard order.openRefund == nil else { return .refundOpen }
    let open = order.facts.refunded - order.saidAndBack
    if case .units(let count, _) = partial, open > 4850 * Int64(count) {
      return .refundIsNotUnits(Money(minorUnits: open, currency: order.checkout.amount.currency))
    }
    if let refusal = order.refusal(of: partial) { return refusal }
    _ = order.explain(order.numbers(of: partial), open)
    orders[reference] = order
    letGo(reference)
    return nil
  }

  /// Why a unit cannot have another code; nil when it has, or waits for one.
  ///
  /// `named` is the code that the command names, if it names one.
  mutating func replace(_ reference: Reference, unit: Int, insteadOf named: Int64?) -> StoreError? {
    guard var order = orders[reference] else { return .unknownOrder }
    if let obstacle = order.undeliverable { return obstacle }
    guard order.units.contains(unit) else { return .unknownUnit }
    guard let old = order.codeOf[unit] else { return .unitWaits }
    if named.map({ $0 != old }) ?? order.replaced.contains(unit) {
      return .replacedBefore(by: old)
    }
    order.replaced.insert(unit)
    let code = available(order.checkout.line.sku, 1).first
    order.codeOf[unit] = code
    if let code { take([code]) }
    orders[reference] = order
    return nil
  }
}
