/// How a product is redeemed, rendered when the shop was built: HTML for pages and letters, and the
/// same as plain text.
///
/// The HTML is inert, whoever wrote it: elements of a closed list without attributes, and links.
package struct RedeemInstructions: Equatable, Sendable {
  /// Only elements of `elements` and links, with text escaped; empty for none.
  package let html: String
  /// Lines joined by line feeds, none at the end; empty for none.
  package let text: String

  /// For a product without instructions.
  package static let none = RedeemInstructions(html: "", text: "")

  /// Keeps the plain text alone when the HTML holds anything else.
  package init(html: String, text: String) {
    self.text = text
    self.html = Self.isInert(html) ? html : Self.paragraph(text)
  }

  /// Whether there are no instructions.
  package var isEmpty: Bool { html.isEmpty && text.isEmpty }

  /// The elements that instructions may have, without attributes; a list may begin with another
  /// number: `<ol start="3">`.
  package static let elements: Set<String> = [
    "p", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "pre", "code", "em", "strong",
    "del", "table", "thead", "tbody", "tr", "th", "td", "br", "hr",
  ]

  /// Whether nothing in it runs, loads anything or changes the look of the page.
  private static func isInert(_ html: String) -> Bool {
    var rest = html.utf8[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      let inner = rest[rest.index(after: start)...]
      guard let end = inner.firstIndex(of: UInt8(ascii: ">")),
        isKnown(String(decoding: inner[..<end], as: UTF8.self))
      else { return false }
      rest = inner[end...]
    }
    return true
  }

  private static func isKnown(_ tag: String) -> Bool {
    if tag == "/a" || elements.contains(tag.hasPrefix("/") ? String(tag.dropFirst()) : tag) {
      return true
    }
    if let number = value(of: "ol start", in: tag) {
      return !number.isEmpty && number.utf8.count <= 9
        && number.utf8.allSatisfy { (48...57).contains($0) }
    }
    guard let address = value(of: "a href", in: tag) else { return false }
    return ["https://", "http://", "mailto:", "tel:"].contains { address.hasPrefix($0) }
      && address.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
  }

  private static func value(of name: String, in tag: String) -> Substring? {
    guard tag.hasPrefix(name + "=\""), tag.hasSuffix("\""), tag.utf8.count > name.utf8.count + 2
    else { return nil }
    return tag.dropFirst(name.utf8.count + 2).dropLast()
  }

  private static func paragraph(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let escaped = lines.map { String($0).escapedForHTML }
    return text.isEmpty ? "" : "<p>\(escaped.joined(separator: "<br>\n"))</p>\n"
  }
}
