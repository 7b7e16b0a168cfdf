import CResolv

/// Asks the domain name system whether a domain can receive mail.
package struct MailDomain: Sendable {
  /// The IPv4 address and port of the resolver; nil for the system's own.
  package let resolver: (address: String, port: UInt16)?

  package init(resolver: (address: String, port: UInt16)? = nil) {
    self.resolver = resolver
  }

  /// Whether mail can be delivered to a domain: by an MX record, or by an address where there is
  /// none (RFC 5321 §5.1), unless the MX record refuses mail (RFC 7505); nil when no answer came
  /// within about a second.
  ///
  /// Blocks the calling thread. `domain` is a host name in ASCII.
  package func takesMail(_ domain: String) -> Bool? {
    // With a dot at its end the name is not looked up below other domains.
    let answer =
      resolver.map { cresolv_takes_mail(domain + ".", $0.address, $0.port) }
      ?? cresolv_takes_mail(domain + ".", nil, 0)
    return answer < 0 ? nil : answer == 1
  }
}
