package import Shop

/// The proxies that are trusted to name their clients.
///
/// Anybody can write `X-Forwarded-For`; only what a trusted proxy appends to it is reliable. So the
/// list is read from the right, past every trusted proxy, to the first other address.
package struct TrustedProxies: Equatable, Sendable {
  private let networks: [IPNetwork]

  package init(_ networks: [IPNetwork]) {
    self.networks = networks
  }

  /// Loopback alone, where a TLS proxy usually is.
  package static let loopback = TrustedProxies(
    [IPNetwork("127.0.0.0/8"), IPNetwork("::1")].compactMap(\.self)
  )

  /// Whether a connection from that address is a proxy's; one without an address is local.
  package func trust(_ peer: String) -> Bool {
    guard let address = IPAddress(peer) else { return peer.isEmpty }
    return trust(address)
  }

  private func trust(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

  /// The client's address; nil when a trusted proxy does not tell it.
  ///
  /// With nil nobody is counted: a proxy that does not send the header must not make all buyers
  /// share one limit.
  package func client(
    peer: String,
    headers: [(name: String, value: String)]
  ) -> IPAddress? {
    guard trust(peer) else { return IPAddress(peer) }
    let values = { (name: String) in
      headers.filter { $0.name.lowercased() == name }
        .flatMap { $0.value.split(separator: ",", omittingEmptySubsequences: false) }
        .map { String($0.filter { $0 != " " && $0 != "\t" }) }
    }
    var hops = values("x-forwarded-for")
    // RFC 7239; read only when the older header is missing, so that a client cannot add to it.
    if hops.isEmpty { hops = values("forwarded").map(Self.forwardedFor) }
    for hop in hops.reversed() {
      guard let address = Self.address(hop) else { return nil }
      if !trust(address) { return address }
    }
    // All of them are trusted proxies: the farthest sent the request.
    return hops.first.flatMap(Self.address)
  }

  /// The value of `for=` in one element of a `Forwarded` header; empty when there is none.
  private static func forwardedFor(_ element: String) -> String {
    let pair = element.split(separator: ";").first { $0.lowercased().hasPrefix("for=") }
    return String((pair?.dropFirst(4) ?? "").filter { $0 != "\"" })
  }

  /// An address with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `[2001:db8::1]`.
  private static func address(_ hop: String) -> IPAddress? {
    if hop.hasPrefix("[") { return IPAddress(String(hop.dropFirst().prefix { $0 != "]" })) }
    if let address = IPAddress(hop) { return address }
    let parts = hop.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && UInt16(parts[1]) != nil ? IPAddress(String(parts[0])) : nil
  }
}
