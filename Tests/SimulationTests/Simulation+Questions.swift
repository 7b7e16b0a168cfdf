import Shop
import Storage

extension Simulation {
  /// A buyer pays, and no webhook ever says so.
  func payUnheard() {
    guard let checkout = someCheckout(), model.orders[checkout.reference] == nil,
      model.now <= checkout.expiresAt
    else { return }
    unheard.insert(checkout.reference)
    note("unheard \(checkout.reference)")
  }

  /// One round of questions; now and then the worker dies between a question and its answer (I8).
  func ask() async throws {
    for row in try await store.claimQueries(limit: 1 + generator.below(9), at: moment()) {
      try expect(model.orders[row.reference] == nil, "\(row.reference) is paid, and asked about")
      if generator.oneIn(12) {
        note("unanswered \(row.reference)")
        continue
      }
      try await answer(row)
    }
  }

  func answer(_ row: Payment.DueQuestion) async throws {
    let isPaid = unheard.contains(row.reference)
    if isPaid, let checkout = model.checkouts[row.reference] {
      _ = moment()
      let key = Payment.Key(paymentID: "pi_\(row.reference)", reference: row.reference)
      let fact = PaymentFact.paid(PaidFact(key: key, amount: checkout.amount))
      let isNew = found.insert(row.reference).inserted
      try await settle(
        PaymentEvent(found: fact, by: .stripe),
        expecting: isNew ? model.settlePaid(checkout, isExact: true, isOwn: true) : .duplicate
      )
      try checkOrder(row.reference)
    }
    try await store.recordQuery(row.reference, isFinal: isPaid, at: moment())
    note("asked \(row.reference) \(isPaid) \(row.isLast)")
  }

  /// Faults stop: every payment that nobody told of is found by asking (I8).
  func findEverything() async throws {
    var rounds = 0
    while let due = try store.nextQuery() {
      rounds += 1
      try expect(rounds < 10_000, "questions are put for ever")
      clock = max(clock, due)
      for row in try await store.claimQueries(limit: 50, at: moment()) { try await answer(row) }
    }
    for reference in unheard {
      try expect(
        found.contains(reference) || model.orders[reference] != nil,
        "\(reference) was paid, and nobody knows"
      )
    }
  }
}

extension Store {
  /// When a provider is asked about a checkout next; nil when nothing is open.
  func nextQuery() throws(StoreError) -> Timestamp? {
    var (next, after): (Timestamp?, Int64?) = (nil, nil)
    repeat {
      let page = try checkouts(Checkout.Filter(after: after, limit: Order.Filter.most))
      next = (page.rows.compactMap(\.asksAt) + (next.map { [$0] } ?? [])).min()
      after = page.next
    } while after != nil
    return next
  }
}
