/// A message as it leaves, byte for byte.
///
/// Codes may stand in it: it prints, dumps and mirrors as `<redacted>`.
package struct RenderedMessage: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
  /// Header and body, every line ended by CRLF.
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  package var description: String { "<redacted>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
