/// One secret bought by the shop: what the buyer pays for.
///
/// Prints, dumps and mirrors as `<redacted>`; unwrapped where it is sealed, mailed or shown.
package struct CardCode: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The code as the supplier wrote it, 1 to 512 bytes, trimmed, without control characters.
  package let code: String
  /// The PIN that goes with it, if any, up to 64 bytes.
  package let pin: String?

  package static let longestCodeBytes = 512
  package static let longestPinBytes = 64

  package init?(code: String, pin: String?) {
    let isPlain = { (text: String) in
      !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
    guard (1...Self.longestCodeBytes).contains(code.utf8.count), isPlain(code),
      (0...Self.longestPinBytes).contains(pin?.utf8.count ?? 0), isPlain(pin ?? "")
    else { return nil }
    self.code = code
    self.pin = pin == "" ? nil : pin
  }

  package var description: String { "<redacted>" }
  package var debugDescription: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
