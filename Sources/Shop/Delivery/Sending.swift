/// A claimed delivery with everything that its message says; the same for every attempt.
package struct OwedMessage: Equatable, Sendable {
  /// The row of the delivery, under which the attempt is recorded.
  package let deliveryID: Int64
  /// Why it is owed; decides the words of the message.
  package let purpose: Delivery.Purpose
  /// This attempt's number, from 1.
  package let attempt: Int
  /// Without angle brackets: `UNIQUE@shop-domain`; made once and stored.
  package let messageID: String
  /// The message's `Date`; the same for every attempt.
  package let date: Timestamp
  /// The address that the order's mail goes to at present.
  package let to: EmailAddress
  /// The language that the buyer ordered in.
  package let language: Language
  /// The order that the message is about.
  package let reference: Reference
  /// The secret in the address of the order page.
  package let token: OrderToken
  /// What was bought.
  package let line: Checkout.Line
  /// Empty when the message carries only the order link.
  package let units: [Order.AllocatedUnit]
  /// The numbers of units whose code was useless and that wait for another.
  package let waitingUnits: [Int]
  /// What was paid.
  package let amount: Money
  /// The order's place in line; nil unless it waits whole.
  package let queuePlace: Int?
  /// What went back; nil unless the message is about a refund.
  package let refund: Refund.Notice?
  /// The bytes of earlier attempts, which are sent again (I9); nil when none are kept.
  package let kept: RenderedMessage?

  package init(
    deliveryID: Int64,
    purpose: Delivery.Purpose,
    attempt: Int,
    messageID: String,
    date: Timestamp,
    to: EmailAddress,
    language: Language,
    reference: Reference,
    token: OrderToken,
    line: Checkout.Line,
    units: [Order.AllocatedUnit],
    waitingUnits: [Int] = [],
    amount: Money,
    queuePlace: Int? = nil,
    refund: Refund.Notice? = nil,
    kept: RenderedMessage? = nil
  ) {
    self.deliveryID = deliveryID
    self.purpose = purpose
    self.attempt = attempt
    self.messageID = messageID
    self.date = date
    self.to = to
    self.language = language
    self.reference = reference
    self.token = token
    self.line = line
    self.units = units
    self.waitingUnits = waitingUnits
    self.amount = amount
    self.queuePlace = queuePlace
    self.refund = refund
    self.kept = kept
  }
}

/// A message as it is sent, byte for byte.
///
/// It may hold codes: it prints, dumps and mirrors as `<redacted>`.
package struct RenderedMessage: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  /// Header and body; every line ends with CRLF.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How one attempt to hand a message to the mail server ended, which decides what follows.
package enum SendOutcome: Equatable, Sendable {
  /// The server answered 250 after the final dot.
  case sent
  /// It was written into a folder for a person to look at: nobody received it.
  case written
  /// The server did not take it; another try may succeed.
  case temporary(SendTrouble)
  /// The final dot left and no answer came: it may have arrived.
  case uncertain(SendTrouble)
  /// This message or address is refused for good.
  case permanent(SendTrouble)
  /// The server refuses us, not the message (5xx at greeting, AUTH or MAIL FROM; TLS): the order
  /// keeps its retry, the channel pauses, the operator is told.
  case relayBroken(SendTrouble)
  /// Just before it was to be sent it was no longer owed: nothing was handed over.
  case abandoned(SendTrouble)
}

/// Why an attempt failed: facts for the operator, without the buyer's address.
package struct SendTrouble: Equatable, Sendable {
  /// How far the SMTP session came.
  package let phase: SendPhase
  /// The last SMTP reply code of that phase, if the server answered.
  package let smtpCode: Int?
  /// The words of libcurl or of the file system.
  package let detail: String

  package init(phase: SendPhase, smtpCode: Int?, detail: String) {
    self.phase = phase
    self.smtpCode = smtpCode
    self.detail = detail
  }
}

/// The steps of an SMTP submission, in order.
package enum SendPhase: String, Sendable {
  case connect, greeting, tls, auth, mailFrom, recipient, data, finalDot

  /// Whether the server knew the recipient by then.
  package var isAboutOne: Bool {
    switch self {
    case .connect, .greeting, .tls, .auth, .mailFrom: false
    case .recipient, .data, .finalDot: true
    }
  }
}

/// When a delivery is tried again.
package enum RetrySchedule {
  /// Seconds to wait after attempt 1, 2, 3 … before the next one.
  ///
  /// After the last attempt the delivery has failed. Attempts come at 0, 1, 5 and 15 minutes, then
  /// every 30 minutes up to 4 hours, then every 2 hours up to 48.
  package static let secondsAfterAttempt: [Int64] =
    [60, 240, 600]
    + Array(repeating: 1_800, count: 8)
    + Array(repeating: 7_200, count: 22)

  /// How long an uncertain delivery rests before it is repeated.
  package static let secondsAfterUncertain: Int64 = 900

  /// How often an uncertain delivery is repeated automatically.
  package static let uncertainRepeats = 2

  /// How long a delivery rests after the mail server refused us rather than the message; such an
  /// attempt does not count.
  package static let secondsAfterRelayBroken: Int64 = 300

  /// How often the server must have refused us over one delivery before its buyer's address may be
  /// the reason.
  package static let refusalsOfOne = 3

  /// Whether a refusal that is worded as one of us is really about one buyer: the server has
  /// refused this delivery again and again, and since the first time it took more other messages
  /// than it refused.
  ///
  /// A server that no longer trusts us refuses everybody, or everybody but its own mailboxes.
  package static func isAboutBuyer(refusals: Int, othersSent: Int, othersRefused: Int) -> Bool {
    refusals >= refusalsOfOne && othersSent > othersRefused
  }

  /// How long a delivery rests that was abandoned just before it was sent, and is owed again.
  package static let secondsAfterAbandoned: Int64 = 60

  /// When a claimed delivery counts as lost although the process that claimed it runs.
  ///
  /// Longer than the longest conversation: ten minutes after the final dot, and the steps before.
  package static let secondsUntilLost: Int64 = 1_800

  /// When the attempt after number `attempt` (counted from 1) is due; nil when it was the last.
  package static func nextDue(afterAttempt attempt: Int, at now: Timestamp) -> Timestamp? {
    guard secondsAfterAttempt.indices.contains(attempt - 1) else { return nil }
    return now.advanced(seconds: secondsAfterAttempt[attempt - 1])
  }
}
