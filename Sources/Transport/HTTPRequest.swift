/// One HTTP request, checked when it is sent.
///
/// Prints only method and address: headers hold keys, and bodies hold data of people.
package struct HTTPRequest: Sendable, CustomStringConvertible, CustomReflectable {
  /// The method of a request.
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// The body of a request.
  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// Streamed from that file, never wholly in memory.
    case file(path: String)
  }

  /// The method.
  package var method: Method
  /// Absolute: `https://…`; `http://…` only to loopback when allowed, or over a Unix socket.
  package var url: String
  /// In the order of sending.
  ///
  /// A name or value that could end its line is refused.
  package var headers: [(name: String, value: String)]
  /// The body.
  package var body: Body
  /// The most time, and the most bytes of the response.
  package var limits: HTTPLimits
  /// The path of a Unix socket that replaces TCP; the URL's host is then only a name.
  package var unixSocket: String?
  /// Whether `http://` to 127.0.0.1, ::1 or localhost is allowed: for the mock provider and tests.
  package var allowsPlainLoopback: Bool
  /// A PEM file of certificate authorities that replaces the system's: for tests.
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

  /// Method and address; neither headers nor body, which may hold keys.
  package var description: String { "\(method.rawValue) \(url)" }
  /// Only the description, so that a dump shows no key.
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// The most time of a request, and the most bytes of its response.
package struct HTTPLimits: Equatable, Sendable {
  /// Until the connection is up, TLS included.
  package var connectMilliseconds = 5_000
  /// From the first look-up to the last byte.
  package var totalMilliseconds = 20_000
  /// For the response's body; its headers may have 64 KiB more.
  package var responseBytes = 1_048_576

  package init() {}
}

/// The server's response; a redirect is a response like any other and is never followed.
package struct HTTPResponse: Sendable {
  /// The HTTP status.
  package let status: Int
  /// In the order of arrival, names as the server spelled them.
  package let headers: [(name: String, value: String)]
  /// The whole body, as it arrived.
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, ignoring case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
