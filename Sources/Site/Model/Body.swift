import Shop

/// A body in one language, rendered except for what it shows of other parts of the shop.
///
/// Cards and the sizes of images come from other files. They are separate parts, so that a page is
/// known to show them and is rendered again when they change.
package struct Body: Equatable, Sendable {
  /// The parts that make up the body, in order.
  package var parts: [Part]
  /// The first paragraph as plain text of at most 160 characters, for descriptions.
  package var summary: String

  /// A piece of a body.
  package enum Part: Equatable, Sendable {
    /// Safe HTML from `HTMLRendering`; an element may end in another part.
    case html(String)
    /// The card of a product, from `:::product SLUG`.
    case product(slug: String)
    case image(Image)
    /// Safe HTML of the list that buyers check before they buy, with its heading if it has one.
    case checklist(String)
  }

  /// An image of the shop within a text.
  package struct Image: Equatable, Sendable {
    /// The decoded path from the root, as in `SiteContent.images`, such as `/images/step 1.png`.
    package var path: String
    /// The alternative text, not escaped.
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

  /// A body of HTML alone.
  package init(html: String, summary: String) {
    self.init(parts: html.isEmpty ? [] : [.html(html)], summary: summary)
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { parts.isEmpty }

  /// The HTML without cards and sizes of images, for search and feeds.
  package var html: String {
    if case .html(let whole) = parts.first, parts.count == 1 { return whole }
    return parts.map { part in
      switch part {
      case .html(let html), .checklist(let html): html
      case .product: ""
      case .image(let image): image.html(size: "")
      }
    }
    .joined()
  }

  /// The HTML of the checklist; nil without one.
  package var checklist: String? {
    parts.lazy.compactMap { part in
      if case .checklist(let html) = part { html } else { nil }
    }.first
  }

  /// The body without its checklist.
  package var withoutChecklist: Body {
    let others = parts.filter { part in
      if case .checklist = part { false } else { true }
    }
    return Body(parts: others, summary: summary)
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
  /// The `<img>` element; `size` is attributes after a space, or empty.
  func html(size: String) -> String {
    let source = Address.encode(path).escapedForHTML
    let words = alt.escapedForHTML
    return "<img src=\"\(source)\"\(size) alt=\"\(words)\" loading=\"lazy\" decoding=\"async\">"
  }
}
