package import Shop

/// Decides from a request's head alone whether it is worth reading further.
package struct RequestGate: Sendable {
  /// The names that requests may be addressed to, lower case, without a port.
  package let hosts: Set<String>

  /// Lets through the public name of the worker and this machine's own.
  package init(publicHost: String, others: [String] = []) {
    hosts = Set([publicHost, "localhost", "127.0.0.1", "[::1]"] + others.map { $0.lowercased() })
  }

  /// What the gate looks at.
  package struct Head: Sendable {
    /// In capitals.
    package let method: String
    /// The request target as it came, with its query.
    package let target: String
    /// Nil where there is none, which only HTTP/1.0 allows; there it may be empty as well.
    package let host: String?
    /// As it was sent; nil where it was not.
    package let contentLength: String?
    /// Whether it came by HTTP/1.0.
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

  /// A route to follow, or the answer that ends the matter before a byte of the body is read.
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

  /// Whether the request is addressed to us.
  ///
  /// Load balancers and monitors ask whether the worker is alive by its address, and often by
  /// HTTP/1.0 without a host at all; the answer is the same for everybody.
  private func serves(_ head: Head, on route: Route?) -> Bool {
    guard let host = head.host, !(head.isLegacy && host.isEmpty) else {
      return head.isLegacy && route == .alive
    }
    var name = Self.name(ofHost: host)
    // A name may be written to its root.
    if name.hasSuffix(".") { name.removeLast() }
    if hosts.contains(name) { return true }
    let isBracketed = name.hasPrefix("[") && name.hasSuffix("]")
    let bare = isBracketed ? String(name.dropFirst().dropLast()) : name
    guard route == .alive, let address = IPAddress(bare) else { return false }
    return address.isFour != isBracketed
  }

  /// The host without its port: `[::1]:80` → `[::1]`.
  static func name(ofHost host: String) -> String {
    let end = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : nil
    return (end.map { host[..<$0] } ?? host.prefix { $0 != ":" }).lowercased()
  }
}
