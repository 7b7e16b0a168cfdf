package import Shop
package import Storage

/// A delivery in a list.
package struct DeliveryRowDocument: Codable, Equatable, Sendable {
  /// The row's number, by which commands name it.
  package let id: Int64
  /// The order's reference.
  package let reference: String
  /// What the message is about.
  package let purpose: Delivery.Purpose
  /// The delivery's state.
  package let state: Delivery.State
  /// How often sending was tried.
  package let attempts: Int
  /// `YYYY-MM-DD HH:MM:SSZ`; nil when it is not tried again.
  package let dueAt: String?
  /// Why the last attempt failed; nil when it did not.
  package let trouble: String?
}

/// Lists deliveries, the latest first.
package struct ListDeliveriesDocument: CommandDocument {
  /// `deliveries list`.
  package static let kind = OperationKind.listDeliveries

  /// The only state to list; nil for all.
  let state: Delivery.State?
  /// The only order to list, by its reference; nil for all.
  package var order: String?
  let page: PageRequestDocument

  package init(state: Delivery.State? = nil, limit: Int, after: String? = nil) {
    self.state = state
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Returns one page of deliveries.
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

  /// Makes the delivery due.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.retryDelivery(id: id, by: person, at: commands.now())
    return DoneDocument()
  }

  /// A note that names the delivery.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("delivery \(id)")
  }
}

/// Tries all deliveries again that ended in one state.
package struct RetryDeliveriesDocument: CommandDocument {
  /// `deliveries retry`.
  package static let kind = OperationKind.retryDeliveries

  let ended: RetriedDeliveries
  /// Only those that ended on that day (`YYYY-MM-DD`) or later; nil for all.
  let since: String?
  /// How many of them become due each minute, 1 to 6000.
  let perMinute: Int

  package init(ended: RetriedDeliveries, since: String?, perMinute: Int) {
    self.ended = ended
    self.since = since
    self.perMinute = perMinute
  }

  /// Returns how many are queued again.
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

  /// Counts the deliveries.
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
