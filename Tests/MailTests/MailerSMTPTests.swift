import Foundation
import Mail
import Shop
import Synchronization
import TestServers
import Testing
import Transport

/// Every way that a submission can end, each against a real server on loopback.
@Suite(.timeLimit(.minutes(20))) struct MailerSMTPTests {
  struct Case: CustomTestStringConvertible {
    let server: String
    let ending: Ending
    let phase: SendPhase
    let code: Int?

    init(_ server: String, _ ending: Ending, _ phase: SendPhase, _ code: Int? = nil) {
      self.server = server
      self.ending = ending
      self.phase = phase
      self.code = code
    }

    var testDescription: String { server }

    func check(_ outcome: SendOutcome) {
      #expect(Ending(outcome) == ending, "\(outcome)")
      #expect(outcome.trouble?.phase == phase, "\(outcome)")
      #expect(outcome.trouble?.smtpCode == code, "\(outcome)")
      #expect(!(outcome.trouble?.detail.contains("buyer") ?? false))
    }
  }

  @Test(arguments: [
    Case("banner-421", .temporary, .greeting, 421),
    Case("banner-554", .relayBroken, .greeting, 554),
    Case("ehlo-421", .temporary, .greeting, 421), Case("ehlo-550", .relayBroken, .greeting, 550),
    Case("mail-451", .temporary, .mailFrom, 451), Case("mail-421", .temporary, .mailFrom, 421),
    Case("mail-550", .relayBroken, .mailFrom, 550), Case("rcpt-450", .temporary, .recipient, 450),
    Case("rcpt-451", .temporary, .recipient, 451), Case("rcpt-452", .temporary, .recipient, 452),
    Case("rcpt-421", .temporary, .recipient, 421), Case("rcpt-550", .permanent, .recipient, 550),
    Case("rcpt-551", .permanent, .recipient, 551), Case("rcpt-553", .permanent, .recipient, 553),
    Case("rcpt-530", .relayBroken, .recipient, 530), Case("data-451", .temporary, .data, 451),
    Case("data-554", .permanent, .data, 554), Case("dot-421", .temporary, .finalDot, 421),
    Case("dot-451", .temporary, .finalDot, 451), Case("dot-552", .permanent, .finalDot, 552),
    Case("dot-554", .permanent, .finalDot, 554), Case("control-rcpt", .permanent, .recipient, 550),
  ])
  func `takes 4xx for later and 5xx for the address, the message or the relay`(
    expected: Case
  ) throws {
    expected.check(try SMTPServers.outcome(SMTPServers.server(expected.server)))
  }

  @Test(arguments: [
    Case("drop-banner", .temporary, .greeting), Case("drop-ehlo", .temporary, .greeting),
    Case("drop-mail", .temporary, .mailFrom), Case("drop-rcpt", .temporary, .recipient),
    Case("drop-data", .temporary, .data), Case("drop-dot", .uncertain, .finalDot),
  ])
  func `repeats what was dropped before the final dot and doubts what was dropped after it`(
    expected: Case
  ) throws {
    expected.check(try SMTPServers.outcome(SMTPServers.server(expected.server)))
  }

  /// Tries a message that is still wanted when asked that many times, and not after that.
  private func abandoned(after questions: Int, bytes: [UInt8]) throws -> SendOutcome {
    let message = SMTPMessage(
      from: "orders@cards.example.com",
      to: "buyer@example.com",
      bytes: bytes
    )
    let asked = Mutex(0)
    let result = SMTPClient.submit(message, to: try SMTPServers.server("honest")) {
      asked.withLock { count in
        count += 1
        return count <= questions
      }
    }
    return SendOutcome(result)
  }

  @Test(arguments: [0, 1, 2])
  func `hands nothing over that is owed no longer: when connected, before the body, at its end`(
    questions: Int
  ) throws {
    let name = "nobody-\(questions)"
    let outcome = try abandoned(after: questions, bytes: Array("X-Name: \(name)\r\n".utf8))
    #expect(Ending(outcome) == .abandoned, "\(outcome)")
    #expect(outcome.trouble?.phase != .finalDot, "\(outcome)")
    // The next submission shows that the server took nothing of the abandoned one.
    let sent = try abandoned(after: 9, bytes: Array("X-Name: somebody\r\n".utf8))
    #expect(sent == .sent)
    let taken = try SMTPServers.process.get().written("honest.eml") ?? Data()
    #expect(!String(decoding: taken, as: UTF8.self).contains(name))
  }

  @Test func `knows that a half-sent message was not taken`() throws {
    let server = try SMTPServers.server("drop-body")
    let line = Array(repeating: UInt8(ascii: "x"), count: 900) + [13, 10]
    let big = SMTPMessage(
      from: "orders@cards.example.com",
      to: "buyer@example.com",
      bytes: Array(repeating: line, count: 9_000).flatMap { $0 }
    )
    let outcome = SendOutcome(SMTPClient.submit(big, to: server))
    Case("drop-body", .temporary, .data, 354).check(outcome)
  }

  @Test(arguments: [
    Case("silent-banner", .temporary, .greeting), Case("silent-ehlo", .temporary, .greeting),
    Case("silent-rcpt", .temporary, .recipient), Case("silent-dot", .uncertain, .finalDot),
    Case("drip-banner", .temporary, .greeting), Case("drip-dot", .uncertain, .finalDot),
    Case("flood-ehlo", .temporary, .greeting),
  ])
  func `waits no longer than each step may take`(expected: Case) throws {
    let server = try SMTPServers.server(expected.server, limits: SMTPServers.hasty)
    let started = ContinuousClock.now
    expected.check(try SMTPServers.outcome(server))
    #expect(ContinuousClock.now - started < .seconds(10))
  }

  @Test func `gives the final dot its own, longer time`() throws {
    let limits = SMTPServers.limits(reply: 500, final: 3_000)
    let server = try SMTPServers.server("silent-dot", limits: limits)
    let started = ContinuousClock.now
    #expect(Ending(try SMTPServers.outcome(server)) == .uncertain)
    #expect(ContinuousClock.now - started >= .seconds(3))
  }

  @Test(arguments: [
    Case("odd-dot-354", .uncertain, .finalDot, 354), Case("odd-dot-garbage", .uncertain, .finalDot),
  ])
  func `doubts an answer that is none`(expected: Case) throws {
    let server = try SMTPServers.server(expected.server, limits: SMTPServers.hasty)
    expected.check(try SMTPServers.outcome(server))
  }

  @Test(arguments: ["honest", "multi-line-dot", "drop-quit", "silent-quit"])
  func `is sent by the answer to the final dot, whatever the goodbye`(name: String) throws {
    let server = try SMTPServers.server(
      name,
      limits: SMTPServers.limits(reply: 1_000, final: 20_000)
    )
    #expect(try SMTPServers.outcome(server) == .sent)
  }

  @Test func `keeps the server's words out of the detail, but for its codes`() throws {
    let outcome = try SMTPServers.outcome(SMTPServers.server("rcpt-550"))
    #expect(outcome.trouble?.detail == "the server answered 550 5.1.1")
    let control = try SMTPServers.outcome(SMTPServers.server("control-rcpt"))
    #expect(control.trouble?.detail == "the server answered 550 5.1.1")
  }

  @Test func `is temporary when nobody is there`() throws {
    let nobody = try SMTPServer(host: "127.0.0.1", port: 1, encryption: .none)
    Case("", .temporary, .connect).check(try SMTPServers.outcome(nobody))
    let nowhere = try SMTPServer(host: "mail.invalid", port: 587, encryption: .starttls)
    Case("", .temporary, .connect).check(try SMTPServers.outcome(nowhere))
  }

  @Test(arguments: [
    ("<x>@example.com", "ok"), ("a@example.com\r\nRCPT TO:<b@example.com>", "ok"), ("a b@c", "ok"),
    ("-oQ@example.com", "ok"), ("two@at@example.com", "ok"), ("a@example.com", "bare\nfeed"),
    ("a@example.com", "bare\rreturn"), ("a@example.com", "NUL\0"), ("a@example.com", "no end"),
    ("a@example.com", ""), ("a@example.com", String(repeating: "x", count: 999) + "\r\n"),
    ("a@example.com", "smuggled\n.\r\nMAIL FROM:<b@example.com>\r\n"),
  ])
  func `tries nothing with an envelope or message that could say more`(
    to: String,
    text: String
  ) throws {
    let message = SMTPMessage(
      from: "orders@cards.example.com",
      to: to,
      bytes: Array((text == "ok" ? "x\r\n" : text).utf8)
    )
    let result = SMTPClient.submit(message, to: try SMTPServers.server("clear"))
    #expect(result.fault == .message && result.phase == .connect)
    #expect(Ending(SendOutcome(result)) == .permanent)
  }
}
