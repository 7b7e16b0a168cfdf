package import Mail
package import NIOPosix
package import Shop
import Synchronization

/// The mailer in use, and who of the shop's people gets letters; SIGHUP changes both.
package final class CurrentMail: Sendable {
  private let current: Mutex<(mailer: Mailer, reader: EmailAddress?)>

  /// `reader` is nil when nobody of the shop wants letters.
  package init(_ mailer: Mailer, reader: EmailAddress? = nil) {
    current = Mutex((mailer, reader))
  }

  /// The mailer in use.
  package var mailer: Mailer { current.withLock { $0.mailer } }
  /// Who gets letters to the shop; nil when nobody is named.
  package var reader: EmailAddress? { current.withLock { $0.reader } }

  /// Takes other settings, beginning with the next message.
  package func replace(with mailer: Mailer, reader: EmailAddress?) {
    current.withLock { $0 = (mailer, reader) }
  }
}

/// Sends mail to the shop's own people: reports, alarms and digests.
package struct OperatorMail: Sendable {
  let mail: CurrentMail
  let threads: NIOThreadPool

  /// Calls to the mail server run on `threads`.
  package init(_ mail: CurrentMail, threads: NIOThreadPool) {
    self.mail = mail
    self.threads = threads
  }

  /// Whether there is anybody to write to.
  var hasReader: Bool { mail.reader != nil }

  /// Tries once; `name` becomes the Message-ID, so that a repeat is recognised.
  ///
  /// Returns why it could not be sent; nil when it was, or when nobody wants letters.
  func send(
    _ name: String,
    _ subject: String,
    _ text: String,
    at moment: Timestamp
  ) async -> String? {
    guard let reader = mail.reader else { return nil }
    let (mailer, letter) = (
      mail.mailer,
      OperatorLetter(name: name, to: reader, subject: subject, text: text, date: moment)
    )
    guard let outcome = await onThread(of: threads, { mailer.post(letter) }) else {
      return "the worker stops"
    }
    switch outcome {
    case .sent, .written: return nil
    case .uncertain(let trouble), .temporary(let trouble), .permanent(let trouble),
      .relayBroken(let trouble), .abandoned(let trouble):
      return trouble.line
    }
  }
}

extension SendTrouble {
  /// The trouble as one line for a log, without an email address.
  var line: String { "\(phase.rawValue)\(smtpCode.map { " \($0)" } ?? ""): \(detail)" }
}
