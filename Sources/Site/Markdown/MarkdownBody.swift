import Shop

/// A Markdown text, rendered, and what the rest of the shop needs to know of it.
struct MarkdownBody: Sendable {
  /// Safe HTML: raw HTML of the text is left out.
  let html: String
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

  /// Renders the Markdown of a file.
  init(of file: ContentFile, speaking phrases: Phrases) {
    let bytes = file.source.bytes[file.body]
    let tree = MarkdownTree(parsing: bytes)
    self = tree.withRoot { root in
      var rendering = HTMLRendering(phrases: phrases, firstLine: file.bodyLine)
      rendering.render(root)
      return MarkdownBody(
        rendering: rendering,
        summary: Self.summary(of: root),
        redeem: redeemSection(of: root, in: bytes)
      )
    }
  }

  private init(rendering: HTMLRendering, summary: String, redeem: String?) {
    html = String(decoding: rendering.html, as: UTF8.self)
    anchors = rendering.headings.anchors
    links = rendering.links
    rawLines = rendering.rawLines
    self.summary = summary
    self.redeem = redeem
  }

  private static func summary(of root: MarkdownNode) -> String {
    var node = root.firstChild
    while let current = node {
      if case .paragraph = current.kind {
        let text = Site.summary(of: current.plainText)
        if !text.isEmpty { return text }
      }
      node = current.next
    }
    return ""
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
private func redeemSection(of root: MarkdownNode, in bytes: ArraySlice<UInt8>) -> String? {
  var node = root.firstChild
  var first: Int?
  var last = Int.max
  while let current = node {
    if case .heading = current.kind, current.headingLevel <= 2 {
      if first != nil {
        last = current.line - 1
        break
      }
      let isRedeem = redeemHeadings.contains(current.plainText.lowercased())
      if current.headingLevel == 2, isRedeem { first = current.endLine + 1 }
    }
    node = current.next
  }
  guard let first else { return nil }
  let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let section = lines.dropFirst(first - 1).prefix(max(0, last - first + 1)).map { line in
    String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }
  let isBlank = { (line: String) in line.allSatisfy(\.isWhitespace) }
  let body = section.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
  return body.isEmpty ? nil : body.joined(separator: "\n")
}

private let redeemHeadings: Set<String> = ["使用说明", "how to redeem"]
