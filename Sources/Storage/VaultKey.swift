/// The key of the whole vault: 32 random bytes that live outside the database.
///
/// Losing it is losing the stock. Every key in use is derived from it; it prints as `<redacted>`.
package struct VaultKey: Sendable, CustomStringConvertible, CustomReflectable {
  /// Exactly `length` bytes, not all the same.
  let bytes: [UInt8]

  package static let length = 32

  /// Takes a key's bytes; nil unless there are 32 and they are not a placeholder such as zeros.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.length, Set(bytes).count > 1 else { return nil }
    self.bytes = bytes
  }

  /// Reads the 64 hexadecimal digits of a key file, which may end in a line break.
  package init?(hex text: String) {
    let digits = Array(text.utf8.reversed().drop { $0 == 10 || $0 == 13 }.reversed())
    guard digits.count == 2 * Self.length else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard pair.utf8.allSatisfy({ $0 != 43 && $0 != 45 }), let byte = UInt8(pair, radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    self.init(bytes: bytes)
  }

  /// A new key, from the caller's source of randomness: the system's, outside tests.
  package init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<Self.length / 8).flatMap { _ in
      withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
    }
  }

  /// The key as its file holds it: the one place where it is unwrapped.
  package var hex: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  package var description: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
