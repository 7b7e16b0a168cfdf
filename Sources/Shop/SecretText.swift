/// How a random secret is written that people's programs carry, in an address or a cookie: 26
/// lower-case base-32 characters, which is 130 bits.
enum SecretText {
  private static let length = 26
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  static func isOne(_ text: String) -> Bool {
    text.utf8.count == length && text.utf8.allSatisfy { alphabet.contains($0) }
  }

  static func new(using generator: inout some RandomNumberGenerator) -> String {
    let bytes = (0..<length).map { _ in alphabet[Int(generator.next() & 31)] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
