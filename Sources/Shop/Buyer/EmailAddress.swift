/// One mailbox that may be put into an SMTP envelope and a message header as it is.
///
/// Holds, always: (1) 3 to 254 bytes of printable ASCII, no space, quote, comma, angle bracket,
/// parenthesis, colon, semicolon or backslash; (2) exactly one `@`; (3) a local part of 1 to 64
/// bytes, no leading dash, no dot at either end or doubled; (4) a domain of at least two labels,
/// each 1 to 63 letters, digits and inner dashes. RFC 5321 §4.1.2 without quoted strings and
/// address literals, so that no line break, no option and no second address can pass.
package struct EmailAddress: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  /// The whole address.
  ///
  /// Used only for the envelope, the `To` header and the sealed column.
  package let text: String

  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard (3...254).contains(bytes.count), parts.count == 2,
      Self.isLocalPart(parts[0]), Self.isDomain(parts[1])
    else { return nil }
    self.text = text
  }

  /// The address with its domain in lower case; two spellings with the same one are one buyer.
  package var normalized: String {
    let parts = text.split(separator: "@")
    return "\(parts[0].lowercased())@\(parts[1].lowercased())"
  }

  /// The part after the `@`, in lower case.
  package var domain: String { String(normalized.split(separator: "@")[1]) }

  /// The mailbox that several spellings of an address share: without a `+tag`, and for Gmail, which
  /// ignores them, without dots.
  ///
  /// For counting and blocking, never for sending: a person who varies an address still has one
  /// mailbox.
  package var mailbox: String {
    let parts = normalized.split(separator: "@")
    var (name, domain) = (parts[0].prefix { $0 != "+" }, parts[1])
    if domain == "googlemail.com" { domain = "gmail.com" }
    // An address may begin with its plus sign; then the whole local part is the name.
    if name.isEmpty { name = parts[0] }
    return "\(domain == "gmail.com" ? name.filter { $0 != "." } : String(name))@\(domain)"
  }

  /// The first letter and the domain, which is all that a log or a terminal shows:
  /// `b…@example.com`.
  package var description: String {
    "\(text.prefix(1))…@\(text.split(separator: "@").last ?? "")"
  }

  /// The masked address alone, so that a dump shows no whole one.
  package var customMirror: Mirror { Mirror(self, children: ["address": description]) }

  private static func isLocalPart(_ part: ArraySlice<UInt8>) -> Bool {
    let dot = UInt8(ascii: ".")
    guard (1...64).contains(part.count), part.first != UInt8(ascii: "-"),
      part.first != dot, part.last != dot
    else { return false }
    let isDoubledDot = zip(part, part.dropFirst()).contains { $0 == dot && $1 == dot }
    return !isDoubledDot
      && part.allSatisfy {
        $0 == dot || isAlphanumeric($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0)
      }
  }

  private static func isDomain(_ domain: ArraySlice<UInt8>) -> Bool {
    let labels = domain.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count >= 2
      && labels.allSatisfy { label in
        (1...63).contains(label.count) && label.first != 45 && label.last != 45
          && label.allSatisfy { isAlphanumeric($0) || $0 == 45 }
      }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
