/// The notices of a run, each sent until it is accepted or the ladder ends.
package struct Outbox: Sendable {
  /// In the order they were added.
  package private(set) var notices: [Notice] = []
  /// Whether anything is sent at all; what falls due meanwhile is lost, as in a broken network.
  package var delivers = true
  private let timeScale: Int64

  package init(timeScale: Int64) {
    self.timeScale = timeScale
  }

  /// Keeps a notice until it is due.
  package mutating func add(_ notice: Notice) {
    notices.append(notice)
  }

  /// Takes the notices that are due, oldest first; each waits for its `record`.
  package mutating func takeDue(at milliseconds: Int64, limit: Int) -> [Notice] {
    let due = notices.indices.filter { index in
      notices[index].dueAt.map { $0 <= milliseconds } ?? false
    }
    for index in due.prefix(limit) { notices[index].dueAt = nil }
    guard delivers else { return [] }
    return due.prefix(limit).map { notices[$0] }
  }

  /// Notes how an attempt ended and plans the next.
  ///
  /// The answer is nil when none came.
  package mutating func record(_ id: String, answer: Answer?, at milliseconds: Int64) {
    guard let index = notices.firstIndex(where: { $0.id == id }) else { return }
    let provider = notices[index].provider
    let attempt = notices[index].attempts.count
    let isAccepted = answer.map { provider.accepts(status: $0.status, body: $0.body) } ?? false
    notices[index].attempts.append(
      Attempt(at: milliseconds, status: answer?.status, isAccepted: isAccepted)
    )
    guard !isAccepted, attempt < provider.ladder.count else { return }
    notices[index].dueAt = milliseconds + provider.ladder[attempt] * 1000 / timeScale
  }

  /// Makes a notice due at once, whatever became of it; false if there is none of that ID.
  package mutating func sendAgain(_ id: String, at milliseconds: Int64) -> Bool {
    guard let index = notices.firstIndex(where: { $0.id == id }) else { return false }
    notices[index].dueAt = milliseconds
    return true
  }
}

/// Something that a provider tells the shop.
package struct Notice: Sendable {
  /// The event's own ID, the same at every attempt.
  package let id: String
  /// Whose notice it is.
  package let provider: Provider
  /// As the provider calls it: `checkout.session.completed`.
  package let kind: String
  /// What it says before it is sealed and signed; the same at every attempt.
  package let content: [UInt8]
  /// Makes the request of an attempt at a moment in Unix seconds: signatures and their times are
  /// new at each.
  package let compose: @Sendable (Int64) throws -> Outgoing
  /// When the first attempt was due, in Unix milliseconds.
  package let firstDueAt: Int64
  /// When the next attempt is due, in Unix milliseconds; nil while one is under way and at the end.
  package fileprivate(set) var dueAt: Int64?
  package fileprivate(set) var attempts: [Attempt] = []

  package init(
    id: String,
    provider: Provider,
    kind: String,
    content: [UInt8],
    dueAt: Int64,
    compose: @escaping @Sendable (Int64) throws -> Outgoing
  ) {
    self.id = id
    self.provider = provider
    self.kind = kind
    self.content = content
    self.dueAt = dueAt
    firstDueAt = dueAt
    self.compose = compose
  }

  /// Whether an attempt was accepted.
  package var isDelivered: Bool { attempts.contains(where: \.isAccepted) }
}

/// A request to the shop.
package struct Outgoing: Equatable, Sendable {
  /// `GET` has no body.
  package var method = "POST"
  /// An address of this machine, or it is not sent.
  package let url: String
  /// Each once.
  package let headers: [String: String]
  /// The bytes that are signed.
  package let body: [UInt8]

  package init(method: String = "POST", url: String, headers: [String: String], body: [UInt8]) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// What the shop answered.
package struct Answer: Equatable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// Some providers read it, and some the status alone.
  package let body: [UInt8]

  package init(status: Int, body: [UInt8] = []) {
    self.status = status
    self.body = body
  }
}

/// How one attempt to send a notice ended.
package struct Attempt: Equatable, Sendable {
  /// Unix milliseconds.
  package let at: Int64
  /// Nil when no answer came.
  package let status: Int?
  /// Whether the provider takes that for a yes.
  package let isAccepted: Bool
}
