/// Names a checkout, to us and to every provider: 20 upper-case letters and digits.
///
/// Base 32 without I, L, O, U over 100 random bits; it appears in URLs, so it must not be
/// guessable. Providers' own references of 16 to 32 such characters are read as well.
package struct Reference: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package static let length = 20

  /// Reads a reference; nil unless 16 to 32 characters of `A`–`Z` and `0`–`9`.
  package init?(_ text: String) {
    let isAlphanumeric = { (byte: UInt8) in (48...57).contains(byte) || (65...90).contains(byte) }
    guard (16...32).contains(text.utf8.count), text.utf8.allSatisfy(isAlphanumeric) else {
      return nil
    }
    self.text = text
  }

  /// A new reference, from the caller's source of randomness.
  package init(using generator: inout some RandomNumberGenerator) {
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    let bytes = (0..<Self.length).map { _ in alphabet[Int(generator.next() & 31)] }
    text = String(decoding: bytes, as: UTF8.self)
  }

  package var description: String { text }
}
