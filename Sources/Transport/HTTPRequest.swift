/// One HTTP request, checked when it is sent.
///
/// Prints as method and address only: headers carry keys and bodies carry people.
package struct HTTPRequest: Sendable, CustomStringConvertible, CustomReflectable {
  /// What is asked.
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// What is sent along.
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Streamed from that file, never held in memory as a whole.
    case file(path: String)
  }

  /// How it is sent.
  package var method: Method
  /// Absolute: `https://…`; `http://…` only to loopback when allowed, or over a Unix socket.
  package var url: String
  /// In the order they are sent.
  ///
  /// A name or value that could end its line is refused.
  package var headers: [(name: String, value: String)]
  /// What is sent with it.
  package var body: Body
  /// How long it may take, and how much it may bring.
  package var limits: HTTPLimits
  /// The path of a Unix socket to speak over in place of TCP; the URL's host is then only a name.
  package var unixSocket: String?
  /// Whether `http://` to 127.0.0.1, ::1 or localhost will do: for the mock provider and tests.
  package var allowsPlainLoopback: Bool
  /// PEM file of certificate authorities in place of the system's: for tests.
  package var authorities: String?

  package init(
    _ method: Method,
    _ url: String,
    headers: [(name: String, value: String)] = [],
    body: Body = .none
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    limits = HTTPLimits()
    unixSocket = nil
    allowsPlainLoopback = false
    authorities = nil
  }

  /// Method and address; no header and no body, which may hold keys.
  package var description: String { "\(method.rawValue) \(url)" }
  /// The description alone, so that a dump shows no key.
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// How long a request may take and how much may come back.
package struct HTTPLimits: Equatable, Sendable {
  /// Until the connection stands, TLS included.
  package var connectMilliseconds = 5_000
  /// From the first look-up to the last byte.
  package var totalMilliseconds = 20_000
  /// Of the response's body; its headers may have 64 KiB more.
  package var responseBytes = 1_048_576

  package init() {}
}

/// What the server answered; redirects are answers like any other and are never followed.
package struct HTTPResponse: Sendable {
  /// The HTTP status.
  package let status: Int
  /// In wire order, names as the server spelled them.
  package let headers: [(name: String, value: String)]
  /// As it came, whole.
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, in whatever case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
