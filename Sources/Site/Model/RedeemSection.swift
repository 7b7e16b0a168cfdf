import Shop
import Text

/// A product's "how to redeem" section, rendered except for addresses and products, which need the
/// whole shop: the worker shows it in letters and on order pages, which are on another host.
package struct RedeemSection: Equatable, Sendable {
  /// The section as HTML, of `RedeemInstructions.elements` and links.
  package var html: [Piece]
  /// The section as plain text, with line feeds between lines.
  package var text: [Piece]

  /// A part of the section.
  package enum Piece: Equatable, Sendable {
    /// Final text.
    case ready(String)
    /// A target in the shop as written, such as `/policies/refund/`, `../help/` or `#faq`.
    case address(String)
    /// A link to a product, from `:::product SLUG`.
    case product(slug: String)
  }

  package init(html: [Piece] = [], text: [Piece] = []) {
    self.html = html
    self.text = text
  }

  /// A section of final text.
  package init(html: String, text: String) {
    self.init(html: [.ready(html)], text: [.ready(text)])
  }

  /// Whether the section has no text.
  package var isEmpty: Bool {
    text.allSatisfy { piece in
      if case .ready(let text) = piece { text.allSatisfy(\.isWhitespace) } else { false }
    }
  }
}

extension CatalogDocument.RedeemEntry {
  /// The section with absolute URLs.
  ///
  /// `base` is the shop's scheme and host; `page` is the path of the product's page, to which links
  /// are relative; `product` returns a product's title and URL by its slug.
  init(
    _ section: RedeemSection,
    base: String,
    page: String,
    product: (String) -> (title: String, url: String)
  ) {
    let html = section.html.map { piece in
      switch piece {
      case .ready(let html): return html
      case .address(let written): return absolute(written, base: base, page: page).escapedForHTML
      case .product(let slug):
        let (title, url) = product(slug)
        return "<p><a href=\"\(url.escapedForHTML)\">\(title.escapedForHTML)</a></p>\n"
      }
    }
    let text = section.text.map { piece in
      switch piece {
      case .ready(let text): return text
      case .address(let written): return absolute(written, base: base, page: page)
      case .product(let slug):
        let (title, url) = product(slug)
        return "\(title) (\(url))"
      }
    }
    self.init(html: html.joined(), text: text.joined())
  }
}

/// The absolute URL of a link written on the page at `page`, such as `https://HOST/help/#faq`.
private func absolute(_ written: String, base: String, page: String) -> String {
  let end = written.firstIndex { $0 == "?" || $0 == "#" } ?? written.endIndex
  let path = written[..<end]
  let rest = PercentEncoding.address.encode(written[end...])
  guard !path.isEmpty else { return base + page + rest }
  let whole = normalizedPath(path.hasPrefix("/") ? String(path) : page + path)
  return base + PercentEncoding.address.encode(whole) + rest
}
