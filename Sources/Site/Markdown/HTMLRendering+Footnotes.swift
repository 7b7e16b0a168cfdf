/// Footnotes, whose ids have a colon, unlike those of headings: `fn:1` is the first footnote,
/// `fnref:1-2` the second reference to it.
extension HTMLRendering {
  mutating func enterFootnoteMark(_ node: MarkdownNode) {
    let number = node.footnoteNumber
    let count = footnoteMarks[number, default: 0] + 1
    footnoteMarks[number] = count
    guard place == .page else { return write("[\(number)]") }
    write(
      "<sup><a id=\"\(Self.markID(number, count))\" href=\"#fn:\(number)\" role=\"doc-noteref\">"
        + "\(number)</a></sup>"
    )
  }

  mutating func enterFootnote(_ node: MarkdownNode) {
    guard place == .page else { return }
    if node.footnoteNumber == 1 {
      write("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"")
      escape(phrases[.footnotes].utf8)
      write("\">\n<ol>\n")
    }
    write("<li id=\"fn:\(node.footnoteNumber)\">")
  }

  mutating func leaveFootnote(_ node: MarkdownNode) {
    guard place == .page else { return }
    if let last = node.lastChild, !last.isLastOfFootnote {
      write("<p>")
      writeWaysBack(from: last)
      write("</p>\n")
    }
    write("</li>\n")
    guard let next = node.next, case .footnote = next.kind else {
      return write("</ol>\n</section>\n")
    }
  }

  /// Writes a link to each reference of the footnote that a block is in.
  mutating func writeWaysBack(from node: MarkdownNode) {
    guard place == .page, let number = node.parent?.footnoteNumber else { return }
    for count in 1...max(footnoteMarks[number] ?? 1, 1) {
      write(" <a href=\"#\(Self.markID(number, count))\" role=\"doc-backlink\" aria-label=\"")
      escape(phrases[.footnoteBack].utf8)
      write(count == 1 ? " \(number)\">↩</a>" : " \(number)-\(count)\">↩</a>")
    }
  }

  private static func markID(_ number: Int, _ count: Int) -> String {
    count == 1 ? "fnref:\(number)" : "fnref:\(number)-\(count)"
  }
}

extension MarkdownNode {
  /// Whether it is the last paragraph of a footnote.
  var isLastOfFootnote: Bool {
    guard case .paragraph = kind, next == nil, let parent, case .footnote = parent.kind else {
      return false
    }
    return true
  }
}
