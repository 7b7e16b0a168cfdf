import CCurl

/// SMTP submission over libcurl.
package enum SMTPClient {
  /// Hands one message to the server and waits for its last reply, on the calling thread.
  ///
  /// Never falls back from TLS to clear text. May take minutes: see `SMTPLimits`. `isWanted` is
  /// called after the server's first reply, before the message is handed over, and before its final
  /// dot; where it returns false, the connection is cut and the server has taken nothing. `onReply`
  /// gets each reply as it arrives.
  package static func submit(
    _ message: SMTPMessage,
    to server: SMTPServer,
    while isWanted: @escaping () -> Bool = { true },
    onReply: @escaping (SMTPReply) -> Void = { _ in }
  ) -> SubmissionResult {
    if let objection = message.objection { return notTried(objection) }
    guard let handle = CurlHandle() else { return notTried("libcurl does not start") }
    configure(handle, for: server)
    handle.set(CURLOPT_MAIL_FROM, message.from)
    handle.setList(CURLOPT_MAIL_RCPT, [message.to])
    // No size is announced: libcurl then asks for the end of the body only after everything before
    // it is sent, which shows that the final dot was not sent earlier.
    handle.set(CURLOPT_UPLOAD, 1)
    let transfer = SMTPTransfer(
      message.bytes,
      server: server,
      handle: handle,
      isWanted: isWanted,
      onReply: onReply
    )
    let code = transfer.perform()
    let conversation = transfer.conversation
    if transfer.isAbandoned {
      return result(.abandoned, conversation, code, "it was owed no longer; nothing was sent")
    }
    guard !conversation.isTaken else {
      return result(nil, conversation, code, "accepted")
    }
    return refusal(conversation, code, handle)
  }

  /// Connects, encrypts, logs in and leaves, without sending a message.
  ///
  /// `phase` says how far it came; no fault means that a submission would get as far as MAIL FROM.
  /// `onReply` gets each reply as it arrives.
  package static func probe(
    _ server: SMTPServer,
    onReply: @escaping (SMTPReply) -> Void = { _ in }
  ) -> SubmissionResult {
    guard let handle = CurlHandle() else { return notTried("libcurl does not start") }
    configure(handle, for: server)
    handle.set(CURLOPT_CUSTOMREQUEST, "NOOP")
    handle.set(CURLOPT_NOBODY, 1)
    let transfer = SMTPTransfer([], server: server, handle: handle, onReply: onReply)
    let code = transfer.perform()
    let conversation = transfer.conversation
    guard code == CURLE_OK else { return refusal(conversation, code, handle) }
    guard server.credentials == nil || conversation.phase >= .auth else {
      return result(.login, conversation, code, "the server does not offer to log in")
    }
    return result(nil, conversation, code, "ready")
  }

  private static func configure(_ handle: CurlHandle, for server: SMTPServer) {
    let scheme = server.encryption == .implicit ? "smtps" : "smtp"
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    handle.set(
      CURLOPT_URL,
      "\(scheme)://\(host):\(server.port)/\(Self.pathText(of: server.clientName))"
    )
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    if server.encryption != .none {
      handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
    }
    handle.setAuthorities(server.authorities)
    if let credentials = server.credentials {
      handle.set(CURLOPT_USERNAME, credentials.user)
      handle.set(CURLOPT_PASSWORD, credentials.password)
      // Inside TLS these two suffice; libcurl would otherwise prefer NTLM where it is offered.
      handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
    }
    let limits = server.limits
    // `SMTPConversation` keeps the limit of each step. libcurl's own limits are a second guard: its
    // connect limit runs until the login is over, its reply limit is that of the slowest reply.
    handle.set(
      CURLOPT_CONNECTTIMEOUT_MS,
      limits.connectMilliseconds + 8 * limits.replyMilliseconds
    )
    let longestReply = max(limits.replyMilliseconds, limits.finalMilliseconds)
    handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, longestReply / 1000 + 5)
    handle.set(CURLOPT_TIMEOUT_MS, 2 * longestReply + 20 * limits.replyMilliseconds)
  }

  /// The client's name as libcurl takes it, in a URL's path: escapes the marks of an address
  /// literal.
  private static func pathText(of name: String?) -> String {
    (name ?? "").replacing("[", with: "%5B").replacing("]", with: "%5D").replacing(":", with: "%3A")
  }

  /// Decides by libcurl's result *and* our own record; a reply of the server outranks both.
  private static func refusal(
    _ conversation: SMTPConversation,
    _ code: CURLcode,
    _ handle: CurlHandle
  ) -> SubmissionResult {
    if conversation.isRefused {
      let words = [conversation.code.map(String.init), conversation.enhancedCode]
      let reply = words.compactMap { $0 }.joined(separator: " ")
      let about = conversation.subject?.remark ?? ""
      return result(.reply, conversation, code, "the server answered \(reply)\(about)")
    }
    let fault = fault(conversation.phase, code)
    let isStopped = code == CURLE_ABORTED_BY_CALLBACK
    let words = isStopped ? "no complete answer in time" : handle.words(for: code)
    return result(fault, conversation, code, words)
  }

  private static func fault(_ phase: SMTPPhase, _ code: CURLcode) -> SubmissionFault {
    // Clear text after the answer to STARTTLS comes from somebody else.
    let isInjected = phase == .tls && code == CURLE_WEIRD_SERVER_REPLY
    if phase < .auth, code.isAboutTLS || isInjected { return .tls }
    return phase <= .auth && code == CURLE_LOGIN_DENIED ? .login : .network
  }

  private static func result(
    _ fault: SubmissionFault?,
    _ conversation: SMTPConversation,
    _ code: CURLcode,
    _ detail: String
  ) -> SubmissionResult {
    SubmissionResult(
      fault: fault,
      // With implicit TLS libcurl connects and encrypts in one step.
      phase: fault == .tls ? .tls : conversation.phase,
      smtpCode: conversation.code,
      enhancedCode: conversation.enhancedCode,
      subject: conversation.subject,
      curlCode: Int(code.rawValue),
      detail: detail
    )
  }

  private static func notTried(_ detail: String) -> SubmissionResult {
    SubmissionResult(
      fault: .message,
      phase: .connect,
      smtpCode: nil,
      curlCode: 0,
      detail: detail
    )
  }
}

extension SMTPReply.Subject {
  /// What an operator is told beside the code, with the way to mend it.
  fileprivate var remark: String {
    switch self {
    case .us: ""
    case .records:
      " about the sender's domain: correct its SPF, DKIM and DMARC records for this mail server"
    case .pace: ": too much mail at present"
    }
  }
}
