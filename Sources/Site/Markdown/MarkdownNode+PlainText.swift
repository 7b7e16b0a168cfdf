import Text

extension MarkdownNode {
  /// The text without marks; line breaks are spaces, or nothing between two CJK characters.
  var plainText: String {
    var text: [UInt8] = []
    walk { node, isEntering in
      guard isEntering else { return true }
      switch node.kind {
      case .text, .code: text.append(contentsOf: node.literal)
      case .softBreak: if !node.joinsLines { text.append(UInt8(ascii: " ")) }
      case .lineBreak: text.append(UInt8(ascii: " "))
      default: break
      }
      return true
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A destination in the shop, in composed form.
  var place: String { String(decoding: destination, as: UTF8.self).composed }

  /// An image's alternative text, or else its file's name.
  var imageWords: String {
    let words = plainText
    guard words.isEmpty else { return words }
    let name = String(decoding: destination, as: UTF8.self).split(separator: "/").last ?? ""
    return PercentEncoding.decode(name) ?? String(name)
  }

  /// Whether it is in an item of a list without empty lines between items.
  var isInTightList: Bool {
    guard let item = parent else { return false }
    switch item.kind {
    case .item, .task: return item.parent?.isTight ?? false
    default: return false
    }
  }

  /// Whether it is inside a link.
  var isInLink: Bool {
    var node = parent
    while let current = node, current.isInline {
      if case .link = current.kind { return true }
      node = current.parent
    }
    return false
  }

  /// The lines of this block, or of the block around this inline node.
  var blockLines: ClosedRange<Int> {
    var node = self
    while node.isInline, let parent = node.parent { node = parent }
    let first = max(node.line, 1)
    return first...max(node.endLine, first)
  }

  private var isInline: Bool {
    switch kind {
    case .text, .softBreak, .lineBreak, .code, .rawInline, .emphasis, .strong, .strikethrough,
      .link, .image, .footnoteMark:
      true
    default:
      false
    }
  }

  /// Whether no space is set at this line break, as in a Chinese paragraph.
  var joinsLines: Bool {
    guard let before = previous?.edgeText({ $0.lastChild }),
      let after = next?.edgeText({ $0.firstChild }),
      let last = Self.lastScalar(of: before),
      let first = String(decoding: after.prefix(4), as: UTF8.self).unicodeScalars.first
    else { return false }
    // Quotation marks and dashes occur in both kinds of text: one side must be CJK for certain.
    return last.isSetWithoutSpaces && first.isSetWithoutSpaces && (last.isCJK || first.isCJK)
  }

  /// The text of the first or the last leaf at or under this node.
  private func edgeText(
    _ child: (MarkdownNode) -> MarkdownNode?
  ) -> UnsafeBufferPointer<UInt8>? {
    var node = self
    while let inner = child(node) { node = inner }
    switch node.kind {
    case .text, .code: return node.literal
    default: return nil
    }
  }

  private static func lastScalar(of text: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    var start = text.count
    while start > 0, text.count - start < 4 {
      start -= 1
      guard text[start] & 0b1100_0000 == 0b1000_0000 else { break }
    }
    return String(validating: text[start...], as: UTF8.self)?.unicodeScalars.first
  }
}

/// At most `limit` characters on one line, cut between words if the script has spaces.
func summary(of text: String, limit: Int = 160) -> String {
  let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  guard line.count > limit else { return line }
  var kept = line.prefix(limit - 1)
  if let last = kept.unicodeScalars.last, !last.isSetWithoutSpaces,
    let space = kept.lastIndex(of: " "),
    kept.distance(from: space, to: kept.endIndex) < 30
  {
    kept = kept[..<space]
  }
  return kept + "…"
}

extension MarkdownNode {
  /// The text of a paragraph as shown, with one unused character for code, links and pictures,
  /// another for bare addresses, and a line feed for a line break.
  ///
  /// A bare address in the brackets of a link that is none is text.
  var literalText: String {
    var text: [UInt8] = []
    walk { node, isEntering in
      guard isEntering else { return true }
      switch node.kind {
      case .text: text.append(contentsOf: node.literal)
      case .softBreak, .lineBreak: text.append(UInt8(ascii: "\n"))
      case .link where node.isBareAddress:
        let isInBrackets = ["](", "] (", "](<", "](mailto:"].contains { mark in
          text.suffix(mark.utf8.count).elementsEqual(mark.utf8)
        }
        text.append(contentsOf: (isInBrackets ? node.plainText : "\u{FFFA}").utf8)
        return false
      case .code, .link, .image:
        text.append(contentsOf: "\u{FFFC}".utf8)
        return false
      default: break
      }
      return true
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether a link shows its address.
  private var isBareAddress: Bool {
    let text = plainText.utf8
    let scheme = destination.dropLast(text.count)
    return destination.suffix(text.count).elementsEqual(text)
      && ["", "http://", "mailto:"].contains { scheme.elementsEqual($0.utf8) }
  }
}
