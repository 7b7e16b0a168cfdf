import Shop

/// A body in one language, rendered but for what it shows of the rest of the shop.
///
/// A card and an image's size come from elsewhere than the body's file. They are parts of their
/// own, so that a page is known to show them and is rendered again when they change.
package struct Body: Equatable, Sendable {
  /// One after the other, they are the body.
  package var parts: [Part]
  /// The first paragraph as plain text, at most 160 characters: for descriptions.
  package var summary: String

  /// A piece of a body.
  package enum Part: Equatable, Sendable {
    /// Safe HTML, from our Markdown renderer alone; an element may end in another part.
    case html(String)
    /// The card of a product, from `:::product SLUG`.
    case product(slug: String)
    case image(Image)
  }

  /// An image of the shop within a text.
  package struct Image: Equatable, Sendable {
    /// From the root and decoded, as `SiteContent.images` knows it: `/images/step 1.png`.
    package var path: String
    /// What it shows, in words; not escaped.
    package var alt: String

    package init(path: String, alt: String) {
      self.path = path
      self.alt = alt
    }
  }

  package init(parts: [Part], summary: String) {
    self.parts = parts
    self.summary = summary
  }

  /// A body of nothing but HTML.
  package init(html: String, summary: String) {
    self.init(parts: html.isEmpty ? [] : [.html(html)], summary: summary)
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { parts.isEmpty }

  /// The HTML by itself, without cards and without the sizes of images: for search and feeds.
  package var html: String {
    if case .html(let whole) = parts.first, parts.count == 1 { return whole }
    return parts.map { part in
      switch part {
      case .html(let html): html
      case .product: ""
      case .image(let image): image.html(size: "")
      }
    }
    .joined()
  }

  /// The slugs of the products that it shows, in order.
  package var shownProducts: [String] {
    parts.compactMap { part in
      if case .product(let slug) = part { slug } else { nil }
    }
  }

  /// The images that it shows, in order.
  package var shownImages: [Image] {
    parts.compactMap { part in
      if case .image(let image) = part { image } else { nil }
    }
  }
}

extension Body.Image {
  /// The element; `size` is ready-made attributes with a space in front, or nothing.
  func html(size: String) -> String {
    let source = Address.encode(path).escapedForHTML
    let words = alt.escapedForHTML
    return "<img src=\"\(source)\"\(size) alt=\"\(words)\" loading=\"lazy\" decoding=\"async\">"
  }
}
