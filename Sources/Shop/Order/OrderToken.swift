/// The secret in an order page's address: 128 random bits as 26 lower-case base-32 characters.
///
/// Stored hashed, never given to a provider, never logged.
package struct OrderToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
  package let text: String

  package static let length = 26

  package init?(_ text: String) {
    guard text.utf8.count == Self.length,
      text.utf8.allSatisfy({ Self.alphabet.contains($0) })
    else { return nil }
    self.text = text
  }

  /// A new token, from the caller's source of randomness: 26 times 5 bits.
  package init(using generator: inout some RandomNumberGenerator) {
    let bytes = (0..<Self.length).map { _ in Self.alphabet[Int(generator.next() & 31)] }
    text = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
