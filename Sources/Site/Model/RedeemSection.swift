import Shop
import Text

/// A product's "how to redeem" section, rendered but for what only the whole shop knows: the
/// worker shows it in letters and on order pages, which are on another host.
package struct RedeemSection: Equatable, Sendable {
  /// HTML of `RedeemInstructions.elements` and links.
  package var html: [Piece]
  /// Lines that end with a line feed but for the last.
  package var text: [Piece]

  /// A part of the section; one after the other, they are the section.
  package enum Piece: Equatable, Sendable {
    /// As it is.
    case ready(String)
    /// A place in the shop as it was written: `/policies/refund/`, `../help/`, `#faq`.
    case address(String)
    /// From `:::product SLUG`: a link in place of the card.
    case product(slug: String)
  }

  package init(html: [Piece] = [], text: [Piece] = []) {
    self.html = html
    self.text = text
  }

  /// Nothing but ready text.
  package init(html: String, text: String) {
    self.init(html: [.ready(html)], text: [.ready(text)])
  }

  /// Whether the section says nothing.
  package var isEmpty: Bool {
    text.allSatisfy { piece in
      if case .ready(let text) = piece { text.allSatisfy(\.isWhitespace) } else { false }
    }
  }
}

extension CatalogDocument.RedeemEntry {
  /// The section with whole addresses.
  ///
  /// `base` is the shop's scheme and host, `page` the path of the product's page, which links are
  /// relative to; `product` gives a product's title and whole address by its slug.
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

/// A place in the shop, written on the page at `page`, from anywhere: `https://HOST/help/#faq`.
private func absolute(_ written: String, base: String, page: String) -> String {
  let end = written.firstIndex { $0 == "?" || $0 == "#" } ?? written.endIndex
  let path = written[..<end]
  let rest = PercentEncoding.address.encode(written[end...])
  guard !path.isEmpty else { return base + page + rest }
  let whole = normalizedPath(path.hasPrefix("/") ? String(path) : page + path)
  return base + PercentEncoding.address.encode(whole) + rest
}
