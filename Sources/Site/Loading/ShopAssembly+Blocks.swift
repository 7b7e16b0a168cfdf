import Shop

extension ShopAssembly {
  /// Checks that every `:::product SLUG` names a product that has a page.
  mutating func checkShownProducts() {
    var isPublishedBySlug: [String: Bool] = [:]
    for file in originals {
      guard case .product(let fields) = file.item, let slug = fields.slug else { continue }
      isPublishedBySlug[slug.value] = isPublished(file) || isPublishedBySlug[slug.value] == true
    }
    for file in originals where isPublished(file) {
      for text in [file] + shownTranslations(of: file) {
        for product in text.body.shownProducts {
          check(product, in: text, known: isPublishedBySlug)
        }
      }
    }
  }

  private mutating func check(
    _ product: Located<String>,
    in file: ParsedFile,
    known: [String: Bool]
  ) {
    switch known[product.value] {
    case true?: return
    case false?:
      report(
        file,
        at: product.position,
        "block: expected a published product, found \(quoted(product.value)), which is left out; "
          + "publish it or remove the line"
      )
    case nil:
      guard !refused.contains("content/products/\(product.value).md") else { return }
      report(
        file,
        at: product.position,
        "block: expected the slug of a product, found \(quoted(product.value)); "
          + "correct it or add the product",
        hint: known.keys.sorted().hint(for: product.value)
      )
    }
  }
}
