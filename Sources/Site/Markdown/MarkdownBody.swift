import Shop

/// A Markdown text, rendered, and what the rest of the shop needs to know of it.
struct MarkdownBody: Sendable {
  /// Safe HTML, cards and images: raw HTML of the text is left out.
  let parts: [Body.Part]
  /// The first paragraph as plain text, at most 160 characters.
  let summary: String
  /// The "how to redeem" section, without its heading; nil when there is none.
  let redeem: RedeemSection?
  /// Whether a warning tells of instructions whose heading is none, or of what may hide them.
  let hasNearlyRedeem: Bool
  /// The headings' ids.
  let anchors: [String]
  /// Links and images but those to other hosts, in the order of the text.
  let links: [MarkdownLink]
  /// Lines of the file that hold raw HTML.
  let rawLines: [Int]
  /// What of it is code, by its line.
  let rawCode: [Int: String]
  /// The products of `:::product SLUG`, in the order of the text.
  let shownProducts: [Located<String>]
  /// What is wrong with blocks, emphasis and bare links.
  let problems: [ContentProblem]

  /// Renders the Markdown of a file.
  ///
  /// `home` is `base_url`: links to it are looked for among the shop's pages.
  init(
    of file: ContentFile,
    speaking phrases: Phrases,
    readsCJKEmphasis: Bool = false,
    home: String = ""
  ) {
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
      rendering.home = home
      rendering.render(root)
      var slips = MarkdownLint(in: file, blocks, home: home).warnings(in: root)
      let headings = RedeemHeadings(in: root, also: phrases[.redeemHeading])
      if headings.isNearly { slips.removeAll { $0.warning == .headingSyntax } }
      var warnings = blocks.warnings(in: root, of: file) + slips
      warnings += GluedLinks(in: file).warnings(in: root)
      // A second file in this one has its own.
      if !slips.contains(where: { $0.warning == .secondFrontMatter }) {
        warnings += headings.warnings(in: file)
      }
      // What ends nowhere may hold the instructions.
      let isCut = slips.contains { [.unclosedFence, .unclosedComment].contains($0.warning) }
      if !readsCJKEmphasis {
        warnings += LiteralEmphasis(emphasis, in: file, moved: blocks.moved).warnings(
          in: root,
          mark: mark
        )
      }
      return MarkdownBody(
        rendering: rendering,
        summary: Self.summary(of: root, blocks),
        redeem: headings.chosen.flatMap { heading in
          RedeemSection(under: heading, blocks: blocks, phrases: phrases)
        },
        hasNearlyRedeem: headings.isNearly || isCut,
        shownProducts: blocks.shownProducts(in: file),
        problems: blocks.problems(in: file) + warnings.prefix(mostWarnings)
      )
    }
  }

  private init(
    rendering: HTMLRendering,
    summary: String,
    redeem: RedeemSection?,
    hasNearlyRedeem: Bool,
    shownProducts: [Located<String>],
    problems: [ContentProblem]
  ) {
    parts = rendering.parts
    anchors = rendering.headings.anchors
    links = rendering.links
    rawLines = rendering.rawLines
    rawCode = rendering.rawCode
    self.summary = summary
    self.redeem = redeem
    self.hasNearlyRedeem = hasNearlyRedeem
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
