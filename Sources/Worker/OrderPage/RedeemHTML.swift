import Shop

/// A "how to redeem" section as HTML: paragraphs, numbered and plain lists, subheadings.
///
/// Reads the little Markdown that such sections are written in. Everything else, HTML above all,
/// comes out as the text that it is: nothing of the source reaches the page unescaped.
package enum RedeemHTML {
  /// The section's Markdown as HTML that is safe to put into a page.
  package static func render(_ markdown: String) -> String {
    var blocks = Blocks()
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      blocks.take(String(line.drop { $0 == " " || $0 == "\t" }))
    }
    return blocks.finished()
  }

  /// Escaped text without the marks of emphasis and code, and with links as `text (address)`.
  fileprivate static func inline(_ text: String) -> String {
    var plain = text.replacing("**", with: "").replacing("`", with: "")
    plain = plain.replacing(/\[([^\[\]]{1,200})\]\(([^()\s]{1,500})\)/) { match in
      match.1 == match.2 ? "\(match.1)" : "\(match.1) (\(match.2))"
    }
    return plain.escapedForHTML
  }
}

/// The block that is being read, and those that are done.
private struct Blocks {
  private enum Kind: Equatable {
    case paragraph
    case ordered
    case unordered
  }

  private var html = ""
  private var open: Kind?
  private var lines: [String] = []

  mutating func take(_ line: String) {
    if line.isEmpty || line.allSatisfy({ $0 == "-" || $0 == "*" }) { return close() }
    if line.first == "#" {
      close()
      html += "<h3>\(RedeemHTML.inline(String(line.drop { $0 == "#" || $0 == " " })))</h3>\n"
    } else if let item = Self.orderedItem(line) {
      begin(.ordered, item)
    } else if line.hasPrefix("- ") || line.hasPrefix("* ") || line.hasPrefix("+ ") {
      begin(.unordered, String(line.dropFirst(2)))
    } else if open == nil {
      begin(.paragraph, line)
    } else {
      lines[lines.count - 1] += " " + line
    }
  }

  mutating func finished() -> String {
    close()
    return html
  }

  private mutating func begin(_ kind: Kind, _ line: String) {
    if open != kind { close() }
    open = kind
    lines.append(line)
  }

  private mutating func close() {
    let texts = lines.map(RedeemHTML.inline)
    switch open {
    case nil: break
    case .paragraph: html += "<p>\(texts.joined(separator: " "))</p>\n"
    case .ordered: html += "<ol>\(texts.map { "<li>\($0)</li>" }.joined())</ol>\n"
    case .unordered: html += "<ul>\(texts.map { "<li>\($0)</li>" }.joined())</ul>\n"
    }
    open = nil
    lines = []
  }

  /// The text after `1. ` or `1) `.
  private static func orderedItem(_ line: String) -> String? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    let rest = line.dropFirst(digits.count)
    guard (1...3).contains(digits.count), rest.hasPrefix(". ") || rest.hasPrefix(") ") else {
      return nil
    }
    return String(rest.dropFirst(2))
  }
}
