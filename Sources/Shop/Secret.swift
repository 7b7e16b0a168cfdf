/// A key or password of the shop: prints, dumps and mirrors as `<redacted>`.
///
/// Holds, always: at least one byte, no control character, no white space at either end. Its text
/// is read only where a signature is checked or a request is made.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The secret itself.
  package let text: String

  /// Takes a secret as a file or the environment holds it; a line break at its end is not part of
  /// it.
  ///
  /// Returns nil when nothing is left or a control character is inside.
  package init?(_ text: String) {
    let isBlank = { (character: Character) in character.isWhitespace || character.isNewline }
    let trimmed = String(
      text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    )
    let isPlain = !trimmed.unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
    guard !trimmed.isEmpty, isPlain else { return nil }
    self.text = trimmed
  }

  /// Takes a key in PEM, whose lines are part of it.
  ///
  /// Returns nil unless it is ASCII between a BEGIN and an END line, 64 KiB at most.
  package init?(pem: String) {
    let isPlain = pem.utf8.allSatisfy { (32...126).contains($0) || $0 == 10 || $0 == 13 }
    guard isPlain, pem.utf8.count <= 65_536, pem.contains("-----BEGIN "), pem.contains("-----END ")
    else { return nil }
    text = pem
  }

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Never the secret.
  package var debugDescription: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
