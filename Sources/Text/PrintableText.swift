/// The text with characters that would move the cursor or hide text replaced, one for one.
package func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: \.isUnprintable) else { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    result.append(scalar == "\t" ? " " : scalar.isUnprintable ? "\u{FFFD}" : scalar)
  }
  return String(result)
}

/// A found text for a message: in backquotes, shortened, without control characters.
package func quoted(_ text: String) -> String {
  let shown = printable(text)
  return shown.count > 60 ? "`\(shown.prefix(59))…`" : "`\(shown)`"
}

/// The text for a cell of a Markdown table, where no bar, line break or tag may stand.
package func tableCell(_ text: String) -> String {
  text.replacing("|", with: "\\|").replacing("\n", with: " ").replacing("<", with: "&lt;")
}

extension Unicode.Scalar {
  /// Whether it is a control character, or a format character that changes the direction of text.
  package var isUnprintable: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF:
      true
    default:
      false
    }
  }
}
