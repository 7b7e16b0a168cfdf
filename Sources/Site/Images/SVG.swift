import Text

/// An SVG's size: `width` and `height` of its root in pixels, or else its `viewBox`.
struct SVGHead {
  private(set) var head: ImageHead?

  /// The root element begins within so many bytes: comments of drawing programs come before.
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

  /// What stands between `<svg` and `>`; declarations and comments before it are passed over.
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

/// What an SVG may not hold: it is served from the shop's own origin, so that a script in it could
/// do all that a page can.
struct SVGContent {
  /// What was found, and where: a byte of the file.
  struct Finding {
    let what: String
    let offset: Int
  }

  /// The first thing in it that runs or is fetched from elsewhere; nil for a drawing.
  static func finding(in bytes: [UInt8]) -> Finding? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let forms: [(pattern: Regex<Substring>, what: String)] = [
      (/<(?:[a-z]+:)?script\b/, "a script"),
      (/<(?:[a-z]+:)?(?:foreignobject|iframe|embed|object)\b/, "foreign content"),
      (/[\s"'\/]on[a-z]+\s*=\s*["']/, "an event handler"),
      // Drawing programs write entities for the names of namespaces: those hold text alone.
      (/<!entity\b[^>"']*["'][^"']*[<&]/, "an entity that holds elements"),
      (/\b(?:href|style)\s*=\s*["']\s*&(?!#|amp;|quot;|lt;|gt;|apos;)/, "an entity in a reference"),
      (
        /href\s*=\s*["']\s*(?:https?:|\/\/|javascript:|data:text|data:image\/svg)/,
        "a foreign reference"
      ),
      (/url\(\s*["']?\s*(?:https?:|\/\/)/, "a foreign reference"),
      (/@import\b/, "a foreign stylesheet"),
      (/<\?xml-stylesheet\b/, "a foreign stylesheet"),
    ]
    return forms.compactMap { form in
      text.firstRange(of: form.pattern).map { range in
        Finding(
          what: form.what,
          offset: text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        )
      }
    }
    .min { $0.offset < $1.offset }
  }
}

extension ShopAssembly {
  /// Checks the image files themselves, shown or not: they are published.
  mutating func checkImageFiles() {
    for file in staticFiles where ImageHead.isImage(path: file.path) {
      let ending = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
      if ending == "svg" { checkContent(of: file) }
      guard let format = images.formats["/" + file.path] else { continue }
      let named = ending == "jpg" ? "jpeg" : ending
      let found = format.rawValue.lowercased()
      guard named != found else { continue }
      problems.append(
        ContentProblem(
          file: "site/static/" + file.path,
          warning: .imageFormat,
          message: "expected \(named.uppercased()) as its name says, found \(format.rawValue); "
            + "rename it to end in .\(found == "jpeg" ? "jpg" : found), or export it again"
        )
      )
    }
  }

  private mutating func checkContent(of file: StaticFile) {
    do throws(DiskError) {
      let bytes = try Disk.read(file.source, limit: SourceText.largestSize)
      guard let finding = SVGContent.finding(in: bytes) else { return }
      let message =
        "expected a drawing alone, found \(finding.what), which would run or load in the shop's "
        + "name; remove it, or export the picture as PNG"
      problems.append(problem(in: file, bytes, at: finding.offset, message))
    } catch {
      // What cannot be read is told where it is copied.
      return
    }
  }

  private func problem(
    in file: StaticFile,
    _ bytes: [UInt8],
    at offset: Int,
    _ message: String
  ) -> ContentProblem {
    let name = "site/static/" + file.path
    do throws(ContentProblem) {
      let source = try SourceText(file: name, bytes: bytes)
      return source.problem(at: source.position(ofByte: offset), message)
    } catch {
      return ContentProblem(file: name, message: message)
    }
  }
}
