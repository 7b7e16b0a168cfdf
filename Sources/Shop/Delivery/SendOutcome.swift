/// How one attempt to hand a message to the mail server ended; says what to do next.
package enum SendOutcome: Equatable, Sendable {
  /// The server answered 250 after the final dot.
  case sent
  /// It lies in a folder, where a person may look at it: nobody got it.
  case written
  /// Nothing was taken; worth another try.
  case temporary(SendTrouble)
  /// The final dot left and no answer came: it may have arrived.
  case uncertain(SendTrouble)
  /// This message or address is refused for good.
  case permanent(SendTrouble)
  /// The server refuses us, not the message (5xx at greeting, AUTH or MAIL FROM; TLS): the order
  /// keeps its retry, the channel pauses, the operator is told.
  case relayBroken(SendTrouble)
  /// It was owed no longer when it was about to be sent: nothing was handed over.
  case abandoned(SendTrouble)
}

/// What went wrong with an attempt: facts for the operator, without the address.
package struct SendTrouble: Equatable, Sendable {
  /// How far the conversation came.
  package let phase: SendPhase
  /// The last SMTP code of that phase, if the server answered.
  package let smtpCode: Int?
  /// libcurl's or the file system's words.
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

  /// Whether the server knew by then whom the message is for.
  package var isAboutOne: Bool {
    switch self {
    case .connect, .greeting, .tls, .auth, .mailFrom: false
    case .recipient, .data, .finalDot: true
    }
  }
}
