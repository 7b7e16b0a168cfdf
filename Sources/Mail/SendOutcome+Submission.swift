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
  /// The same facts in the shop's words.
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
