import CResolv

/// Asks the domain name system whether a domain can receive mail.
package struct MailDomain: Sendable {
  /// The IPv4 address and port of the resolver to ask; nil for the system's own.
  package let resolver: (address: String, port: UInt16)?

  package init(resolver: (address: String, port: UInt16)? = nil) {
    self.resolver = resolver
  }

  /// Whether mail can be delivered there: by an MX record, or an address without one (RFC 5321
  /// §5.1), and by none that says no (RFC 7505); nil when nobody said so within about a second.
  ///
  /// Blocks the calling thread. `domain` is a host name in ASCII.
  package func takesMail(_ domain: String) -> Bool? {
    // A name that ends with a dot is searched for nowhere else.
    let answer =
      resolver.map { cresolv_takes_mail(domain + ".", $0.address, $0.port) }
      ?? cresolv_takes_mail(domain + ".", nil, 0)
    return answer < 0 ? nil : answer == 1
  }
}
