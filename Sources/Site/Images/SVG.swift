import Text

/// An SVG's size: `width` and `height` of its root in pixels, or else its `viewBox`.
struct SVGHead {
  private(set) var head: ImageHead?

  /// How many bytes are searched for the root element, which comments may precede.
  private static let reach = 64 << 10

  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.prefix(Self.reach), as: UTF8.self)
    guard let tag = Self.rootTag(in: text) else { return nil }
    let attributes = Self.attributes(of: tag)
    let box = (attributes["viewBox"] ?? "")
      .split { $0.isWhitespace || $0 == "," }.compactMap { Double($0) }
    let boxSize = box.count == 4 ? (width: box[2], height: box[3]) : nil
    let width = attributes["width"].flatMap(Self.pixels)
    let height = attributes["height"].flatMap(Self.pixels)
    let size: (width: Double, height: Double)? =
      switch (width, height, boxSize) {
      case (let width?, let height?, _): (width, height)
      case (let width?, nil, let box?): (width, width * box.height / box.width)
      case (nil, let height?, let box?): (height * box.width / box.height, height)
      case (nil, nil, let box?): box
      default: nil
      }
    guard let size, let width = Self.whole(size.width), let height = Self.whole(size.height) else {
      return nil
    }
    head = ImageHead(format: .svg, width: width, height: height)
  }

  private static func whole(_ length: Double) -> Int? {
    guard length.isFinite, length > 0, length <= Double(ImageHead.largest) else { return nil }
    return max(1, Int(length.rounded()))
  }

  /// The text between `<svg` and `>`, after any declarations and comments.
  private static func rootTag(in text: String) -> Substring? {
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      let end: String
      if rest.hasPrefix("<!--") {
        end = "-->"
      } else if rest.hasPrefix("<?") || rest.hasPrefix("<!") {
        // A document type may declare entities in brackets.
        let close = rest.firstIndex(of: ">")
        let bracket = rest.firstIndex(of: "[")
        end = if let bracket, let close, bracket < close { "]>" } else { ">" }
      } else {
        let name = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        guard name == "svg" || name.hasSuffix(":svg"), let close = rest.firstIndex(of: ">") else {
          return nil
        }
        return rest[..<close].dropFirst(1 + name.count)
      }
      guard let close = rest.firstRange(of: end) else { return nil }
      rest = rest[close.upperBound...]
    }
    return nil
  }

  private static func attributes(of tag: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    for match in tag.matches(of: /([A-Za-z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/) {
      attributes[String(match.1)] = String(match.2 ?? match.3 ?? "")
    }
    return attributes
  }

  /// A length in CSS pixels; nil for percentages and lengths that depend on a font.
  private static func pixels(_ length: String) -> Double? {
    guard let match = length.wholeMatch(of: /\s*([0-9.]+(?:[eE][+-]?[0-9]+)?)\s*([a-zA-Z]*)\s*/),
      let number = Double(match.1)
    else { return nil }
    switch match.2 {
    case "", "px": return number
    case "pt": return number * 96 / 72
    case "pc": return number * 16
    case "in": return number * 96
    case "cm": return number * 96 / 2.54
    case "mm": return number * 96 / 25.4
    default: return nil
    }
  }
}
