import Shop
import Text

/// The most that Google Merchant reads of a title and of a description.
private let titleLength = 150
private let descriptionLength = 5_000

/// "Gift Cards & Certificates" in Google's taxonomy, where Google wants every gift card.
private let giftCards = "53"

private let columns = [
  "id", "title", "description", "link", "image_link", "availability", "price", "sale_price",
  "brand", "condition", "product_type", "google_product_category", "identifier_exists",
]

extension Edition {
  /// `merchant.tsv`: every product that can be bought, in Google Merchant's tab-separated form.
  ///
  /// Google does not accept SVG: the `image_link` of such a product is empty.
  var merchantFeed: OutputFile {
    let titles = Dictionary(
      content.categories.map { ($0.key, $0.title.text(in: language)) },
      uniquingKeysWith: { first, _ in first }
    )
    let products = content.products.filter { config.workerURL != nil || $0.offer.stripe != nil }
    let rows = products.concurrentMap { product in
      merchantRow(product, category: titles[product.shelving.category] ?? "")
        .map(\.tabSeparatedField).joined(separator: "\t")
    }
    let lines = [columns.joined(separator: "\t")] + rows
    return OutputFile(
      path: theme.address.file(BuiltFile.merchant, besides: .home, in: language),
      text: lines.map { $0 + "\n" }.joined()
    )
  }

  private func merchantRow(_ product: Product, category: String) -> [String] {
    let title = product.texts.title.text(in: language)
    let summary = shown(product.texts.body)?.body.summary ?? ""
    let reduced = product.offer.listPrice
    return [
      product.sku.text,
      title.shortened(to: titleLength),
      (summary.isEmpty ? title : summary).shortened(to: descriptionLength),
      theme.address.url(.product(slug: product.slug), in: language),
      product.rasterImage.map { theme.address.url(path: $0) } ?? "",
      content.stock[product.sku] == .out ? "out_of_stock" : "in_stock",
      (reduced ?? product.offer.price).description,
      reduced == nil ? "" : product.offer.price.description,
      product.shelving.brand ?? "",
      "new",
      category,
      giftCards,
      "no",
    ]
  }
}

extension String {
  /// The beginning of the text, at most so many UTF-16 units, cut between characters.
  fileprivate func shortened(to length: Int) -> String {
    guard utf16.count > length else { return self }
    var end = startIndex
    var units = 0
    for index in indices {
      units += self[index].utf16.count
      guard units <= length else { break }
      end = self.index(after: index)
    }
    return String(self[..<end])
  }

  /// The text on one line without tabs, quoted if it has quotation marks.
  ///
  /// It goes by code points, since a quotation mark with a combining accent counts too.
  fileprivate var tabSeparatedField: String {
    let line = unicodeScalars.split(whereSeparator: \.endsField).map(String.init)
      .joined(separator: " ")
    guard line.unicodeScalars.contains("\"") else { return line }
    let inner = line.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
    return "\"\(inner.joined())\""
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character or a line break.
  fileprivate var endsField: Bool {
    properties.generalCategory == .control || value == 0x2028 || value == 0x2029
  }
}
