import Shop
import Storage

extension Simulation {
  /// One order in the store is the one in the model, down to its codes.
  func checkOrder(_ reference: Reference) throws {
    let found = try store.order(reference: reference)
    guard let order = model.orders[reference] else {
      return try expect(found == nil, "\(reference) has an order")
    }
    guard let found else { throw Mismatch(step: step, what: "\(reference) has no order") }
    let view = found.view
    try expect(
      view.fulfilment == order.fulfilment,
      "\(reference): expected \(order.fulfilment), found \(view.fulfilment)"
    )
    try expect(
      view.standing == order.standing,
      "\(reference): expected \(order.standing), found \(view.standing)"
    )
    try expect(
      found.codeIDs == order.codes,
      "\(reference): expected codes \(order.codes), found \(found.codeIDs)"
    )
    try expect(
      view.waitingUnits == order.waitingUnits,
      "\(reference): expected \(order.waitingUnits) to wait, found \(view.waitingUnits)"
    )
    let own = found.deliveries.count { $0.purpose == .order }
    try expect(own == (order.hadCodes ? 1 : 0), "\(reference) has \(own) deliveries")
  }

  /// The promises that the schema watches, and the ledger.
  func checkPromises() throws {
    for view in try store.brokenViews() {
      try expect(view.rows == 0, "\(view.name) has \(view.rows) rows")
    }
    let ledger = try store.verifyLedger()
    try expect(ledger.firstBroken == nil, "the ledger is broken at \(ledger.firstBroken ?? 0)")
  }

  /// Every order that waits is listed, with as many units as it waits for; so is every one that its
  /// buyer cancelled and whose money a person is to give back.
  private func checkWaiting() throws {
    var listed: [Reference: Int] = [:]
    let waiting = try store.waitingOrders(limit: 10_000)
    let cancelled = Set(waiting.filter { $0.cause == .cancelled }.map(\.reference))
    try expect(
      cancelled == Set(model.orders.filter { $0.value.awaitsRefund }.keys),
      "cancelled are listed: \(cancelled)"
    )
    for order in waiting {
      if case .stock(_, let units) = order.cause { listed[order.reference, default: 0] += units }
    }
    for (reference, order) in model.orders {
      let waits = order.isWaiting ? order.units.count : order.waitingUnits.count
      let expected = order.isDeliverable ? waits : 0
      let found = listed[reference] ?? 0
      try expect(
        found == expected,
        "\(reference): expected \(expected) to be listed, found \(found)"
      )
    }
  }

  /// Every order and the whole stock; no code twice.
  func checkEverything() throws {
    for reference in model.orders.keys { try checkOrder(reference) }
    try checkWaiting()
    let bound = model.orders.values.flatMap(\.codes)
    try expect(Set(bound).count == bound.count, "a code has two orders")
    for count in try store.stockReport() {
      let free = model.codes.count { $0.sku == count.sku && $0.isAvailable }
      try expect(
        count.available + count.expired + count.expiringSoon == free,
        "\(count.sku): expected \(free) available, found \(count)"
      )
    }
  }
}
