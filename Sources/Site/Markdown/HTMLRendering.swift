import Shop
import Text

/// Renders Markdown's tree as HTML for a page under a strict Content-Security-Policy.
///
/// The HTML has no style attributes and no raw HTML except `<br>`. Headings have ids and begin at
/// `h2`, because a page has its own `h1`. A line break between two CJK characters is not a space.
///
/// For a letter there are no ids, classes, pictures or frames of blocks: pictures and products'
/// cards are links.
struct HTMLRendering {
  /// Where the HTML is shown.
  enum Place { case page, letter }

  /// A part of the result.
  enum Piece {
    case html(String)
    case product(slug: String)
    case image(Body.Image)
    case checklist(String)
    /// The target in the shop of a letter's link, as written, within its attribute.
    case address(String)
  }

  private(set) var pieces: [Piece] = []
  private(set) var headings = HeadingAnchors()
  private(set) var links: [MarkdownLink] = []
  /// Raw HTML that is left out, at most one of a line: code rather than another.
  private(set) var raws: [RawHTML] = []
  /// The HTML since the last piece.
  private var html: [UInt8] = []
  private let blocks: BlockLines
  let phrases: Phrases
  /// The file's line of the first line of Markdown.
  private let firstLine: Int
  let place: Place
  /// How many references to each footnote there are so far, by its number.
  var footnoteMarks: [Int: Int] = [:]
  private var alignments: [UInt8] = []
  private var column = 0
  private var isInHeader = false

  init(blocks: BlockLines, phrases: Phrases, firstLine: Int, place: Place = .page) {
    self.place = place
    self.blocks = blocks
    self.phrases = phrases
    self.firstLine = firstLine
  }

  /// `base_url`; a URL that begins with it is in the shop.
  var home = ""

  /// The list that becomes a piece of its own, with boxes to tick; nil without one.
  var checklist: Checklist?

  mutating func render(_ root: MarkdownNode) {
    var rendering = self
    root.walk { node, isEntering in
      guard isEntering else {
        let goesOn = rendering.leave(node)
        rendering.endChecklist(with: node)
        return goesOn
      }
      rendering.beginChecklist(with: node)
      return rendering.enter(node)
    }
    rendering.endPart()
    self = rendering
  }

  private mutating func beginChecklist(with node: MarkdownNode) {
    if let checklist, checklist.firstLine == node.line, node.isAtTop { endPart() }
  }

  private mutating func endChecklist(with node: MarkdownNode) {
    guard let checklist, case .list = node.kind, checklist.listLine == node.line, node.isAtTop
    else { return }
    pieces.append(.checklist(String(decoding: html, as: UTF8.self)))
    html.removeAll()
  }

  private mutating func endPart() {
    guard !html.isEmpty else { return }
    pieces.append(.html(String(decoding: html, as: UTF8.self)))
    html.removeAll()
  }

  private mutating func add(_ piece: Piece) {
    endPart()
    pieces.append(piece)
  }

  /// The parts of a page's body.
  var parts: [Body.Part] {
    pieces.compactMap { piece in
      switch piece {
      case .html(let html): .html(html)
      case .product(let slug): .product(slug: slug)
      case .image(let image): .image(image)
      case .checklist(let html): .checklist(html)
      case .address: nil
      }
    }
  }

  /// Renders the beginning of a node; returns whether its children are to be rendered.
  private mutating func enter(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case .text: escape(node.literal)
    case .softBreak: if !node.joinsLines { write("\n") }
    case .lineBreak: write("<br>\n")
    case .code:
      write("<code>")
      escape(node.literal)
      write("</code>")
    case .rawInline, .rawBlock: enterRaw(node)
    case .codeBlock: enterCodeBlock(node)
    case .heading: enterHeading(node)
    case .list: enterList(node)
    case .task: enterTask(node)
    case .paragraph: enterParagraph(node)
    case .footnoteMark: enterFootnoteMark(node)
    case .footnote: enterFootnote(node)
    case .link: enterLink(node)
    case .image:
      enterImage(node)
      return false
    case .table, .tableHeader, .tableRow, .tableCell: enterTable(node)
    case .rule: write("<hr>\n")
    case .quote: write("<blockquote>\n")
    case .item: write("<li>")
    case .emphasis: write("<em>")
    case .strong: write("<strong>")
    case .strikethrough: write("<del>")
    case .document, .other: break
    }
    return true
  }

  private mutating func leave(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case .heading: write("</h\(level(of: node))>\n")
    case .list: write(node.isOrdered ? "</ol>\n" : "</ul>\n")
    case .item: write("</li>\n")
    case .task: write(isTicked(node) ? "</label></li>\n" : "</li>\n")
    case .paragraph:
      if node.isLastOfFootnote { writeWaysBack(from: node) }
      if !isBare(node) { write("</p>\n") }
    case .footnote: leaveFootnote(node)
    case .link: if MarkdownTarget(node.destination).isAllowed { write("</a>") }
    case .table: write(isInHeader ? "</table>\n" : "</tbody></table>\n")
    case .tableHeader: write("</tr></thead>\n")
    case .tableRow: write("</tr>\n")
    case .tableCell: write(isInHeader ? "</th>" : "</td>")
    case .quote: write("</blockquote>\n")
    case .emphasis: write("</em>")
    case .strong: write("</strong>")
    case .strikethrough: write("</del>")
    default: break
    }
    return true
  }

  private mutating func enterHeading(_ node: MarkdownNode) {
    guard place == .page else { return write("<h\(level(of: node))>") }
    let anchor = headings.add(node.plainText.composed)
    write("<h\(level(of: node)) id=\"")
    write(anchor)
    write("\">")
  }

  /// The level of a heading: at least 2 on a page, and 3 in a letter, which has its own `h2`.
  private func level(of heading: MarkdownNode) -> Int {
    max(heading.headingLevel, place == .page ? 2 : 3)
  }

  private mutating func enterList(_ node: MarkdownNode) {
    guard node.isOrdered else { return write("<ul>\n") }
    write(node.listStart == 1 ? "<ol>\n" : "<ol start=\"\(node.listStart)\">\n")
  }

  private mutating func enterParagraph(_ node: MarkdownNode) {
    guard !isBare(node) else { return }
    write("<p>")
    guard place == .letter, let footnote = node.parent, case .footnote = footnote.kind,
      node.previous == nil
    else { return }
    write("[\(footnote.footnoteNumber)] ")
  }

  /// Renders a task's box, with its state for screen readers.
  private mutating func enterTask(_ node: MarkdownNode) {
    let isDone = node.isChecked
    guard place == .page else { return write(isDone ? "<li>☑ " : "<li>☐ ") }
    let state = isDone ? "checked disabled" : "disabled"
    if isTicked(node) {
      return write("<li class=\"task\"><label><input type=\"checkbox\"> ")
    }
    let label = phrases[isDone ? .taskDone : .taskOpen]
    write("<li class=\"task\"><input type=\"checkbox\" \(state) aria-label=\"")
    escape(label.utf8)
    write("\"> ")
  }

  /// Whether buyers tick its box themselves.
  private func isTicked(_ task: MarkdownNode) -> Bool {
    guard place == .page, let checklist, let list = task.parent else { return false }
    return list.line == checklist.listLine && list.isAtTop
  }

  /// Whether a paragraph is written without `<p>`.
  private func isBare(_ paragraph: MarkdownNode) -> Bool {
    paragraph.isInTightList || paragraph.parent.map(isTicked) ?? false
  }

  /// Renders a block of code, which scrolls sideways and so must be focusable.
  private mutating func enterCodeBlock(_ node: MarkdownNode) {
    guard place == .page else {
      write("<pre><code>")
      escape(node.literal)
      return write("</code></pre>\n")
    }
    write("<pre tabindex=\"0\"><code")
    let word = node.info.prefix { $0 != UInt8(ascii: " ") }
    if !word.isEmpty {
      write(" class=\"language-")
      escape(word)
      write("\"")
    }
    write(">")
    escape(node.literal)
    write("</code></pre>\n")
  }

  private mutating func enterLink(_ node: MarkdownNode) {
    let target = MarkdownTarget(node.destination)
    note(target, of: node, isImage: false)
    guard target.isAllowed else { return }
    guard place == .page else { return openLink(to: node) }
    write("<a href=\"")
    if target == .shop {
      escape(PercentEncoding.address.encode(node.place.utf8))
    } else {
      writeAddress(node.destination)
    }
    write("\"")
    if !node.title.isEmpty {
      write(" title=\"")
      escape(node.title)
      write("\"")
    }
    write(target == .otherHost ? " rel=\"noopener\">" : ">")
  }

  /// Opens a letter's link; a target in the shop is a piece of its own.
  private mutating func openLink(to node: MarkdownNode) {
    write("<a href=\"")
    if MarkdownTarget(node.destination) == .shop {
      add(.address(node.place))
    } else {
      writeAddress(node.destination)
    }
    write("\">")
  }

  private mutating func enterImage(_ node: MarkdownNode) {
    let target = MarkdownTarget(node.destination)
    guard place == .page else {
      let words = node.imageWords
      let isLink = target == .shop && !node.isInLink
      if isLink { openLink(to: node) }
      escape(words.utf8)
      return isLink ? write("</a>") : ()
    }
    note(target, of: node, isImage: true)
    // Any other target is an error, so that the body is not shown.
    guard target == .shop else { return }
    let destination = node.place
    let path = destination.prefix { $0 != "?" && $0 != "#" }
    add(.image(Body.Image(path: PercentEncoding.decode(path) ?? destination, alt: node.plainText)))
  }

  private mutating func note(_ target: MarkdownTarget, of node: MarkdownNode, isImage: Bool) {
    guard place == .page else { return }
    var destination = String(decoding: node.destination, as: UTF8.self)
    if target == .otherHost, !isImage, let path = OwnAddress.path(of: destination, home: home) {
      destination = path
    } else if !isImage, target != .shop, target != .refused {
      return
    }
    links.append(
      MarkdownLink(
        destination: destination,
        isImage: isImage,
        line: firstLine + max(node.line, 1) - 1
      )
    )
  }

  private mutating func enterTable(_ node: MarkdownNode) {
    switch node.kind {
    case .table:
      alignments = node.alignments
      isInHeader = true
      write("<table>")
    case .tableHeader:
      column = 0
      write("<thead><tr>")
    case .tableRow:
      if isInHeader { write("<tbody>\n") }
      isInHeader = false
      column = 0
      write("<tr>")
    default:
      guard place == .page else { return write(isInHeader ? "<th>" : "<td>") }
      write(isInHeader ? "<th scope=\"col\"" : "<td")
      switch column < alignments.count ? alignments[column] : 0 {
      case UInt8(ascii: "l"): write(" class=\"align-left\">")
      case UInt8(ascii: "c"): write(" class=\"align-center\">")
      case UInt8(ascii: "r"): write(" class=\"align-right\">")
      default: write(">")
      }
      column += 1
    }
  }

  /// Keeps `<br>`, which table cells need, drops comments, and leaves out and reports other HTML.
  private mutating func enterRaw(_ node: MarkdownNode) {
    if case .rawBlock = node.kind, let line = blocks.line(ofComment: node.literal) {
      switch line {
      case .opening(.product(let slug)): add(.product(slug: slug))
      case .opening(let block): if place == .page { write(block.opening) }
      case .closing(let block): if place == .page { write(block.closing) }
      }
      return
    }
    let raw = String(decoding: node.literal, as: UTF8.self)
    if raw.lowercased().filter({ !$0.isWhitespace && $0 != "/" }) == "<br>" {
      write("<br>")
    } else if !raw.hasPrefix("<!--") {
      let code = ForbiddenCode(allowed: AllowedOrigins()).findings(in: Array(node.literal)).first
      let start = node.literal.prefix(code?.offset ?? 0)
      let found = RawHTML(
        text: String(
          decoding: node.literal[start.endIndex...].prefix { $0 != 0x0A },
          as: UTF8.self
        ),
        line: firstLine + max(node.line, 1) - 1 + start.count { $0 == 0x0A },
        code: code?.what
      )
      guard let last = raws.last, last.line == found.line else { return raws.append(found) }
      if last.code == nil, found.code != nil { raws[raws.count - 1] = found }
    }
  }

  mutating func write(_ text: String) {
    html.append(contentsOf: text.utf8)
  }

  mutating func escape(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "<"): write("&lt;")
      case UInt8(ascii: ">"): write("&gt;")
      case UInt8(ascii: "&"): write("&amp;")
      case UInt8(ascii: "\""): write("&quot;")
      default: html.append(byte)
      }
    }
  }

  private mutating func writeAddress(_ bytes: UnsafeBufferPointer<UInt8>) {
    escape(PercentEncoding.address.encode(bytes))
  }
}
