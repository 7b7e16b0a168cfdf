/// An address at which a provider is called, or a buyer sent: `https`, or the mock on loopback.
package struct ProviderAddress: Hashable, Sendable, CustomStringConvertible {
  /// Without a slash at the end.
  package let text: String
  /// Whether this is the mock provider, the only one without TLS.
  package let isMock: Bool

  /// Reads an address; nil unless it is `https://HOST…`, or `http://` with a loopback host.
  package init?(_ text: String) {
    let isPlain = text.utf8.count <= 8_192 && text.utf8.allSatisfy { (33...126).contains($0) }
    let isLoopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { prefix in
      text.hasPrefix(prefix) && [":", "/", nil].contains(text.dropFirst(prefix.count).first)
    }
    guard isPlain, isLoopback || (text.hasPrefix("https://") && text.utf8.count > 8) else {
      return nil
    }
    self.text = text.hasSuffix("/") ? String(text.dropLast()) : text
    isMock = isLoopback
  }

  /// Scheme, host and port.
  package var origin: String {
    text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
      .joined(separator: "/")
  }

  /// Whether its host is that domain or one below it; false where a user stands in front of it.
  package func isWithin(_ domain: String) -> Bool {
    let authority = text.lowercased().dropFirst("https://".count).prefix { !"/?#".contains($0) }
    let host = authority.prefix { $0 != ":" }
    return !authority.contains("@") && (host == domain || host.hasSuffix("." + domain))
  }

  /// The address, for people and logs.
  package var description: String { text }

  /// Whether a buyer may be sent to `url`: `https`, or loopback where this is the mock.
  func leads(to url: String) -> Bool {
    guard let address = ProviderAddress(url) else { return false }
    return !address.isMock || isMock
  }
}
