import Shop

/// A Markdown text, rendered, and what the rest of the shop needs to know of it.
struct MarkdownBody: Sendable {
  /// Safe HTML, cards and images: raw HTML of the text is left out.
  let parts: [Body.Part]
  /// The first paragraph as plain text, at most 160 characters.
  let summary: String
  /// The lines of the "how to redeem" section, without its heading; nil where there is none.
  let redeem: String?
  /// The headings' ids.
  let anchors: [String]
  /// Links and images but those to other hosts, in the order of the text.
  let links: [MarkdownLink]
  /// Lines of the file that hold raw HTML.
  let rawLines: [Int]
  /// The products of `:::product SLUG`, in the order of the text.
  let shownProducts: [Located<String>]
  /// What is wrong with blocks, emphasis and bare links.
  let problems: [ContentProblem]

  /// Renders the Markdown of a file.
  init(of file: ContentFile, speaking phrases: Phrases, readsCJKEmphasis: Bool = false) {
    let bytes = file.source.bytes[file.body]
    let blocks = BlockLines(bytes, mark: TextMark(absentFrom: bytes))
    // Another one than the blocks': it is taken out of the tree before they are looked for.
    let mark = TextMark(absentFrom: blocks.bytes)
    let emphasis = CJKEmphasis(in: blocks.bytes)
    let tree = MarkdownTree(
      parsing: blocks.bytes,
      emphasis: readsCJKEmphasis ? emphasis : nil,
      mark
    )
    self = tree.withRoot { root in
      var rendering = HTMLRendering(
        blocks: blocks,
        phrases: phrases,
        firstLine: file.bodyLine
      )
      rendering.render(root)
      var warnings = blocks.warnings(in: root, of: file)
      warnings += GluedLinks(in: file).warnings(in: root)
      if !readsCJKEmphasis {
        warnings += LiteralEmphasis(emphasis, in: file).warnings(in: root, mark: mark)
      }
      return MarkdownBody(
        rendering: rendering,
        summary: Self.summary(of: root, blocks),
        redeem: redeemSection(of: root, in: bytes, blocks, under: phrases[.redeemHeading]),
        shownProducts: blocks.shownProducts(in: file),
        problems: blocks.problems(in: file) + warnings.prefix(mostWarnings)
      )
    }
  }

  private init(
    rendering: HTMLRendering,
    summary: String,
    redeem: String?,
    shownProducts: [Located<String>],
    problems: [ContentProblem]
  ) {
    parts = rendering.parts
    anchors = rendering.headings.anchors
    links = rendering.links
    rawLines = rendering.rawLines
    self.summary = summary
    self.redeem = redeem
    self.shownProducts = shownProducts
    self.problems = problems
  }

  /// The first paragraph that is in no block, or else in one.
  private static func summary(of root: MarkdownNode, _ blocks: BlockLines) -> String {
    var node = root.firstChild
    var depth = 0
    var inBlock = ""
    while let current = node {
      if case .rawBlock = current.kind {
        switch blocks.line(ofComment: current.literal) {
        case .opening(let block): depth += block.hasBody ? 1 : 0
        case .closing: depth -= 1
        case nil: break
        }
      }
      if case .paragraph = current.kind, depth == 0 || inBlock.isEmpty {
        let text = Site.summary(of: current.plainText)
        if depth == 0, !text.isEmpty { return text }
        inBlock = text
      }
      node = current.next
    }
    return inBlock
  }
}

/// A link or image whose target is in the shop, or in no place that a link may lead to.
struct MarkdownLink: Sendable {
  /// As it was written: `/products/x/#faq`, `../help/`, `#top`, `javascript:…`.
  let destination: String
  let isImage: Bool
  /// The line of the file that it begins on.
  let line: Int
}

/// The lines under `## 使用说明` or `## How to redeem`, to the next heading of its level or above.
///
/// The lines `:::…` are empty there: a letter shows what is in a block without a frame.
private func redeemSection(
  of root: MarkdownNode,
  in bytes: ArraySlice<UInt8>,
  _ blocks: BlockLines,
  under heading: String
) -> String? {
  var node = root.firstChild
  var first: Int?
  var last = Int.max
  while let current = node {
    if case .heading = current.kind, current.headingLevel <= 2 {
      if first != nil {
        last = current.line - 1
        break
      }
      let text = current.plainText.lowercased()
      let isRedeem = text == heading.lowercased() || redeemHeadings.contains(text)
      if current.headingLevel == 2, isRedeem { first = current.endLine + 1 }
    }
    node = current.next
  }
  guard let first else { return nil }
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let blockLines = Set(blocks.lines.map(\.number))
  let numbered = zip(1..., lines).dropFirst(first - 1).prefix(max(0, last - first + 1))
  let section = numbered.map { number, line in
    guard !blockLines.contains(number) else { return "" }
    return String(
      decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line,
      as: UTF8.self
    )
  }
  let isBlank = { (line: String) in line.allSatisfy(\.isWhitespace) }
  let body = section.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
  return body.isEmpty ? nil : body.joined(separator: "\n")
}

/// In any language's text: a translation may keep the heading of what it translates.
private let redeemHeadings = Set(Phrases.builtIn.values.map { $0[.redeemHeading].lowercased() })
