import Logging
import Payments
package import Shop
import Storage

extension FrontDesk {
  /// Verifies a webhook, settles it, and only then has an answer for it (I2, I14).
  package func receive(_ arrival: Arrival, from provider: Provider) async -> WebhookOutcome {
    let moment = now()
    let event: PaymentEvent
    do {
      guard let verified = try verify(arrival, from: provider, at: moment) else {
        return .unknownProvider
      }
      event = verified
    } catch {
      logger.warning("webhook of \(provider.rawValue) refused: \(error)")
      return .refused(error)
    }
    do {
      let settlement = try await store.settle(event, at: moment)
      report(settlement, of: event)
      // A refund may have let the next in line have the codes.
      if settlement != .duplicate { bell.ring() }
      return .settled(settlement)
    } catch {
      logger.error("webhook of \(provider.rawValue) not stored: \(error)")
      return error == .busy ? .busy : .failed
    }
  }

  private func verify(
    _ arrival: Arrival,
    from provider: Provider,
    at moment: Timestamp
  ) throws(WebhookRefusal) -> PaymentEvent? {
    let request = WebhookRequest(
      headers: arrival.headers,
      body: arrival.body,
      query: arrival.query
    )
    switch try adapters[provider]?.verify(request, at: moment) {
    case .event(let event): return event
    case .claim, nil: return nil
    }
  }

  private func report(_ settlement: Settlement, of event: PaymentEvent) {
    let name = "\(event.provider.rawValue) event \(event.id.logged) (\(event.kind.logged))"
    switch settlement {
    case .duplicate: logger.info("\(name): settled before")
    case .ignored: logger.info("\(name): of no consequence")
    case .allocated(let reference): logger.info("\(name): order \(reference) has its codes")
    case .backorder(let reference): logger.warning("\(name): order \(reference) waits for stock")
    case .held(let reason): logger.error("\(name): held for a person: \(reason.rawValue)")
    case .refunded(let reference, let total):
      logger.warning("\(name): \(total) refunded, order \(reference?.text ?? "unknown")")
    case .refundFailed(let reference):
      logger.error("\(name): a refund came back, order \(reference?.text ?? "unknown")")
    case .disputed(let reference, let dispute):
      logger.error("\(name): dispute \(dispute.rawValue), order \(reference?.text ?? "unknown")")
    }
  }
}

extension String {
  /// Short and printable: what a provider names things may not write lines of our log.
  fileprivate var logged: String {
    String(decoding: utf8.prefix(80).map { (33...126).contains($0) ? $0 : 63 }, as: UTF8.self)
  }
}
