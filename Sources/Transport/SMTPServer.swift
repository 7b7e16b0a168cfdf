/// The mail server that takes our messages, with our credentials.
///
/// Prints without the password.
package struct SMTPServer: Sendable, CustomStringConvertible, CustomReflectable {
  /// How the session is encrypted.
  package enum Encryption: String, CaseIterable, Sendable {
    /// A plain greeting, then TLS or nothing: port 587.
    case starttls
    /// TLS from the first byte: port 465.
    case implicit
    /// No TLS at all; accepted for loopback only.
    case none
  }

  /// Why such a server is refused.
  package enum Fault: Error, Equatable, CustomStringConvertible {
    case host
    case clientName
    case port
    /// `tls: none` to another machine.
    case clearTextBeyondLoopback
    case credentials

    /// What was expected, by the name of the setting.
    package var description: String {
      switch self {
      case .host: "host: expected a host name or an IP address"
      case .clientName:
        "ehlo: expected a full domain name, or an address in brackets as [192.0.2.1]"
      case .port: "port: expected 1 to 65535"
      case .clearTextBeyondLoopback: "tls: none is for 127.0.0.1, ::1 and localhost only"
      case .credentials: "user and password: expected text without control characters"
      }
    }
  }

  /// A name or an address.
  package let host: String
  /// Such as 465 or 587.
  package let port: Int
  /// How the connection is encrypted.
  package let encryption: Encryption
  /// The account that we log in with; nil for a server without login.
  package let credentials: SMTPCredentials?
  /// The name that we greet with; nil for the machine's own.
  package let clientName: String?
  /// How long a submission may take.
  package var limits = SMTPLimits()
  /// A PEM file of certificate authorities that replaces the system's: for tests and private
  /// relays.
  package var authorities: String?

  package init(
    host: String,
    port: Int,
    encryption: Encryption,
    credentials: SMTPCredentials? = nil,
    clientName: String? = nil
  ) throws(Fault) {
    guard Self.isHost(host) else { throw .host }
    let greeting = clientName.flatMap { GreetingName($0) }
    guard clientName == nil || greeting != nil else { throw .clientName }
    guard (1...65_535).contains(port) else { throw .port }
    guard encryption != .none || RequestURL.isLoopback(host) else {
      throw .clearTextBeyondLoopback
    }
    guard credentials?.isPlain ?? true else { throw .credentials }
    self.host = host
    self.port = port
    self.encryption = encryption
    self.credentials = credentials
    self.clientName = greeting?.text
  }

  /// Whether it is a name, or an address without brackets: nothing that could leave its part of a
  /// URL.
  private static func isHost(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || "-.:_".utf8.contains(byte)
      }
  }

  /// Host and port.
  package var description: String { "\(host):\(port)" }
  /// Only the description, so that a dump shows no password.
  package var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}

/// User and password of a mail account; prints without the password.
package struct SMTPCredentials: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The name of the account.
  package let user: String
  /// Its password.
  package let password: String

  package init(user: String, password: String) {
    self.user = user
    self.password = password
  }

  /// Whether it has no control character, which could end the line that it is sent in.
  var isPlain: Bool {
    !user.isEmpty && !password.isEmpty
      && (user + password).utf8.allSatisfy { $0 >= 32 && $0 != 127 }
  }

  /// The user, without the password.
  package var description: String { "\(user):<redacted>" }
  /// Only the user.
  package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// How long each step of a submission may take.
package struct SMTPLimits: Equatable, Sendable {
  /// Until the connection is up, implicit TLS included.
  package var connectMilliseconds = 15_000
  /// For each complete reply, and for TLS after STARTTLS.
  package var replyMilliseconds = 60_000
  /// For the reply after the final dot: RFC 5321 §4.5.3.2.6; less makes duplicates.
  package var finalMilliseconds = 600_000

  package init() {}
}
