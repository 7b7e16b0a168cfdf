package import Shop

extension RedeemText {
  /// The section as HTML that is safe to put into a page: nothing of its source passes unescaped.
  package var html: String {
    blocks.map { block in
      switch block {
      case .heading(let text): "<h3>\(text.escapedForHTML)</h3>\n"
      case .paragraph(let text): "<p>\(text.escapedForHTML)</p>\n"
      case .bullets(let items): "<ul>\(Self.items(items))</ul>\n"
      case .steps(let items): "<ol>\(Self.items(items))</ol>\n"
      }
    }
    .joined()
  }

  private static func items(_ texts: [String]) -> String {
    texts.map { "<li>\($0.escapedForHTML)</li>" }.joined()
  }
}
