import Shop

extension ShopAssembly {
  /// Checks that every `:::product SLUG` names a product that has a page.
  mutating func checkShownProducts() {
    var absences: [String: LeftOutProduct.Reason] = [:]
    var published = Set<String>()
    for file in originals {
      guard case .product(let fields) = file.item, let slug = fields.slug?.value else { continue }
      guard let reason = absence(of: file) else {
        published.insert(slug)
        continue
      }
      absences[slug] = reason
    }
    for file in originals where absence(of: file) == nil {
      for text in [file] + shownTranslations(of: file) {
        for product in text.body.shownProducts where !published.contains(product.value) {
          reportMissing(product, in: text, absences[product.value], published)
        }
      }
    }
  }

  /// A buyer who is not told how to redeem a code writes to the shop.
  mutating func checkInstructions(_ published: [ParsedFile]) {
    let heading = config.phrases(in: config.language)[.redeemHeading]
    for file in published where file.body.redeem == nil && !file.body.hasNearlyRedeem {
      guard case .product(let fields) = file.item, fields.product != nil else { continue }
      report(
        file,
        .noInstructions,
        at: .start,
        "expected a section `## \(heading)`, which is sent with the codes, found none; "
          + "write how the code is redeemed"
      )
    }
  }

  private mutating func reportMissing(
    _ product: Located<String>,
    in file: ParsedFile,
    _ absence: LeftOutProduct.Reason?,
    _ published: Set<String>
  ) {
    let found = "found \(quoted(product.value))"
    if let absence {
      report(
        file,
        at: product.position,
        "block: expected a published product, \(found), \(absence.whatItIs); "
          + "\(absence.remedy) or remove the line"
      )
    } else if !refused.contains("content/products/\(product.value).md") {
      report(
        file,
        at: product.position,
        "block: expected the slug of a product, \(found); correct it or add the product",
        hint: published.sorted().hint(for: product.value)
      )
    }
  }
}
