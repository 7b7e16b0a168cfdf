import Mustache
import Shop

/// Has the template engine escape values byte by byte; its own way goes by grapheme cluster.
struct HTMLEscaping: MustacheContentType {
  /// The name under which templates ask for it.
  static let name = "CARDSTOCK"

  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
