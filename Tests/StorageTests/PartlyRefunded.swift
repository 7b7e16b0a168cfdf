import Shop
import Storage
import Testing

/// An order of three units at 48.50 each, and refunds of its money.
struct PartlyRefunded {
  static let price: Int64 = 4850

  /// The state of an order of three units before its refund.
  enum Place: CaseIterable { case waiting, allocated, delivered, held }

  let vault: TestVault

  init(_ place: Place) async throws {
    vault = try TestVault()
    if place != .waiting { try await vault.importCodes(3) }
    _ = try await vault.buy(1, quantity: 3)
    if place == .delivered { try await send() }
    if place == .held {
      _ = try await vault.store.hold(
        reference: Sample.reference(1),
        reason: "asked the buyer",
        by: Sample.person(),
        at: TestVault.start
      )
    }
  }

  func order() throws -> Order { try vault.order(1) }

  func begin(
    _ partial: Refund.Part?,
    _ minor: Int64? = nil,
    since: Timestamp? = nil
  ) async throws -> Refund {
    try await vault.store.beginRefund(
      Sample.reference(1),
      amount: try minor.map { try Sample.money($0) },
      for: partial,
      reason: "sold out",
      unlessMadeSince: since,
      by: Sample.person(),
      at: TestVault.start
    )
  }

  func fact(_ refund: Refund) throws -> PaymentFact {
    .refunded(try key(), Refund.Confirmed(id: "rf_\(refund.id)", amount: refund.amount))
  }

  func answer(_ refund: Refund) async throws {
    let outcome = Refund.Outcome.done(try fact(refund))
    try await vault.store.recordRefund(refund.id, outcome, at: TestVault.start)
  }

  func key() throws -> Payment.Key {
    Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
  }

  /// A refund that the provider reports and that the shop did not ask for.
  func hear(_ minor: Int64, id: String = "rf_own") async throws {
    let refund = Refund.Confirmed(id: id, amount: try Sample.money(minor))
    let event = Sample.event("evt_\(id)", .refunded(try key(), refund))
    _ = try await vault.store.settle(event, at: TestVault.start)
  }

  /// Everything that the provider says went back so far.
  func hearTotal(_ minor: Int64) async throws {
    let refund = Refund.Confirmed(id: nil, amount: try Sample.money(minor))
    let event = Sample.event("evt_total_\(minor)", .refunded(try key(), refund))
    _ = try await vault.store.settle(event, at: TestVault.start)
  }

  /// The provider's word that a refund which was done came back.
  func fail(_ refund: Refund) async throws {
    let id = "rf_\(refund.id)"
    let failed = PaymentFact.refundFailed(try key(), refundID: id, amount: refund.amount)
    _ = try await vault.store.settle(Sample.event("evt_f\(id)", failed), at: TestVault.start)
  }

  func explain(_ partial: Refund.Part) async throws {
    try await vault.store.explainRefund(
      Sample.reference(1),
      as: partial,
      by: Sample.person(),
      at: TestVault.start
    )
  }

  func release() async throws {
    try await vault.store.release(
      reference: Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
  }

  /// Sends what is due; returns the messages with their codes.
  @discardableResult
  func send() async throws -> [OwedMessage] {
    let due = try await vault.store.claimDue(limit: 20, at: TestVault.start)
    for message in due {
      try await vault.store.record(
        .sent,
        delivery: message.deliveryID,
        attempt: message.attempt,
        at: TestVault.start
      )
    }
    return due
  }
}
