/// What was sent so far, for tests.
struct EventListDocument: Encodable {
  struct Item: Encodable {
    let id: String
    let type: String
    let delivered: Bool
    /// The status of each answer; 0 where none came.
    let attempts: [Int]
    let body: String

    init(_ event: Event) {
      id = event.id
      type = event.kind
      delivered = event.isDelivered
      attempts = event.attempts.map { $0.status ?? 0 }
      body = String(decoding: event.body, as: UTF8.self)
    }
  }

  let events: [Item]
}
