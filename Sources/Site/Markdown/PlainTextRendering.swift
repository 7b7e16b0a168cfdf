import Text

/// Renders Markdown's tree as plain text for a letter, with line breaks and numbers of steps.
///
/// It does not recurse: the beginnings of lines are kept in a list of containers.
struct PlainTextRendering {
  private var lines: [[RedeemSection.Piece]] = []
  private let blocks: BlockLines

  /// A list item or quote around the text: how its first line begins, and the others.
  private struct Container {
    var first: String?
    let others: String
  }

  private var containers: [Container] = []
  /// The next number of each list around the text; nil for bullets.
  private var lists: [Int?] = []
  /// The line that is being written.
  private var line: [RedeemSection.Piece] = []
  /// Whether an empty line comes before the next one.
  private var isGapDue = false
  /// How many cells of the table's row are written.
  private var cells = 0

  init(blocks: BlockLines) {
    self.blocks = blocks
  }

  /// The lines, with a line feed between them.
  var pieces: [RedeemSection.Piece] {
    Array(lines.joined(separator: [.ready("\n")]))
  }

  mutating func render(_ root: MarkdownNode) {
    var rendering = self
    root.walk { node, isEntering in
      isEntering ? rendering.enter(node) : rendering.leave(node)
    }
    self = rendering
  }

  /// Renders the beginning of a node; returns whether its children are to be rendered.
  private mutating func enter(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case .text, .code: write(String(decoding: node.literal, as: UTF8.self))
    case .softBreak: if !node.joinsLines { write(" ") }
    case .lineBreak: endLine()
    case .rawInline, .rawBlock: enterRaw(node)
    case .codeBlock:
      for text in node.literal.split(separator: newline, omittingEmptySubsequences: false)
        .dropLast()
      {
        write(String(decoding: text, as: UTF8.self))
        endLine()
      }
      isGapDue = true
    case .list: lists.append(node.isOrdered ? node.listStart : nil)
    case .item, .task: enterItem(node)
    case .quote: containers.append(Container(first: "> ", others: "> "))
    case .tableHeader, .tableRow: cells = 0
    case .tableCell:
      if cells > 0 { write(" | ") }
      cells += 1
    case .image:
      write(node.imageWords)
      if MarkdownTarget(node.destination) == .shop, !node.isInLink { writeAddress(of: node) }
      return false
    case .rule:
      write("———")
      endLine()
      isGapDue = true
    case .strikethrough: write("~~")
    case .footnoteMark: write("[\(node.footnoteNumber)]")
    case .footnote:
      let mark = "[\(node.footnoteNumber)] "
      isGapDue = true
      containers.append(
        Container(first: mark, others: String(repeating: " ", count: mark.count))
      )
    case .document, .paragraph, .heading, .table, .emphasis, .strong, .link, .other: break
    }
    return true
  }

  private mutating func leave(_ node: MarkdownNode) -> Bool {
    switch node.kind {
    case .paragraph:
      endLine()
      isGapDue = !node.isInTightList
    case .heading:
      endLine()
      isGapDue = true
    case .tableHeader, .tableRow: endLine()
    case .table:
      cells = 0
      isGapDue = true
    case .item, .task:
      // An item without text still shows its number.
      if containers.last?.first != nil { endLine() }
      containers.removeLast()
      isGapDue = !(node.parent?.isTight ?? true)
    case .list:
      lists.removeLast()
      isGapDue = !node.isInTightList
    case .quote, .footnote:
      containers.removeLast()
      isGapDue = true
    case .strikethrough: write("~~")
    case .link: leaveLink(node)
    default: break
    }
    return true
  }

  private mutating func enterItem(_ node: MarkdownNode) {
    var marker = "- "
    if let number = lists.last ?? nil {
      marker = "\(number). "
      lists[lists.count - 1] = number + 1
    }
    let indent = String(repeating: " ", count: marker.count)
    if case .task = node.kind { marker += node.isChecked ? "[x] " : "[ ] " }
    containers.append(Container(first: marker, others: indent))
  }

  /// Writes a link's address after its text, unless they are equal.
  private mutating func leaveLink(_ node: MarkdownNode) {
    let target = MarkdownTarget(node.destination)
    guard target.isAllowed else { return }
    let address = String(decoding: node.destination, as: UTF8.self)
    let words = node.plainText
    guard
      target == .shop
        || !["", "http://", "https://", "mailto:", "tel:"]
          .contains(where: { $0 + words == address })
    else { return }
    writeAddress(of: node)
  }

  private mutating func writeAddress(of node: MarkdownNode) {
    write(" (")
    if MarkdownTarget(node.destination) == .shop {
      line.append(.address(node.place))
    } else {
      write(String(decoding: PercentEncoding.address.encode(node.destination), as: UTF8.self))
    }
    write(")")
  }

  private mutating func enterRaw(_ node: MarkdownNode) {
    if case .rawBlock = node.kind, let block = blocks.line(ofComment: node.literal) {
      if case .opening(.product(let slug)) = block {
        line.append(.product(slug: slug))
        endLine()
      }
      isGapDue = true
      return
    }
    let raw = String(decoding: node.literal, as: UTF8.self)
    if raw.lowercased().filter({ !$0.isWhitespace && $0 != "/" }) == "<br>" {
      if cells > 0 { write(" ") } else { endLine() }
    }
  }

  private mutating func write(_ text: String) {
    line.append(.ready(text))
  }

  /// Ends a line, with its containers' beginnings before the text.
  private mutating func endLine() {
    if isGapDue, !lines.isEmpty {
      let front = containers.map { $0.first == nil ? $0.others : "" }.joined()
      lines.append([.ready(front.withoutBlanksAtEnd)])
    }
    isGapDue = false
    let front = containers.map { $0.first ?? $0.others }.joined()
    for index in containers.indices { containers[index].first = nil }
    lines.append([.ready(line.isEmpty ? front.withoutBlanksAtEnd : front)] + line)
    line.removeAll()
  }
}

private let newline = UInt8(ascii: "\n")

extension String {
  fileprivate var withoutBlanksAtEnd: String {
    lastIndex { $0 != " " }.map { String(self[...$0]) } ?? ""
  }
}
