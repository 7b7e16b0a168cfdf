/// Our own record of an SMTP session: how far it came and what the server said last.
///
/// libcurl's response code alone is not reliable: after a failed read it may still hold the 250 of
/// an earlier command (curl issue 8356). This record is fed from the protocol trace, line by line,
/// and from the end of the body; it sees commands as they are sent and replies as they arrive.
struct SMTPConversation {
  private(set) var phase = SMTPPhase.connect
  /// The last complete reply to what was sent last; nil until one has come.
  private(set) var code: Int?
  /// The enhanced status of that reply, such as `5.1.1`; nil where it has none.
  private(set) var enhancedCode: String?
  /// What that reply is about, by its words.
  private(set) var subject: SMTPReply.Subject?
  /// When we last sent something: the time limit of a reply counts from here.
  private(set) var lastStep: ContinuousClock.Instant
  private(set) var receivedBytes = 0
  private var isConnected = false
  /// Whether QUIT was sent: no later reply is about the message.
  private var isOver = false

  /// More than any honest server sends in one session.
  static let mostReplyBytes = 262_144

  init(at now: ContinuousClock.Instant) {
    lastStep = now
  }

  /// Whether the server took the message: a complete 2xx after the final dot.
  var isTaken: Bool { phase == .finalDot && (code.map { $0 / 100 == 2 } ?? false) }

  /// Whether the server refused: 4xx or 5xx to what was sent last.
  var isRefused: Bool { code.map { (400...599).contains($0) } ?? false }

  /// Records that the connection is up, implicit TLS included; the greeting is next.
  mutating func connected(at now: ContinuousClock.Instant) {
    guard !isConnected else { return }
    isConnected = true
    lastStep = now
    if phase == .connect { phase = .greeting }
  }

  /// Records a command that was sent.
  ///
  /// Lines of a login hold secrets: only known verbs are read.
  mutating func sent(_ line: some Collection<UInt8>, at now: ContinuousClock.Instant) {
    lastStep = now
    if line.starts(with: "QUIT".utf8) { isOver = true }
    guard !isOver else { return }
    code = nil
    enhancedCode = nil
    subject = nil
    for (verb, next) in Self.verbs where line.starts(with: verb.utf8) && next > phase {
      // The base64 of a login may spell DATA, but DATA follows only a recipient.
      if next == .data, phase != .recipient { continue }
      phase = next
    }
  }

  private static let verbs: [(String, SMTPPhase)] = [
    ("STARTTLS\r\n", .tls), ("AUTH ", .auth), ("MAIL FROM:", .mailFrom), ("RCPT TO:", .recipient),
    ("DATA\r\n", .data),
  ]

  /// Records a line of a reply; the last line of a reply has a space, or nothing, after its code.
  ///
  /// Returns the reply if the line completes one.
  @discardableResult
  mutating func received(
    _ line: some Collection<UInt8>,
    at now: ContinuousClock.Instant
  ) -> SMTPReply? {
    guard !isOver else { return nil }
    connected(at: now)
    receivedBytes += line.count
    subject = subject ?? Self.subject(of: line)
    let bytes = Array(line.prefix(64))
    guard bytes.count >= 3, bytes.prefix(3).allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    guard bytes.count == 3 || bytes[3] == 32 || bytes[3] == 13 || bytes[3] == 10 else { return nil }
    let number = bytes.prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) }
    code = number
    enhancedCode = Self.enhanced(in: bytes.dropFirst(4))
    return SMTPReply(phase: phase, code: number, words: SMTPReply.words(of: line.dropFirst(4)))
  }

  /// Records that another piece of the body was handed to libcurl.
  mutating func handedOver(at now: ContinuousClock.Instant) {
    lastStep = now
  }

  /// Records that the whole body is sent; the final dot follows, and its result is uncertain until
  /// the next reply.
  mutating func ended(at now: ContinuousClock.Instant) {
    lastStep = now
    code = nil
    enhancedCode = nil
    subject = nil
    phase = .finalDot
  }

  /// Whether this step takes longer than it may.
  func isOverdue(at now: ContinuousClock.Instant, limits: SMTPLimits) -> Bool {
    guard receivedBytes <= Self.mostReplyBytes else { return true }
    let allowed =
      if !isConnected { limits.connectMilliseconds }
      // The reply to QUIT is not worth a long wait.
      else if isOver {
        min(Self.goodbyeMilliseconds, limits.replyMilliseconds)
      } else if phase == .finalDot { limits.finalMilliseconds } else { limits.replyMilliseconds }
    return now - lastStep > .milliseconds(allowed)
  }

  private static let goodbyeMilliseconds = 5_000

  /// Words that servers use to refuse us whatever the message; from Postfix, Exim, Sendmail,
  /// Exchange and the large providers.
  private static let wordsAboutUs = [
    "helo command rejected", "ehlo command rejected", "helo name", "ehlo name", "invalid helo",
    "relay access denied", "relaying denied", "unable to relay", "relay not permitted",
    "relaying not allowed", "not permitted to relay", "we do not relay", "client host rejected",
    "sender address rejected", "authentication required", "authentication is required",
    "must authenticate", "not authenticated", "fully-qualified hostname", "suspected spam sender",
    "connection denied", "spamhaus", "reverse dns", "ptr record", "hl:ipb", "hl:ihu", "mi:spb",
    "wm:bli", "wm:blu", "dt:rbl",
  ]

  /// Words about the records of the sender's domain; QQ and 163 give them the plain code 550.
  private static let wordsAboutRecords = [
    "spf check", "spf fail", "fail spf", "failed spf", "spf validation", "dmarc", "dkim", "mi:spf",
    "mi:dma",
  ]

  /// Words about too much mail, which QQ, 163 and Gmail also give permanent codes.
  ///
  /// QQ's "access denied" means a mailbox that gets too much at present; the short ones are 163's.
  private static let wordsAboutPace = [
    "frequency limit", "too frequent", "rate limit", "ratelimit", "at a rate that", "throttl",
    "too many connections", "too many messages", "too many recipients", "too many rcpts",
    "sending quota", "sending limit", "suspected bounce attack", "try again later",
    "mailbox unavailable or access denied", "hl:rep", "hl:icc", "hl:ifc", "hl:mep", "mi:cel",
    "mi:dmc", "mi:ccl", "mi:sfq", "mi:stc", "rp:cel", "rp:ccl", "rp:drc", "rp:qrc", "rp:trc",
  ]

  /// The first of the three that the line names; a mailbox that it repeats says nothing.
  private static func subject(of line: some Collection<UInt8>) -> SMTPReply.Subject? {
    let text = String(decoding: line.prefix(512), as: UTF8.self).lowercased()
      .split(separator: " ").filter { !$0.contains("@") }.joined(separator: " ")
    let names = { (words: [String]) in words.contains { text.contains($0) } }
    if names(wordsAboutPace) { return .pace }
    if names(wordsAboutUs) { return .us }
    return names(wordsAboutRecords) ? .records : nil
  }

  /// The enhanced status that begins the text: class, subject and detail by RFC 3463.
  private static func enhanced(in text: ArraySlice<UInt8>) -> String? {
    let word = text.prefix { $0 == 46 || (48...57).contains($0) }
    let parts = word.split(separator: 46, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ (1...3).contains($0.count) }) else { return nil }
    return String(decoding: word, as: UTF8.self)
  }
}
