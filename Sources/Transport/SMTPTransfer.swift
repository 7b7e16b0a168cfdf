import CCurl

/// What libcurl's callbacks read from and write to during one submission.
final class SMTPTransfer {
  private(set) var conversation: SMTPConversation
  private let limits: SMTPLimits
  private let bytes: [UInt8]
  private var handedOver = 0
  private let handle: CurlHandle
  private let isWanted: () -> Bool
  private let onReply: (SMTPReply) -> Void
  private var isGreetingSeen = false
  /// Whether it was cut off because the message is no longer wanted.
  private(set) var isAbandoned = false

  init(
    _ bytes: [UInt8],
    server: SMTPServer,
    handle: CurlHandle,
    isWanted: @escaping () -> Bool = { true },
    onReply: @escaping (SMTPReply) -> Void = { _ in }
  ) {
    self.bytes = bytes
    self.handle = handle
    self.isWanted = isWanted
    self.onReply = onReply
    limits = server.limits
    conversation = SMTPConversation(at: .now)
  }

  /// Copies the next piece of the message into libcurl's buffer.
  ///
  /// libcurl asks again only when the last piece is sent, so the call after the last piece is the
  /// moment before the final dot. Until that is sent the server has taken nothing. So this calls
  /// `isWanted` before the first byte and at the end.
  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - handedOver)
    if handedOver == 0 || count == 0, !asksWhetherWanted() {
      return Int(CURL_READFUNC_ABORT)
    }
    guard count > 0 else {
      conversation.ended(at: .now)
      return 0
    }
    buffer.copyBytes(from: bytes[handedOver..<(handedOver + count)])
    handedOver += count
    conversation.handedOver(at: .now)
    return count
  }

  private func trace(_ kind: curl_infotype, _ line: UnsafeRawBufferPointer) {
    switch kind {
    case CURLINFO_HEADER_IN:
      if let reply = conversation.received(line, at: .now) { onReply(reply) }
    case CURLINFO_HEADER_OUT: conversation.sent(line, at: .now)
    default: break
    }
  }

  /// Called about once a second and on every event; true stops the transfer.
  private func mustStop() -> Bool {
    if handle.isConnected { conversation.connected(at: .now) }
    if isAbandoned { return true }
    // Connecting may have taken a while: asks once more, before the server learns the recipient.
    if !isGreetingSeen, conversation.phase > .connect, conversation.code != nil {
      isGreetingSeen = true
      if !asksWhetherWanted() { return true }
    }
    return conversation.isOverdue(at: .now, limits: limits)
  }

  private func asksWhetherWanted() -> Bool {
    if !isAbandoned, conversation.phase < .finalDot { isAbandoned = !isWanted() }
    return !isAbandoned
  }

  /// Runs the transfer with these callbacks.
  func perform() -> CURLcode {
    let context = Unmanaged.passUnretained(self).toOpaque()
    handle.note(
      ccurl_set_read(
        handle.raw,
        { buffer, size, count, context in
          guard let buffer, let context else { return 0 }
          let transfer = Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue()
          return transfer.read(into: .init(start: buffer, count: size * count))
        },
        context
      )
    )
    // libcurl would write replies to HELP, NOOP and the like to standard output.
    handle.note(ccurl_set_write(handle.raw, { _, size, count, _ in size * count }, nil))
    handle.note(
      ccurl_set_debug(
        handle.raw,
        { _, kind, line, count, context in
          guard let line, let context else { return 0 }
          let transfer = Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue()
          transfer.trace(kind, .init(start: line, count: count))
          return 0
        },
        context
      )
    )
    handle.note(
      ccurl_set_progress(
        handle.raw,
        { context, _, _, _, _ in
          guard let context else { return 0 }
          let transfer = Unmanaged<SMTPTransfer>.fromOpaque(context).takeUnretainedValue()
          return transfer.mustStop() ? 1 : 0
        },
        context
      )
    )
    let code = withExtendedLifetime(self) { handle.perform() }
    // Freeing the handle must not call back into a transfer that no longer exists.
    handle.set(CURLOPT_VERBOSE, 0)
    handle.set(CURLOPT_NOPROGRESS, 1)
    return code
  }
}
