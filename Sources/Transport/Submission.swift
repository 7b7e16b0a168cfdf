/// A finished message with its envelope.
package struct SMTPMessage: Sendable {
  /// The envelope's sender, a bare address.
  package let from: String
  /// The envelope's only recipient, a bare address.
  package let to: String
  /// Header and body; every line ends with CRLF.
  package let bytes: [UInt8]

  package init(from: String, to: String, bytes: [UInt8]) {
    self.from = from
    self.to = to
    self.bytes = bytes
  }

  /// Why it cannot be sent, if so; libcurl itself would send a line break in an address as it is.
  var objection: String? {
    guard Self.isBareAddress(from), Self.isBareAddress(to) else {
      return "envelope: expected one bare address each"
    }
    guard bytes.suffix(2) == [13, 10] else { return "message: expected CRLF at its end" }
    var lineStart = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 10:
        guard index > 0, bytes[index - 1] == 13 else { return "message: line feed alone" }
        guard index - lineStart < Self.longestLine else { return "message: line too long" }
        lineStart = index + 1
      case 13:
        guard index + 1 < bytes.count, bytes[index + 1] == 10 else {
          return "message: carriage return alone"
        }
      case 0: return "message: NUL"
      default: continue
      }
    }
    return nil
  }

  /// The longest line of RFC 5321 §4.5.3.1.6 in bytes, CRLF included.
  private static let longestLine = 1_000

  private static func isBareAddress(_ text: String) -> Bool {
    (3...254).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "-")
      && text.utf8.filter { $0 == UInt8(ascii: "@") }.count == 1
      && text.utf8.allSatisfy { (33...126).contains($0) && !"<>()[],;:\\\"".utf8.contains($0) }
  }
}

/// The steps of a submission, in order.
package enum SMTPPhase: Int, Comparable, CaseIterable, Sendable {
  case connect, greeting, tls, auth, mailFrom, recipient, data, finalDot

  package static func < (left: SMTPPhase, right: SMTPPhase) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Why a submission failed.
package enum SubmissionFault: Sendable {
  /// The envelope or the message is invalid; nothing was tried.
  case message
  /// The server refused; `smtpCode` says how.
  case reply
  /// No encryption, or the server could not prove its identity.
  case tls
  /// The server offers no login method that we know.
  case login
  /// No connection, no answer in time, or the connection broke.
  case network
  /// The caller no longer wanted it sent; the server has taken nothing.
  case abandoned
}

/// How a submission ended, by our own record of the session.
package struct SubmissionResult: Equatable, Sendable {
  /// Nil when the server answered 2xx after the final dot.
  package let fault: SubmissionFault?
  /// How far the session came.
  package let phase: SMTPPhase
  /// The last complete reply of that phase; nil when none came.
  package let smtpCode: Int?
  /// The enhanced status (RFC 3463) of that reply, such as `5.1.1`, where it has one.
  package let enhancedCode: String?
  /// What that reply is about, by its words; nil where they name neither us nor our pace.
  package let subject: SMTPReply.Subject?
  /// libcurl's own result, for the record: it decides nothing alone.
  package let curlCode: Int
  /// A line for the operator, without addresses.
  package let detail: String

  package init(
    fault: SubmissionFault?,
    phase: SMTPPhase,
    smtpCode: Int?,
    enhancedCode: String? = nil,
    subject: SMTPReply.Subject? = nil,
    curlCode: Int,
    detail: String
  ) {
    self.fault = fault
    self.phase = phase
    self.smtpCode = smtpCode
    self.enhancedCode = enhancedCode
    self.subject = subject
    self.curlCode = curlCode
    self.detail = detail
  }
}

/// A complete reply of a mail server, as it arrived.
package struct SMTPReply: Equatable, Sendable {
  /// The step that it answers; the greeting and answers to EHLO count as `greeting`, or as `tls`
  /// after STARTTLS.
  package let phase: SMTPPhase
  /// The three digits of the reply.
  package let code: Int
  /// Its last line without the code: printable ASCII, at most 200 characters, without mailboxes.
  package let words: String

  /// What a refusal is about, where its code says too little or the wrong thing.
  package enum Subject: Sendable {
    /// Us, whatever the message: our name, our address, that we may not relay.
    case us
    /// What DNS says of the sender's domain: SPF, DKIM, DMARC.
    case records
    /// How much mail came: the same message is taken later.
    case pace
  }

  /// The part of a reply's line that people may see.
  static func words(of line: some Collection<UInt8>) -> String {
    let plain = line.prefix(200).map { (32...126).contains($0) ? $0 : UInt8(ascii: " ") }
    return String(decoding: plain, as: UTF8.self).split(separator: " ")
      .map { $0.contains("@") ? "<mailbox>" : String($0) }
      .joined(separator: " ")
  }
}
