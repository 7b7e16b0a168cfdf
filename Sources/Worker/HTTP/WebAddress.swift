/// The address of a web site: scheme, host, port, and nothing after them.
///
/// Holds, always: `https`, or `http` to this machine alone; a host without user, path, query or
/// fragment; no trailing slash.
package struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// The address, such as `https://pay.shop.example`.
  package let text: String
  /// The host in lower case without a port; an IPv6 address in brackets.
  package let host: String
  /// Whether browsers reach it over TLS.
  package let isEncrypted: Bool

  /// Reads an address; a slash at its end is dropped, and the rest becomes lower case.
  ///
  /// Returns nil unless it is `https://HOST[:PORT]` or `http://` and a loopback host.
  package init?(_ text: String) {
    // Scheme and host are case-insensitive, and browsers write them in lower case.
    let trimmed = (text.hasSuffix("/") ? String(text.dropLast()) : text).lowercased()
    isEncrypted = trimmed.hasPrefix("https://")
    guard isEncrypted || trimmed.hasPrefix("http://") else { return nil }
    let authority = trimmed.dropFirst(isEncrypted ? 8 : 7)
    let isPlain = authority.utf8.allSatisfy { byte in
      (48...58).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-.[]".utf8.contains(byte)
    }
    host = RequestGate.name(ofHost: String(authority))
    guard isPlain, !host.isEmpty, isEncrypted || Self.isLoopback(host: host) else { return nil }
    let port = authority.dropFirst(host.utf8.count)
    guard port.isEmpty || (port.first == ":" && UInt16(port.dropFirst()) != nil) else { return nil }
    self.text = trimmed
  }

  /// The address as text.
  package var description: String { text }

  /// Whether that host name means this machine.
  package static func isLoopback(host: String) -> Bool {
    let isIPv4 = host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
    return host == "localhost" || host == "[::1]" || host == "::1"
      || (isIPv4 && host.hasPrefix("127."))
  }
}
