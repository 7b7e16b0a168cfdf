import Shop

extension Edition {
  /// A body as this edition shows it: with the cards of the products in it.
  func html(of body: Body) -> String {
    if case .html(let whole) = body.parts.first, body.parts.count == 1 { return whole }
    return body.parts.map { part in
      switch part {
      case .html(let html): html
      case .product(let slug): embeddedCard(ofSlug: slug)
      case .image(let image): image.html(size: content.imageAttributes(image.path, sizes: .prose))
      }
    }
    .joined()
  }

  private func embeddedCard(ofSlug slug: String) -> String {
    guard let index = theme.productOfSlug[slug] else { return "" }
    // No heading: in a text it would stand below one of any level.
    let card = cards[index].text.replacing("<h3>", with: "<p class=\"name\">")
      .replacing("</h3>", with: "</p>")
    return "<ul class=\"cards embedded\">\n\(card)</ul>\n"
  }
}
