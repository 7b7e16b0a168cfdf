/// A product's "how to redeem" section as plain headings, paragraphs and lists.
///
/// Letters and order pages need no more of Markdown than that. What is not understood stays as
/// text, HTML above all: whoever shows it escapes it.
package struct RedeemText: Equatable, Sendable {
  /// One piece of the section; its texts are plain, without marks.
  package enum Block: Equatable, Sendable {
    case heading(String)
    case paragraph(String)
    case bullets([String])
    case steps([String])
  }

  package let blocks: [Block]

  package init(markdown: String) {
    var reader = Reader()
    for line in markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      reader.take(line)
    }
    blocks = reader.finished()
  }

  /// Lists as they are, one item a line; an empty line between blocks.
  package var plainText: String {
    blocks.map { block in
      switch block {
      case .heading(let text), .paragraph(let text): text
      case .bullets(let items): items.map { "- \($0)" }.joined(separator: "\n")
      case .steps(let items):
        items.enumerated().map { "\($0.offset + 1). \($0.element)" }.joined(separator: "\n")
      }
    }
    .joined(separator: "\n\n")
  }
}

/// Reads a section line by line.
private struct Reader {
  private var blocks: [RedeemText.Block] = []
  /// Whether the next line of text goes on with the last block.
  private var isOpen = false

  mutating func take(_ line: Substring) {
    let text = line.trimmingSpaces
    if text.isEmpty || text.allSatisfy({ $0 == "-" || $0 == "*" }) {
      isOpen = false
    } else if text.first == "#" {
      blocks.append(.heading(Self.plain(text.drop { $0 == "#" })))
      isOpen = false
    } else if let item = Self.bullet(text) {
      append(bullet: Self.plain(item))
    } else if let item = Self.step(text) {
      append(step: Self.plain(item))
    } else {
      append(Self.plain(text.drop { $0 == ">" }))
    }
  }

  func finished() -> [RedeemText.Block] { blocks }

  /// A list stays one list over empty lines.
  private mutating func append(bullet item: String) {
    if case .bullets(let items) = blocks.last {
      blocks[blocks.count - 1] = .bullets(items + [item])
    } else {
      blocks.append(.bullets([item]))
    }
    isOpen = true
  }

  private mutating func append(step item: String) {
    if case .steps(let items) = blocks.last {
      blocks[blocks.count - 1] = .steps(items + [item])
    } else {
      blocks.append(.steps([item]))
    }
    isOpen = true
  }

  private mutating func append(_ text: String) {
    guard isOpen, let last = blocks.popLast() else {
      blocks.append(.paragraph(text))
      isOpen = true
      return
    }
    switch last {
    case .heading(let start): blocks.append(.heading(Self.joined(start, text)))
    case .paragraph(let start): blocks.append(.paragraph(Self.joined(start, text)))
    case .bullets(let items):
      blocks.append(.bullets(items.dropLast() + [Self.joined(items.last ?? "", text)]))
    case .steps(let items):
      blocks.append(.steps(items.dropLast() + [Self.joined(items.last ?? "", text)]))
    }
  }

  /// A line break is a space, but none between two Chinese characters.
  private static func joined(_ start: String, _ end: String) -> String {
    let isWide = { (scalar: Unicode.Scalar?) in (scalar?.value ?? 0) >= 0x2E80 }
    let gap = isWide(start.unicodeScalars.last) && isWide(end.unicodeScalars.first) ? "" : " "
    return start + gap + end
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

  /// Emphasis and code marks off; a bare address without its brackets; a link as its words and,
  /// behind them, its address.
  private static func plain(_ text: Substring) -> String {
    let unmarked =
      text
      .replacing("**", with: "").replacing("__", with: "").replacing("`", with: "")
      .replacing(/<((?:https?:\/\/|mailto:)[^<>\s]{1,500})>/) { $0.1 }
    let linked = unmarked.replacing(/!?\[([^\[\]]{0,200})\]\(([^()\s]{0,500})[^()]{0,200}\)/) {
      $0.1.isEmpty || $0.1 == $0.2 ? String($0.2) : "\($0.1) (\($0.2))"
    }
    return String(Substring(linked).trimmingSpaces)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var rest = drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
