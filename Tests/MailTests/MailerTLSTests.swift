import Foundation
import Mail
import Shop
import TestServers
import Testing
import Transport

/// Encryption and login against aiosmtpd, and against servers that try to avoid encryption.
@Suite(.timeLimit(.minutes(20))) struct MailerTLSTests {
  private static let password = "right päss"

  private struct KeptDocument: Decodable {
    let from: String
    let to: [String]
    let isEncrypted: Bool
    let isAuthenticated: Bool
    let client: String
  }

  private func kept(_ name: String) throws -> KeptDocument {
    let data = try #require(try SMTPServers.process.get().written("\(name).json"))
    return try JSONDecoder().decode(KeptDocument.self, from: data)
  }

  @Test(arguments: [
    ("starttls", SMTPServer.Encryption.starttls, nil as String?), ("implicit", .implicit, nil),
    ("clear", .none, nil), ("auth", .starttls, password), ("auth-implicit", .implicit, password),
  ])
  func `hands a message over, byte for byte`(
    name: String,
    encryption: SMTPServer.Encryption,
    password: String?
  ) throws {
    let server = try SMTPServers.server(name, encryption, password: password)
    let owed = try Sample.owed(.chinese, units: [Sample.unit(1, of: 1, "ABCD-\(name)")])
    let identity = try Sample.identity()
    #expect(Mailer.smtp(server, identity: { identity }).send(owed) == .sent)
    let facts = try kept(name)
    #expect(facts.from == "orders@cards.example.com")
    #expect(facts.to == ["buyer@example.com"])
    #expect(facts.isEncrypted == (encryption != .none))
    #expect(facts.isAuthenticated == (password != nil))
    #expect(facts.client == "worker.cards.example.com")
    let bytes = try #require(try SMTPServers.process.get().written("\(name).eml"))
    #expect(Array(bytes) == Message(owed, identity: identity).bytes)
  }

  @Test func `stuffs the dots that begin a line, and the server takes them off`() throws {
    let text = ".first\r\nSubject: x\r\n\r\n.\r\n..\r\n...three\r\n.\r\nQUIT\r\nend.\r\n"
    let message = SMTPMessage(
      from: "orders@cards.example.com",
      to: "buyer@example.com",
      bytes: Array(text.utf8)
    )
    let server = try SMTPServers.server("starttls", .starttls)
    #expect(SendOutcome(SMTPClient.submit(message, to: server)) == .sent)
    let bytes = try #require(try SMTPServers.process.get().written("starttls.eml"))
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test func `hands over a message that is longer than any buffer`() throws {
    let line = ".\(String(repeating: "y", count: 75))\r\n"
    let text = String(repeating: line, count: 20_000)
    let message = SMTPMessage(
      from: "orders@cards.example.com",
      to: "buyer@example.com",
      bytes: Array(text.utf8)
    )
    let server = try SMTPServers.server("clear")
    #expect(SendOutcome(SMTPClient.submit(message, to: server)) == .sent)
    let bytes = try #require(try SMTPServers.process.get().written("clear.eml"))
    #expect(bytes.count == text.utf8.count)
  }

  @Test func `is refused for good by a server that finds it too big`() throws {
    let outcome = try SMTPServers.outcome(SMTPServers.server("small"))
    #expect(Ending(outcome) == .permanent)
    #expect(outcome.trouble?.smtpCode == 552)
  }

  @Test(arguments: [
    ("expired", SMTPServer.Encryption.starttls), ("foreign", .starttls),
    ("foreign-implicit", .implicit), ("tls-stripped", .starttls), ("tls-garbage", .starttls),
    ("clear", .implicit),
  ])
  func `sends nothing to a server that cannot prove who it is`(
    name: String,
    encryption: SMTPServer.Encryption
  ) throws {
    let outcome = try SMTPServers.outcome(SMTPServers.server(name, encryption))
    #expect(Ending(outcome) == .relayBroken, "\(outcome)")
    #expect(outcome.trouble?.phase == .tls)
  }

  @Test func `does not believe the system's authorities about a test's certificate`() throws {
    var server = try SMTPServers.server("starttls", .starttls)
    server.authorities = nil
    #expect(Ending(try SMTPServers.outcome(server)) == .relayBroken)
  }

  @Test(arguments: [
    ("tls-stripped", Ending.relayBroken), ("tls-refused", .relayBroken), ("tls-later", .temporary),
    ("tls-garbage", .relayBroken),
  ])
  func `never goes on in the clear`(name: String, ending: Ending) throws {
    let server = try SMTPServers.server(name, .starttls, password: "secret")
    #expect(Ending(try SMTPServers.outcome(server)) == ending)
    let commands = try SMTPServers.commands(name)
    #expect(!commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
  }

  @Test func `is temporary when TLS never begins`() throws {
    let limits = SMTPServers.hasty
    let silent = try SMTPServers.server("tls-silent", .starttls, limits: limits)
    let outcome = try SMTPServers.outcome(silent)
    #expect(Ending(outcome) == .temporary && outcome.trouble?.phase == .tls)
    var mute = try SMTPServers.server("silent-banner", .implicit, limits: limits)
    mute.limits.connectMilliseconds = 700
    #expect(Ending(try SMTPServers.outcome(mute)) == .temporary)
  }

  @Test(arguments: [
    ("auth-535", Ending.relayBroken, 535 as Int?), ("auth-454", .temporary, 454),
    ("auth-drop", .temporary, nil), ("auth-unknown", .relayBroken, 250),
  ])
  func `blames the relay, not the address, when it cannot log in`(
    name: String,
    ending: Ending,
    code: Int?
  ) throws {
    let outcome = try SMTPServers.outcome(SMTPServers.server(name, password: "secret"))
    #expect(Ending(outcome) == ending, "\(outcome)")
    #expect(outcome.trouble?.phase == .auth || name == "auth-unknown")
    #expect(outcome.trouble?.smtpCode == code)
  }

  @Test func `blames the relay for a wrong password`() throws {
    let server = try SMTPServers.server("auth", .starttls, password: "wrong")
    let outcome = try SMTPServers.outcome(server)
    #expect(Ending(outcome) == .relayBroken)
    #expect(outcome.trouble?.smtpCode == 535)
    #expect(outcome.trouble?.detail.contains("wrong") == false)
  }

  @Test(arguments: [
    ("starttls", SMTPServer.Encryption.starttls, nil as String?, nil as SubmissionFault?),
    ("implicit", .implicit, nil, nil), ("auth", .starttls, password, nil),
    ("honest", .none, nil, nil), ("auth", .starttls, "wrong", .reply),
    ("auth-absent", .none, "secret", .login), ("foreign", .starttls, nil, .tls),
    ("tls-stripped", .starttls, nil, .tls), ("banner-554", .none, nil, .reply),
    ("drop-banner", .none, nil, .network),
  ])
  func `probes a server without sending anything`(
    name: String,
    encryption: SMTPServer.Encryption,
    password: String?,
    fault: SubmissionFault?
  ) throws {
    let result = SMTPClient.probe(try SMTPServers.server(name, encryption, password: password))
    #expect(result.fault == fault, "\(result)")
    #expect(result.phase < .mailFrom)
  }
}
