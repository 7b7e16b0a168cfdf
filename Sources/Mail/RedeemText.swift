/// A product's "how to redeem" section as plain paragraphs and lists.
///
/// Mail needs no more of Markdown than that. What is not understood stays as text; nothing becomes
/// HTML but through the template's escaping.
struct RedeemText: Equatable {
  enum Block: Equatable {
    case paragraph(String)
    case bullets([String])
    case steps([String])
  }

  let blocks: [Block]

  init(markdown: String) {
    var blocks: [Block] = []
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let text = line.trimmingPrefix { $0.isWhitespace }
      if text.isEmpty {
        blocks.append(.paragraph(""))
      } else if let item = Self.bullet(text) {
        blocks.append(.bullets([Self.plain(item)]))
      } else if let item = Self.step(text) {
        blocks.append(.steps([Self.plain(item)]))
      } else {
        blocks.append(.paragraph(Self.plain(text.drop { $0 == "#" || $0 == ">" })))
      }
    }
    self.blocks = Self.joined(blocks)
  }

  /// Lists as they are, one item a line; an empty line between blocks.
  var plainText: String {
    blocks.map { block in
      switch block {
      case .paragraph(let text): text
      case .bullets(let items): items.map { "- \($0)" }.joined(separator: "\n")
      case .steps(let items):
        items.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
      }
    }
    .joined(separator: "\n\n")
  }

  /// Runs of items become one list, runs of lines one paragraph; empty ones only separate.
  private static func joined(_ lines: [Block]) -> [Block] {
    var blocks: [Block] = []
    for line in lines {
      switch (blocks.last, line) {
      case (.bullets(let items), .bullets(let more)):
        blocks[blocks.count - 1] = .bullets(items + more)
      case (.steps(let items), .steps(let more)):
        blocks[blocks.count - 1] = .steps(items + more)
      case (.paragraph(let text), .paragraph(let more)) where !text.isEmpty && !more.isEmpty:
        blocks[blocks.count - 1] = .paragraph("\(text) \(more)")
      case (.bullets, .paragraph("")), (.steps, .paragraph("")):
        // A loose list stays one list.
        continue
      default: blocks.append(line)
      }
    }
    return blocks.filter { $0 != .paragraph("") }
  }

  private static func bullet(_ text: Substring) -> Substring? {
    let isBullet = ["- ", "* ", "+ "].contains { text.hasPrefix($0) }
    return isBullet ? text.dropFirst(2) : nil
  }

  private static func step(_ text: Substring) -> Substring? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard (1...3).contains(digits.count), rest.hasPrefix(". ") || rest.hasPrefix(") ") else {
      return nil
    }
    return rest.dropFirst(2)
  }

  /// Emphasis and code marks off; a link as its words and, behind them, its address.
  private static func plain(_ text: Substring) -> String {
    let unmarked = String(text)
      .replacing("**", with: "").replacing("__", with: "").replacing("`", with: "")
    let linked = unmarked.replacing(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/) { match in
      match.1.isEmpty || match.1 == match.2 ? String(match.2) : "\(match.1) (\(match.2))"
    }
    return String(linked.trimmingPrefix { $0.isWhitespace })
  }
}
