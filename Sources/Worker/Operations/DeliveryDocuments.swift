package import Shop
package import Storage

/// A delivery in a list.
package struct DeliveryRowDocument: Codable, Equatable, Sendable {
  /// Its number.
  package let id: Int64
  /// The order's.
  package let reference: String
  /// What the letter is for.
  package let purpose: Delivery.Purpose
  /// Where it stands.
  package let state: Delivery.State
  /// How often it was tried.
  package let attempts: Int
  /// `YYYY-MM-DD HH:MM:SSZ`; nil where it is not tried again.
  package let dueAt: String?
  /// How the last attempt ended.
  package let trouble: String?
}

/// Lists deliveries, the latest first.
package struct ListDeliveriesDocument: CommandDocument {
  /// `deliveries list`.
  package static let kind = OperationKind.listDeliveries

  /// Nil for all.
  let state: Delivery.State?
  /// Of this order alone.
  package var order: String?
  let page: PageRequestDocument

  package init(state: Delivery.State? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// One page of deliveries.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<DeliveryRowDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let (state, reference) = (state, try reader.order(order))
    let (after, limit) = (try reader.after(page), try reader.limit(page))
    let rows = try await commands.read { (store) throws(StoreError) in
      try store.deliveries(state: state, of: reference, after: after, limit: limit)
    }
    return PageDocument(rows, DeliveryRowDocument.init)
  }
}

/// Tries a delivery again at once.
package struct RetryDeliveryDocument: CommandDocument {
  /// `deliveries retry`.
  package static let kind = OperationKind.retryDelivery

  let id: Int64

  package init(id: Int64) {
    self.id = id
  }

  /// Makes it due.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.retryDelivery(id: id, by: person, at: commands.now())
    return DoneDocument()
  }

  /// Names the delivery.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("delivery \(id)")
  }
}

/// Tries every delivery again that ended so.
package struct RetryDeliveriesDocument: CommandDocument {
  /// `deliveries retry`.
  package static let kind = OperationKind.retryDeliveries

  let ended: RetriedDeliveries
  /// Those that ended so on that day (`YYYY-MM-DD`) or later; nil for all.
  let since: String?
  /// How many of them become due in a minute, 1 to 6000.
  let perMinute: Int

  package init(ended: RetriedDeliveries, since: String?, perMinute: Int) {
    self.ended = ended
    self.since = since
    self.perMinute = perMinute
  }

  /// How many are queued again.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> Int {
    let day = since.flatMap { CivilDate($0) }
    guard since == nil || day != nil else {
      throw CommandRefusal("--since", expected: "a day as 2026-11-20", found: since ?? "")
    }
    guard (1...6_000).contains(perMinute) else {
      throw CommandRefusal("--per-minute", expected: "1 to 6000", found: "\(perMinute)")
    }
    let calendar = commands.calendar()
    return try await commands.store.retry(
      ended,
      since: day.map { calendar.moments(of: $0).lowerBound },
      perMinute: perMinute,
      by: person,
      at: commands.now()
    )
  }

  /// Counts them.
  package func note(of answer: Int) -> ActNote {
    ActNote(outcome: "\(answer) deliveries")
  }
}

extension DeliveryRowDocument {
  init(_ delivery: Delivery) {
    self.init(
      id: delivery.id,
      reference: delivery.reference.text,
      purpose: delivery.purpose,
      state: delivery.state,
      attempts: delivery.attempts,
      dueAt: delivery.dueAt?.text,
      trouble: delivery.trouble
    )
  }
}
