import Shop

/// A rendered Markdown text, with what other parts of the build need to know of it.
struct MarkdownBody: Sendable {
  /// Safe HTML, cards and images, without the text's raw HTML.
  let parts: [Body.Part]
  /// The first paragraph as plain text, at most 160 characters.
  let summary: String
  /// The "how to redeem" section, without its heading; nil when there is none.
  let redeem: RedeemSection?
  /// Whether a warning reports a paragraph meant as the section's heading, or what may hide it.
  let hasNearlyRedeem: Bool
  /// The headings' ids.
  let anchors: [String]
  /// Links and images except those on other hosts, in the text's order.
  let links: [MarkdownLink]
  /// The first raw HTML of each line of the file.
  let raws: [RawHTML]
  /// The products of `:::product SLUG`, in the text's order.
  let shownProducts: [Located<String>]
  /// The text's problems.
  let problems: [ContentProblem]

  /// Renders the Markdown of a file.
  ///
  /// `home` is `base_url`; links to it are checked against the shop's pages. The text of a product
  /// may have a checklist.
  init(
    of file: ContentFile,
    speaking phrases: Phrases,
    readsCJKEmphasis: Bool = false,
    home: String = "",
    isOfProduct: Bool = false
  ) {
    let bytes = file.source.bytes[file.body]
    let blocks = BlockLines(bytes, mark: TextMark(absentFrom: bytes))
    // A mark of its own, which is removed from the tree before the blocks' comments are read.
    let signs = LiteralSigns(in: blocks.bytes)
    let mark = TextMark(absentFrom: signs.text)
    let emphasis = CJKEmphasis(in: signs.text)
    let tree = MarkdownTree(
      parsing: signs.text,
      emphasis: readsCJKEmphasis ? emphasis : nil,
      mark
    )
    tree.show(signs)
    self = tree.withRoot { root in
      var rendering = HTMLRendering(
        blocks: blocks,
        phrases: phrases,
        firstLine: file.bodyLine
      )
      rendering.home = home
      let headings = RedeemHeadings(in: root, also: phrases[.redeemHeading])
      if isOfProduct {
        rendering.checklist = Checklist(in: root, blocks, instructions: headings.chosen)
      }
      rendering.render(root)
      var slips = MarkdownLint(in: file, blocks, home: home).warnings(in: root)
      if headings.isNearly { slips.removeAll { $0.warning == .headingSyntax } }
      var warnings = blocks.warnings(in: root, of: file) + slips
      warnings += GluedLinks(in: file).warnings(in: root)
      // A second file pasted into this one has headings of its own.
      if !slips.contains(where: { $0.warning == .secondFrontMatter }) {
        warnings += headings.warnings(in: file)
      }
      // An unclosed fence or comment may hide the instructions.
      let isCut = slips.contains { [.unclosedFence, .unclosedComment].contains($0.warning) }
      if !readsCJKEmphasis {
        warnings += LiteralEmphasis(emphasis, in: file, moved: blocks.moved, signs: signs)
          .warnings(in: root, mark: mark)
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
    raws = rendering.raws
    self.summary = summary
    self.redeem = redeem
    self.hasNearlyRedeem = hasNearlyRedeem
    self.shownProducts = shownProducts
    self.problems = problems
  }

  /// The first paragraph outside of blocks, or else within one.
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

/// HTML in a text, which no page shows.
struct RawHTML: Sendable {
  /// Its first line, or the code in it.
  let text: String
  /// The line of the file at which that begins.
  let line: Int
  /// What code it is; nil for none.
  let code: String?
}

/// A link or image whose target is in the shop, or is not allowed.
struct MarkdownLink: Sendable {
  /// The target as written, such as `/products/x/#faq`, `../help/`, `#top` or `javascript:…`.
  let destination: String
  let isImage: Bool
  /// The line of the file at which it begins.
  let line: Int
}
