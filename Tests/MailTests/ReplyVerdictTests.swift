import Mail
import Shop
import Testing
import Transport

/// The table of verdicts, tried with replies that real servers give (RFC 3463, RFC 5321, RFC 7372).
@Suite(.timeLimit(.minutes(20)))
struct ReplyVerdictTests {
  private static func verdict(
    _ phase: SMTPPhase,
    _ code: Int,
    _ enhanced: String? = nil,
    about subject: SMTPReply.Subject? = nil
  ) -> ReplyVerdict {
    ReplyVerdict(
      SubmissionResult(
        fault: .reply,
        phase: phase,
        smtpCode: code,
        enhancedCode: enhanced,
        subject: subject,
        curlCode: 0,
        detail: ""
      )
    )
  }

  @Test(arguments: [SMTPPhase.greeting, .tls, .auth, .mailFrom], [500, 504, 530, 535, 550, 554])
  func `whatever is refused before a recipient is named is about us`(phase: SMTPPhase, code: Int) {
    for enhanced in [nil, "5.1.1", "5.2.1", "5.5.2", "5.7.1", "4.3.0"] {
      #expect(Self.verdict(phase, code, enhanced) == .relay)
    }
  }

  @Test(arguments: SMTPPhase.allCases, [421, 450, 451, 452])
  func `a refusal for now is one for now, unless it is our name that is refused`(
    phase: SMTPPhase,
    code: Int
  ) {
    for enhanced in [nil, "4.2.1", "4.7.1", "5.1.1"] {
      #expect(Self.verdict(phase, code, enhanced) == .later)
    }
    let isNamed = phase >= .recipient
    #expect(Self.verdict(phase, code, "4.7.1", about: .us) == (isNamed ? .relay : .later))
  }

  @Test(
    arguments: [
      (550, "5.1.1", ReplyVerdict.mailbox), (550, "5.1.0", .mailbox), (553, "5.1.3", .mailbox),
      (551, "5.1.6", .mailbox), (556, "5.1.10", .mailbox), (550, "5.2.1", .mailbox),
      (552, "5.2.2", .mailbox), (554, "5.2.0", .mailbox), (550, nil, .mailbox),
      (551, nil, .mailbox),
      (552, nil, .mailbox), (553, nil, .mailbox), (556, nil, .mailbox),
      (504, "5.5.2", .relay), (504, nil, .relay), (501, "5.5.4", .relay), (503, "5.5.1", .relay),
      (530, "5.7.0", .relay), (530, nil, .relay), (534, nil, .relay), (535, "5.7.8", .relay),
      (538, "5.7.11", .relay), (550, "5.1.7", .relay), (550, "5.1.8", .relay),
      (550, "5.3.2", .relay),
      (554, "5.3.0", .relay), (550, "5.4.1", .relay), (550, "5.5.0", .relay),
      (550, "5.7.1", .relay),
      (554, "5.7.1", .relay), (550, "5.7.25", .relay), (554, nil, .relay), (555, nil, .relay),
      (521, nil, .relay), (550, "4.2.2", .later), (552, "5.3.4", .message),
      (550, "5.6.7", .message),
    ] as [(Int, String?, ReplyVerdict)]
  )
  func `of refusals of a recipient only those of its mailbox are the buyer's`(
    code: Int,
    enhanced: String?,
    expected: ReplyVerdict
  ) {
    #expect(Self.verdict(.recipient, code, enhanced) == expected)
  }

  @Test(
    arguments: [
      (554, "5.7.1", ReplyVerdict.message), (554, "5.6.0", .message), (552, "5.3.4", .message),
      (554, nil, .message), (550, nil, .message), (550, "5.1.1", .mailbox),
      (552, "5.2.2", .mailbox),
      (550, "5.7.26", .relay), (550, "5.7.20", .relay), (550, "5.7.2", .message),
      (503, "5.5.1", .relay), (500, nil, .relay), (554, "5.3.0", .relay), (530, "5.7.0", .relay),
    ] as [(Int, String?, ReplyVerdict)]
  )
  func `a message that was seen may be refused for itself`(
    code: Int,
    enhanced: String?,
    expected: ReplyVerdict
  ) {
    #expect(Self.verdict(.data, code, enhanced) == expected)
    #expect(Self.verdict(.finalDot, code, enhanced) == expected)
  }

  @Test(arguments: [
    ("rcpt-helo", Ending.relayBroken), ("rcpt-relay", .relayBroken), ("rcpt-plain", .relayBroken),
    ("rcpt-helo-later", .relayBroken), ("rcpt-table", .permanent), ("rcpt-mailbox", .permanent),
    ("rcpt-sender", .relayBroken), ("rcpt-contrary", .temporary), ("rcpt-domain-pace", .temporary),
    ("rcpt-ip-pace", .temporary), ("rcpt-bounces", .temporary), ("rcpt-busy", .temporary),
    ("rcpt-netease", .temporary), ("rcpt-gmail-pace", .temporary), ("rcpt-echo", .permanent),
    ("rcpt-spammer", .relayBroken), ("rcpt-spf-later", .temporary), ("dot-spf", .relayBroken),
    ("dot-dmarc", .relayBroken), ("dot-netease-spf", .relayBroken), ("dot-pace", .temporary),
    ("dot-content", .permanent),
  ])
  func `reads whom a server means from what it says`(server: String, expected: Ending) throws {
    #expect(Ending(try SMTPServers.outcome(SMTPServers.server(server))) == expected)
  }

  @Test func `an answer about the sender's domain says what to mend`() throws {
    let spf = try SMTPServers.outcome(SMTPServers.server("dot-spf")).trouble?.detail ?? ""
    #expect(spf.hasPrefix("the server answered 550 about the sender's domain: correct its SPF"))
    let pace = try SMTPServers.outcome(SMTPServers.server("rcpt-ip-pace")).trouble?.detail
    #expect(pace == "the server answered 550: too much mail at present")
  }

  @Test(arguments: [("pay.shop.example", "pay.shop.example"), ("[127.0.0.1]", "[127.0.0.1]")])
  func `greets a server with the name that it was given`(name: String, said: String) throws {
    let port = try SMTPServers.server("greeted").port
    let server = try SMTPServer(host: "127.0.0.1", port: port, encryption: .none, clientName: name)
    #expect(try SMTPServers.outcome(server) == .sent)
    #expect(try SMTPServers.commands("greeted").contains("EHLO \(said)"))
  }
}
