package import Shop
package import Transport

extension SendOutcome {
  /// What an ended submission means for its delivery; a refusal is judged by `ReplyVerdict`.
  ///
  /// | ending | outcome |
  /// |---|---|
  /// | 2xx after the final dot | sent |
  /// | final dot sent, no reply | uncertain |
  /// | no connection; broken off before the final dot | temporary |
  /// | no TLS; no way to log in | relay |
  package init(_ result: SubmissionResult) {
    let trouble = SendTrouble(result)
    switch result.fault {
    case nil: self = .sent
    case .message: self = .permanent(trouble)
    case .tls, .login: self = .relayBroken(trouble)
    case .network: self = result.phase == .finalDot ? .uncertain(trouble) : .temporary(trouble)
    case .reply:
      switch ReplyVerdict(result) {
      case .later: self = .temporary(trouble)
      case .mailbox, .message: self = .permanent(trouble)
      case .relay: self = .relayBroken(trouble)
      }
    case .abandoned: self = .abandoned(trouble)
    }
  }
}

extension SendTrouble {
  /// The same facts, as the shop's type.
  package init(_ result: SubmissionResult) {
    self.init(
      phase: SendPhase(result.phase),
      smtpCode: result.smtpCode,
      detail: result.detail
    )
  }
}

extension SendPhase {
  fileprivate init(_ phase: SMTPPhase) {
    switch phase {
    case .connect: self = .connect
    case .greeting: self = .greeting
    case .tls: self = .tls
    case .auth: self = .auth
    case .mailFrom: self = .mailFrom
    case .recipient: self = .recipient
    case .data: self = .data
    case .finalDot: self = .finalDot
    }
  }
}

/// What a mail server's refusal is about.
///
/// Only a refusal of the mailbox or the message ends a delivery. A refusal of us stops the channel
/// and leaves every delivery owed: a wrong name, a lost password or a closed relay must not fail a
/// night's orders.
package enum ReplyVerdict: Equatable, Sendable {
  /// The same message may be taken later.
  case later
  /// The mailbox takes no mail.
  case mailbox
  /// The message is not taken.
  case message
  /// The server refuses us, whatever the message.
  case relay

  package init(_ result: SubmissionResult) {
    let rule = Self.table.first { $0.fits(result) }
    // No server refuses without a code.
    self = rule?.verdict ?? .later
  }

  /// Read from the top: the first rule that matches decides.
  ///
  /// A comment beside each names its source.
  private static let table = enhancedRules + senderRules + plainRules

  private static let enhancedRules = [
    // Postfix refuses a client's name with 450 by default, permanently: treated as temporary, every
    // delivery would fail after 48 hours.
    Rule(.recipient..., 400...499, about: .us, means: .relay),
    // RFC 5321 §4.2.1: a transient negative completion.
    Rule(.connect..., 400...499, means: .later),
    // RFC 5321 §3.1, §4.1.1.1, RFC 4954 §6, §3.3 there for MAIL: no recipient was named yet.
    Rule(.connect...(.mailFrom), 500...599, means: .relay),
    // RFC 4954 §6: allowed as an answer to any command.
    Rule(.recipient..., 530...530, means: .relay), Rule(.recipient..., 534...535, means: .relay),
    Rule(.recipient..., 538...538, means: .relay),
    // RFC 3463 §2: class 4 is persistent but transient, whatever the basic code says.
    Rule(.recipient..., 500...599, "4.", means: .later),
    // QQ and 163 refuse for an hour's or a day's limit with a bare 550, Gmail with 5.2.1 too.
    Rule(.recipient..., 500...599, about: .pace, means: .later),
    // RFC 3463 §3.2: these two of the address class are about the sender's address; by RFC 7505
    // §4.2 also about the sender's null MX.
    Rule(.recipient..., 500...599, "5.1.7", means: .relay),
    Rule(.recipient..., 500...599, "5.1.8", means: .relay),
    Rule(.recipient..., 500...599, "5.7.27", means: .relay),
    // RFC 3463 §3.2, §3.3: the recipient's address; the mailbox behind it.
    Rule(.recipient..., 500...599, "5.1.", means: .mailbox),
    Rule(.recipient..., 500...599, "5.2.", means: .mailbox),
    // By the words, where the codes say nothing or only the vague 5.7.1.
    Rule(.recipient..., 500...599, about: .us, means: .relay),
    Rule(.recipient..., 500...599, about: .records, means: .relay),
    // RFC 3463 §3.4: only this message is too big; other codes of the class describe the server.
    Rule(.recipient..., 500...599, "5.3.4", means: .message),
    Rule(.recipient..., 500...599, "5.3.", means: .relay),
    // RFC 3463 §3.5, §3.6: routing, and the protocol itself: `504 5.5.2` for a greeting.
    Rule(.recipient..., 500...599, "5.4.", means: .relay),
    Rule(.recipient..., 500...599, "5.5.", means: .relay),
    // RFC 3463 §3.7: the content, or a conversion of it.
    Rule(.recipient..., 500...599, "5.6.", means: .message),
    // RFC 3463 §3.8, RFC 7372: before the message is sent, a policy can only be against us.
    Rule(.recipient...(.recipient), 500...599, "5.7.", means: .relay),
  ]

  /// RFC 7372 §3: SPF, DKIM, reverse DNS or all of them fail, which is true of every message that
  /// we send; the other codes of RFC 3463 §3.8 are about this message.
  private static let senderRules =
    (20...26).map { Rule(.data..., 500...599, "5.7.\($0)", means: .relay) }
    + [Rule(.data..., 500...599, "5.7.", means: .message)]

  private static let plainRules = [
    // RFC 5321 §4.2.3, §3.6.2, RFC 7504 §5 for 556: without an enhanced code these answers to RCPT
    // are about the mailbox.
    Rule(.recipient...(.recipient), 550...553, means: .mailbox),
    Rule(.recipient...(.recipient), 556...556, means: .mailbox),
    Rule(.recipient...(.recipient), 500...599, means: .relay),
    // RFC 5321 §4.2.2: a command is not understood; RFC 7504: a host takes no mail.
    Rule(.data..., 500...504, means: .relay), Rule(.data..., 521...521, means: .relay),
    Rule(.data..., 500...599, means: .message),
  ]

  /// A row of the table: which answers it matches, and what they mean.
  private struct Rule {
    let phases: ClosedRange<SMTPPhase>
    let codes: ClosedRange<Int>
    /// The enhanced code, or its beginning up to a dot; nil for any, and for none.
    let enhanced: String?
    let subject: SMTPReply.Subject?
    let verdict: ReplyVerdict

    init(
      _ phases: ClosedRange<SMTPPhase>,
      _ codes: ClosedRange<Int>,
      _ enhanced: String? = nil,
      about subject: SMTPReply.Subject? = nil,
      means verdict: ReplyVerdict
    ) {
      self.phases = phases
      self.codes = codes
      self.enhanced = enhanced
      self.subject = subject
      self.verdict = verdict
    }

    init(
      _ phases: PartialRangeFrom<SMTPPhase>,
      _ codes: ClosedRange<Int>,
      _ enhanced: String? = nil,
      about subject: SMTPReply.Subject? = nil,
      means verdict: ReplyVerdict
    ) {
      self.init(
        phases.lowerBound...(.finalDot),
        codes,
        enhanced,
        about: subject,
        means: verdict
      )
    }

    func fits(_ result: SubmissionResult) -> Bool {
      guard let code = result.smtpCode, codes.contains(code), phases.contains(result.phase) else {
        return false
      }
      if let subject, subject != result.subject { return false }
      guard let enhanced else { return true }
      guard let found = result.enhancedCode else { return false }
      return enhanced.hasSuffix(".") ? found.hasPrefix(enhanced) : found == enhanced
    }
  }
}
