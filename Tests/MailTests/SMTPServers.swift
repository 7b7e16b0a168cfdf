import Foundation
import Mail
import Shop
import TestServers
import Testing
import Transport

/// The mail servers that the tests talk to; one process plays them all.
enum SMTPServers {
  static let process = Result { try PythonServer(script: "smtp_server.py") }

  /// Short enough for a test, long enough for a busy machine.
  static let patient = limits(reply: 20_000, final: 20_000)
  static let hasty = limits(reply: 700, final: 700)

  static func limits(reply: Int, final: Int) -> SMTPLimits {
    var limits = SMTPLimits()
    limits.replyMilliseconds = reply
    limits.finalMilliseconds = final
    return limits
  }

  static func server(
    _ name: String,
    _ encryption: SMTPServer.Encryption = .none,
    password: String? = nil,
    limits: SMTPLimits = patient
  ) throws -> SMTPServer {
    let process = try process.get()
    var server = try SMTPServer(
      host: "127.0.0.1",
      port: try #require(process.ports[name]),
      encryption: encryption,
      credentials: password.map { SMTPCredentials(user: "shop", password: $0) },
      clientName: "worker.cards.example.com"
    )
    server.authorities = process.folder.appending(path: "ca.pem").path()
    server.limits = limits
    return server
  }

  /// The outcome of one delivery to that server.
  static func outcome(_ server: SMTPServer, to: String = "buyer@example.com") throws -> SendOutcome
  {
    let identity = try Sample.identity()
    let mailer = Mailer.smtp(server) { identity }
    return mailer.send(try Sample.owed(.chinese, units: [Sample.unit(1, of: 1, "ABCD")], to: to))
  }

  /// The commands that a scripted server received, one per line.
  static func commands(_ name: String) throws -> [String] {
    let log = try process.get().written("\(name).log") ?? Data()
    return String(decoding: log, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }
}

extension Mailer {
  /// Composes the message and tries once; it stays owed meanwhile.
  func send(_ owed: OwedMessage) -> SendOutcome { sendWhile(owed, compose(owed)) { true } }
}

/// The kind of an outcome, for tables.
enum Ending: String {
  case sent, written, temporary, uncertain, permanent, relayBroken, abandoned

  init(_ outcome: SendOutcome) {
    switch outcome {
    case .sent: self = .sent
    case .written: self = .written
    case .temporary: self = .temporary
    case .uncertain: self = .uncertain
    case .permanent: self = .permanent
    case .relayBroken: self = .relayBroken
    case .abandoned: self = .abandoned
    }
  }
}

extension SendOutcome {
  var trouble: SendTrouble? {
    switch self {
    case .sent, .written: nil
    case .temporary(let trouble), .uncertain(let trouble), .permanent(let trouble),
      .relayBroken(let trouble), .abandoned(let trouble):
      trouble
    }
  }
}
