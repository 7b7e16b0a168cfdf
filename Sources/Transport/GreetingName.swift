/// The name that a client greets a mail server with (RFC 5321 §4.1.1.1): a domain name of at least
/// two labels, or an address literal.
///
/// Many servers refuse every message after another kind of name, above all a machine's short one:
/// usually with 504 5.5.2, and only when a recipient is named.
package struct GreetingName: Equatable, Sendable, CustomStringConvertible {
  /// The text after `EHLO`.
  package let text: String

  /// Returns nil unless the text is such a name: `pay.shop.example`, `[192.0.2.1]`,
  /// `[IPv6:2001:db8::1]`.
  package init?(_ text: String) {
    let name = text.hasSuffix(".") ? String(text.dropLast()) : text
    guard Self.isDomain(name) || Self.isLiteral(name) else { return nil }
    self.text = name
  }

  /// The name of a machine that is reached under a host name or address; a name that only this
  /// machine knows becomes the literal of its loopback address.
  package init(host: String) {
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let candidates = [bare, "[\(bare)]", "[IPv6:\(bare)]"]
    text = candidates.lazy.compactMap { GreetingName($0)?.text }.first ?? "[127.0.0.1]"
  }

  /// The text that is sent to the server.
  package var description: String { text }

  private static func isDomain(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return name.utf8.count <= 253 && labels.count >= 2
      && labels.last?.allSatisfy { (48...57).contains($0) } == false
      && labels.allSatisfy { label in
        let dash = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != dash && label.last != dash
          && label.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
              || $0 == dash
          }
      }
  }

  private static func isLiteral(_ name: String) -> Bool {
    guard name.hasPrefix("["), name.hasSuffix("]") else { return false }
    let inner = name.dropFirst().dropLast()
    if inner.lowercased().hasPrefix("ipv6:") { return isIPv6(inner.dropFirst(5)) }
    let parts = inner.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
          && UInt8(part) != nil
      }
  }

  /// Whether it is groups of up to four hexadecimal digits: eight, or fewer around one `::`.
  private static func isIPv6(_ text: Substring) -> Bool {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    let groups = halves.flatMap { $0.split(separator: ":", omittingEmptySubsequences: false) }
      .filter { !$0.isEmpty || halves.count != 2 }
    return (1...2).contains(halves.count)
      && (halves.count == 2 ? groups.count < 8 : groups.count == 8)
      && groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) }
  }
}
