package import Shop

/// Decides from a request's head alone whether its body is read.
package struct RequestGate: Sendable {
  /// The accepted host names, in lower case, without a port.
  package let hosts: Set<String>

  /// Accepts the worker's public host name, loopback, and `others`.
  package init(publicHost: String, others: [String] = []) {
    hosts = Set([publicHost, "localhost", "127.0.0.1", "[::1]"] + others.map { $0.lowercased() })
  }

  /// The parts of a request's head that the gate reads.
  package struct Head: Sendable {
    /// The method in upper case.
    package let method: String
    /// The request target as it came, with its query.
    package let target: String
    /// The `Host` header; only HTTP/1.0 allows that it is missing, which is nil, or empty.
    package let host: String?
    /// The `Content-Length` header as sent; nil when it is missing.
    package let contentLength: String?
    /// Whether the request is HTTP/1.0.
    package let isLegacy: Bool

    package init(
      method: String,
      target: String,
      host: String?,
      contentLength: String?,
      isLegacy: Bool = false
    ) {
      self.isLegacy = isLegacy
      self.method = method
      self.target = target
      self.host = host
      self.contentLength = contentLength
    }
  }

  /// A route to follow, or an answer to send without reading the body.
  package enum Verdict: Equatable, Sendable {
    case follow(Route)
    case answer(Reply)
  }

  /// Judges a request by its head, in this order: host, path, method, declared length.
  package func judge(_ head: Head) -> Verdict {
    let path = head.target.prefix { $0 != "?" }
    let route = Route(path: String(path))
    guard serves(head, on: route) else {
      return .answer(.sentence("this host is not served here", status: 421))
    }
    guard let route else { return .answer(.notFound) }
    guard route.methods.contains(head.method) else {
      let allow = Reply.Header("Allow", route.methods.joined(separator: ", "))
      return .answer(.sentence("not with this method", status: 405, extra: [allow]))
    }
    if let text = head.contentLength {
      guard let length = Int(text), length >= 0 else {
        return .answer(.sentence("the request is malformed", status: 400))
      }
      guard length <= route.longestBody else { return .answer(.tooLarge) }
    }
    return .follow(route)
  }

  /// Whether the request is addressed to this worker.
  ///
  /// Load balancers and monitors ask whether the worker is alive and ready by its IP address, and
  /// often by HTTP/1.0 without a host; so those routes accept both.
  private func serves(_ head: Head, on route: Route?) -> Bool {
    let isProbe = route == .alive || route == .ready
    guard let host = head.host, !(head.isLegacy && host.isEmpty) else {
      return head.isLegacy && isProbe
    }
    var name = Self.name(ofHost: host)
    // A host name may end with the dot of the DNS root.
    if name.hasSuffix(".") { name.removeLast() }
    if hosts.contains(name) { return true }
    let isBracketed = name.hasPrefix("[") && name.hasSuffix("]")
    let bare = isBracketed ? String(name.dropFirst().dropLast()) : name
    guard isProbe, let address = IPAddress(bare) else { return false }
    return address.isFour != isBracketed
  }

  /// The host without its port: `[::1]:80` → `[::1]`.
  static func name(ofHost host: String) -> String {
    let end = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : nil
    return (end.map { host[..<$0] } ?? host.prefix { $0 != ":" }).lowercased()
  }
}
