extension MarkdownNode {
  /// The text without its marks; line breaks are spaces, or nothing between two CJK characters.
  var plainText: String {
    var text: [UInt8] = []
    walk { node, isEntering in
      guard isEntering else { return true }
      switch node.kind {
      case .text, .code: text.append(contentsOf: node.literal)
      case .softBreak: if !node.joinsLines(after: text) { text.append(UInt8(ascii: " ")) }
      case .lineBreak: text.append(UInt8(ascii: " "))
      default: break
      }
      return true
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the lines around this break are set without a space between them: a Chinese paragraph.
  ///
  /// `text` ends with what stands before the break.
  func joinsLines(after text: [UInt8]) -> Bool {
    guard let before = lastScalar(of: text), before.isSetWithoutSpaces,
      let after = next?.firstScalar
    else { return false }
    return after.isSetWithoutSpaces
  }

  /// The first character of the text at or under this node.
  private var firstScalar: Unicode.Scalar? {
    var node: MarkdownNode? = self
    while let current = node {
      if case .text = current.kind {
        var iterator = current.literal.makeIterator()
        var codec = UTF8()
        guard case .scalarValue(let scalar) = codec.decode(&iterator) else { return nil }
        return scalar
      }
      node = current.firstChild
    }
    return nil
  }

  /// The last character; a tag or an attribute's end is no CJK character, so bytes will do.
  private func lastScalar(of text: [UInt8]) -> Unicode.Scalar? {
    var start = text.count
    while start > 0, text.count - start < 4 {
      start -= 1
      guard text[start] & 0b1100_0000 == 0b1000_0000 else { break }
    }
    return String(validating: text[start...], as: UTF8.self)?.unicodeScalars.first
  }
}

/// At most `limit` characters of one line, cut between words where the script has spaces.
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
