import CMarkGFM
import Foundation

/// A parsed Markdown text, which owns cmark's tree.
///
/// GitHub's flavour with tables, strikethrough, autolinks, task lists, footnotes and the tag
/// filter. One parser and one tree per text, used by one thread.
struct MarkdownTree: ~Copyable {
  private let pointer: OpaquePointer

  /// Parses a text; every text is valid Markdown.
  init(parsing bytes: ArraySlice<UInt8>) {
    Self.registerExtensions
    guard let parser = cmark_parser_new(Self.options) else {
      preconditionFailure("cmark makes a parser unless memory is out")
    }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tagfilter", "tasklist"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    bytes.withUnsafeBytes { buffer in
      let text = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      cmark_parser_feed(parser, text, buffer.count)
    }
    Self.oneAtATime.lock()
    defer { Self.oneAtATime.unlock() }
    guard let root = cmark_parser_finish(parser) else {
      preconditionFailure("cmark finishes every text with a tree")
    }
    pointer = root
  }

  deinit { cmark_node_free(pointer) }

  /// Parses a text, reading those runs as emphasis where CJK text means it.
  init(parsing bytes: ArraySlice<UInt8>, emphasis: CJKEmphasis?, _ mark: TextMark) {
    guard let emphasis, !emphasis.runs.isEmpty else {
      self.init(parsing: bytes)
      return
    }
    self.init(parsing: emphasis.marked(with: mark))
    remove(mark)
  }

  /// Removes a mark that was put into the text from the whole tree.
  borrowing func remove(_ mark: TextMark) {
    var emptied: [OpaquePointer] = []
    MarkdownNode(pointer: pointer).walk { node, isEntering in
      if isEntering, node.replace(mark, by: nil) { emptied.append(node.pointer) }
      return true
    }
    for node in emptied { cmark_node_free(node) }
  }

  /// Puts back the signs that were hidden from the parser.
  borrowing func show(_ signs: LiteralSigns) {
    guard !signs.marks.isEmpty else { return }
    MarkdownNode(pointer: pointer).walk { node, isEntering in
      for (sign, mark) in signs.marks where isEntering { _ = node.replace(mark, by: sign) }
      return true
    }
  }

  /// Calls `body` with the document's node, which is valid only during the call.
  borrowing func withRoot<Result>(_ body: (MarkdownNode) -> Result) -> Result {
    body(MarkdownNode(pointer: pointer))
  }

  /// Locked while cmark parses inlines, which it does in one step at the end.
  ///
  /// cmark-gfm 0.29 enters its extensions' characters (`~`, `:`, `w`) into a global table for that
  /// step: two parsers at once lose strikethrough and links at random. Parsing blocks, almost half
  /// of the work, shares nothing and runs in parallel.
  private static let oneAtATime = NSLock()

  /// A single tilde is not strikethrough, since `5~10 元` is a range.
  private static let options =
    CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE | CMARK_OPT_FOOTNOTES

  /// Fills cmark's global registry once, before any thread reads it.
  private static let registerExtensions: Void = cmark_gfm_core_extensions_ensure_registered()
}

/// A node of a tree; the tree must outlive it.
struct MarkdownNode {
  fileprivate let pointer: OpaquePointer

  /// The kinds of nodes that rendering distinguishes.
  enum Kind {
    case document, quote, list, item, task, codeBlock, rawBlock, paragraph, heading, rule
    case table, tableHeader, tableRow, tableCell
    case text, softBreak, lineBreak, code, rawInline, emphasis, strong, strikethrough, link, image
    /// A reference to a footnote, and the footnote at the end of the document.
    case footnoteMark, footnote
    /// Custom nodes, which do not occur.
    case other
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: typeName == "tasklist" ? .task : .item
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .rawBlock
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .rule
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_HTML_INLINE: .rawInline
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteMark
    case CMARK_NODE_FOOTNOTE_DEFINITION: .footnote
    default: extensionKind
    }
  }

  private var extensionKind: Kind {
    switch typeName {
    case "table": .table
    case "table_header": .tableHeader
    case "table_row": .tableRow
    case "table_cell": .tableCell
    case "strikethrough": .strikethrough
    case "tasklist": .task
    default: .other
    }
  }

  private var typeName: String { String(cString: cmark_node_get_type_string(pointer)) }

  var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }
  var firstChild: MarkdownNode? { cmark_node_first_child(pointer).map(MarkdownNode.init) }
  var lastChild: MarkdownNode? { cmark_node_last_child(pointer).map(MarkdownNode.init) }
  var previous: MarkdownNode? { cmark_node_previous(pointer).map(MarkdownNode.init) }
  var next: MarkdownNode? { cmark_node_next(pointer).map(MarkdownNode.init) }

  /// The first line in the parsed text, from 1.
  var line: Int { Int(cmark_node_get_start_line(pointer)) }
  /// The last line of a block, from 1.
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
  /// The first byte of a block in its line, from 1.
  var column: Int { Int(cmark_node_get_start_column(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  var isChecked: Bool { cmark_gfm_extensions_get_tasklist_item_checked(pointer) }

  /// The text of a leaf.
  var literal: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_literal(pointer)) }
  /// A code block's info string.
  var info: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_fence_info(pointer)) }
  /// A link's or image's destination, unescaped.
  var destination: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_url(pointer)) }
  var title: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_title(pointer)) }

  /// A footnote's number, from 1, for references and the footnote itself.
  var footnoteNumber: Int {
    if case .footnoteMark = kind { return Int(String(decoding: literal, as: UTF8.self)) ?? 0 }
    var number = 1
    var node = previous
    while let current = node, case .footnote = current.kind {
      number += 1
      node = current.previous
    }
    return number
  }

  /// The alignments of a table's columns, one byte each: `l`, `c`, `r` or 0.
  var alignments: [UInt8] {
    let count = Int(cmark_gfm_extensions_get_table_columns(pointer))
    guard let bytes = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// Visits this node and all below it in order, without recursion.
  ///
  /// `visit` is called with `true` before a node's children and, unless it is a leaf, with `false`
  /// after them; when it returns false on entering, the children are skipped.
  func walk(_ visit: (_ node: MarkdownNode, _ isEntering: Bool) -> Bool) {
    guard let iterator = cmark_iter_new(pointer) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return }
      let isEntering = event == CMARK_EVENT_ENTER
      if !visit(MarkdownNode(pointer: node), isEntering), isEntering {
        cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
      }
    }
  }

  /// Replaces the mark in the node; returns whether its text is empty then.
  fileprivate func replace(_ mark: TextMark, by sign: UInt8?) -> Bool {
    replace(mark, in: literal, by: sign) { cmark_node_set_literal(pointer, $0) }
    replace(mark, in: info, by: sign) { cmark_node_set_fence_info(pointer, $0) }
    replace(mark, in: destination, by: sign) { cmark_node_set_url(pointer, $0) }
    replace(mark, in: title, by: sign) { cmark_node_set_title(pointer, $0) }
    if case .text = kind { return literal.isEmpty }
    return false
  }

  private func replace(
    _ mark: TextMark,
    in text: UnsafeBufferPointer<UInt8>,
    by sign: UInt8?,
    set: (UnsafePointer<CChar>) -> Int32
  ) {
    guard mark.isIn(text) else { return }
    let rest = mark.replaced(in: text, by: sign).map(CChar.init(bitPattern:)) + [0]
    // cmark copies the text; it returns 0 for a node without such a text.
    _ = rest.withUnsafeBufferPointer { $0.baseAddress.map(set) }
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    var count = 0
    while text[count] != 0 { count += 1 }
    return UnsafeBufferPointer(
      start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self),
      count: count
    )
  }
}
