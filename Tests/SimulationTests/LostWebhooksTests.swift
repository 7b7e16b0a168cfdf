import Shop
import Storage
import Testing

/// Every webhook is lost: whatever was paid is found within the schedule all the same (I8).
@Suite(.timeLimit(.minutes(20)))
struct LostWebhooksTests {
  @Test(arguments: [UInt64(1), 2, 3])
  func `every paid order is found by asking, at the next question`(seed: UInt64) async throws {
    let simulation = try Simulation(seed: seed)
    var paidAt: [Reference: Timestamp] = [:]
    for _ in 0..<40 {
      simulation.clock = simulation.clock.advanced(seconds: Int64(simulation.generator.below(300)))
      try await simulation.openCheckout()
    }
    for checkout in simulation.model.checkouts.values where simulation.generator.below(10) > 1 {
      let life = Int(Checkout.lifetimeSeconds)
      paidAt[checkout.reference] =
        checkout.createdAt.advanced(seconds: Int64(simulation.generator.below(life)))
    }
    let start = simulation.clock
    var foundAt: [Reference: Timestamp] = [:]
    while let due = try simulation.store.nextQuery() {
      simulation.clock = max(simulation.clock, due)
      if simulation.generator.oneIn(20) { try simulation.crash() }
      let at = simulation.moment()
      for row in try await simulation.store.claimQueries(limit: 7, at: at) {
        if let paid = paidAt[row.reference], paid <= at {
          simulation.unheard.insert(row.reference)
          foundAt[row.reference] = at
        }
        try await simulation.answer(row)
      }
    }
    #expect(foundAt.count == paidAt.count)
    for (reference, paid) in paidAt {
      #expect(try simulation.store.order(reference: reference) != nil)
      let found = try #require(foundAt[reference])
      let opened = try #require(simulation.model.checkouts[reference]).createdAt
      let next = QuestionSchedule.minutes.map { opened.advanced(seconds: $0 * 60) }
        .first { $0 >= max(paid, start) }
      #expect(found <= (next ?? found))
    }
    for view in try simulation.store.brokenViews() { #expect(view.rows == 0, "\(view.name)") }
  }
}
