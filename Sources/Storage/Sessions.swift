import Foundation
import GRDB
package import Shop

/// The session of a checkout at its provider: how to pay, declines, and when its buyer was sent
/// there.
///
/// That moment is stored before the buyer leaves, so that a payment made with any of the forms is
/// found (I8).
extension Store {
  /// Stores the provider's session and what the buyer does next; a later call replaces it.
  package func started(
    _ reference: Reference,
    sessionID: String?,
    step: PayStep,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.started(reference, sessionID: sessionID, step: step) }
  }

  /// How often a checkout's provider declined what its buyer had approved, and whether the buyer
  /// has not approved since.
  package func declines(
    of reference: Reference,
    at provider: Provider
  ) throws(StoreError) -> (count: Int, awaitsApproval: Bool) {
    try read { db in
      let row = try db.first(
        """
        SELECT s.declines, s.awaitsApproval FROM checkout c JOIN session s ON s.checkoutID = c.id
        WHERE c.reference = ? AND c.provider = ?
        """,
        [reference.text, provider.rawValue]
      )
      return (row?["declines"] ?? 0, row?["awaitsApproval"] ?? false)
    }
  }

  /// Records that a checkout's provider declined an attempt, so that the next one is a new request;
  /// a repeated answer counts once.
  package func recordDecline(
    _ decline: Payment.Decline,
    of reference: Reference,
    at provider: Provider,
    at moment: Timestamp
  ) async throws(StoreError) {
    try await commit(at: moment) { try $0.recordDecline(decline, of: reference, at: provider) }
  }

  /// Records that the buyer approved, or came back, at that moment: what was declined before is
  /// asked for again.
  package func recordApproval(
    of reference: Reference,
    at provider: Provider,
    since approvedAt: Timestamp,
    at moment: Timestamp
  ) async throws(StoreError) {
    try await commit(at: moment) {
      try $0.recordApproval(of: reference, at: provider, since: approvedAt)
    }
  }

  /// The most moments that are stored for one checkout; after that the last one is used again.
  package static let mostDepartures = 20

  /// Records that a buyer is sent to the provider; returns the moment for the form.
  package func send(_ reference: Reference, at: Timestamp) async throws(StoreError) -> Timestamp {
    try await commit(at: at) { try $0.send(reference) }
  }

  /// The moments that a checkout's buyer was sent there, latest first.
  package func departures(
    of reference: Reference,
    at provider: Provider
  ) throws(StoreError) -> [Timestamp] {
    try read { db in
      try db.all(
        """
        SELECT s.sentAt FROM departure s JOIN checkout c ON c.id = s.checkoutID
        WHERE c.reference = ? AND c.provider = ? ORDER BY s.sentAt DESC
        """,
        [reference.text, provider.rawValue]
      ).map { Timestamp(milliseconds: $0["sentAt"]) }
    }
  }
}

/// A `PayStep` in JSON, as it is sealed.
struct KeptStepDocument: Codable {
  private enum Kind: String {
    case redirect, referredRedirect, scan, bridge, form
  }

  /// A `Kind`.
  private let kind: String
  /// The address that the buyer goes to, or the text that is scanned; empty for `bridge`.
  private let address: String
  /// Names and values, alternating.
  private let fields: [String]

  init(_ step: PayStep) {
    let kind: Kind
    let pairs: [FormField]
    switch step {
    case .redirect(let url): (kind, address, pairs) = (.redirect, url, [])
    case .referredRedirect(let url): (kind, address, pairs) = (.referredRedirect, url, [])
    case .scan(let text): (kind, address, pairs) = (.scan, text, [])
    case .bridge(let fields): (kind, address, pairs) = (.bridge, "", fields)
    case .form(let url, let fields): (kind, address, pairs) = (.form, url, fields)
    }
    self.kind = kind.rawValue
    fields = pairs.flatMap { [$0.name, $0.value] }
  }

  init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(KeptStepDocument.self, from: Data(bytes))
  }

  func bytes() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

  /// The step; nil when another program wrote the bytes.
  var step: PayStep? {
    guard let kind = Kind(rawValue: kind), fields.count.isMultiple(of: 2) else { return nil }
    let pairs = stride(from: 0, to: fields.count, by: 2).map {
      FormField(fields[$0], fields[$0 + 1])
    }
    return switch kind {
    case .redirect: .redirect(url: address)
    case .referredRedirect: .referredRedirect(url: address)
    case .scan: .scan(text: address)
    case .bridge: .bridge(fields: pairs)
    case .form: .form(url: address, fields: pairs)
    }
  }
}

extension PayStep {
  /// Whether its address is asked for again each time that the buyer goes there.
  fileprivate var isReferred: Bool {
    if case .referredRedirect = self { true } else { false }
  }
}

extension Transaction {
  /// Records whole seconds, as forms hold them; the same second is stored once.
  fileprivate func send(_ reference: Reference) throws -> Timestamp {
    let checkoutID = try checkoutID(of: reference)
    let moment = Timestamp(seconds: now.seconds)
    let known = try db.all(
      "SELECT sentAt FROM departure WHERE checkoutID = ? ORDER BY sentAt DESC",
      [checkoutID]
    ).map { Timestamp(milliseconds: $0["sentAt"]) }
    if known.contains(moment) { return moment }
    if known.count >= Store.mostDepartures, let last = known.first { return last }
    try db.change(
      "INSERT INTO departure (checkoutID, sentAt) VALUES (?, ?)",
      [checkoutID, moment.milliseconds]
    )
    return moment
  }

  /// Stores the provider's answer to the opening of the checkout; a later one replaces it.
  func started(_ reference: Reference, sessionID: String?, step: PayStep) throws {
    let found = try db.first("SELECT * FROM checkout WHERE reference = ?", [reference.text])
    guard let found else { throw StoreError.unknownCheckout }
    let checkoutID: Int64 = found["id"]
    let sealed = try sealing.seal(KeptStepDocument(step).bytes(), as: .step, of: reference.text)
    // Opening it again must send the same order, including the buyer's address.
    try leaveQueue(checkoutID, as: .opened, keepingAddress: step.isReferred)
    let changed = try db.change(
      "UPDATE session SET sessionID = ?, stepSealed = ?, startedAt = ? WHERE checkoutID = ?",
      [sessionID, sealed, now.milliseconds, checkoutID]
    )
    guard changed == 0 else { return }
    try db.change(
      "INSERT INTO session (checkoutID, sessionID, stepSealed, startedAt) VALUES (?, ?, ?, ?)",
      [checkoutID, sessionID, sealed, now.milliseconds]
    )
    try planFirstQuestion(about: found)
  }

  /// Plans the first question, since the buyer can pay from this moment; a label of expiry stays.
  private func planFirstQuestion(about checkout: Row) throws {
    let provider: Provider = try checkout.parsed("provider", as: Provider.init)
    let next = QuestionSchedule.next(
      openedAt: checkout.timestamp("createdAt"),
      expiresAt: checkout.timestamp("expiresAt"),
      lastAsked: 0,
      at: now
    )
    guard provider.answersQuestions, let due = next.dueAt else { return }
    try db.change(
      "UPDATE question SET dueAt = ? WHERE checkoutID = ? AND asked = 0 AND dueAt IS NOT NULL",
      [due.milliseconds, checkout["id"] as Int64]
    )
  }

  /// Records a new approval; one of before the decline changes nothing.
  func recordApproval(
    of reference: Reference,
    at provider: Provider,
    since approvedAt: Timestamp
  ) throws {
    try db.change(
      """
      UPDATE session SET awaitsApproval = 0
      WHERE declinedAt <= ? AND checkoutID = (
        SELECT id FROM checkout WHERE reference = ? AND provider = ?)
      """,
      [approvedAt.milliseconds, reference.text, provider.rawValue]
    )
  }

  /// Records that the provider declined the payment: the next attempt is another request.
  ///
  /// An answer to an earlier attempt that comes late or again changes nothing.
  func recordDecline(_ decline: Payment.Decline, of reference: Reference, at provider: Provider)
    throws
  {
    try db.change(
      """
      UPDATE session SET declines = declines + 1, declinedAt = ?, awaitsApproval = ?
      WHERE declines = ? AND checkoutID = (
        SELECT id FROM checkout WHERE reference = ? AND provider = ?)
      """,
      [
        decline.isBuyers ? now.milliseconds : nil, decline.isBuyers && decline.awaitsApproval,
        decline.attempt, reference.text, provider.rawValue,
      ]
    )
  }
}
