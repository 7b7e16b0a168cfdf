/// The events of a run, each sent until it is accepted or the ladder ends.
package struct Outbox: Sendable {
  package private(set) var events: [Event] = []
  private let timeScale: Int64

  /// Seconds between an attempt and the next: about three days in all.
  ///
  ///     at once · 5 min · 30 min · 2 h · 5 h · 10 h · then every 12 h
  package static let ladder: [Int64] = [
    5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600,
    12 * 3600, 12 * 3600, 12 * 3600, 12 * 3600,
  ]

  init(timeScale: Int64) {
    self.timeScale = timeScale
  }

  mutating func add(_ event: Event) {
    events.append(event)
  }

  /// Takes the events that are due, oldest first; each waits for its `record`.
  package mutating func takeDue(at milliseconds: Int64, limit: Int) -> [Event] {
    let due = events.indices.filter { index in
      events[index].dueAt.map { $0 <= milliseconds } ?? false
    }
    for index in due.prefix(limit) { events[index].dueAt = nil }
    return due.prefix(limit).map { events[$0] }
  }

  /// Notes how an attempt ended and plans the next.
  ///
  /// The status is nil when no answer came. Only 2xx counts as delivered.
  package mutating func record(_ id: String, status: Int?, at milliseconds: Int64) {
    guard let index = events.firstIndex(where: { $0.id == id }) else { return }
    let attempt = events[index].attempts.count
    events[index].attempts.append(Attempt(at: milliseconds, status: status))
    let isAccepted = status.map { (200...299).contains($0) } ?? false
    guard !isAccepted, attempt < Self.ladder.count else { return }
    events[index].dueAt = milliseconds + Self.ladder[attempt] * 1000 / timeScale
  }

  /// Makes an event due at once, whatever became of it.
  package mutating func sendAgain(_ id: String, at milliseconds: Int64) throws(StripeError) {
    guard let index = events.firstIndex(where: { $0.id == id }) else {
      throw .noSuch("event", id)
    }
    events[index].dueAt = milliseconds
  }
}

/// One event: the same bytes at every attempt.
package struct Event: Equatable, Sendable {
  package let id: String
  package let kind: String
  package let body: [UInt8]
  /// When the next attempt is due, in Unix milliseconds; nil while one is under way and at the end.
  package fileprivate(set) var dueAt: Int64?
  package fileprivate(set) var attempts: [Attempt] = []

  init(id: String, kind: String, body: [UInt8], dueAt: Int64) {
    self.id = id
    self.kind = kind
    self.body = body
    self.dueAt = dueAt
  }

  /// Whether an attempt was answered with 2xx.
  package var isDelivered: Bool {
    attempts.contains { $0.status.map { (200...299).contains($0) } ?? false }
  }
}

/// How one attempt to send an event ended.
package struct Attempt: Equatable, Sendable {
  /// Unix milliseconds.
  package let at: Int64
  /// Nil when no answer came.
  package let status: Int?
}
