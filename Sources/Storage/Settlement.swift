import Foundation
import GRDB
package import Shop

extension Store {
  /// Settles one verified event; when it returns, everything that follows from it is durable (I2).
  ///
  /// Throws `.busy` when too many items wait and `.failed` when nothing was stored: the provider
  /// must send the event again.
  package func settle(
    _ event: PaymentEvent,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    try await commit(at: at) { try $0.settle(event) }
  }
}

/// The settlement of an event, and the row of its payment; nil where none is stored.
typealias Settled = (settlement: Settlement, paymentID: Int64?)

extension Transaction {
  /// Settles one event: everything that follows from it, or nothing.
  ///
  /// `isAnswer` says that it is a provider's answer to a question, which outranks earlier messages.
  func settle(_ event: PaymentEvent, isAnswer: Bool = false) throws -> Settlement {
    let known = "SELECT 1 FROM event WHERE provider = ? AND eventID = ?"
    let isKnown = try db.first(known, [event.provider.rawValue, event.id]) != nil
    // An answer about a refund counts again: its failure may have been reported in between.
    if isKnown && !isAnswer { return .duplicate }
    let settled: Settled =
      switch event.fact {
      case .paid(let fact): try settleSale(fact, of: event)
      case .refunded(let key, let refund):
        try settleRefund(refund, of: key, by: event.provider, isAnswer: isAnswer)
      case .refundFailed(let key, let id, let amount):
        try settleFailedRefund(id, amount, of: key, by: event.provider)
      case .disputed(let key, let dispute, let id):
        try settleDispute(dispute, id: id, of: key, by: event.provider)
      case .failed(let key): try settleFailedPayment(of: key, by: event.provider)
      case .irrelevant: (.ignored, nil)
      }
    if !isKnown { try keep(event, settled) }
    return settled.settlement
  }

  /// Records the event under its ID; its body too unless nothing follows from it, since strangers
  /// who order and do not pay cause many of those.
  private func keep(_ event: PaymentEvent, _ settled: Settled) throws {
    let body = settled.settlement == .ignored ? [] : event.body
    let name = "\(event.provider.rawValue):\(event.id)"
    try db.change(
      """
      INSERT INTO event (provider, eventID, kind, receivedAt, bodySealed, outcome, paymentID)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        event.provider.rawValue, event.id, event.kind, now.milliseconds,
        try sealing.seal(body, as: .event, of: name), settled.settlement.word.rawValue,
        settled.paymentID,
      ]
    )
    guard settled.settlement != .ignored else { return }
    try note("settle", "event \(name)", settled.settlement.sentence, by: "worker")
  }

  private func settleFailedPayment(of key: Payment.Key, by provider: Provider) throws -> Settled {
    guard key.paymentID != nil || key.reference != nil else { return (.ignored, nil) }
    var payment = try payment(provider, key)
    payment.mergeFailure()
    try save(&payment)
    if let reference = key.reference { try askOfUnderWay(reference, at: provider) }
    return (.ignored, payment.id)
  }
}

extension Settlement {
  /// The word for it in the event's row.
  fileprivate var word: Word {
    switch self {
    case .duplicate, .ignored: .ignored
    case .allocated: .allocated
    case .backorder: .backorder
    case .held: .held
    case .refunded: .refunded
    case .refundFailed: .refundFailed
    case .disputed: .disputed
    }
  }

  /// The text for it in the ledger.
  fileprivate var sentence: String {
    switch self {
    case .duplicate, .ignored: "of no consequence"
    case .allocated(let reference): "order \(reference) allocated"
    case .backorder(let reference): "order \(reference) waits for stock"
    case .held(let reason): "held: \(reason.rawValue)"
    case .refunded(let reference, let total):
      "order \(reference?.text ?? "unknown") refunded \(total)"
    case .refundFailed(let reference): "order \(reference?.text ?? "unknown") refund came back"
    case .disputed(let reference, let dispute):
      "order \(reference?.text ?? "unknown") dispute \(dispute.rawValue)"
    }
  }
}
