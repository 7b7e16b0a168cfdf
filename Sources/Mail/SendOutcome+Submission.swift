package import Shop
package import Transport

extension SendOutcome {
  /// What an ended submission means for its delivery.
  ///
  /// | ending | outcome |
  /// |---|---|
  /// | 2xx after the final dot | sent |
  /// | final dot sent, no reply | uncertain |
  /// | 4xx anywhere; no connection; broken off before the final dot | temporary |
  /// | 5xx to RCPT, DATA or the message | permanent: this message or address |
  /// | 5xx to greeting, EHLO, STARTTLS, AUTH, MAIL; 530 anywhere; TLS; no way to log in | relay |
  package init(_ result: SubmissionResult) {
    let trouble = SendTrouble(result)
    switch result.fault {
    case nil: self = .sent
    case .message: self = .permanent(trouble)
    case .tls, .login: self = .relayBroken(trouble)
    case .network: self = result.phase == .finalDot ? .uncertain(trouble) : .temporary(trouble)
    case .reply: self = Self.refused(result, trouble)
    }
  }

  private static func refused(_ result: SubmissionResult, _ trouble: SendTrouble) -> SendOutcome {
    let code = result.smtpCode ?? 0
    if (400...499).contains(code) { return .temporary(trouble) }
    // "Authentication required" (RFC 4954 §6) is about us even where it answers RCPT TO.
    return result.phase >= .recipient && code != 530 ? .permanent(trouble) : .relayBroken(trouble)
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
