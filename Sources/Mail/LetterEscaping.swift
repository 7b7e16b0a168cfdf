import Mustache
import Shop

/// Has the template engine escape values byte by byte; its own way goes by grapheme cluster.
struct LetterEscaping: MustacheContentType {
  func escapeText(_ text: String) -> String { text.escapedForHTML }
}
