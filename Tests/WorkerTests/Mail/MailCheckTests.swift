import Foundation
import Shop
import TestServers
import Testing
import Transport

@testable import cardstock_worker

/// `mail check` against real servers on loopback.
@Suite(.timeLimit(.minutes(20))) struct MailCheckTests {
  private static let process = Result { try PythonServer(script: "smtp_server.py") }

  private func settings(
    _ name: String,
    tls: String = "none",
    login: String? = nil,
    isTrusted: Bool = true
  ) throws -> Settings {
    let process = try Self.process.get()
    let folder = try TemporaryFolder()
    var lines = [
      "public_url: https://pay.shop.example", "state: \(folder.path)/state",
      "key_file: \(folder.path)/vault.key", "catalog: \(folder.path)/catalog.json", "stripe:",
      "  live: false",
      "  secret_key_env: CARDSTOCK_STRIPE_KEY",
      "  webhook_secrets_env: CARDSTOCK_STRIPE_WEBHOOK_SECRETS", "mail:",
      "  from: orders@cards.example.com", "  transport: smtp", "  host: 127.0.0.1",
      "  port: \(try #require(process.ports[name]))", "  tls: \(tls)",
    ]
    if let login { lines += ["  user: shop", "  password_env: \(login)"] }
    if isTrusted {
      lines.append("  authorities: \(process.folder.appending(path: "ca.pem").path())")
    }
    let file = folder.path + "/worker.yaml"
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    var environment = SettingsTests.environment
    environment["WRONG"] = "wrong-secret"
    environment["RIGHT"] = "right p\u{E4}ss"
    switch Settings.load(file, environment: environment) {
    case .loaded(let settings): return settings
    case .faulty(let faults):
      Issue.record("\(faults)")
      throw Missing()
    }
  }

  private static let now = Timestamp(seconds: 1_795_000_000)

  private func check(_ settings: Settings, to: String?) -> MailCheckReport {
    settings.checkMail(to: to.flatMap { EmailAddress($0) }, at: Self.now)
  }

  @Test func `names each step of a letter that was taken`() throws {
    let report = check(try settings("honest"), to: "owner@shop.example")
    let document = report.document
    #expect(document.outcome == "accepted" && document.problem == nil)
    #expect(
      document.steps.map(\.step)
        == ["connect", "greeting", "mailFrom", "recipient", "data", "finalDot"]
    )
    #expect(document.steps.map(\.code) == [nil, 220, 250, 250, 354, 250])
  }

  @Test func `without an address it sends nothing`() throws {
    let document = check(try settings("honest"), to: nil).document
    #expect(document.outcome == "ready")
    #expect(!document.steps.contains { ["mailFrom", "data", "finalDot"].contains($0.step) })
  }

  @Test(arguments: [
    ("banner-554", false, "mail.ehlo"), ("ehlo-550", false, "mail.ehlo"),
    ("mail-550", false, "mail.from"), ("rcpt-550", false, "--to"), ("rcpt-451", true, "later"),
    ("rcpt-530", false, "mail.user"), ("dot-451", true, "later"),
    ("drop-dot", true, "may have been taken"), ("drop-banner", true, "later"),
  ])
  func `says where it stopped, and which setting to look at`(
    server: String,
    isPassing: Bool,
    remedy: String
  ) throws {
    let report = check(try settings(server), to: "owner@shop.example")
    #expect(report.document.outcome == "failed" && report.isPassing == isPassing)
    let problem = try #require(report.document.problem)
    #expect(problem.contains(remedy), "\(problem)")
    #expect(
      !problem.contains("owner@") && !report.document.steps.contains { $0.words.contains("@") }
    )
  }

  @Test func `a server that does not encrypt is named with the setting`() throws {
    let report = check(try settings("honest", tls: "starttls"), to: nil)
    #expect(report.document.problem?.contains("mail.tls") == true)
    #expect(!report.isPassing)
  }

  @Test(arguments: [("auth", "starttls"), ("auth-implicit", "implicit")])
  func `a login is tried inside TLS, and no password is said`(server: String, tls: String) throws {
    let good = check(try settings(server, tls: tls, login: "RIGHT"), to: nil).document
    #expect(good.outcome == "ready", "\(good)")
    #expect(good.steps.map(\.step).contains("tls") && good.steps.last?.step == "auth")
    let bad = check(try settings(server, tls: tls, login: "WRONG"), to: nil).document
    #expect(bad.problem?.contains("mail.user") == true, "\(bad)")
    #expect(!"\(bad)".contains("wrong-secret"))
    let stranger = check(
      try settings(server, tls: tls, login: "RIGHT", isTrusted: false),
      to: nil
    ).document
    #expect(stranger.problem?.contains("mail.authorities") == true, "\(stranger)")
  }
}
